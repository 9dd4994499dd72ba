import { createHash } from 'node:crypto';

import type { SanctionsEntry } from '../lists/sanctions-entry';
import { contentOf } from './content';

/**
 * SHA-256, in hexadecimal, of all that a list says of an entry, as parsed. It changes when the publisher changes a name, a
 * date, a document or a remark, and also when the parser learns to read more of them.
 */
export const entryFingerprint = (entry: SanctionsEntry): string =>
  createHash('sha256').update(contentOf(entry)).digest('hex');

/** The fingerprints of a publication's entries, each computed when it is first asked for: few entries are ever hit. */
export class EntryFingerprints {
  private readonly entries: ReadonlyMap<string, SanctionsEntry>;
  private readonly known = new Map<string, string>();

  constructor(entries: readonly SanctionsEntry[]) {
    this.entries = new Map(entries.map((entry) => [keyOf(entry), entry]));
  }

  /** @throws Error for an entry that is not of this publication */
  of(hit: Pick<SanctionsEntry, 'list' | 'entryId'>): string {
    const key = keyOf(hit);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const entry = this.entries.get(key);
    if (entry === undefined) throw new Error('A hit names an entry that the publication does not have.');
    const fingerprint = entryFingerprint(entry);
    this.known.set(key, fingerprint);
    return fingerprint;
  }
}

const keyOf = ({ list, entryId }: Pick<SanctionsEntry, 'list' | 'entryId'>): string => `${list}\0${entryId}`;
