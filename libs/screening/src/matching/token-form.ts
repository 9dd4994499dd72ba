import { consonantSkeleton, vowellessSkeleton } from './consonant-skeleton';
import { type NameWord } from './normalize-name';
import { canBeInitialed } from './name-words';
import { variantGroups } from './name-variants';

/** A word longer than this is compared by equality only: its spelling mistakes would cost more than they find. */
export const LONGEST_COMPARED_TOKEN = 40;

/** Everything the relations of a word need, computed once. */
export interface TokenForm {
  readonly text: string;
  /** ASCII codes of `text`. */
  readonly codes: Uint8Array;
  /** Bit n is set when the word has the n-th letter of the alphabet. */
  readonly letters: number;
  /** Whether it is neighbouring words written as one; then only its spelling is compared. */
  readonly isJoined: boolean;
  /** Whether spelling mistakes are looked for: letters only and not too long. */
  readonly isSpelled: boolean;
  /** Empty when the word is too short to have one that says anything. */
  readonly skeleton: string;
  readonly vowellessSkeleton: string;
  readonly isVowelless: boolean;
  readonly isInitial: boolean;
  readonly canBeInitialed: boolean;
  readonly variantGroups: readonly number[];
}

const SHORTEST_SKELETON_WORD = 4;
const SHORTEST_SKELETON = 2;
const SHORTEST_VOWELLESS_WORD = 3;
const NO_GROUPS: readonly number[] = [];

/** The form of one word, or of neighbours written as one. */
export function toTokenForm({ text, vowelless }: NameWord, isJoined = false): TokenForm {
  const hasDigit = /\d/u.test(text);
  const isSpelled = text.length <= LONGEST_COMPARED_TOKEN && !hasDigit;
  const hasSkeleton = isSpelled && !isJoined;
  return {
    text,
    codes: toCodes(text),
    letters: letterMask(text),
    isJoined,
    isSpelled,
    skeleton: hasSkeleton && text.length >= SHORTEST_SKELETON_WORD ? longEnough(consonantSkeleton(text)) : '',
    vowellessSkeleton: hasSkeleton && text.length >= SHORTEST_VOWELLESS_WORD ? longEnough(vowellessSkeleton(text)) : '',
    isVowelless: vowelless,
    isInitial: text.length === 1 && !hasDigit,
    canBeInitialed: !isJoined && canBeInitialed(text),
    variantGroups: isJoined ? NO_GROUPS : variantGroups(text),
  };
}

function toCodes(text: string): Uint8Array {
  const codes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) codes[index] = text.charCodeAt(index);
  return codes;
}

function longEnough(skeleton: string): string {
  return skeleton.length >= SHORTEST_SKELETON ? skeleton : '';
}

function letterMask(text: string): number {
  let mask = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text.charCodeAt(index) - 97;
    if (letter >= 0 && letter < 26) mask |= 1 << letter;
  }
  return mask;
}
