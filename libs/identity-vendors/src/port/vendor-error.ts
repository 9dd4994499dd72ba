/**
 * Why a call gave no answer. `rejected_request`, `unauthorized` and `contract` are permanent: asking the same again gets the same.
 * `throttled`, `unavailable` and `timeout` may pass.
 */
export const vendorErrorClasses = [
  /** 400, 422: what we sent is wrong. */
  'rejected_request',
  /** 401, 403: our credentials are. */
  'unauthorized',
  /** 404, 409, or an answer that cannot be read. */
  'contract',
  /** 408, 425, 429. */
  'throttled',
  /** 5xx, and connections that cannot be made or break. */
  'unavailable',
  /** No answer in time. It may have been billed. */
  'timeout',
] as const;
export type VendorErrorClass = (typeof vendorErrorClasses)[number];

export const isTransientClass = (errorClass: VendorErrorClass): boolean =>
  errorClass === 'throttled' || errorClass === 'unavailable' || errorClass === 'timeout';

interface VendorErrorDetails {
  readonly httpStatus?: number | null;
  /** The vendor asked to be left alone this long. */
  readonly retryAfterMs?: number | null;
  /** The body as it came. Sealed before it is stored, and never logged: vendors echo what they were sent. */
  readonly raw?: string | null;
  readonly cause?: unknown;
}

/** A call that gave no answer. The sentence is ours: nothing of what the vendor wrote, which may be personal. */
export class VendorError extends Error {
  override readonly name = 'VendorError';
  readonly httpStatus: number | null;
  readonly retryAfterMs: number | null;
  readonly raw: string | null;

  constructor(
    readonly errorClass: VendorErrorClass,
    sentence: string,
    { httpStatus = null, retryAfterMs = null, raw = null, cause }: VendorErrorDetails = {},
  ) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.httpStatus = httpStatus;
    this.retryAfterMs = retryAfterMs;
    this.raw = raw;
  }
}
