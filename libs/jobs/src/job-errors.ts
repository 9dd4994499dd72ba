/**
 * A failed attempt, in words that may be stored, shown and logged: a kebab-case code and a sentence. Neither may hold
 * personal data; both are written by us, never taken from a request or a vendor's answer.
 */
abstract class JobError extends Error {
  constructor(
    readonly code: string,
    sentence: string,
    /** What the subject's own lib wants to keep of this attempt. Stored where that lib decides, never logged. */
    readonly evidence: object | null = null,
    options?: ErrorOptions,
  ) {
    super(sentence, options);
  }
}

/** Trying again cannot help: the vendor refused the request, the document is corrupt. */
export class PermanentError extends JobError {
  override readonly name = 'PermanentError';
}

/** Trying again may help: a timeout, a 503, a lock. Unknown errors are treated the same way. */
export class TransientError extends JobError {
  override readonly name = 'TransientError';
  /** The other side asked to be left alone this long; the schedule's delay is lengthened to it. */
  readonly retryAfterMs: number | null;

  constructor(
    code: string,
    sentence: string,
    { retryAfterMs = null, evidence = null, cause }: TransientErrorOptions = {},
  ) {
    super(code, sentence, evidence, cause === undefined ? undefined : { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

interface TransientErrorOptions {
  readonly retryAfterMs?: number | null;
  readonly evidence?: object | null;
  readonly cause?: unknown;
}
