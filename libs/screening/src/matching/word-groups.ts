import { type FoundWords } from './deletion-index';

/** Words that share a number, such as that of their consonant skeleton, in packed arrays. */
export class WordGroups {
  constructor(
    private readonly starts: Int32Array,
    private readonly words: Int32Array,
  ) {}

  /** Adds the words of a group; group 0 has none. */
  addTo(found: FoundWords, group: number): void {
    if (group === 0) return;
    const end = this.starts[group + 1] ?? 0;
    for (let at = this.starts[group] ?? 0; at < end; at++) found.add(this.words[at] ?? 0);
  }
}

/** Groups the words 0 to `count - 1` by a number over 0; those with 0 are in no group. */
export function groupWords(count: number, groupOf: (word: number) => number): WordGroups {
  let last = 0;
  for (let word = 0; word < count; word++) last = Math.max(last, groupOf(word));
  const starts = new Int32Array(last + 3);
  for (let word = 0; word < count; word++) {
    const group = groupOf(word) + 2;
    if (group > 2) starts[group] = (starts[group] ?? 0) + 1;
  }
  for (let group = 1; group < starts.length; group++) starts[group] = (starts[group] ?? 0) + (starts[group - 1] ?? 0);
  const words = new Int32Array(starts[last + 2] ?? 0);
  for (let word = 0; word < count; word++) {
    const group = groupOf(word) + 1;
    if (group === 1) continue;
    const place = starts[group] ?? 0;
    words[place] = word;
    starts[group] = place + 1;
  }
  return new WordGroups(starts, words);
}
