import { type EngineHit } from '../matching/engine-hit';
import { type ScreenRequest } from '../matching/screening-engine';
import { type ScreeningSubject } from '../matching/screening-subject';
import { type RowBatch } from './row-batch';
import { RowError } from './row-error';
import { readSubjectRows, type SubjectRow } from './subject-rows';

/** What a list answers about a subject: hits best first, as they are written, and whatever else is to stand beside them. */
export interface SubjectAnswer {
  readonly hits: readonly EngineHit[];
  /** There are more hits than were asked for. */
  readonly truncated?: boolean;
  /** Words of the names that the engine cannot read; they were left out of the comparison. */
  readonly unreadableWords?: readonly string[];
}

export type ScreenSubject = (subject: ScreeningSubject, request: ScreenRequest) => SubjectAnswer;

/** How many rows came to what. */
export interface RowCounts {
  readonly rows: number;
  /** Rows with at least one hit. */
  readonly rowsWithHits: number;
  readonly hits: number;
  /** Rows that could not be screened. */
  readonly errors: number;
}

/** The outcome of a batch. It survives a structured clone. */
export interface ScreenedRows extends RowCounts {
  /** UTF-8: a line of JSON for each row, in the order of the rows. */
  readonly lines: Uint8Array<ArrayBuffer>;
}

export const NO_ROWS: RowCounts = { rows: 0, rowsWithHits: 0, hits: 0, errors: 0 };

export function addRowCounts(a: RowCounts, b: RowCounts): RowCounts {
  return {
    rows: a.rows + b.rows,
    rowsWithHits: a.rowsWithHits + b.rowsWithHits,
    hits: a.hits + b.hits,
    errors: a.errors + b.errors,
  };
}

/** The outcome of batches that follow one another. */
export function joinScreenedRows(screened: readonly ScreenedRows[]): ScreenedRows {
  const lines = new Uint8Array(screened.reduce((sum, each) => sum + each.lines.length, 0));
  let at = 0;
  for (const each of screened) {
    lines.set(each.lines, at);
    at += each.lines.length;
  }
  return { ...screened.reduce<RowCounts>(addRowCounts, NO_ROWS), lines };
}

/**
 * Screens each row of a batch. A row gives exactly one line: `{ id, hits }`, or `{ id, error: { code, detail }, row }` when
 * it cannot be screened.
 */
export function screenRows(batch: RowBatch, request: ScreenRequest, screen: ScreenSubject): ScreenedRows {
  let counts = NO_ROWS;
  const lines = readSubjectRows(batch).map((row) => {
    const answer = answerTo(row, request, screen);
    counts = addRowCounts(counts, countsOf(answer));
    return JSON.stringify(lineOf(row, answer));
  });
  return { ...counts, lines: new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')) };
}

function answerTo({ subject }: SubjectRow, request: ScreenRequest, screen: ScreenSubject): SubjectAnswer | RowError {
  if (subject instanceof RowError) return subject;
  try {
    return screen(subject, request);
  } catch (error) {
    // One row that the engine cannot take must not cost the other millions, nor pass for clear.
    return new RowError('screening-failed', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function countsOf(answer: SubjectAnswer | RowError): RowCounts {
  if (answer instanceof RowError) return { rows: 1, rowsWithHits: 0, hits: 0, errors: 1 };
  return { rows: 1, rowsWithHits: answer.hits.length > 0 ? 1 : 0, hits: answer.hits.length, errors: 0 };
}

function lineOf({ id, row }: SubjectRow, answer: SubjectAnswer | RowError): object {
  if (answer instanceof RowError) return { id, error: { code: answer.code, detail: answer.message }, row };
  return { id, ...answer };
}
