import { type CsvFormat } from './csv-format';

export type RowFormat = CsvFormat | { readonly kind: 'ndjson' };

/** Rows of a file that are screened together, still as text. It survives a structured clone. */
export interface RowBatch {
  /** The number of the first row, from 1; a header is not counted, nor are blank lines. */
  readonly firstRow: number;
  readonly format: RowFormat;
  readonly records: readonly string[];
}
