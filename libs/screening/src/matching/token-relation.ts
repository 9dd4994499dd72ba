import { editCost, editDistance } from './edit-distance';
import { type TokenForm } from './token-form';

/** How one word stands for another. `merged` joins two or more neighbours on one side into one word on the other. */
export type TokenRelation = 'exact' | 'edit' | 'skeleton' | 'initial' | 'merged' | 'variant';

/** A relation with how much alike the words are, over 0 and up to 1. */
export interface TokenMatch {
  readonly relation: TokenRelation;
  readonly similarity: number;
}

// Taken out of the global once: in the innermost loops the lookup would cost more than the arithmetic.
const { abs, imul, max, min } = Math;

export const INITIAL_SIMILARITY = 0.6;
const VARIANT_SIMILARITY = 0.82;
const VOWELLESS_SIMILARITY = 0.88;
const MERGE_LOSS = 0.02;
const SHORTEST_MISSPELLED_MERGE = 5;
const LOWEST_SIMILARITY = 0.5;
/** A sound written in another way costs a little less than a typing mistake, and more of it is accepted. */
const SKELETON_COST_FACTOR = 0.85;
const SKELETON_EXTRA_BUDGET = 0.8;

const EXACT: TokenMatch = { relation: 'exact', similarity: 1 };
const INITIAL: TokenMatch = { relation: 'initial', similarity: INITIAL_SIMILARITY };
const VARIANT: TokenMatch = { relation: 'variant', similarity: VARIANT_SIMILARITY };
const VOWELLESS: TokenMatch = { relation: 'skeleton', similarity: VOWELLESS_SIMILARITY };
const MERGED: TokenMatch = { relation: 'merged', similarity: 1 - MERGE_LOSS };

/** How many edits are looked for in a word of this length. It never falls with length, or the index would miss some. */
export function editLimit(length: number): 0 | 1 | 2 {
  if (length <= 2) return 0;
  return length <= 5 ? 1 : 2;
}

/**
 * The relation of two single words, or undefined. This is the whole definition: the index enumerates exactly the words
 * for which it gives a match (`NeighborFinder`), and the exhaustive search calls it for every pair.
 */
export function relateTokens(a: TokenForm, b: TokenForm): TokenMatch | undefined {
  if (a.text === b.text) return EXACT;
  if (a.isInitial || b.isInitial) return relateInitial(a, b);
  const spelled = a.isSpelled && b.isSpelled ? relateSpellings(a, b) : undefined;
  const other = sharesGroup(a, b) ? VARIANT : relateVowelless(a, b);
  return (other?.similarity ?? 0) > (spelled?.similarity ?? 0) ? other : spelled;
}

/** The relation of several joined words on one side to a single word on the other, or undefined. */
export function relateMerged(a: TokenForm, b: TokenForm): TokenMatch | undefined {
  if (a.text === b.text) return MERGED;
  const shorter = min(a.text.length, b.text.length);
  if (!a.isSpelled || !b.isSpelled || shorter < SHORTEST_MISSPELLED_MERGE) return undefined;
  if (!mayBeWithin(a, b, 1) || editDistance(a.codes, b.codes, 1) > 1) return undefined;
  const similarity = 1 - editCost(a.codes, b.codes) / max(a.text.length, b.text.length) - MERGE_LOSS;
  return { relation: 'merged', similarity };
}

function relateInitial(a: TokenForm, b: TokenForm): TokenMatch | undefined {
  const [initial, full] = a.isInitial ? [a, b] : [b, a];
  return full.canBeInitialed && full.codes[0] === initial.codes[0] ? INITIAL : undefined;
}

function relateSpellings(a: TokenForm, b: TokenForm): TokenMatch | undefined {
  const shorter = min(a.text.length, b.text.length);
  const longer = max(a.text.length, b.text.length);
  const limit = editLimit(shorter);
  const sameSkeleton = a.skeleton !== '' && a.skeleton === b.skeleton;
  const isEdit = limit > 0 && mayBeWithin(a, b, limit) && editDistance(a.codes, b.codes, limit) <= limit;
  if (!isEdit && !sameSkeleton) return undefined;

  const cost = editCost(a.codes, b.codes);
  const edited = isEdit && cost <= costBudget(shorter) ? 1 - cost / longer : 0;
  const sounding =
    sameSkeleton && cost <= costBudget(shorter) + SKELETON_EXTRA_BUDGET
      ? 1 - (SKELETON_COST_FACTOR * cost) / longer
      : 0;
  const similarity = max(edited, sounding);
  if (similarity < LOWEST_SIMILARITY) return undefined;
  // Both may hold; a plain typing mistake is the simpler thing to tell an analyst.
  return { relation: isEdit ? 'edit' : 'skeleton', similarity };
}

function relateVowelless(a: TokenForm, b: TokenForm): TokenMatch | undefined {
  if (!a.isVowelless && !b.isVowelless) return undefined;
  return a.vowellessSkeleton !== '' && a.vowellessSkeleton === b.vowellessSkeleton ? VOWELLESS : undefined;
}

function sharesGroup(a: TokenForm, b: TokenForm): boolean {
  return a.variantGroups.length > 0 && a.variantGroups.some((group) => b.variantGroups.includes(group));
}

/** A cheap necessary condition: each edit changes at most two bits of the letter mask, and the length by one. */
function mayBeWithin(a: TokenForm, b: TokenForm, edits: number): boolean {
  return abs(a.codes.length - b.codes.length) <= edits && bitCount(a.letters ^ b.letters) <= 2 * edits;
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How much of `editCost` a word of this length forgives. */
function costBudget(length: number): number {
  if (length <= 2) return 0;
  if (length <= 4) return 1;
  if (length <= 6) return 1.4;
  return length <= 9 ? 2 : 2.6;
}
