/** Where in a publication something is wrong. `line` and `record` count from 1; a file in JSON has no lines to speak of. */
export interface PublicationPlace {
  readonly file: string;
  readonly line?: number;
  readonly record?: number;
}

/** A publication that cannot be used as a list. It says where, when one place is to blame. */
export class PublicationError extends Error {
  readonly file: string;
  readonly line: number | undefined;

  constructor({ file, line, record }: PublicationPlace, sentence: string, options?: ErrorOptions) {
    const where = line === undefined ? (record === undefined ? '' : ` record ${record}`) : ` line ${line}`;
    super(`${file}${where}: ${sentence}`, options);
    this.name = 'PublicationError';
    this.file = file;
    this.line = line;
  }
}
