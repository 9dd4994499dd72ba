/** A publication that cannot be used as a list. `file` and `line` (from 1) say where, when one place is to blame. */
export class PublicationError extends Error {
  readonly file: string;
  readonly line: number | undefined;

  constructor(place: { file: string; line?: number }, sentence: string, options?: ErrorOptions) {
    super(`${place.file}${place.line === undefined ? '' : ` line ${place.line}`}: ${sentence}`, options);
    this.name = 'PublicationError';
    this.file = place.file;
    this.line = place.line;
  }
}
