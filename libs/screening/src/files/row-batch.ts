import { type CsvFormat } from './csv-format';

export type RowFormat = CsvFormat | { readonly kind: 'ndjson' };

/** Rows of a file that are screened together, still as text. It survives a structured clone. */
export interface RowBatch {
  /** The number of the first row, from 1; a header is not counted, nor are blank lines. */
  readonly firstRow: number;
  readonly format: RowFormat;
  readonly records: readonly string[];
}

/** The same rows in batches of at most `rows`, in their order. */
export function cutBatch({ firstRow, format, records }: RowBatch, rows: number): RowBatch[] {
  const count = Math.ceil(records.length / rows);
  return Array.from({ length: count }, (_, index) => ({
    firstRow: firstRow + index * rows,
    format,
    records: records.slice(index * rows, (index + 1) * rows),
  }));
}
