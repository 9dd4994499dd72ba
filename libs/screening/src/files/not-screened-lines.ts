import { type RowBatch } from './row-batch';
import { RowError } from './row-error';
import { readSubjectRows } from './subject-rows';

const NOT_SCREENED = new RowError('not-screened', 'The row was not screened. Send it again in another file.');

/** Lines for rows that nobody has screened: none is left out, and none can be taken for clear. */
export function notScreenedLines(batch: RowBatch): string {
  return linesOf(readSubjectRows(batch));
}

/** The same where only the numbers of the rows are left. */
export function notScreenedLinesFrom(firstRow: number, rowCount: number): string {
  return linesOf(
    Array.from({ length: rowCount }, (_, index) => ({ row: firstRow + index, id: String(firstRow + index) })),
  );
}

function linesOf(rows: readonly { readonly row: number; readonly id: string }[]): string {
  const { code, message: detail } = NOT_SCREENED;
  return rows.map(({ id, row }) => `${JSON.stringify({ id, error: { code, detail }, row })}\n`).join('');
}
