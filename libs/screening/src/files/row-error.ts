export type RowErrorCode =
  | 'row-too-long'
  | 'not-utf-8'
  | 'broken-quotes'
  | 'field-count'
  | 'invalid-json'
  | 'not-an-object'
  | 'invalid-field'
  | 'name-missing'
  | 'name-too-long'
  | 'name-not-comparable'
  | 'too-many-names'
  | 'unknown-type'
  | 'invalid-birth-date'
  | 'unknown-country'
  | 'screening-failed'
  | 'not-screened';

/** A row that cannot be screened; the message is a sentence for whoever made the file. */
export class RowError extends Error {
  override readonly name = 'RowError';

  constructor(
    readonly code: RowErrorCode,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}
