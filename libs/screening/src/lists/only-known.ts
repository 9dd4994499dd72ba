/** The same parts without those that are undefined, for entries whose optional fields are there only when they are known. */
export function onlyKnown<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> };
export function onlyKnown(parts: object): object {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** Undefined for an empty list. */
export function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}
