import { parse } from 'csv-parse/sync';
import { RowError } from './row-error';
import { type RowFields } from './row-fields';
import { canHoldName, columnTitled, type SubjectColumn } from './subject-columns';
import { SubjectFileError } from './subject-file-error';

/** How the rows of a CSV file are to be read. */
export interface CsvFormat {
  readonly kind: 'csv';
  readonly delimiter: string;
  /** What each field is; null for one that is not read. */
  readonly columns: readonly (SubjectColumn | null)[];
}

export interface CsvHeader {
  readonly format: CsvFormat;
  /** The titles of the columns that are not read. */
  readonly unusedTitles: readonly string[];
}

const DELIMITERS = [',', ';', '\t'];
const DELIMITER_NAMES: ReadonlyMap<string, string> = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
]);
/** What Excel writes, and reads, above the header to say what the delimiter is. */
const DELIMITER_LINE = /^sep=.?$/iu;

/** Whether a line above the header of a CSV file says nothing about anybody: `sep=;`, or nothing at all. */
export function isBeforeCsvHeader(line: string): boolean {
  const text = line.trim();
  return text === '' || DELIMITER_LINE.test(text);
}

/** Whether a row is blank: nothing but delimiters, as spreadsheets write below the last row. */
export function isBlankCsvRow(line: string, { delimiter }: CsvFormat): boolean {
  const text = line.trim();
  return text === '' || (text.startsWith(delimiter) && text.replaceAll(delimiter, '').trim() === '');
}

/** Reads the header of a CSV file. Throws `SubjectFileError` when it names no column for names, or is no text. */
export function readCsvHeader(line: string, file: string): CsvHeader {
  checkIsText(line, file);
  for (const delimiter of DELIMITERS) {
    const titles = parseRecords([line], delimiter)?.[0] ?? [];
    const columns = titles.map(columnTitled);
    if (!canHoldName(columns)) continue;
    const unusedTitles = titles.filter((title, index) => columns[index] === null && title.trim() !== '');
    return { format: { kind: 'csv', delimiter, columns }, unusedTitles };
  }
  throw new SubjectFileError(
    `${file} has no column "name". Its first line must name its columns, such as: id,name,type,birth_date,country`,
  );
}

function checkIsText(line: string, file: string): void {
  if (line.startsWith('PK\u0003\u0004')) {
    throw new SubjectFileError(`${file} is a workbook or another archive, not CSV. Save it as CSV in UTF-8.`);
  }
  if (line.includes('\0')) throw new SubjectFileError(`${file} is not in UTF-8. Save it as CSV in UTF-8.`);
  if (line.includes('\r')) {
    throw new SubjectFileError(`The lines of ${file} end in CR alone. Save it with line ends of LF or CRLF.`);
  }
}

/**
 * Whether text over several lines is one row of the file, and not rows that a stray quotation mark holds together: none
 * of its lines but the first looks like a row itself. When in doubt it is none, for a row that is refused is seen and one
 * that is swallowed is not.
 */
export function isCsvRecord(text: string, { delimiter, columns }: CsvFormat): boolean {
  const rows = parseRecords([text], delimiter);
  if (rows?.length !== 1 || rows[0]?.length !== columns.length) return false;
  const [, ...continued] = text.split('\n');
  const last = continued.pop() ?? '';
  const insideQuotes = [...continued, last.slice(0, last.indexOf('"'))];
  return insideQuotes.every((line) => line.split(delimiter).length < columns.length);
}

/** The fields of each record, or why it has none. */
export function readCsvRecords(records: readonly string[], format: CsvFormat): (RowFields | RowError)[] {
  // Parsing a batch at once is much faster than each record alone, which only a batch with a broken one needs.
  const together = parseRecords(records, format.delimiter);
  if (together?.length === records.length) return together.map((values) => fieldsOf(values, format));
  return records.map((record) => {
    const values = parseRecords([record], format.delimiter)?.[0];
    return values
      ? fieldsOf(values, format)
      : new RowError('broken-quotes', 'The quotation marks of the row do not pair.');
  });
}

function fieldsOf(values: readonly string[], { columns, delimiter }: CsvFormat): RowFields | RowError {
  // A name with a comma in it that is not quoted moves all that follows, and half a name must not pass for clear.
  if (values.length !== columns.length) {
    return new RowError(
      'field-count',
      `The row has ${values.length} fields, the header has ${columns.length}. A field with a ${DELIMITER_NAMES.get(delimiter) ?? delimiter} in it needs quotation marks.`,
    );
  }
  const fields: Partial<Record<SubjectColumn, string[]>> = {};
  for (const [index, column] of columns.entries()) {
    const value = values[index]?.trim() ?? '';
    if (column !== null && value !== '') (fields[column] ??= []).push(value);
  }
  return fields;
}

/** Null when the quotation marks of any of the records do not pair. */
function parseRecords(records: readonly string[], delimiter: string): string[][] | null {
  try {
    return parse(records.join('\n'), { delimiter, relax_column_count: true, record_delimiter: '\n' });
  } catch {
    return null;
  }
}
