/** A file of which no row can be screened, or not all; the message says what is wrong with it and what to do. */
export class SubjectFileError extends Error {
  override readonly name = 'SubjectFileError';
}
