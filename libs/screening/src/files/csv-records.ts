import { LONGEST_ROW_CHARACTERS } from './line-splitter';

/**
 * Joins the lines of a CSV file to records: a quoted field may go over several lines. A quotation mark that nothing
 * closes would swallow the rows that follow; where the joined lines are no record, the first of them stands alone, for
 * the parser to refuse, and reading goes on with the second.
 */
export class CsvRecords {
  private open: string[] = [];
  private openCharacters = 0;

  constructor(
    private readonly isRecord: (text: string) => boolean,
    private readonly isBlank: (line: string) => boolean,
  ) {}

  add(lines: readonly string[]): string[] {
    const records: string[] = [];
    for (const line of lines) this.addLine(line, records);
    return records;
  }

  /** What is left when the file ends. */
  end(): string[] {
    const records: string[] = [];
    while (this.open.length > 0) this.giveUp(records);
    return records;
  }

  private addLine(line: string, records: string[]): void {
    // Quotation marks inside a quoted field are doubled, so an odd number opens or closes one.
    const turns = countQuotationMarks(line) % 2 === 1;
    if (this.open.length === 0) {
      if (turns && line.length <= LONGEST_ROW_CHARACTERS) this.keepOpen(line);
      else if (!this.isBlank(line)) records.push(line);
      return;
    }
    this.keepOpen(line);
    if (turns) this.close(records);
    else if (this.openCharacters > LONGEST_ROW_CHARACTERS) this.giveUp(records);
  }

  private keepOpen(line: string): void {
    this.open.push(line);
    this.openCharacters += line.length + 1;
  }

  private close(records: string[]): void {
    const record = this.open.join('\n');
    if (!this.isRecord(record)) {
      this.giveUp(records);
      return;
    }
    records.push(record);
    this.forget();
  }

  /** Ends: of the lines that are read again only the last can open a quotation. */
  private giveUp(records: string[]): void {
    const [first = '', ...rest] = this.open;
    this.forget();
    records.push(first);
    for (const line of rest) this.addLine(line, records);
  }

  private forget(): void {
    this.open = [];
    this.openCharacters = 0;
  }
}

function countQuotationMarks(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count++;
  return count;
}
