import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the check neither throws nor answers false, and gives its answer; after the time, its last error. */
export async function eventually<Result>(
  check: () => Promise<Result> | Result,
  { withinMs = 10_000, everyMs = 50 }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<Exclude<Result, false>> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result as Exclude<Result, false>;
      if (Date.now() > giveUpAt) throw new Error(`It did not happen within ${withinMs} ms.`);
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
    }
    await sleep(everyMs);
  }
}
