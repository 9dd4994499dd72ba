import { seededRandom } from './random';
import { VARIATIONS } from './variations';

interface Entry {
  readonly type: 'person' | 'business' | 'vessel' | 'aircraft' | 'unknown';
  readonly names: readonly { readonly name: string; readonly kind: string; readonly strength: string }[];
}

export interface CompletenessQuery {
  readonly variation: string;
  readonly name: string;
  readonly type?: Entry['type'];
}

export interface CompletenessQuestions<E extends Entry> {
  /** The list without the aliases that were held out, which are asked for. */
  readonly entries: readonly E[];
  readonly queries: readonly CompletenessQuery[];
}

const HELD_OUT_SHARE = 0.05;

/** Questions to put to an index and to a search without one; the answers must be the same. The same seed asks the same. */
export function completenessQuestions<E extends Entry>(
  entries: readonly E[],
  count: number,
  seed: number,
): CompletenessQuestions<E> {
  const random = seededRandom(seed);
  const heldOut: { readonly name: string; readonly type: Entry['type'] }[] = [];
  const kept = entries.map((entry) => ({
    ...entry,
    names: entry.names.filter(({ name, kind, strength }) => {
      const isHeldOut = kind !== 'primary' && strength === 'strong' && random() < HELD_OUT_SHARE;
      if (isHeldOut) heldOut.push({ name, type: entry.type });
      return !isHeldOut;
    }),
  }));
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const variations = [...VARIATIONS];
  const queries = Array.from({ length: count }, (_, index): CompletenessQuery => {
    const isTypeKnown = random() < 0.7;
    const turn = index % (variations.length + 1);
    const [variation, vary] = variations[turn] ?? [];
    if (!variation || !vary) {
      const alias = pick(heldOut);
      return {
        variation: 'an alias held out',
        name: alias?.name ?? '',
        ...(isTypeKnown && alias && { type: alias.type }),
      };
    }
    const entry = pick(kept);
    const words = (pick(entry?.names ?? [])?.name ?? '').split(/[\s,]+/u).filter((word) => word !== '');
    return { variation, name: vary(words, random), ...(isTypeKnown && entry && { type: entry.type }) };
  });
  return { entries: kept, queries };
}
