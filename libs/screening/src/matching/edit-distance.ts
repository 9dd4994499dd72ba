import { LONGEST_COMPARED_TOKEN } from './token-form';

// Taken out of the global once: in the innermost loops the lookup would cost more than the arithmetic.
const { min } = Math;
const WIDTH = LONGEST_COMPARED_TOKEN + 1;
/** Reused by every call: comparing allocates nothing, and nothing here is asynchronous. */
const costs = new Float64Array(WIDTH * WIDTH);
const gaps = new Float64Array(WIDTH);

const H = 104;
const VOWELS = [97, 101, 105, 111, 117, 121];
const VOWEL_COST = 0.6;
const CONFUSABLE_COST = 0.7;
const CONFUSABLES = [
  'ck',
  'ij',
  'jy',
  'gj',
  'gq',
  'kq',
  'kg',
  'vw',
  'fv',
  'sz',
  'sc',
  'dt',
  'bp',
  'nm',
  'uv',
  'uw',
  'kx',
];

const substitutionCosts = new Float64Array(128 * 128).fill(1);
for (const a of VOWELS) for (const b of VOWELS) substitutionCosts[a * 128 + b] = VOWEL_COST;
for (const pair of CONFUSABLES) {
  const [a, b] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  substitutionCosts[a * 128 + b] = CONFUSABLE_COST;
  substitutionCosts[b * 128 + a] = CONFUSABLE_COST;
}
const isVowel = new Uint8Array(128);
for (const vowel of VOWELS) isVowel[vowel] = 1;

/** The longest pattern whose letters have a bit each in a number of 32 bits, with one to spare for the sign. */
const LONGEST_BIT_PATTERN = 31;
const rows = new Int32Array(3 * WIDTH);

/**
 * The optimal string alignment distance (insert, delete, substitute, swap neighbours; each 1) of one word to many:
 * Hyyrö's bit-parallel algorithm (2003), a few operations a letter.
 */
export class DistanceFrom {
  private readonly places = new Int32Array(128);
  private pattern: Uint8Array = new Uint8Array(0);

  /** Makes `pattern`, of ASCII codes and at most `LONGEST_COMPARED_TOKEN` long, the word to measure from. */
  reset(pattern: Uint8Array): void {
    for (const letter of this.pattern) this.places[letter] = 0;
    this.pattern = pattern;
    for (let index = 0; index < pattern.length; index++) {
      const letter = pattern[index] ?? 0;
      this.places[letter] = (this.places[letter] ?? 0) | (1 << index);
    }
  }

  /** The distance to the word of `length` letters that begins at `from` in `letters`. */
  to(letters: Uint8Array, from: number, length: number): number {
    const { pattern, places } = this;
    const size = pattern.length;
    if (size === 0) return length;
    if (size > LONGEST_BIT_PATTERN) return plainDistance(pattern, letters, from, length);
    const last = 1 << (size - 1);
    let distance = size;
    let [rising, falling, diagonal, before] = [-1, 0, 0, 0];
    for (let at = from; at < from + length; at++) {
      const same = places[letters[at] ?? 0] ?? 0;
      const swapped = ((~diagonal & same) << 1) & before;
      diagonal = (((same & rising) + rising) ^ rising) | same | falling | swapped;
      let right = falling | ~(diagonal | rising);
      const left = diagonal & rising;
      if ((right & last) !== 0) distance++;
      if ((left & last) !== 0) distance--;
      right = (right << 1) | 1;
      rising = (left << 1) | ~(diagonal | right);
      falling = right & diagonal;
      before = same;
    }
    return distance;
  }
}

/** The same by the recurrence itself, for words too long for the bits. */
function plainDistance(a: Uint8Array, letters: Uint8Array, from: number, length: number): number {
  let [older, old, row] = [0, WIDTH, 2 * WIDTH];
  for (let column = 0; column <= length; column++) rows[old + column] = column;
  for (let index = 1; index <= a.length; index++) {
    const letter = a[index - 1] ?? 0;
    rows[row] = index;
    for (let column = 1; column <= length; column++) {
      const other = letters[from + column - 1] ?? 0;
      let distance = min(
        (rows[old + column - 1] ?? 0) + (letter === other ? 0 : 1),
        (rows[old + column] ?? 0) + 1,
        (rows[row + column - 1] ?? 0) + 1,
      );
      const isSwapped =
        index > 1 && column > 1 && letter === letters[from + column - 2] && other === (a[index - 2] ?? 0);
      if (isSwapped) distance = min(distance, (rows[older + column - 2] ?? 0) + 1);
      rows[row + column] = distance;
    }
    [older, old, row] = [old, row, older];
  }
  return rows[old + length] ?? 0;
}

/**
 * The cheapest way to turn one word into the other (the one of `columns` letters from `from` on in `b`) when mistakes
 * people and transliterations make often cost less than others: a vowel for a vowel, letters of like sound, a doubled
 * letter, a silent `h`, two neighbours swapped.
 */
export function editCost(a: Uint8Array, b: Uint8Array, from = 0, columns = b.length): number {
  const end = from + columns;
  for (let column = 1; column <= columns; column++) {
    const gap = gapCost(b, from + column - 1, from, end);
    gaps[column] = gap;
    costs[column] = (costs[column - 1] ?? 0) + gap;
  }
  for (let row = 1; row <= a.length; row++) {
    const line = row * WIDTH;
    const letter = a[row - 1] ?? 0;
    const gapInB = gapCost(a, row - 1, 0, a.length);
    costs[line] = (costs[line - WIDTH] ?? 0) + gapInB;
    for (let column = 1; column <= columns; column++) {
      const other = b[from + column - 1] ?? 0;
      const diagonal = costs[line - WIDTH + column - 1] ?? 0;
      let cost = letter === other ? diagonal : diagonal + (substitutionCosts[letter * 128 + other] ?? 1);
      const deleted = (costs[line - WIDTH + column] ?? 0) + gapInB;
      if (deleted < cost) cost = deleted;
      const inserted = (costs[line + column - 1] ?? 0) + (gaps[column] ?? 1);
      if (inserted < cost) cost = inserted;
      if (row > 1 && column > 1 && letter === b[from + column - 2] && other === a[row - 2]) {
        const swapped = (costs[line - 2 * WIDTH + column - 2] ?? 0) + 0.9;
        if (swapped < cost) cost = swapped;
      }
      costs[line + column] = cost;
    }
  }
  return costs[a.length * WIDTH + columns] ?? 0;
}

/** What it costs that the other word lacks this letter. */
function gapCost(letters: Uint8Array, index: number, from: number, end: number): number {
  const letter = letters[index] ?? 0;
  const isDoubled =
    (index > from && letter === letters[index - 1]) || (index + 1 < end && letter === letters[index + 1]);
  if (isDoubled) return 0.4;
  if (letter === H) return 0.6;
  return isVowel[letter] === 1 ? 0.8 : 1;
}
