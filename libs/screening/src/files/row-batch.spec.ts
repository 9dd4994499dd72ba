import fc from 'fast-check';

import { notScreenedLines, notScreenedLinesFrom } from './not-screened-lines';
import { partSizeFor } from './part-size';
import { cutBatch, type RowBatch } from './row-batch';
import { joinScreenedRows, screenRows, type ScreenSubject } from './screened-rows';

const request = { threshold: 0.8, limit: 10 };
const screen: ScreenSubject = ({ name }) => ({ hits: [], ...(name.includes('o') && { truncated: true }) });
const aBatch = (records: readonly string[], firstRow = 1): RowBatch => ({
  firstRow,
  format: { kind: 'csv', delimiter: ',', columns: ['id', 'name'] },
  records,
});

describe('a batch that is cut', () => {
  it('gives the same lines and counts as in one piece', () => {
    const record = fc.constantFrom('1,Jane Roe', ',Ann Lee', '2', '3,"Jane', ',');
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), fc.integer({ min: 1, max: 25 }), (records, rows) => {
        const batch = aBatch(records, 1_001);
        const cut = cutBatch(batch, rows);
        expect(cut.every((each) => each.records.length > 0 && each.records.length <= rows)).toBe(true);
        const joined = joinScreenedRows(cut.map((each) => screenRows(each, request, screen)));
        expect(joined).toEqual(screenRows(batch, request, screen));
      }),
    );
  });
});

describe('rows that nobody has screened', () => {
  it('have a line each that says so, with their id where it can be read', () => {
    const lines = notScreenedLines(aBatch(['a,Jane Roe', '"b', ',Ann Lee'], 7));
    expect(parsed(lines)).toMatchObject([
      { id: 'a', row: 7, error: { code: 'not-screened' } },
      { id: '8', row: 8, error: { code: 'not-screened' } },
      { id: '9', row: 9, error: { code: 'not-screened' } },
    ]);
  });

  it('are known by their numbers when the rows are gone', () => {
    expect(parsed(notScreenedLinesFrom(1_001, 2)).map(({ id, row }) => [id, row])).toEqual([
      ['1001', 1_001],
      ['1002', 1_002],
    ]);
  });

  const parsed = (lines: string) =>
    lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; row: number });
});

describe('the size of a part', () => {
  it.each([
    [1, 1_000],
    [10, 1_000],
    [25, 1_000],
    [50, 500],
    [100, 250],
  ])('with up to %i hits a row is %i rows', (limit, rows) => {
    expect(partSizeFor(limit).rows).toBe(rows);
  });
});
