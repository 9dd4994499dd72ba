import { parse } from 'csv-parse/sync';
import { type UnusedParts } from '../not-understood';
import { PublicationError } from '../publication-error';
import { checkSize, readText } from './read-text';

export interface TableShape {
  readonly delimiter: ',' | ';';
  /** Columns without which the file is not this list; the first line that has them all is the header. */
  readonly requiredColumns: readonly string[];
}

export interface Table {
  /** The lines above the header, e.g. the date of the publication. */
  readonly preamble: readonly (readonly string[])[];
  readonly rows: readonly TableRow[];
}

/** How far down a header may stand. */
const LAST_HEADER_LINE = 10;

/** One row of a table that knows which of its columns were read, so that the rest can be counted. */
export class TableRow {
  private readonly read = new Set<string>();

  /** @param line of the file, from 1; of a file without lines the number of the record */
  constructor(
    readonly line: number,
    private readonly columns: ReadonlyMap<string, number>,
    private readonly fields: readonly string[],
  ) {}

  /** The trimmed text of a column; undefined when it is empty or the table has no such column. */
  get(column: string): string | undefined {
    this.read.add(column);
    const index = this.columns.get(column);
    const text = index === undefined ? undefined : this.fields[index]?.trim();
    return text === '' ? undefined : text;
  }

  countUnread(unused: UnusedParts, isSkipped: (column: string) => boolean): void {
    for (const [column, index] of this.columns) {
      const text = this.fields[index]?.trim() ?? '';
      if (text !== '' && !this.read.has(column) && !isSkipped(column)) unused.add(`column "${column}"`, text);
    }
  }
}

/**
 * Reads a table with a header. Throws `PublicationError`, with the line, when there is no header, when the quotation
 * marks of a row do not pair, and when a row has another number of fields than the header (a file that was cut off ends
 * in such a row).
 */
export function readTable(file: string, content: Buffer, shape: TableShape): Table {
  checkSize(file, content);
  const lines = parseLines(file, [...readText(file, content)].join(''), shape.delimiter);
  const headerIndex = lines
    .slice(0, LAST_HEADER_LINE)
    .findIndex(({ fields }) =>
      shape.requiredColumns.every((column) => fields.some((field) => field.trim() === column)),
    );
  const header = lines[headerIndex];
  if (header === undefined) {
    throw new PublicationError({ file, line: 1 }, `no header has the columns ${shape.requiredColumns.join(', ')}.`);
  }
  const columns = new Map<string, number>();
  for (const [index, name] of header.fields.entries()) if (name.trim() !== '') columns.set(name.trim(), index);
  const rows = lines.slice(headerIndex + 1).map(({ line, fields }) => {
    const beyond = fields.slice(header.fields.length);
    if (fields.length < header.fields.length || beyond.some((field) => field.trim() !== '')) {
      throw new PublicationError(
        { file, line },
        `the row has ${fields.length} fields, the header has ${header.fields.length}.`,
      );
    }
    return new TableRow(line, columns, fields);
  });
  return { preamble: lines.slice(0, headerIndex).map(({ fields }) => fields), rows };
}

function parseLines(file: string, text: string, delimiter: string): { line: number; fields: string[] }[] {
  const lines: { line: number; fields: string[] }[] = [];
  try {
    parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      onRecord: (fields: string[], context) => {
        lines.push({ line: context.lines, fields });
        return null;
      },
    });
  } catch (error) {
    const line = (lines.at(-1)?.line ?? 0) + 1;
    throw new PublicationError({ file, line }, 'the quotation marks of the row do not pair.', { cause: error });
  }
  return lines;
}
