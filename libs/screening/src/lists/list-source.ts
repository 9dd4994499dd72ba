import { type EntryCounts } from './count-entries';
import { type NotUnderstood } from './not-understood';
import { type SanctionsEntry } from './sanctions-entry';

/** The files of a directory, an archive or a download: their names in lower case, with their bytes. */
export type ListFiles = ReadonlyMap<string, Buffer>;

/** What a parser makes of the files of one publication. */
export interface ParsedList {
  readonly entries: readonly SanctionsEntry[];
  readonly counts: EntryCounts;
  /** What is well formed but has no place in an entry; most frequent first. */
  readonly notUnderstood: readonly NotUnderstood[];
  /** When the publisher says it made the list: ISO 8601, a day or a moment. Missing where the files do not say. */
  readonly publishedAt?: string;
}

/** One of the forms in which a publisher hands out a list. */
export interface ListFormat {
  /** E.g. `ofac-delimited`. */
  readonly id: string;
  /**
   * The names of the files that belong to a publication in this form, or none when `files` do not hold one. It looks at
   * names, or at the beginning of a file, and does not judge: a publication of which a file is missing or broken is
   * recognized, and refused by `parse`.
   */
  readonly recognize: (files: ListFiles) => readonly string[];
  /** Throws `PublicationError`, with file and line, for files that are empty, cut off or break the format. */
  readonly parse: (files: ListFiles) => ParsedList;
}

/** One sanctions list that Bonafide can read. */
export interface ListSource {
  /** What `SanctionsEntry.list` says, e.g. `us-ofac-sdn`. It is stored with every hit and never changes. */
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  /** The list has not been shorter for years; one that is shorter is not a complete publication. */
  readonly minimumEntries: number;
  /** The most complete form first: where a directory holds several, the first one is read. */
  readonly formats: readonly ListFormat[];
}
