import { type ScreeningSubject } from '../matching/screening-subject';
import { readCsvRecords } from './csv-format';
import { LONGEST_ROW_CHARACTERS } from './line-splitter';
import { readNdjsonRecord } from './ndjson-format';
import { type RowBatch, type RowFormat } from './row-batch';
import { RowError } from './row-error';
import { type RowFields } from './row-fields';
import { subjectOf } from './row-subject';

/** A row as it can be screened, or why it cannot. `id` is the row's number where the row gives none. */
export interface SubjectRow {
  readonly row: number;
  readonly id: string;
  readonly subject: ScreeningSubject | RowError;
}

/** Decoding puts this character where bytes are not UTF-8. */
const REPLACEMENT_CHARACTER = '\ufffd';

/** Every row of the batch, in its order. Whatever a row holds, it costs the other rows nothing. */
export function readSubjectRows({ firstRow, format, records }: RowBatch): SubjectRow[] {
  const refused = records.map(refusalOf);
  const readable = records.filter((_, index) => refused[index] === null);
  const read = readRecords(readable, format).values();
  return refused.map((refusal, index) => {
    const row = firstRow + index;
    const fields = refusal ?? read.next().value;
    if (fields === undefined || fields instanceof RowError) {
      return { row, id: String(row), subject: fields ?? new RowError('screening-failed', 'The row was not read.') };
    }
    return { row, id: fields.id?.[0] ?? String(row), subject: orRefusal(() => subjectOf(fields)) };
  });
}

function refusalOf(record: string): RowError | null {
  if (record.length > LONGEST_ROW_CHARACTERS) {
    return new RowError('row-too-long', `A row may have ${LONGEST_ROW_CHARACTERS} characters.`);
  }
  if (record.includes(REPLACEMENT_CHARACTER)) {
    return new RowError('not-utf-8', 'The row holds bytes that are not UTF-8. Save the file in UTF-8.');
  }
  return null;
}

function readRecords(records: readonly string[], format: RowFormat): (RowFields | RowError)[] {
  if (format.kind === 'ndjson') return records.map((record) => orRefusal(() => readNdjsonRecord(record)));
  const together = orRefusal(() => readCsvRecords(records, format));
  if (!(together instanceof RowError)) return together;
  return records.flatMap((record) => orRefusal(() => readCsvRecords([record], format)));
}

/** What reading throws is the row's own error: the part with all its other rows would fail by it, time after time. */
function orRefusal<T>(read: () => T): T | RowError {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowError) return error;
    return new RowError('screening-failed', 'The row could not be read. Please report it.', { cause: error });
  }
}
