/** When a failed attempt is tried again. Data, so that a schedule can be read, shown and replaced. */
export interface RetryPolicy {
  /** Delays between attempts; there is one more attempt than there are delays. */
  readonly delaysMs: readonly number[];
  /** Each delay is lengthened by a random share of up to this much, so that many failures do not return as one wave. */
  readonly jitter: number;
}

export function retryAfter(...delaysMs: readonly number[]): RetryPolicy {
  return { delaysMs, jitter: 0.2 };
}

/** `first`, `first * 2`, `first * 4` … and none longer than `longest`. */
export function exponentialRetry(retries: number, firstMs: number, longestMs: number): RetryPolicy {
  return retryAfter(...Array.from({ length: retries }, (_, index) => Math.min(firstMs * 2 ** index, longestMs)));
}

/**
 * How long to wait after the given failure; null when it was the last attempt.
 * @param failedAttempts how many attempts have failed by now, from 1
 * @param random 0 ≤ random < 1
 */
export function delayAfter(policy: RetryPolicy, failedAttempts: number, random: number): number | null {
  const delayMs = policy.delaysMs[failedAttempts - 1];
  return delayMs === undefined ? null : Math.round(delayMs * (1 + policy.jitter * random));
}

export const seconds = (n: number): number => n * 1_000;
export const minutes = (n: number): number => seconds(n * 60);
export const hours = (n: number): number => minutes(n * 60);
