import { PublicationError } from './publication-error';
import { entryNumber, type OfacRow, readOfacRows } from './ofac-rows';
import { OfacEntryBuilder } from './ofac-entry-builder';
import { remarkLabel } from './ofac-remarks';
import { type ListedNameKind, type SanctionsEntry } from './sanctions-entry';

/** The four files of OFAC's delimited publication, as downloaded. */
export interface OfacDelimitedFiles {
  readonly sdn: Buffer;
  readonly alt: Buffer;
  readonly add: Buffer;
  readonly comments: Buffer;
}

export interface OfacCounts {
  readonly entries: number;
  readonly persons: number;
  readonly businesses: number;
  readonly vessels: number;
  readonly aircraft: number;
  readonly aliases: number;
  readonly weakAliases: number;
  readonly addresses: number;
}

/** Something the parser could not use: a label of a remark, or a kind of row, with how often and one example. */
export interface NotUnderstood {
  readonly label: string;
  readonly count: number;
  readonly example: string;
}

export interface OfacPublication {
  readonly entries: readonly SanctionsEntry[];
  readonly counts: OfacCounts;
  /** Most frequent first. */
  readonly notUnderstood: readonly NotUnderstood[];
}

export const OFAC_SDN_LIST = 'us-ofac-sdn';

const ALIAS_KINDS: ReadonlyMap<string, ListedNameKind> = new Map([
  ['aka', 'aka'],
  ['fka', 'fka'],
  ['nka', 'nka'],
]);

/**
 * Parses OFAC's delimited files (sdn.csv, alt.csv, add.csv, sdn_comments.csv as published 2018 to 2026).
 * Throws `PublicationError` for a row that breaks the format; what is well formed but not understood is counted.
 */
export function parseOfacDelimited(files: OfacDelimitedFiles): OfacPublication {
  const unused = new Map<string, { count: number; example: string }>();
  const countUnused = (label: string, example: string): void => {
    const seen = unused.get(label);
    if (seen) seen.count++;
    else unused.set(label, { count: 1, example });
  };
  const builders = readEntries(files.sdn);
  const forEntry = (file: string, row: OfacRow, use: (builder: OfacEntryBuilder) => void): void => {
    const number = entryNumber(file, row);
    const builder = builders.get(number);
    if (builder) use(builder);
    else countUnused(`${file}: row of an entry that is not listed`, `line ${row.line}: entry ${number}`);
  };

  for (const row of readOfacRows('alt.csv', files.alt, 5)) {
    forEntry('alt.csv', row, (builder) => {
      const [, , type = '', name] = row.fields;
      const kind = ALIAS_KINDS.get(type.trim());
      if (kind && name !== undefined) builder.addAlias({ name: name.trim(), kind, strength: 'strong' });
      else countUnused('alt.csv: alias without a name or of an unknown kind', `line ${row.line}: ${type}`);
    });
  }
  for (const row of readOfacRows('add.csv', files.add, 6)) {
    forEntry('add.csv', row, (builder) => builder.addAddress(row.fields[2], row.fields[3], row.fields[4]));
  }
  for (const row of readOfacRows('sdn_comments.csv', files.comments, 2)) {
    forEntry('sdn_comments.csv', row, (builder) => builder.continueRemarks(row.fields[1] ?? ''));
  }

  const entries = [...builders.values()].map((builder) =>
    builder.build((item) => countUnused(remarkLabel(item), item)),
  );
  return {
    entries,
    counts: countEntries(entries),
    notUnderstood: [...unused]
      .map(([label, { count, example }]) => ({ label, count, example }))
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)),
  };
}

function readEntries(sdn: Buffer): Map<string, OfacEntryBuilder> {
  const builders = new Map<string, OfacEntryBuilder>();
  for (const row of readOfacRows('sdn.csv', sdn, 12)) {
    const number = entryNumber('sdn.csv', row);
    if (builders.has(number)) {
      throw new PublicationError({ file: 'sdn.csv', line: row.line }, `entry ${number} appears twice.`);
    }
    builders.set(number, OfacEntryBuilder.fromRow(OFAC_SDN_LIST, 'sdn.csv', row));
  }
  return builders;
}

function countEntries(entries: readonly SanctionsEntry[]): OfacCounts {
  const ofType = (type: SanctionsEntry['type']): number => entries.filter((entry) => entry.type === type).length;
  const names = entries.flatMap((entry) => entry.names);
  return {
    entries: entries.length,
    persons: ofType('person'),
    businesses: ofType('business'),
    vessels: ofType('vessel'),
    aircraft: ofType('aircraft'),
    aliases: names.filter((name) => name.kind !== 'primary').length,
    weakAliases: names.filter((name) => name.strength === 'weak').length,
    addresses: entries.reduce((sum, entry) => sum + entry.addresses.length, 0),
  };
}
