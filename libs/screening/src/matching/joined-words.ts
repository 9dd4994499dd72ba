import { type NameWord } from './normalize-name';
import { syllableSpellings } from './syllable-spellings';

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

/**
 * How neighbours may be written as one: Chinese and Korean syllables by each custom of writing them, words without vowels
 * also without the article between them, whose sound is lost in many names ("Abdurrahman"); others as they stand.
 */
export function joinedSpellings(words: readonly NameWord[]): readonly string[] {
  if (words.every(({ syllable }) => syllable !== undefined)) return joinedSyllables(words);
  const whole = words.map(({ text }) => text).join('');
  const isArticle = ({ text, vowelless }: NameWord): boolean => vowelless && text === ARTICLE;
  const isWithArticle = words.every(({ vowelless }) => vowelless) && words.slice(1, -1).some(isArticle);
  if (!isWithArticle) return [whole];
  return [whole, words.map((word) => (isArticle(word) ? '' : word.text)).join('')];
}

/** Whether `joinedSpellings` may give more of these words than the words as they stand. */
export function isSpelledByCustoms({ vowelless, syllable }: NameWord): boolean {
  return vowelless || syllable !== undefined;
}

const ARTICLE = 'al';
const MOST_SPELLINGS = 40;

function joinedSyllables(words: readonly NameWord[]): readonly string[] {
  let joined: readonly string[] = [''];
  for (const { text, syllable } of words) {
    const spellings = syllable === undefined ? [text] : syllableSpellings(text, syllable);
    const used = joined.length * spellings.length > MOST_SPELLINGS ? spellings.slice(0, 1) : spellings;
    joined = joined.flatMap((before) => used.map((spelling) => before + spelling));
  }
  return joined.filter((text) => text.length <= LONGEST_JOINED_TEXT);
}
