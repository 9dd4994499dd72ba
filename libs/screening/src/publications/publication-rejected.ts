/** Why a publication is not put to use. The words are stored, and events and metrics carry them. */
export type RejectionCode =
  | 'not-a-list' // none of the files is the list
  | 'unreadable' // empty, cut off, or breaking its format
  | 'too-few-entries'
  | 'shrunk'
  | 'older-than-active'
  | 'canary-missed'
  | 'canary-false-hit';

/** A publication that must not be screened against. What was in use stays in use. */
export class PublicationRejected extends Error {
  override readonly name = 'PublicationRejected';

  constructor(
    readonly code: RejectionCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
