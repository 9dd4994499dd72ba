export interface Stoppable {
  stop(graceMs?: number): Promise<void>;
}

/** Remembers what was started and stops it the other way round: who depends on a server ends before it. */
export class Supervisor {
  readonly #stages: (readonly Stoppable[])[] = [];
  #stopped: Promise<void> | null = null;

  /** Those added together are stopped together, before those that were added earlier. */
  add(...together: readonly Stoppable[]): void {
    this.#stages.push(together);
  }

  /** Each stage has `graceMs` to end by itself. A second call waits for the first. */
  stopAll(graceMs: number): Promise<void> {
    this.#stopped ??= this.stopStages(graceMs);
    return this.#stopped;
  }

  private async stopStages(graceMs: number): Promise<void> {
    for (let stage = this.#stages.pop(); stage; stage = this.#stages.pop()) {
      // One that cannot be stopped must not keep the others alive; what is left is killed when this process exits.
      await Promise.allSettled(stage.map((member) => member.stop(graceMs)));
    }
  }
}
