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
  private underWay = 0;
  private closed: StopReason | null = null;

  get count(): number {
    return this.held.size;
  }

  list(): { readonly id: JobId; readonly attempt: number }[] {
    return [...this.held].map(([id, { attempt }]) => ({ id, attempt }));
  }

  /**
   * The whole of what is done about one message of the queue, from before the claim: a process that is about to get
   * jobs is not idle.
   */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.underWay += 1;
    try {
      return await work();
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  async hold<Result>(id: JobId, attempt: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const abort = new AbortController();
    if (this.closed !== null) abort.abort(new AttemptStopped(this.closed));
    this.held.set(id, { attempt, abort });
    try {
      return await work(abort.signal);
    } finally {
      if (this.held.get(id)?.abort === abort) this.held.delete(id);
    }
  }

  /** @param attempt when it is one that is meant: the job may be in its next attempt by now */
  stop(id: JobId, reason: StopReason, attempt?: number): void {
    const held = this.held.get(id);
    if (held === undefined || (attempt !== undefined && attempt !== held.attempt)) return;
    held.abort.abort(new AttemptStopped(reason));
  }

  /** Attempts that begin from now on are told to stop at once; those that run are left alone. */
  close(reason: StopReason): void {
    this.closed = reason;
  }

  stopAll(reason: StopReason): void {
    for (const id of this.held.keys()) this.stop(id, reason);
  }

  /** @returns whether nothing was under way any more within the time */
  async becomesIdle(withinMs: number): Promise<boolean> {
    if (this.underWay === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.idle.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
