import type { BlindIndex } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';

import type { ScreenedSubject } from '../screenings/screening-request';
import { contentOf } from './content';

/**
 * A keyed hash (32 bytes) of all that a request says of its subject, by which two requests about the same subject are
 * known and nobody is. Letter for letter: what is written in another way is looked at again by a person.
 */
export const subjectFingerprint = (
  blindIndex: BlindIndex,
  organizationId: OrganizationId,
  subject: ScreenedSubject,
): Promise<Buffer> =>
  blindIndex.of(organizationId, { table: 'screenings', column: 'subject_fingerprint' }, contentOf(subject));
