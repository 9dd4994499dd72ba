import { PublicationError } from './publication-error';
import { type SanctionsEntry } from './sanctions-entry';

/**
 * Refuses, with a `PublicationError`, a list that is shorter than a complete publication can be (`ListSource` says how
 * long that is; a list for trying things out is shorter).
 */
export function validateEntries(
  entries: readonly SanctionsEntry[],
  { minimumEntries }: { readonly minimumEntries: number },
  file = 'sdn.csv',
): void {
  if (entries.length >= minimumEntries) return;
  throw new PublicationError(
    { file },
    `the list has ${entries.length} entries; fewer than ${minimumEntries} is not a complete publication.`,
  );
}
