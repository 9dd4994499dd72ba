import { EntryCollection } from '../entry-collection';
import { type ParsedList } from '../list-source';
import { PublicationError } from '../publication-error';
import { readTable, type Table, type TableRow } from '../reading/read-table';
import { joinParts } from '../listed-address';
import {
  splitUkValues,
  type UkAddress,
  type UkDesignation,
  type UkDocument,
  type UkName,
  type UkOriginalName,
} from './uk-designation';
import { toUkEntry } from './uk-entry';

/** One of the British lists as a table: one row for each name, address or number of a designation. */
export interface UkTable {
  readonly requiredColumns: readonly string[];
  /** What the rows of one designation have in common. */
  readonly idColumn: string;
  readonly skippedColumns: ReadonlySet<string>;
  readonly readRows: (id: string, rows: UkRows) => UkDesignation;
  readonly readPublishedAt: (preamble: Table['preamble']) => string | undefined;
}

/** The rows of one designation, read column by column. */
export class UkRows {
  constructor(private readonly rows: readonly TableRow[]) {}

  /** The cells as they are. */
  texts(column: string): string[] {
    return this.rows.flatMap((row) => row.get(column) ?? []);
  }

  first(column: string): string | undefined {
    return this.texts(column)[0];
  }

  /** The values in the cells, of which each may have several. */
  values(column: string): string[] {
    return this.texts(column).flatMap(splitUkValues);
  }

  names(type: string, strength: string): UkName[] {
    const parts = [1, 2, 3, 4, 5, 6].map((part) => `Name ${part}`);
    return this.rows.map((row) => ({
      parts: parts.map((part) => row.get(part)),
      type: row.get(type),
      strength: row.get(strength),
    }));
  }

  originalNames(name: string, language: string): UkOriginalName[] {
    return this.rows.map((row) => ({ name: row.get(name) ?? '', language: row.get(language) }));
  }

  places(town: string, country: string): string[] {
    return this.rows.flatMap((row) => joinParts(row.get(town), row.get(country)) ?? []);
  }

  documents(label: string, number: string, details: string): UkDocument[] {
    return this.rows.map((row) => ({ label, number: row.get(number), details: row.get(details) }));
  }

  addresses(line: string, postalCode: string, country: string): UkAddress[] {
    const lines = [1, 2, 3, 4, 5, 6].map((number) => `${line} ${number}`);
    return this.rows.map((row) => ({
      lines: lines.map((column) => row.get(column)),
      postalCode: row.get(postalCode),
      country: row.get(country),
    }));
  }
}

/** Documents of which the list gives only the number. */
export function ukNumbers(label: string, numbers: readonly string[]): UkDocument[] {
  return numbers.map((number) => ({ label, number, details: undefined }));
}

/** Throws `PublicationError` for a row without its designation's number and for a kind of designation that is not known. */
export function parseUkTable(file: string, content: Buffer, shape: UkTable): ParsedList {
  const { preamble, rows } = readTable(file, content, { delimiter: ',', requiredColumns: shape.requiredColumns });
  const groups = new Map<string, TableRow[]>();
  for (const row of rows) {
    const id = row.get(shape.idColumn);
    if (id === undefined) throw new PublicationError({ file, line: row.line }, `the row has no "${shape.idColumn}".`);
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  const collection = new EntryCollection(file);
  for (const [id, group] of groups) {
    const line = group[0]?.line ?? 0;
    const designation = shape.readRows(id, new UkRows(group));
    const entry = toUkEntry(designation, collection.unused);
    if (!entry) throw new PublicationError({ file, line }, `"${designation.kind ?? ''}" is not a kind of designation.`);
    collection.add(entry, line);
    for (const row of group) row.countUnread(collection.unused, (column) => shape.skippedColumns.has(column));
  }
  return collection.toList(shape.readPublishedAt(preamble));
}
