import { LONGEST_COMPARED_TOKEN, type TokenForm } from './token-form';

// Taken out of the global once: in the innermost loops the lookup would cost more than the arithmetic.
const { imul } = Math;
const HASH_BASE = 0x01000193;
const MIXER = 0x9e3779b1;

/** An entry of a bucket is a word's id with some bits of the hash above it, which tell most strangers apart at once. */
const ID_BITS = 24;
const ID_MASK = (1 << ID_BITS) - 1;

function tagOf(hash: number): number {
  return (hash << ID_BITS) | 0;
}

/** Scratch for one word at a time: the hash of its first n letters. */
const prefixHashes = new Int32Array(LONGEST_COMPARED_TOKEN + 1);
const powers = new Int32Array(LONGEST_COMPARED_TOKEN + 1);
powers[0] = 1;
for (let exponent = 1; exponent < powers.length; exponent++) {
  powers[exponent] = imul(powers[exponent - 1] ?? 0, HASH_BASE);
}

/**
 * Finds the words within some edits of a word (symmetric deletion, as in SymSpell): two words within k edits share a
 * string that each becomes when at most k of its letters are deleted. Only hashes are kept, so a lookup gives a superset
 * and the caller checks each; it never gives less.
 */
export class DeletionIndex {
  private readonly bucketStarts: Int32Array;
  private readonly bucketIds: Int32Array;
  private readonly shift: number;

  /** `ids` are indexes into `forms`. `deletionsOf` says how many letters may go from a word of a given length. */
  constructor(
    forms: readonly TokenForm[],
    ids: readonly number[],
    private readonly deletionsOf: (length: number) => number,
  ) {
    const lengths = ids.flatMap((id) => (forms[id]?.isSpelled ? [forms[id].codes.length] : []));
    const total = lengths.reduce((sum, length) => sum + deletionCount(length, deletionsOf(length)), 0);
    const eachSpelled = (visit: (id: number, hash: number) => void): void => {
      for (const id of ids) {
        const form = forms[id];
        if (form?.isSpelled) forEachDeletionHash(form.codes, deletionsOf(form.codes.length), (hash) => visit(id, hash));
      }
    };
    const bits = Math.min(22, Math.max(8, Math.ceil(Math.log2(total + 1))));
    this.shift = 32 - bits;
    this.bucketStarts = new Int32Array((1 << bits) + 1);
    this.bucketIds = new Int32Array(total);
    const { bucketStarts, bucketIds, shift } = this;
    eachSpelled((_, hash) => {
      const bucket = (hash >>> shift) + 1;
      bucketStarts[bucket] = (bucketStarts[bucket] ?? 0) + 1;
    });
    for (let bucket = 1; bucket < bucketStarts.length; bucket++) {
      bucketStarts[bucket] = (bucketStarts[bucket] ?? 0) + (bucketStarts[bucket - 1] ?? 0);
    }
    // Filling moves each start to the end of the bucket before it; one shift back restores them.
    const next = bucketStarts.slice();
    eachSpelled((id, hash) => {
      const bucket = hash >>> shift;
      const at = next[bucket] ?? 0;
      bucketIds[at] = (id & ID_MASK) | tagOf(hash);
      next[bucket] = at + 1;
    });
  }

  /** Calls `visit` for every word that may be within the edits allowed, some of them several times. */
  forEachCandidate(form: TokenForm, visit: (id: number) => void): void {
    if (!form.isSpelled) return;
    const { bucketStarts, bucketIds, shift } = this;
    forEachDeletionHash(form.codes, this.deletionsOf(form.codes.length), (hash) => {
      const bucket = hash >>> shift;
      const tag = tagOf(hash);
      const end = bucketStarts[bucket + 1] ?? 0;
      for (let at = bucketStarts[bucket] ?? 0; at < end; at++) {
        const entry = bucketIds[at] ?? 0;
        if ((entry & ~ID_MASK) === tag) visit(entry & ID_MASK);
      }
    });
  }
}

/** Visits the hash of the word and of every string it becomes by at most `deletions` (0 to 2) deletions. */
function forEachDeletionHash(codes: Uint8Array, deletions: number, visit: (hash: number) => void): void {
  const end = codes.length;
  for (let index = 0; index < end; index++) {
    prefixHashes[index + 1] = imul(prefixHashes[index] ?? 0, HASH_BASE) + (codes[index] ?? 0);
  }
  visit(mix(hashOf(0, end)));
  if (deletions === 0) return;
  for (let first = 0; first < end; first++) {
    const start = hashOf(0, first);
    visit(mix(append(start, first + 1, end)));
    if (deletions === 1) continue;
    for (let second = first + 1; second < end; second++)
      visit(mix(append(append(start, first + 1, second), second + 1, end)));
  }
}

/** The polynomial hash of the letters from `from` to before `to`, out of the prefix hashes of the word at hand. */
function hashOf(from: number, to: number): number {
  return (prefixHashes[to] ?? 0) - imul(prefixHashes[from] ?? 0, powers[to - from] ?? 0);
}

function append(hash: number, from: number, to: number): number {
  return imul(hash, powers[to - from] ?? 0) + hashOf(from, to);
}

/** The upper bits choose the bucket; the last multiplication spreads the letters over them. */
function mix(hash: number): number {
  return imul(hash ^ (hash >>> 15), MIXER);
}

/** How many hashes `forEachDeletionHash` visits. */
function deletionCount(length: number, deletions: number): number {
  return 1 + (deletions > 0 ? length : 0) + (deletions > 1 ? (length * (length - 1)) / 2 : 0);
}
