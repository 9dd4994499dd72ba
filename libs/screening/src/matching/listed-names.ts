import { growingBytes, growingInts, growingShorts } from './growing-array';
import { type WordTable } from './word-table';

/** What a word is in its name. */
export const STRONG_TOKEN = 1;
export const NUMBER_TOKEN = 2;

/** Names of a list in packed arrays; a name is its index. */
export class ListedNames {
  readonly count: number;
  /** How many words the longest name has. */
  readonly longestName: number;

  constructor(
    /** Of which entry it is, and which of the entry's names. */
    readonly entries: Int32Array,
    readonly places: Uint16Array,
    /** 1 when a word of the name is in letters that cannot be read. */
    readonly unreadable: Uint8Array,
    /** 1 when the entry is not called so any more. */
    readonly former: Uint8Array,
    /** Name n has the words `tokenWords[tokenStarts[n]] ... tokenWords[tokenStarts[n + 1] - 1]`, in order. */
    readonly tokenStarts: Int32Array,
    readonly tokenWords: Int32Array,
    /** What each word weighs, by its place in `weights`: there are few different weights. */
    private readonly tokenWeights: Uint16Array,
    private readonly weights: Float64Array,
    /** `STRONG_TOKEN` and `NUMBER_TOKEN`. */
    readonly tokenFlags: Uint8Array,
    /** The same for joined words: the word, at which of the name's words it begins, and of how many it is. */
    readonly joinStarts: Int32Array,
    readonly joinWords: Int32Array,
    readonly joinPlaces: Uint16Array,
    readonly joinLengths: Uint8Array,
  ) {
    this.count = entries.length;
    let longest = 0;
    for (let name = 0; name < this.count; name++) {
      longest = Math.max(longest, (tokenStarts[name + 1] ?? 0) - (tokenStarts[name] ?? 0));
    }
    this.longestName = longest;
  }

  /** The weight of the word `tokenWords[at]` in its name. */
  tokenWeight(at: number): number {
    return this.weights[this.tokenWeights[at] ?? 0] ?? 0;
  }
}

/** Gathers the names of a list word by word. */
export class ListedNamesBuilder {
  private readonly entries = growingInts();
  private readonly places = growingShorts();
  private readonly unreadable = growingBytes();
  private readonly former = growingBytes();
  private readonly joinEnds = growingInts();
  private readonly joinWords = growingInts();
  private readonly joinPlaces = growingShorts();
  private readonly joinLengths = growingBytes();
  readonly tokenEnds = growingInts();
  readonly tokenWords = growingInts();

  get count(): number {
    return this.entries.length;
  }

  /** Begins a name; its words are in `tokenWords` already. */
  add(entry: number, place: number, { isUnreadable, isFormer }: { isUnreadable: boolean; isFormer: boolean }): void {
    this.entries.push(entry);
    this.places.push(place);
    this.unreadable.push(isUnreadable ? 1 : 0);
    this.former.push(isFormer ? 1 : 0);
    this.tokenEnds.push(this.tokenWords.length);
  }

  addJoin(word: number, place: number, length: number): void {
    this.joinWords.push(word);
    this.joinPlaces.push(place);
    this.joinLengths.push(length);
  }

  /** Ends the joins of the next name, in the order of `add`. */
  endJoins(): void {
    this.joinEnds.push(this.joinWords.length);
  }

  /** `weigh` writes what the words of a name are to `flags` and gives what they weigh. */
  build(weigh: (entry: number, words: Int32Array, flags: Uint8Array) => readonly number[]): ListedNames {
    const words = this.tokenWords.toArray();
    const weights = new DistinctNumbers(words.length);
    const flags = new Uint8Array(words.length);
    const starts = toStarts(this.tokenEnds.toArray());
    for (let name = 0; name < this.count; name++) {
      const [from, to] = [starts[name], starts[name + 1]];
      weigh(this.entries.at(name), words.subarray(from, to), flags.subarray(from, to)).forEach((weight) =>
        weights.push(weight),
      );
    }
    return new ListedNames(
      this.entries.toArray(),
      this.places.toArray(),
      this.unreadable.toArray(),
      this.former.toArray(),
      starts,
      words,
      weights.places,
      Float64Array.from(weights.values),
      flags,
      toStarts(this.joinEnds.toArray()),
      this.joinWords.toArray(),
      this.joinPlaces.toArray(),
      this.joinLengths.toArray(),
    );
  }
}

/** Numbers of which few are different, each as its place among the different ones. */
class DistinctNumbers {
  readonly places: Uint16Array;
  readonly values: number[] = [];
  private readonly known = new Map<number, number>();
  private count = 0;

  constructor(length: number) {
    this.places = new Uint16Array(length);
  }

  push(value: number): void {
    let place = this.known.get(value);
    if (place === undefined) {
      place = this.values.push(value) - 1;
      // Weights depend on how many names have a word: more of them would take billions of names.
      if (place > 0xffff) throw new RangeError('The words of a list have more than 65,536 different weights.');
      this.known.set(value, place);
    }
    this.places[this.count++] = place;
  }
}

function toStarts(ends: Int32Array): Int32Array {
  const starts = new Int32Array(ends.length + 1);
  starts.set(ends, 1);
  return starts;
}

/** Finds the names that have exactly the words of another, in any order. */
export class NamesByWords {
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly mask: number;
  private readonly sorted: Int32Array;

  constructor(
    private readonly names: ListedNames,
    private readonly words: WordTable,
  ) {
    const places = 2 ** Math.ceil(Math.log2(names.count + 1));
    this.mask = places - 1;
    this.heads = new Int32Array(places).fill(-1);
    this.next = new Int32Array(names.count);
    this.sorted = new Int32Array(names.longestName);
    for (let name = names.count - 1; name >= 0; name--) {
      const place = hashWords(this.wordsOf(name)) & this.mask;
      this.next[name] = this.heads[place] ?? -1;
      this.heads[place] = name;
    }
  }

  /** The names with these words, given by the ids of `WordTable.firstWithText`; in the order of the list. */
  find(words: Int32Array): number[] {
    const sorted = words.slice().sort();
    const found: number[] = [];
    for (let name = this.heads[hashWords(sorted) & this.mask] ?? -1; name !== -1; name = this.next[name] ?? -1) {
      if (isEqual(this.wordsOf(name), sorted)) found.push(name);
    }
    return found;
  }

  private wordsOf(name: number): Int32Array {
    const { names, words, sorted } = this;
    const from = names.tokenStarts[name] ?? 0;
    const count = (names.tokenStarts[name + 1] ?? 0) - from;
    for (let at = 0; at < count; at++) sorted[at] = words.firstWithText(names.tokenWords[from + at] ?? 0);
    return sorted.subarray(0, count).sort();
  }
}

function hashWords(words: Int32Array): number {
  let hash = words.length;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 15);
  return hash ^ (hash >>> 13);
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
