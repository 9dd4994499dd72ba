/** Something a parser could not use: a label, an element or a column, with how often it stood there and one example. */
export interface NotUnderstood {
  readonly label: string;
  readonly count: number;
  readonly example: string;
}

const LONGEST_EXAMPLE = 200;

/** Counts what a parser leaves unused, so that nothing of a list is dropped in silence. */
export class UnusedParts {
  private readonly seen = new Map<string, { count: number; example: string }>();

  add(label: string, example: string): void {
    const known = this.seen.get(label);
    if (known) known.count++;
    else this.seen.set(label, { count: 1, example: example.slice(0, LONGEST_EXAMPLE) });
  }

  /** Most frequent first; equal counts in the order of their labels. */
  list(): NotUnderstood[] {
    return [...this.seen]
      .map(([label, { count, example }]) => ({ label, count, example }))
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  }
}
