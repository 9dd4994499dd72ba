import { notScreenedLines } from './not-screened-lines';
import type { RowBatch, RowFormat } from './row-batch';
import { screenRows } from './screened-rows';

const BREAKS_READING = 'Breaks Reading';
const BREAKS_FIELDS = 'Breaks Fields';

jest.mock('./row-subject', () => {
  const actual = jest.requireActual<typeof import('./row-subject')>('./row-subject');
  const subjectOf: typeof actual.subjectOf = (fields) => {
    if (fields.name?.[0] === BREAKS_READING) throw new RangeError('Maximum call stack size exceeded');
    return actual.subjectOf(fields);
  };
  return { ...actual, subjectOf };
});

jest.mock('./csv-format', () => {
  const actual = jest.requireActual<typeof import('./csv-format')>('./csv-format');
  const readCsvRecords: typeof actual.readCsvRecords = (records, format) => {
    if (records.some((record) => record.includes(BREAKS_FIELDS))) throw new RangeError('Invalid array length');
    return actual.readCsvRecords(records, format);
  };
  return { ...actual, readCsvRecords };
});

const csv: RowFormat = { kind: 'csv', delimiter: ',', columns: ['id', 'name'] };
const ndjson: RowFormat = { kind: 'ndjson' };
const ofObjects = (...rows: readonly object[]): RowBatch => ({
  firstRow: 1,
  format: ndjson,
  records: rows.map((row) => JSON.stringify(row)),
});

describe('a row that breaks the reading of it', () => {
  const batches: readonly (readonly [string, RowBatch])[] = [
    [
      'of NDJSON',
      ofObjects({ id: 'a', name: 'Wenna Tolbrick' }, { name: BREAKS_READING }, { id: 'c', name: 'Odo Quill' }),
    ],
    ['of CSV', { firstRow: 1, format: csv, records: ['a,Wenna Tolbrick', `,${BREAKS_READING}`, 'c,Odo Quill'] }],
    [
      'of CSV by its fields',
      { firstRow: 1, format: csv, records: ['a,Wenna Tolbrick', `b,${BREAKS_FIELDS}`, 'c,Odo'] },
    ],
  ];

  it.each(batches)('%s fails by itself, and the others are screened', (_, batch) => {
    const { lines, ...counts } = screenRows(batch, { threshold: 0.8, limit: 10 }, () => ({ hits: [] }));
    expect(counts).toEqual({ rows: 3, rowsWithHits: 0, hits: 0, errors: 1 });
    expect(linesIn(new TextDecoder().decode(lines))).toEqual([
      { id: 'a', hits: [] },
      {
        id: '2',
        error: { code: 'screening-failed', detail: 'The row could not be read. Please report it.' },
        row: 2,
      },
      { id: 'c', hits: [] },
    ]);
  });

  it.each(batches)('%s has its line among those that were not screened', (_, batch) => {
    expect(linesIn(notScreenedLines(batch)).map(({ id, error }) => [id, error?.code])).toEqual([
      ['a', 'not-screened'],
      ['2', 'not-screened'],
      ['c', 'not-screened'],
    ]);
  });
});

interface Line {
  readonly id: string;
  readonly error?: { readonly code: string };
}

const linesIn = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
