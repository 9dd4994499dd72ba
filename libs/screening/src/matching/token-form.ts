import { consonantSkeleton, vowellessSkeletons } from './consonant-skeleton';
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
  /** Whether it is neighbouring words written as one; then its spelling is compared, and without vowels its consonants. */
  readonly isJoined: boolean;
  /** Whether spelling mistakes are looked for: letters only and not too long. */
  readonly isSpelled: boolean;
  /** Empty when the word is too short to have one that says anything. */
  readonly skeleton: string;
  /** One at most, except for a word of a script without vowels. */
  readonly vowellessSkeletons: readonly string[];
  readonly isVowelless: boolean;
  readonly isInitial: boolean;
  readonly canBeInitialed: boolean;
  readonly variantGroups: readonly number[];
}

const SHORTEST_SKELETON_WORD = 4;
const SHORTEST_SKELETON = 2;
const SHORTEST_VOWELLESS_WORD = 3;
const NO_GROUPS: readonly number[] = [];
const NO_SKELETONS: readonly string[] = [];

/** The form of one word, or of neighbours written as one. */
export function toTokenForm({ text, vowelless }: NameWord, isJoined = false): TokenForm {
  const hasDigit = /\d/u.test(text);
  const isSpelled = text.length <= LONGEST_COMPARED_TOKEN && !hasDigit;
  const hasSkeleton = isSpelled && !isJoined;
  const hasVowellessSkeleton = isSpelled && (vowelless || !isJoined);
  return {
    text,
    codes: toCodes(text),
    letters: letterMask(text),
    isJoined,
    isSpelled,
    skeleton: hasSkeleton && text.length >= SHORTEST_SKELETON_WORD ? longEnough(consonantSkeleton(text)) : '',
    vowellessSkeletons:
      hasVowellessSkeleton && text.length >= SHORTEST_VOWELLESS_WORD
        ? vowellessSkeletons(text, vowelless).filter((skeleton) => longEnough(skeleton) !== '')
        : NO_SKELETONS,
    isVowelless: vowelless,
    isInitial: text.length === 1 && !hasDigit,
    canBeInitialed: !isJoined && canBeInitialed(text),
    variantGroups: isJoined ? NO_GROUPS : variantGroups(text),
  };
}

/**
 * Neighbours written as one, each of letters only and together not too long to be compared. Few of them are related to
 * anything, so what would have to be made is made when it is asked for.
 */
export class JoinedForm implements TokenForm {
  readonly isJoined = true;
  readonly isSpelled = true;
  readonly skeleton = '';
  readonly vowellessSkeletons = NO_SKELETONS;
  readonly isVowelless = false;
  readonly isInitial = false;
  readonly canBeInitialed = false;
  readonly variantGroups = NO_GROUPS;
  private knownCodes: Uint8Array | undefined;
  private knownLetters: number | undefined;

  /** The words `start` to before `end` of a name. */
  constructor(
    private readonly words: readonly { readonly form: TokenForm }[],
    private readonly start: number,
    private readonly end: number,
  ) {}

  get text(): string {
    return this.parts()
      .map(({ text }) => text)
      .join('');
  }

  get codes(): Uint8Array {
    return (this.knownCodes ??= toCodes(this.text));
  }

  get letters(): number {
    return (this.knownLetters ??= letterMask(this.text));
  }

  /** Writes the codes to the beginning of an array and says how many there are. */
  write(into: Uint8Array): number {
    let length = 0;
    for (let word = this.start; word < this.end; word++) {
      const codes = this.words[word]?.form.codes;
      for (let index = 0; codes && index < codes.length; index++) into[length++] = codes[index] ?? 0;
    }
    return length;
  }

  private parts(): TokenForm[] {
    return this.words.slice(this.start, this.end).map(({ form }) => form);
  }
}

let scratch = new Uint8Array(256);

/** The ASCII codes of a word, in an array that the next call uses again. */
export function lettersOf(text: string): Uint8Array {
  if (text.length > scratch.length) scratch = new Uint8Array(2 * text.length);
  for (let index = 0; index < text.length; index++) scratch[index] = text.charCodeAt(index);
  return scratch;
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
