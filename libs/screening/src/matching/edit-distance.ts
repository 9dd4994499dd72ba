import { LONGEST_COMPARED_TOKEN } from './token-form';

// Taken out of the global once: in the innermost loops the lookup would cost more than the arithmetic.
const { abs, min } = Math;
const WIDTH = LONGEST_COMPARED_TOKEN + 1;
/** One matrix of each kind, reused by every call: comparing allocates nothing, and nothing here is asynchronous. */
const distances = new Uint8Array(WIDTH * WIDTH);
const costs = new Float64Array(WIDTH * WIDTH);

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

/**
 * Optimal string alignment distance (insert, delete, substitute, swap neighbours; each 1) of two ASCII words of at most
 * `LONGEST_COMPARED_TOKEN` letters, or `limit + 1` when it is greater than `limit`.
 */
export function editDistance(a: Uint8Array, b: Uint8Array, limit: number): number {
  const rows = a.length;
  const columns = b.length;
  if (abs(rows - columns) > limit) return limit + 1;
  for (let column = 0; column <= columns; column++) distances[column] = column;
  for (let row = 1; row <= rows; row++) {
    const from = row * WIDTH;
    const letter = a[row - 1] ?? 0;
    let best = row;
    distances[from] = row;
    for (let column = 1; column <= columns; column++) {
      const other = b[column - 1] ?? 0;
      const above = distances[from - WIDTH + column] ?? 0;
      const left = distances[from + column - 1] ?? 0;
      let distance = (distances[from - WIDTH + column - 1] ?? 0) + (letter === other ? 0 : 1);
      if (above + 1 < distance) distance = above + 1;
      if (left + 1 < distance) distance = left + 1;
      if (row > 1 && column > 1 && letter === b[column - 2] && other === a[row - 2]) {
        const swapped = (distances[from - 2 * WIDTH + column - 2] ?? 0) + 1;
        if (swapped < distance) distance = swapped;
      }
      distances[from + column] = distance;
      if (distance < best) best = distance;
    }
    // No later row can be better: even a swap, which reaches back two rows, adds one to a row at most one better.
    if (best > limit) return limit + 1;
  }
  return min(distances[rows * WIDTH + columns] ?? 0, limit + 1);
}

/**
 * The cheapest way to turn one word into the other when mistakes people and transliterations make often cost less than
 * others: a vowel for a vowel, letters of like sound, a doubled letter, a silent `h`, two neighbours swapped.
 */
export function editCost(a: Uint8Array, b: Uint8Array): number {
  const columns = b.length;
  for (let column = 1; column <= columns; column++) costs[column] = (costs[column - 1] ?? 0) + gapCost(b, column - 1);
  for (let row = 1; row <= a.length; row++) {
    const from = row * WIDTH;
    const letter = a[row - 1] ?? 0;
    const gapInB = gapCost(a, row - 1);
    costs[from] = (costs[from - WIDTH] ?? 0) + gapInB;
    for (let column = 1; column <= columns; column++) {
      const other = b[column - 1] ?? 0;
      const diagonal = costs[from - WIDTH + column - 1] ?? 0;
      let cost = letter === other ? diagonal : diagonal + (substitutionCosts[letter * 128 + other] ?? 1);
      const deleted = (costs[from - WIDTH + column] ?? 0) + gapInB;
      if (deleted < cost) cost = deleted;
      const inserted = (costs[from + column - 1] ?? 0) + gapCost(b, column - 1);
      if (inserted < cost) cost = inserted;
      if (row > 1 && column > 1 && letter === b[column - 2] && other === a[row - 2]) {
        const swapped = (costs[from - 2 * WIDTH + column - 2] ?? 0) + 0.9;
        if (swapped < cost) cost = swapped;
      }
      costs[from + column] = cost;
    }
  }
  return costs[a.length * WIDTH + columns] ?? 0;
}

/** What it costs that the other word lacks this letter. */
function gapCost(word: Uint8Array, index: number): number {
  const letter = word[index] ?? 0;
  if (letter === word[index - 1] || letter === word[index + 1]) return 0.4;
  if (letter === H) return 0.6;
  return isVowel[letter] === 1 ? 0.8 : 1;
}
