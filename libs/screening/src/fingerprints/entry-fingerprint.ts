import { createHash } from 'node:crypto';

import type { SanctionsEntry } from '../lists/sanctions-entry';
import { contentOf } from './content';

/**
 * SHA-256, in hexadecimal, of all that a list says of an entry, as parsed. It changes when the publisher changes a name, a
 * date, a document or a remark, and also when the parser learns to read more of them.
 */
export const entryFingerprint = (entry: SanctionsEntry): string =>
  createHash('sha256').update(contentOf(entry)).digest('hex');
