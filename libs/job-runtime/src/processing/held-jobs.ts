import type { JobId } from '@bonafide/jobs';

/** Why a running attempt was told to stop. */
export type StopReason = 'timeout' | 'cancel-requested' | 'lease-lost' | 'shutdown';

export class AttemptStopped extends Error {
  override readonly name = 'AttemptStopped';

  constructor(readonly reason: StopReason) {
    super(`The attempt was stopped: ${reason}.`);
  }
}

interface HeldJob {
  readonly attempt: number;
  readonly abort: AbortController;
}

/** The attempts that this process runs right now. */
export class HeldJobs {
  private readonly held = new Map<JobId, HeldJob>();
  private idle: (() => void)[] = [];

  get count(): number {
    return this.held.size;
  }

  list(): { readonly id: JobId; readonly attempt: number }[] {
    return [...this.held].map(([id, { attempt }]) => ({ id, attempt }));
  }

  async hold<Result>(id: JobId, attempt: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const abort = new AbortController();
    this.held.set(id, { attempt, abort });
    try {
      return await work(abort.signal);
    } finally {
      if (this.held.get(id)?.abort === abort) this.held.delete(id);
      if (this.held.size === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  stop(id: JobId, reason: StopReason): void {
    this.held.get(id)?.abort.abort(new AttemptStopped(reason));
  }

  stopAll(reason: StopReason): void {
    for (const id of this.held.keys()) this.stop(id, reason);
  }

  /** @returns whether nothing was running any more within the time */
  async becomesIdle(withinMs: number): Promise<boolean> {
    if (this.held.size === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.idle.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
