import { parse } from 'csv-parse/sync';
import { PublicationError } from '../publication-error';
import { readText } from '../reading/read-text';

/** One row of a delimited file: its line (from 1) and its fields, a missing one as undefined. */
export interface OfacRow {
  readonly line: number;
  readonly fields: readonly (string | undefined)[];
}

/** OFAC ends each delimited file with a line that holds only Control-Z, the end-of-file sign of DOS. */
export const END_OF_FILE_SIGN = '\u001a';

/**
 * Reads the rows of one delimited file: no header, CRLF, text in quotation marks, `-0- ` for nothing.
 * Throws `PublicationError` for a row that does not have exactly `columns` fields or whose quotation marks do not pair.
 */
export function readOfacRows(file: string, content: Buffer, columns: number): OfacRow[] {
  return parseRows(file, content)
    .filter(({ fields }) => !(fields.length === 1 && fields[0] === END_OF_FILE_SIGN))
    .map(({ line, fields }) => {
      if (fields.length !== columns) {
        throw new PublicationError({ file, line }, `the row has ${fields.length} fields instead of ${columns}.`);
      }
      return { line, fields: fields.map(toField) };
    });
}

/** The entry number in the row's first field. Throws `PublicationError` when it is not a number. */
export function entryNumber(file: string, { line, fields }: OfacRow): string {
  const number = fields[0] ?? '';
  if (!/^\d+$/u.test(number)) {
    throw new PublicationError({ file, line }, `"${number.slice(0, 40)}" is not an entry number.`);
  }
  return number;
}

function parseRows(file: string, content: Buffer): { line: number; fields: string[] }[] {
  const rows: { line: number; fields: string[] }[] = [];
  try {
    parse([...readText(file, content)].join(''), {
      relax_column_count: true,
      skip_empty_lines: true,
      onRecord: (fields: string[], { lines }) => {
        rows.push({ line: lines, fields });
        return null;
      },
    });
  } catch (error) {
    const line = rows.length + 1;
    throw new PublicationError({ file, line }, 'the quotation marks of the row do not pair.', { cause: error });
  }
  return rows;
}

/** Spaces stay: a remark of 1,000 characters may be cut at one and go on in the comments file. */
function toField(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '-0-' || trimmed === '' ? undefined : text;
}
