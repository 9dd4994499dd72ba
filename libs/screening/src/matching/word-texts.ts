/** The kinds of words a list has; a text may be of several, each with an id of its own. */
export const LATIN_WORD = 0;
export const VOWELLESS_WORD = 1;
/** Neighbours written together. */
export const JOINED_WORD = 2;
export const JOINED_VOWELLESS_WORD = 3;
export type WordKind = typeof LATIN_WORD | typeof VOWELLESS_WORD | typeof JOINED_WORD | typeof JOINED_VOWELLESS_WORD;

export const NO_WORD = -1;

/** The letters of distinct words in packed arrays: a word is its id, and is found by its letters. */
export class WordTexts {
  readonly count: number;
  /** Word w has the letters `letters[starts[w]] ... letters[starts[w + 1] - 1]`, in ASCII. */
  readonly starts: Int32Array;

  /** As `WordTextsBuilder` makes them: where each word ends, its kind, the one with the same text before it, and the hash places. */
  constructor(
    readonly letters: Uint8Array,
    ends: Int32Array,
    protected readonly kinds: Uint8Array,
    private readonly sameText: Int32Array,
    private readonly places: Int32Array,
  ) {
    this.count = ends.length;
    this.starts = new Int32Array(this.count + 1);
    this.starts.set(ends, 1);
  }

  /**
   * The last added word with the text of the first `length` codes, or `NO_WORD`; `nextWithText` goes on to those of other
   * kinds.
   */
  find(codes: Uint8Array, length = codes.length): number {
    const mask = this.places.length - 1;
    for (let place = hashLetters(codes, 0, length) & mask; ; place = (place + 1) & mask) {
      const word = this.places[place] ?? NO_WORD;
      if (word === NO_WORD || this.hasLetters(word, codes, length)) return word;
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

  /** Whether the word's letters are the first `length` codes. */
  hasLetters(word: number, codes: Uint8Array, length = codes.length): boolean {
    const start = this.starts[word] ?? 0;
    if (this.length(word) !== length) return false;
    for (let index = 0; index < length; index++) if (this.letters[start + index] !== codes[index]) return false;
    return true;
  }

  length(word: number): number {
    return (this.starts[word + 1] ?? 0) - (this.starts[word] ?? 0);
  }

  /** The letters of a word, as ASCII codes. */
  codes(word: number): Uint8Array {
    return this.letters.subarray(this.starts[word], this.starts[word + 1]);
  }

  text(word: number): string {
    return String.fromCharCode(...this.codes(word));
  }

  isJoined(word: number): boolean {
    return (this.kinds[word] ?? LATIN_WORD) >= JOINED_WORD;
  }

  isVowelless(word: number): boolean {
    const kind = this.kinds[word];
    return kind === VOWELLESS_WORD || kind === JOINED_VOWELLESS_WORD;
  }
}

export const HASH_SEED = 0x811c9dc5;

/** The hash of a word's letters, which chooses its place. */
export function hashLetters(codes: Uint8Array, from: number, length: number): number {
  let hash = HASH_SEED;
  for (let at = from; at < from + length; at++) hash = stepHash(hash, codes[at] ?? 0);
  return endHash(hash);
}

/** FNV-1a; the end spreads the last letters over the lower bits, which choose the place. */
export function stepHash(hash: number, letter: number): number {
  return Math.imul(hash ^ letter, 0x01000193);
}

export function endHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
