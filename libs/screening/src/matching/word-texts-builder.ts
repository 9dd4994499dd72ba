import { growingBytes, growingInts } from './growing-array';
import { LONGEST_COMPARED_TOKEN } from './token-form';
import { endHash, HASH_SEED, hashLetters, NO_WORD, stepHash, type WordKind, WordTexts } from './word-texts';

const LETTER_A = 97;
/** Words are found by a hash of their letters; this many places are there for each word at least. */
const PLACES_PER_WORD = 1.5;

/** The letters of the words read so far. Ids count from 0; the same text of the same kind has one. */
export class WordTextsBuilder {
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

  build(): WordTexts {
    return new WordTexts(...this.parts());
  }

  /** What was gathered, in arrays of exactly its size; nothing may be added afterwards. */
  parts(): ConstructorParameters<typeof WordTexts> {
    const { letters, ends, kinds, sameText, places } = this;
    return [letters.toArray(), ends.toArray(), kinds.toArray(), sameText.toArray(), places];
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
