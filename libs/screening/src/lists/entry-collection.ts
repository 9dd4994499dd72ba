import { countEntries } from './count-entries';
import { type ParsedList } from './list-source';
import { mergeEntries } from './merge-entries';
import { UnusedParts } from './not-understood';
import { onlyKnown } from './only-known';
import { PublicationError } from './publication-error';
import { type SanctionsEntry } from './sanctions-entry';

/** Gathers the entries of one list while its file is read. */
export class EntryCollection {
  readonly unused = new UnusedParts();
  private readonly entries = new Map<string, SanctionsEntry>();

  constructor(private readonly file: string) {}

  /** Throws `PublicationError` when the number was there before, and for an entry that names no one. */
  add(entry: SanctionsEntry, line: number): void {
    const place = { file: this.file, line };
    if (this.entries.has(entry.entryId)) throw new PublicationError(place, `entry ${entry.entryId} appears twice.`);
    if (entry.names.length === 0) throw new PublicationError(place, `entry ${entry.entryId} has no name.`);
    this.entries.set(entry.entryId, entry);
  }

  /** For lists in which one entry stands in several places: what the places say differently is kept from each. */
  addOrMerge(entry: SanctionsEntry, line: number): void {
    const known = this.entries.get(entry.entryId);
    if (known) this.entries.set(entry.entryId, mergeEntries(known, entry));
    else this.add(entry, line);
  }

  /** Throws `PublicationError` when the file held no entry at all. */
  toList(publishedAt: string | undefined): ParsedList {
    const entries = [...this.entries.values()];
    if (entries.length === 0) throw new PublicationError({ file: this.file }, 'the file holds no entry.');
    return { entries, counts: countEntries(entries), notUnderstood: this.unused.list(), ...onlyKnown({ publishedAt }) };
  }
}
