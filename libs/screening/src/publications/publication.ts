import { createHash } from 'node:crypto';

import { OFAC_SDN_LIST } from '../lists/ofac/ofac-editions';
import type { EntryCounts } from '../lists/count-entries';
import { checkOfacFiles, type OfacDelimitedFiles, parseOfacDelimited } from '../lists/ofac/ofac-delimited';
import type { SanctionsEntry } from '../lists/sanctions-entry';
import { validateEntries } from '../lists/validate-publication';

/** Where a publication came from. `sandbox` is the made-up list that ships with the program. */
export type PublicationOrigin = 'download' | 'directory' | 'sandbox';

/** Changes when the parser reads the same bytes differently. */
export const PARSER_VERSION = '2';

export interface ParsedPublication {
  readonly list: string;
  readonly sha256: string;
  readonly entries: readonly SanctionsEntry[];
  readonly counts: EntryCounts & { readonly notUnderstood: number };
}

/**
 * Checks and parses the files of a publication.
 * @throws PublicationError when they are empty, cut off, broken, or hold fewer entries than they must
 */
export function parsePublication(files: OfacDelimitedFiles, minimumEntries: number): ParsedPublication {
  checkOfacFiles(files);
  const { entries, counts, notUnderstood } = parseOfacDelimited(files);
  validateEntries(entries, { minimumEntries });
  const unread = notUnderstood.reduce((sum, { count }) => sum + count, 0);
  return { list: OFAC_SDN_LIST, sha256: sha256Of(files), entries, counts: { ...counts, notUnderstood: unread } };
}

/** Of all four files, each with its name and length before it, so that no byte can wander from one to the next. */
export function sha256Of(files: OfacDelimitedFiles): string {
  const hash = createHash('sha256');
  for (const name of ['sdn', 'alt', 'add', 'comments'] as const) {
    hash.update(`${name}:${files[name].length}\n`).update(files[name]);
  }
  return hash.digest('hex');
}
