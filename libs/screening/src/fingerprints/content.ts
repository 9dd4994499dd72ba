import { canonicalJson } from '@bonafide/identifiers';

/**
 * What a thing says, written in one way: the same for two that say the same in another order. Fields that are not there
 * count as little as those that are undefined.
 */
export const contentOf = (thing: object): string => canonicalJson(withoutOrder(thing));

function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrder).sort(byContent);
  if (typeof value !== 'object' || value === null) return value;
  const said = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(said.map(([key, inner]) => [key, withoutOrder(inner)]));
}

const byContent = (a: unknown, b: unknown): number => (canonicalJson(a) < canonicalJson(b) ? -1 : 1);
