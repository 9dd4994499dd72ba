const DAY_MS = 24 * 60 * 60 * 1000;

// RFC 9110 §5.6.7: IMF-fixdate, and the two obsolete forms a recipient must still read.
const HTTP_DATES = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/**
 * Milliseconds to wait according to a Retry-After header (RFC 9110 §10.2.3), from 0 to 24 hours; null when the header
 * is missing or is neither a number of seconds nor a date. A receiver must not be able to park a message for a year.
 */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  const value = header?.trim() ?? '';
  const waitMs = /^\d+$/.test(value) ? Number(value) * 1000 : parseHttpDate(value) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), DAY_MS);
}

function parseHttpDate(value: string): number {
  if (!HTTP_DATES.some((form) => form.test(value))) return NaN;
  // The asctime form carries no zone and means GMT; Date would take it for local time.
  return Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
}
