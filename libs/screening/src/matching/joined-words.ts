const LONGEST_ACRONYM = 5;
const LONGEST_JOINED_TEXT = 24;
const SHORTEST_JOINED_TEXT = 5;
const SHORT_WORD = 3;
const MOST_JOINED_WORDS = 3;

/**
 * Visits each run of neighbours that may be written as one word: two words; three when one of them is short
 * ("abd al rahman"); or a run of initials ("K M A"). `lengthOf` gives the letters of a word, or 0 when it has digits or
 * is too long, and then it joins nothing.
 */
export function forEachJoin(
  count: number,
  lengthOf: (index: number) => number,
  visit: (start: number, length: number) => void,
): void {
  for (let start = 0; start + 1 < count; start++) {
    let letters = lengthOf(start);
    let shortest = letters;
    let longest = letters;
    if (letters === 0) continue;
    for (let length = 2; length <= LONGEST_ACRONYM && start + length <= count; length++) {
      const added = lengthOf(start + length - 1);
      letters += added;
      if (added === 0 || letters > LONGEST_JOINED_TEXT) break;
      shortest = Math.min(shortest, added);
      longest = Math.max(longest, added);
      if (longest === 1 || isReadAsOne(length, letters, shortest)) visit(start, length);
    }
  }
}

function isReadAsOne(words: number, letters: number, shortest: number): boolean {
  if (letters < SHORTEST_JOINED_TEXT || words > MOST_JOINED_WORDS) return false;
  return words === 2 || shortest <= SHORT_WORD;
}
