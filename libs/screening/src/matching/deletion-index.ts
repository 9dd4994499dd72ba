import { LONGEST_COMPARED_TOKEN } from './token-form';
import { type WordTable } from './word-table';

// Taken out of the global once: in the innermost loops the lookup would cost more than the arithmetic.
const { imul } = Math;
const HASH_BASE = 0x01000193;
const MIXER = 0x9e3779b1;

/** An entry of a bucket is a word's id with some bits of the hash above it, which tell most strangers apart at once. */
const ID_BITS = 24;
const ID_MASK = (1 << ID_BITS) - 1;
const MOST_BUCKET_BITS = 22;

/** Scratch for one word at a time: the hash of its first n letters, and the hashes of what deletions leave of it. */
const prefixHashes = new Int32Array(LONGEST_COMPARED_TOKEN + 1);
const hashes = new Int32Array(deletionCount(LONGEST_COMPARED_TOKEN, 2));
const powers = new Int32Array(LONGEST_COMPARED_TOKEN + 1);
powers[0] = 1;
for (let exponent = 1; exponent < powers.length; exponent++) {
  powers[exponent] = imul(powers[exponent - 1] ?? 0, HASH_BASE);
}

/**
 * Finds the words within some edits of a word (symmetric deletion, as in SymSpell): two words within k edits share a
 * string that each becomes when at most k of its letters are deleted. Only hashes are kept, so a lookup gives a superset
 * and the caller checks each; it never gives less. Holds 16 million words at most.
 */
export class DeletionIndex {
  private readonly bucketStarts: Int32Array;
  private readonly bucketIds: Int32Array;
  private readonly shift: number;

  /** Holds the words `from` to before `to`. `deletionsOf` says how many letters may go from a word of a given length. */
  constructor(words: WordTable, from: number, to: number, deletionsOf: (length: number) => number) {
    if (to > ID_MASK) throw new RangeError(`A list may have ${ID_MASK} different words; this one has ${to}.`);
    let total = 0;
    for (let word = from; word < to; word++) {
      const length = words.length(word);
      if (words.isSpelled(word)) total += deletionCount(length, deletionsOf(length));
    }
    const bits = Math.min(MOST_BUCKET_BITS, Math.max(8, Math.ceil(Math.log2(total + 1))));
    this.shift = 32 - bits;
    this.bucketStarts = new Int32Array((1 << bits) + 2);
    this.bucketIds = new Int32Array(total);
    const { bucketStarts, bucketIds, shift } = this;
    const all = new Int32Array(total);
    let at = 0;
    for (let word = from; word < to; word++) {
      if (!words.isSpelled(word)) continue;
      const length = words.length(word);
      const count = hashDeletions(words.letters, words.starts[word] ?? 0, length, deletionsOf(length));
      for (let index = 0; index < count; index++) {
        const hash = hashes[index] ?? 0;
        all[at++] = hash;
        const bucket = (hash >>> shift) + 2;
        bucketStarts[bucket] = (bucketStarts[bucket] ?? 0) + 1;
      }
    }
    for (let bucket = 1; bucket < bucketStarts.length; bucket++) {
      bucketStarts[bucket] = (bucketStarts[bucket] ?? 0) + (bucketStarts[bucket - 1] ?? 0);
    }
    // The start of each bucket stands one place too high until filling has moved it to the end of the bucket.
    at = 0;
    for (let word = from; word < to; word++) {
      if (!words.isSpelled(word)) continue;
      const length = words.length(word);
      for (let left = deletionCount(length, deletionsOf(length)); left > 0; left--) {
        const hash = all[at++] ?? 0;
        const bucket = (hash >>> shift) + 1;
        const place = bucketStarts[bucket] ?? 0;
        bucketIds[place] = word | (hash << ID_BITS);
        bucketStarts[bucket] = place + 1;
      }
    }
  }

  /**
   * Adds to `found` every word that is `deletions` edits away at most from the first `length` letters, and some that
   * are not.
   */
  collect(codes: Uint8Array, length: number, deletions: number, found: FoundWords): void {
    const { bucketStarts, bucketIds, shift } = this;
    const count = hashDeletions(codes, 0, length, deletions);
    for (let index = 0; index < count; index++) {
      const hash = hashes[index] ?? 0;
      const bucket = hash >>> shift;
      const tag = hash << ID_BITS;
      const end = bucketStarts[bucket + 1] ?? 0;
      for (let at = bucketStarts[bucket] ?? 0; at < end; at++) {
        const entry = bucketIds[at] ?? 0;
        if ((entry & ~ID_MASK) === tag) found.add(entry & ID_MASK);
      }
    }
  }
}

/** The words one lookup found, each once. Reused from lookup to lookup. */
export class FoundWords {
  ids = new Int32Array(256);
  count = 0;
  private readonly addedIn: Int32Array;
  private lookup = 0;

  constructor(wordCount: number) {
    this.addedIn = new Int32Array(wordCount);
  }

  clear(): void {
    this.lookup++;
    this.count = 0;
  }

  add(word: number): void {
    if (this.addedIn[word] === this.lookup) return;
    this.addedIn[word] = this.lookup;
    if (this.count === this.ids.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.ids);
      this.ids = grown;
    }
    this.ids[this.count++] = word;
  }
}

/** Hashes the word and every string it becomes by at most `deletions` (0 to 2) deletions, into `hashes`. */
function hashDeletions(letters: Uint8Array, from: number, end: number, deletions: number): number {
  for (let index = 0; index < end; index++) {
    prefixHashes[index + 1] = imul(prefixHashes[index] ?? 0, HASH_BASE) + (letters[from + index] ?? 0);
  }
  const whole = prefixHashes[end] ?? 0;
  hashes[0] = mix(whole);
  if (deletions === 0) return 1;
  let count = 1;
  for (let first = 0; first < end; first++) {
    const start = prefixHashes[first] ?? 0;
    hashes[count++] = mix(append(start, first + 1, end));
    if (deletions === 1) continue;
    for (let second = first + 1; second < end; second++) {
      hashes[count++] = mix(append(append(start, first + 1, second), second + 1, end));
    }
  }
  return count;
}

/** The polynomial hash of what was hashed before, followed by the letters from `from` to before `to`. */
function append(hash: number, from: number, to: number): number {
  const power = powers[to - from] ?? 0;
  return (imul(hash, power) + (prefixHashes[to] ?? 0) - imul(prefixHashes[from] ?? 0, power)) | 0;
}

/** The upper bits choose the bucket; the last multiplication spreads the letters over them. */
function mix(hash: number): number {
  return imul(hash ^ (hash >>> 15), MIXER);
}

/** How many hashes `hashDeletions` gives. */
function deletionCount(length: number, deletions: number): number {
  return 1 + (deletions > 0 ? length : 0) + (deletions > 1 ? (length * (length - 1)) / 2 : 0);
}
