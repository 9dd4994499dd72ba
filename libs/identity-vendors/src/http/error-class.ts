import type { VendorErrorClass } from '../port/vendor-error';

/** The class of an answer that is none, by its HTTP status. Redirects are not followed, so they are not understood. */
export function classOfStatus(status: number): VendorErrorClass {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 408 || status === 425 || status === 429) return 'throttled';
  if (status >= 500) return 'unavailable';
  if (status === 404 || status === 409 || status < 400) return 'contract';
  return 'rejected_request';
}

const LATE = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
]);

/** The class of whatever Node or undici threw: too late, or a connection that could not be made, or that broke. */
export function classOfTransport(error: unknown): VendorErrorClass {
  const { name, code } = Object(error) as Readonly<Record<string, unknown>>;
  return name === 'TimeoutError' || (typeof code === 'string' && LATE.has(code)) ? 'timeout' : 'unavailable';
}
