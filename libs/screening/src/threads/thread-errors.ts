/** The lists cannot be screened against: a directory holds none, or a broken one. The message says which and why. */
export class UnusableListsError extends Error {
  override readonly name = 'UnusableListsError';
}

/** A thread has ended by itself, or was stopped while it had work. */
export class ScreeningThreadError extends Error {
  override readonly name = 'ScreeningThreadError';
}
