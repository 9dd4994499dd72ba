/** The file has more rows than one may have. */
export class TooManyRows extends Error {
  override readonly name = 'TooManyRows';

  constructor(readonly rowsAtMost: number) {
    super(`A file may have ${rowsAtMost} rows. Divide it into several files.`);
  }
}

/** The file was deleted while it was received. */
export class ScreeningFileGone extends Error {
  override readonly name = 'ScreeningFileGone';
}
