import { delayAfter, exponentialRetry, minutes, retryAfter, seconds } from './retry-policy';

describe('a retry policy', () => {
  it('waits as its schedule says and then gives up', () => {
    const policy = retryAfter(seconds(5), minutes(5));
    expect([1, 2, 3].map((failures) => delayAfter(policy, failures, 0))).toEqual([5_000, 300_000, null]);
  });

  it('lengthens a delay by its jitter and never shortens it', () => {
    const policy = { delaysMs: [1_000], jitter: 0.2 };
    expect([0, 0.5, 0.999].map((random) => delayAfter(policy, 1, random))).toEqual([1_000, 1_100, 1_200]);
  });

  it('doubles up to a longest delay', () => {
    expect(exponentialRetry(5, seconds(1), seconds(5)).delaysMs).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
  });
});
