interface GroupLimits {
  /** Round trips at the same time. */
  readonly groups: number;
  readonly groupSize: number;
  /** How long the first item waits for company: for work that nobody waits for, where larger groups cost less. */
  readonly lingerMs?: number;
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
  private lastBegunAtMs = 0;
  private readonly lingerMs: number;

  /** @param commit answers in the order of the items; when it throws, the whole group has failed */
  constructor(
    private readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: GroupLimits,
  ) {
    this.lingerMs = limits.lingerMs ?? 0;
  }

  add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.lingerMs > 0) this.linger();
      // Items of the same tick belong together.
      else if (this.waiting.length === 1 || this.underWay > 0) setImmediate(() => this.next());
    });
  }

  private linger(): void {
    if (this.waiting.length >= this.limits.groupSize) this.next();
    else if (this.waiting.length === 1) setTimeout(() => this.next(), this.lingerMs);
  }

  private next(): void {
    while (this.waiting.length > 0 && this.mayBegin()) {
      this.lastBegunAtMs = performance.now();
      const group = this.waiting.splice(0, this.limits.groupSize);
      this.underWay += 1;
      void this.run(group).finally(() => {
        this.underWay -= 1;
        this.next();
      });
    }
  }

  /** A second round trip would only make two small groups of one; it begins when the first is slow. */
  private mayBegin(): boolean {
    if (this.underWay === 0) return true;
    return this.underWay < this.limits.groups && performance.now() - this.lastBegunAtMs > SLOW_AFTER_MS;
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
