import { growingBytes, growingInts } from './growing-array';
import { LONGEST_COMPARED_TOKEN, type TokenForm, toTokenForm } from './token-form';

/** The kinds of words a list has; a text may be of several, each with an id of its own. */
export const LATIN_WORD = 0;
export const VOWELLESS_WORD = 1;
/** Neighbours written together. */
export const JOINED_WORD = 2;
type WordKind = typeof LATIN_WORD | typeof VOWELLESS_WORD | typeof JOINED_WORD;

export const NO_WORD = -1;

const LETTER_A = 97;

const NO_GROUPS: readonly number[] = [];
const SPELLED = 1;
const INITIAL = 2;
const CAN_BE_INITIALED = 4;
/** Words are found by a hash of their letters; this many places are there for each word at least. */
const PLACES_PER_WORD = 1.5;

/** The letters of the words read so far. Ids count from 0; the same text of the same kind has one. */
export class WordTableBuilder {
  readonly letters = growingBytes();
  readonly ends = growingInts();
  readonly kinds = growingBytes();
  /** The word with the same text and another kind that came before, or `NO_WORD`; the last such word is in `places`. */
  readonly sameText = growingInts();
  private places = new Int32Array(1 << 12).fill(NO_WORD);

  get count(): number {
    return this.ends.length;
  }

  start(word: number): number {
    return word === 0 ? 0 : this.ends.at(word - 1);
  }

  /** The id of the word with the letters `codes[0]` to `codes[length - 1]` (ASCII), which is added when it is new. */
  intern(codes: Uint8Array, length: number, kind: WordKind): number {
    const place = this.placeOf(codes, length);
    const head = this.places[place] ?? NO_WORD;
    for (let word = head; word !== NO_WORD; word = this.sameText.at(word)) {
      if (this.kinds.at(word) === kind) return word;
    }
    const word = this.count;
    for (let index = 0; index < length; index++) this.letters.push(codes[index] ?? 0);
    this.ends.push(this.letters.length);
    this.kinds.push(kind);
    this.sameText.push(head);
    this.places[place] = word;
    if (this.count * PLACES_PER_WORD > this.places.length) this.spread();
    return word;
  }

  /** How many letters the word has, or 0 when it has digits or is too long for its spelling to be compared. */
  spelledLength(word: number): number {
    const [start, end] = [this.start(word), this.ends.at(word)];
    if (end - start > LONGEST_COMPARED_TOKEN) return 0;
    for (let at = start; at < end; at++) if (this.letters.at(at) < LETTER_A) return 0;
    return end - start;
  }

  build(): WordTable {
    return new WordTable(
      this.letters.toArray(),
      this.ends.toArray(),
      this.kinds.toArray(),
      this.sameText.toArray(),
      this.places,
    );
  }

  private placeOf(codes: Uint8Array, length: number): number {
    const mask = this.places.length - 1;
    let place = hashLetters(codes, 0, length) & mask;
    for (; ; place = (place + 1) & mask) {
      const word = this.places[place] ?? NO_WORD;
      if (word === NO_WORD || this.hasLetters(word, codes, length)) return place;
    }
  }

  private hasLetters(word: number, codes: Uint8Array, length: number): boolean {
    const start = this.start(word);
    if (this.ends.at(word) - start !== length) return false;
    for (let index = 0; index < length; index++) if (this.letters.at(start + index) !== codes[index]) return false;
    return true;
  }

  private spread(): void {
    const heads = this.places.filter((word) => word !== NO_WORD);
    const places = new Int32Array(this.places.length * 2).fill(NO_WORD);
    const mask = places.length - 1;
    for (const word of heads) {
      const start = this.start(word);
      let hash = HASH_SEED;
      for (let at = start; at < this.ends.at(word); at++) hash = stepHash(hash, this.letters.at(at));
      let place = endHash(hash) & mask;
      while (places[place] !== NO_WORD) place = (place + 1) & mask;
      places[place] = word;
    }
    this.places = places;
  }
}

/** The distinct words of a list in packed arrays: a word is its id, and nothing is held as an object. */
export class WordTable {
  readonly count: number;
  /** Word w has the letters `letters[starts[w]] ... letters[starts[w + 1] - 1]`, in ASCII. */
  readonly starts: Int32Array;
  /** Bit n is set when the word has the n-th letter of the alphabet. */
  readonly masks: Int32Array;
  /** Of single words: equal for two of them exactly when their consonant skeletons are; 0 for none. */
  readonly skeletons: Int32Array;
  readonly vowellessSkeletons: Int32Array;
  private readonly flags: Uint8Array;
  private readonly groups = new Map<number, readonly number[]>();
  private readonly skeletonIds = new Map<string, number>();

  constructor(
    readonly letters: Uint8Array,
    ends: Int32Array,
    private readonly kinds: Uint8Array,
    private readonly sameText: Int32Array,
    private readonly places: Int32Array,
  ) {
    this.count = ends.length;
    this.starts = new Int32Array(this.count + 1);
    this.starts.set(ends, 1);
    this.masks = new Int32Array(this.count);
    const joined = kinds.indexOf(JOINED_WORD);
    const singles = joined === -1 ? this.count : joined;
    this.skeletons = new Int32Array(singles);
    this.vowellessSkeletons = new Int32Array(singles);
    this.flags = new Uint8Array(this.count);
    for (let word = 0; word < this.count; word++) this.describe(word);
  }

  /** The skeleton's number, 0 when no listed word has it. */
  skeletonId(skeleton: string): number {
    return this.skeletonIds.get(skeleton) ?? 0;
  }

  /** The last added word with this text, or `NO_WORD`; `nextWithText` goes on to those of other kinds. */
  find(codes: Uint8Array): number {
    const mask = this.places.length - 1;
    for (let place = hashLetters(codes, 0, codes.length) & mask; ; place = (place + 1) & mask) {
      const word = this.places[place] ?? NO_WORD;
      if (word === NO_WORD || this.hasLetters(word, codes)) return word;
    }
  }

  nextWithText(word: number): number {
    return this.sameText[word] ?? NO_WORD;
  }

  /** The same word for all words with one text. */
  firstWithText(word: number): number {
    let first = word;
    for (let next = this.nextWithText(first); next !== NO_WORD; next = this.nextWithText(first)) first = next;
    return first;
  }

  /** Whether the word's letters are `codes`. */
  hasLetters(word: number, codes: Uint8Array): boolean {
    const start = this.starts[word] ?? 0;
    if (this.length(word) !== codes.length) return false;
    for (let index = 0; index < codes.length; index++) if (this.letters[start + index] !== codes[index]) return false;
    return true;
  }

  length(word: number): number {
    return (this.starts[word + 1] ?? 0) - (this.starts[word] ?? 0);
  }

  text(word: number): string {
    return String.fromCharCode(...this.letters.subarray(this.starts[word], this.starts[word + 1]));
  }

  isJoined(word: number): boolean {
    return this.kinds[word] === JOINED_WORD;
  }

  isVowelless(word: number): boolean {
    return this.kinds[word] === VOWELLESS_WORD;
  }

  isSpelled(word: number): boolean {
    return ((this.flags[word] ?? 0) & SPELLED) !== 0;
  }

  isInitial(word: number): boolean {
    return ((this.flags[word] ?? 0) & INITIAL) !== 0;
  }

  canBeInitialed(word: number): boolean {
    return ((this.flags[word] ?? 0) & CAN_BE_INITIALED) !== 0;
  }

  groupsOf(word: number): readonly number[] {
    return this.groups.get(word) ?? NO_GROUPS;
  }

  private describe(word: number): void {
    const vowelless = this.isVowelless(word);
    const form = toTokenForm({ text: this.text(word), vowelless }, this.isJoined(word));
    this.masks[word] = form.letters;
    this.flags[word] = flagsOf(form);
    if (form.isJoined) return;
    this.skeletons[word] = this.internSkeleton(form.skeleton);
    this.vowellessSkeletons[word] = this.internSkeleton(form.vowellessSkeleton);
    if (form.variantGroups.length > 0) this.groups.set(word, form.variantGroups);
  }

  private internSkeleton(skeleton: string): number {
    if (skeleton === '') return 0;
    const known = this.skeletonIds.get(skeleton);
    if (known !== undefined) return known;
    this.skeletonIds.set(skeleton, this.skeletonIds.size + 1);
    return this.skeletonIds.size;
  }
}

function flagsOf({ isSpelled, isInitial, canBeInitialed }: TokenForm): number {
  return (isSpelled ? SPELLED : 0) | (isInitial ? INITIAL : 0) | (canBeInitialed ? CAN_BE_INITIALED : 0);
}

const HASH_SEED = 0x811c9dc5;

function hashLetters(codes: Uint8Array, from: number, length: number): number {
  let hash = HASH_SEED;
  for (let at = from; at < from + length; at++) hash = stepHash(hash, codes[at] ?? 0);
  return endHash(hash);
}

/** FNV-1a; the end spreads the last letters over the lower bits, which choose the place. */
function stepHash(hash: number, letter: number): number {
  return Math.imul(hash ^ letter, 0x01000193);
}

function endHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
