interface GroupLimits {
  /** Round trips at the same time. */
  readonly groups: number;
  readonly groupSize: number;
  /**
   * From the beginning of one group to that of the next, unless it is full. What comes in between goes together: fewer
   * and larger groups leave more of the processor to everybody.
   */
  readonly distanceMs?: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** A round trip that has taken this long may be waiting for a lock; what comes after must not wait with it. */
const SLOW_AFTER_MS = 50;

/**
 * Makes one database round trip of what arrives at the same time. The first item goes at once; what comes while the
 * round trips are under way goes together as the next group. So a lone job waits for nobody, and under load one commit
 * serves many: Postgres commits, not the queue, bound the throughput.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private lastBegunAtMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  /** @param commit answers in the order of the items; when it throws, the whole group has failed */
  constructor(
    private readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: GroupLimits,
  ) {}

  add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // Items of the same tick belong together.
      if (this.waiting.length === 1 || this.underWay > 0) setImmediate(() => this.next());
      else if (this.waiting.length === this.limits.groupSize) this.next();
    });
  }

  private next(): void {
    while (this.waiting.length > 0 && this.mayBegin()) {
      this.lastBegunAtMs = performance.now();
      clearTimeout(this.timer);
      this.timer = undefined;
      const group = this.waiting.splice(0, this.limits.groupSize);
      this.underWay += 1;
      void this.run(group).finally(() => {
        this.underWay -= 1;
        this.next();
      });
    }
  }

  private mayBegin(): boolean {
    const sinceLastMs = performance.now() - this.lastBegunAtMs;
    // A second round trip would only make two small groups of one; it begins when the first is slow.
    const isFree = this.underWay === 0 || (this.underWay < this.limits.groups && sinceLastMs > SLOW_AFTER_MS);
    if (!isFree) return false;
    const restMs = (this.limits.distanceMs ?? 0) - sinceLastMs;
    if (restMs <= 0 || this.waiting.length >= this.limits.groupSize) return true;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.next();
    }, Math.ceil(restMs));
    return false;
  }

  private async run(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.commit(group.map(({ item }) => item));
      group.forEach(({ resolve, reject }, index) => {
        if (index < results.length) resolve(results[index] as Result);
        else reject(new Error('A group was answered in part.'));
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
