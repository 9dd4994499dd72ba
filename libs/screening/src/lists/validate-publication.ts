import { type OfacDelimitedFiles } from './ofac-delimited';
import { END_OF_FILE_SIGN } from './ofac-rows';
import { PublicationError } from './publication-error';
import { type SanctionsEntry } from './sanctions-entry';

/**
 * What a publication must hold before it may replace the one in use. OFAC's SDN list has not had fewer than
 * 5,000 entries since 2015; a list for trying things out is smaller.
 */
export interface PublicationRequirements {
  readonly minimumEntries: number;
}

export const PRODUCTION_REQUIREMENTS: PublicationRequirements = { minimumEntries: 5_000 };

const FILE_NAMES: readonly (readonly [keyof OfacDelimitedFiles, string])[] = [
  ['sdn', 'sdn.csv'],
  ['alt', 'alt.csv'],
  ['add', 'add.csv'],
  ['comments', 'sdn_comments.csv'],
];

/**
 * Refuses, with a `PublicationError`, files that are empty or cut off. Call it before parsing: on 4 May 2024 OFAC's old
 * address really answered with 0 bytes, and an empty list clears everyone.
 */
export function validateOfacFiles(files: OfacDelimitedFiles): void {
  for (const [key, file] of FILE_NAMES) {
    const content = files[key];
    if (content.length === 0) throw new PublicationError({ file }, 'the file is empty (0 bytes).');
    const end = content.subarray(-3).toString('latin1').trimEnd();
    if (!end.endsWith(END_OF_FILE_SIGN)) {
      throw new PublicationError({ file }, 'the file is cut off: its last line is not the end-of-file sign 0x1A.');
    }
  }
}

/** Refuses, with a `PublicationError`, a list that is much shorter than the real one ever is. */
export function validateEntries(entries: readonly SanctionsEntry[], requirements: PublicationRequirements): void {
  const { minimumEntries } = requirements;
  if (entries.length < minimumEntries) {
    throw new PublicationError(
      { file: 'sdn.csv' },
      `the list has ${entries.length} entries; fewer than ${minimumEntries} is not a complete publication.`,
    );
  }
}
