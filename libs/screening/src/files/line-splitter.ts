/** The longest row that is screened, in UTF-16 code units. */
export const LONGEST_ROW_CHARACTERS = 65_536;

/**
 * Cuts text that comes in pieces into lines, without their ends (LF or CRLF). Of a line that is longer than a row may be
 * only the beginning is kept, still too long to be taken for a row, so that a file without line ends needs little memory.
 */
export class LineSplitter {
  private begun = '';

  add(text: string): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      lines.push(this.finish(text.slice(from, at)));
      from = at + 1;
    }
    this.keep(text.slice(from));
    return lines;
  }

  /** The last line, when it has no end. */
  end(): string[] {
    return this.begun === '' ? [] : [this.finish('')];
  }

  private finish(text: string): string {
    this.keep(text);
    const line = this.begun;
    this.begun = '';
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  private keep(text: string): void {
    // Two more than a row may have: the last one may be a CR.
    const room = LONGEST_ROW_CHARACTERS + 2 - this.begun.length;
    if (room > 0) this.begun += text.slice(0, room);
  }
}
