import { sortedWords } from './jaro-winkler';

/**
 * The token-set similarity of two names, 0 to 1: the shared words against the shared words with the rest of either side,
 * each pair compared letter by letter; the best counts. What widely used fuzzy matching libraries call `token_set_ratio`.
 */
export function tokenSetSimilarity(a: string, b: string): number {
  const [ours, theirs] = [new Set(sortedWords(a).split(' ')), new Set(sortedWords(b).split(' '))];
  const shared = [...ours].filter((word) => theirs.has(word)).join(' ');
  const withRest = (own: ReadonlySet<string>, other: ReadonlySet<string>): string =>
    [shared, ...[...own].filter((word) => !other.has(word))].join(' ').trim();
  const [first, second] = [withRest(ours, theirs), withRest(theirs, ours)];
  const ratios = [ratio(first, second), ...(shared === '' ? [] : [ratio(shared, first), ratio(shared, second)])];
  return Math.max(...ratios);
}

/** Twice the longest common subsequence over both lengths. */
function ratio(a: string, b: string): number {
  let before = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    const row = new Uint16Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) {
      row[j] = a[i - 1] === b[j - 1] ? (before[j - 1] ?? 0) + 1 : Math.max(before[j] ?? 0, row[j - 1] ?? 0);
    }
    before = row;
  }
  return a.length + b.length === 0 ? 1 : (2 * (before[b.length] ?? 0)) / (a.length + b.length);
}
