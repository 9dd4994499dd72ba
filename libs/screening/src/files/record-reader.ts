import { isBeforeCsvHeader, isBlankCsvRow, isCsvRecord, readCsvHeader } from './csv-format';
import { CsvRecords } from './csv-records';
import { LineSplitter } from './line-splitter';
import { type RowFormat } from './row-batch';
import { SubjectFileError } from './subject-file-error';

interface NamedFile {
  readonly name: string;
  readonly kind: RowFormat['kind'];
  readonly onUnusedColumns?: (titles: readonly string[]) => void;
}

/** Cuts text that comes in pieces into the records of a file, each still as text; blank lines are none. */
export class RecordReader {
  private readonly lines = new LineSplitter();
  private csv: { readonly format: RowFormat; readonly records: CsvRecords } | null = null;

  constructor(private readonly file: NamedFile) {}

  /** Throws `SubjectFileError` before the header of a CSV file was read: nothing can be said about its rows. */
  get format(): RowFormat {
    if (this.file.kind === 'ndjson') return { kind: 'ndjson' };
    if (this.csv) return this.csv.format;
    throw new SubjectFileError(`${this.file.name} has no header.`);
  }

  /** Throws `SubjectFileError` when the header of a CSV file names no column for names. */
  add(text: string): string[] {
    return this.recordsOf(this.lines.add(text));
  }

  end(): string[] {
    const records = this.recordsOf(this.lines.end());
    if (this.file.kind === 'csv' && !this.csv) this.readHeader('');
    return [...records, ...(this.csv?.records.end() ?? [])];
  }

  private recordsOf(lines: readonly string[]): string[] {
    if (this.file.kind === 'ndjson') return lines.filter((line) => line.trim() !== '');
    if (this.csv) return this.csv.records.add(lines);
    const headerIndex = lines.findIndex((line) => !isBeforeCsvHeader(line));
    if (headerIndex === -1) return [];
    const records = this.readHeader(lines[headerIndex] ?? '');
    return records.add(lines.slice(headerIndex + 1));
  }

  private readHeader(line: string): CsvRecords {
    const { name, onUnusedColumns } = this.file;
    const { format, unusedTitles } = readCsvHeader(line, name);
    if (unusedTitles.length > 0) onUnusedColumns?.(unusedTitles);
    const records = new CsvRecords(
      (text) => isCsvRecord(text, format),
      (row) => isBlankCsvRow(row, format),
    );
    this.csv = { format, records };
    return records;
  }
}
