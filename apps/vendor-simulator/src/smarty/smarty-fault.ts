/** What the simulated Smarty does in place of, or with, its answer. */
export const smartyFaultKinds = [
  /** The status given, with `Retry-After` when `retryAfterSeconds` is. */
  'status',
  /** The right answer, `delayMs` late. */
  'latency',
  /** The connection breaks before there is an answer. */
  'reset',
  /** The answer breaks off in the middle, and the connection with it. */
  'broken-body',
  /** Half of the JSON, as a whole answer. */
  'truncated-json',
  /** JSON that is no array. */
  'other-json',
  /** A `dpv_match_code` that is in no documentation. */
  'unknown-code',
  /** An answer about an address that nobody has asked about. */
  'foreign-input',
] as const;

export interface SmartyFault {
  readonly kind: (typeof smartyFaultKinds)[number];
  /** How many requests it is for. */
  readonly times: number;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
}

export function isSmartyFault(value: unknown): value is SmartyFault {
  const { kind, times, status, retryAfterSeconds, delayMs } = Object(value) as Readonly<Record<string, unknown>>;
  const isNumberIfThere = (each: unknown) => each === undefined || (typeof each === 'number' && each >= 0);
  return (
    smartyFaultKinds.some((known) => known === kind) &&
    typeof times === 'number' &&
    [status, retryAfterSeconds, delayMs].every(isNumberIfThere) &&
    (kind !== 'status' || typeof status === 'number')
  );
}
