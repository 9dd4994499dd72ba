interface Group<Item, Result> {
  readonly items: Item[];
  /** In the order of the items. */
  readonly results: Promise<readonly Result[]>;
  readonly begin: () => void;
}

interface GatheringLimits {
  /** How long the first waits for the others. */
  readonly waitMs: number;
  /** A group that is full does not wait. */
  readonly groupSize: number;
}

/**
 * Makes one request of what comes within a few milliseconds. Unlike a `GroupCommit` it waits for no request that is under way: that
 * of a vendor may take seconds.
 */
export class Gathering<Item, Result> {
  private open: Group<Item, Result> | null = null;

  /** @param send answers in the order of the items; when it throws, the whole group has failed */
  constructor(
    private readonly send: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: GatheringLimits,
  ) {}

  async add(item: Item): Promise<Result> {
    this.open ??= this.newGroup();
    const { items, results, begin } = this.open;
    const index = items.push(item) - 1;
    if (items.length === this.limits.groupSize) begin();
    const answered = await results;
    if (index >= answered.length) throw new Error('A group was answered in part.');
    return answered[index] as Result;
  }

  private newGroup(): Group<Item, Result> {
    const items: Item[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      const timer = setTimeout(() => begin(), this.limits.waitMs);
      begin = () => {
        clearTimeout(timer);
        this.open = null;
        resolve();
      };
    });
    return { items, results: begun.then(() => this.send(items)), begin };
  }
}
