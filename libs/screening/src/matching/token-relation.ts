import { DistanceFrom, editCost } from './edit-distance';
import { type TokenForm } from './token-form';
import { type WordTable } from './word-table';

/** How one word stands for another. `joined`: two or more neighbours on one side are one word on the other. */
export const TOKEN_RELATIONS = ['exact', 'variant', 'phonetic', 'typo', 'initial', 'joined'] as const;
export type TokenRelation = (typeof TOKEN_RELATIONS)[number];

/** A relation, by its place in `TOKEN_RELATIONS`, with how much alike the words are, over 0 and up to 1. */
export interface TokenMatch {
  relation: number;
  similarity: number;
}

/** A word of the subject's name with what the list knows of it. */
export interface AskedWord {
  readonly form: TokenForm;
  /** As in the `WordTable`; 0 when no listed word has the skeleton. */
  readonly skeleton: number;
  /** Those that any listed word has. */
  readonly vowellessSkeletons: readonly number[];
}

const EXACT = TOKEN_RELATIONS.indexOf('exact');
const VARIANT = TOKEN_RELATIONS.indexOf('variant');
const PHONETIC = TOKEN_RELATIONS.indexOf('phonetic');
const TYPO = TOKEN_RELATIONS.indexOf('typo');
const INITIAL = TOKEN_RELATIONS.indexOf('initial');
const JOINED = TOKEN_RELATIONS.indexOf('joined');

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

/** How many edits are looked for in a word of this length. It never falls with length, or the index would miss some. */
export function editLimit(length: number): 0 | 1 | 2 {
  if (length <= 2) return 0;
  return length <= 5 ? 1 : 2;
}

/** How many edits are looked for in joined words. */
export const JOINED_EDIT_LIMIT = 1;

/** What `TokenRelater` compares is known to the list by its skeletons. */
export function toAskedWord(form: TokenForm, words: WordTable): AskedWord {
  return {
    form,
    skeleton: words.skeletonId(form.skeleton),
    vowellessSkeletons: form.vowellessSkeletons.map((skeleton) => words.skeletonId(skeleton)).filter((id) => id !== 0),
  };
}

/**
 * Relates one word of a subject's name to listed words. This is the whole definition of what is alike: the index
 * enumerates exactly the words for which `relate` finds a relation (`NeighborFinder`), and the exhaustive search calls
 * it for every word. The relation is the same from both sides.
 */
export class TokenRelater {
  private readonly distance = new DistanceFrom();
  private asked: AskedWord | undefined;

  constructor(private readonly words: WordTable) {}

  /** Makes `asked` the word that `relate` compares. */
  reset(asked: AskedWord): void {
    this.asked = asked;
    if (asked.form.isSpelled) this.distance.reset(asked.form.codes);
  }

  /** Whether the word is related to the listed word, and into `match` how. */
  relate(word: number, match: TokenMatch): boolean {
    const { asked, words } = this;
    if (!asked) return false;
    const { form } = asked;
    const isListedJoined = words.isJoined(word);
    // Two names that both join the same words agree word by word.
    if (form.isJoined || isListedJoined)
      return !(form.isJoined && isListedJoined) && this.relateJoined(asked, word, match);
    if (words.hasLetters(word, form.codes)) return set(match, EXACT, 1);
    if (form.isInitial || words.isInitial(word)) return this.relateInitial(form, word, match);
    const isAlike = form.isSpelled && words.isSpelled(word) && this.relateSpellings(asked, word, match);
    const spelled = isAlike ? match.similarity : 0;
    if (spelled < VARIANT_SIMILARITY && sharesGroup(form.variantGroups, words.groupsOf(word))) {
      return set(match, VARIANT, VARIANT_SIMILARITY);
    }
    if (spelled < VOWELLESS_SIMILARITY && this.isEqualWithoutVowels(asked, word)) {
      return set(match, PHONETIC, VOWELLESS_SIMILARITY);
    }
    return isAlike;
  }

  private relateJoined(asked: AskedWord, word: number, match: TokenMatch): boolean {
    const isAlike = this.relateJoinedSpellings(asked.form, word, match);
    const lowest = VOWELLESS_SIMILARITY - MERGE_LOSS;
    if ((!isAlike || match.similarity < lowest) && this.isEqualWithoutVowels(asked, word)) {
      return set(match, JOINED, lowest);
    }
    return isAlike;
  }

  private relateJoinedSpellings(form: TokenForm, word: number, match: TokenMatch): boolean {
    const { words } = this;
    const length = words.length(word);
    if (abs(form.codes.length - length) > JOINED_EDIT_LIMIT) return false;
    if (words.hasLetters(word, form.codes)) return set(match, JOINED, 1 - MERGE_LOSS);
    const isMisspelled =
      form.isSpelled &&
      words.isSpelled(word) &&
      min(form.codes.length, length) >= SHORTEST_MISSPELLED_MERGE &&
      this.isWithin(form, word, length, JOINED_EDIT_LIMIT);
    if (!isMisspelled) return false;
    const cost = editCost(form.codes, words.letters, words.starts[word] ?? 0, length);
    return set(match, JOINED, 1 - cost / max(form.codes.length, length) - MERGE_LOSS);
  }

  private relateInitial(form: TokenForm, word: number, match: TokenMatch): boolean {
    const { words } = this;
    const canBe = form.isInitial ? words.canBeInitialed(word) : form.canBeInitialed;
    const isSameLetter = words.letters[words.starts[word] ?? 0] === form.codes[0];
    return canBe && isSameLetter && set(match, INITIAL, INITIAL_SIMILARITY);
  }

  private relateSpellings({ form, skeleton }: AskedWord, word: number, match: TokenMatch): boolean {
    const { words } = this;
    const length = words.length(word);
    const shorter = min(form.codes.length, length);
    const limit = editLimit(shorter);
    const sameSkeleton = skeleton !== 0 && skeleton === words.skeletons[word];
    const isTypo = limit > 0 && this.isWithin(form, word, length, limit);
    if (!isTypo && !sameSkeleton) return false;

    const cost = editCost(form.codes, words.letters, words.starts[word] ?? 0, length);
    const longer = max(form.codes.length, length);
    const typed = isTypo && cost <= costBudget(shorter) ? 1 - cost / longer : 0;
    const sounding =
      sameSkeleton && cost <= costBudget(shorter) + SKELETON_EXTRA_BUDGET
        ? 1 - (SKELETON_COST_FACTOR * cost) / longer
        : 0;
    const similarity = max(typed, sounding);
    // Both may hold; a plain typing mistake is the simpler thing to tell an analyst.
    return similarity >= LOWEST_SIMILARITY && set(match, isTypo ? TYPO : PHONETIC, similarity);
  }

  private isEqualWithoutVowels({ form, vowellessSkeletons }: AskedWord, word: number): boolean {
    const { words } = this;
    if (!form.isVowelless && !words.isVowelless(word)) return false;
    return vowellessSkeletons.length > 0 && words.hasVowellessSkeleton(word, vowellessSkeletons);
  }

  /** The letters and lengths are a cheap necessary condition: an edit changes at most two bits of the mask. */
  private isWithin(form: TokenForm, word: number, length: number, edits: number): boolean {
    const { words } = this;
    if (abs(form.codes.length - length) > edits) return false;
    if (bitCount(form.letters ^ (words.masks[word] ?? 0)) > 2 * edits) return false;
    return this.distance.to(words.letters, words.starts[word] ?? 0, length) <= edits;
  }
}

function set(match: TokenMatch, relation: number, similarity: number): true {
  match.relation = relation;
  match.similarity = similarity;
  return true;
}

function sharesGroup(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && b.length > 0 && a.some((group) => b.includes(group));
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
