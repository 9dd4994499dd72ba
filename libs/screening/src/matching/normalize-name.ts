import anyAscii from 'any-ascii';
import { romanizeGreek } from './romanize-greek';
import { romanizeKana } from './romanize-kana';
import { type SyllableScript } from './syllable-spellings';
import { isVowelless, romanizeVowelless } from './vowelless-scripts';

/** One word of a name, in a-z and 0-9 only. */
export interface NameWord {
  readonly text: string;
  /** True when it was written in a script without vowels: only its consonants can be compared. */
  readonly vowelless: boolean;
  /** Set when it was one character that stands for a syllable. */
  readonly syllable?: SyllableScript;
}

/** Numbers that names carry as Roman numerals. `i`, `v`, `vi`, `x` and `xi` are left out: they are initials and surnames. */
const ROMAN_NUMERALS: ReadonlyMap<string, string> = new Map([
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
  ['vii', '7'],
  ['viii', '8'],
  ['ix', '9'],
  ['xii', '12'],
]);

/** A name as it was read: words to compare, and those in letters that cannot be read, as they were written. */
export interface ReadName {
  readonly words: readonly NameWord[];
  readonly unreadableWords: readonly string[];
}

/**
 * Reads a name, the same way for a listed name and a subject's: case, diacritics and punctuation gone, other scripts in
 * Latin letters. Total: any string gives a result, and one without letters or digits gives no words.
 */
export function readName(name: string): ReadName {
  if (isAscii(name)) return { words: asciiWords(name), unreadableWords: NOTHING_UNREADABLE };
  const words: NameWord[] = [];
  const unreadableWords: string[] = [];
  // Composed, not decomposed: marks are vowels in many scripts, and `any-ascii` drops those that are only accents.
  for (const piece of name.normalize('NFKC').split(SEPARATORS)) {
    const vowelless = isVowelless(piece);
    const countBefore = words.length;
    for (const part of piece.split(SYLLABLES)) {
      const syllable = syllableScript(part);
      for (const text of latinWords(part, vowelless)) words.push({ text, vowelless, ...(syllable && { syllable }) });
    }
    if (words.length === countBefore && HAS_LETTERS.test(piece)) unreadableWords.push(piece);
  }
  return { words, unreadableWords };
}

/** The words of a name that can be read. */
export const normalizeName = (name: string): readonly NameWord[] => readName(name).words;

/** Whether anything of the name can be compared. A name in letters that cannot be read must not pass for one that is not listed. */
export const isComparable = (name: string): boolean => readName(name).words.length > 0;

/** The words of some names in letters that cannot be read, as they were written, each once. */
export const unreadableWords = (names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => readName(name).unreadableWords)),
];

const NOTHING_UNREADABLE: readonly string[] = [];
/** The joiner that is none (U+200C) stands between the parts of a Persian compound. */
const SEPARATORS = /[\s\u200c,;/|()[\]{}]+/u;
/** Private and unpaired characters too: they may have been letters where the name was typed. */
const HAS_LETTERS = /[\p{L}\p{N}\p{Co}\p{Cs}]/u;
/** In these scripts a character is a syllable, and names are written without spaces. */
const SYLLABLES = /([\p{Script=Han}\p{Script=Hangul}])/u;
const APOSTROPHES = /[\u2018\u2019\u02b9-\u02bf\u02c8\u00b4\u2032]/gu;

const AMPERSAND = 38;
const APOSTROPHE = 39;
const DOT = 46;
const BACKTICK = 96;

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** What `latinWords` gives for plain ASCII text, without its many steps. */
function asciiWords(name: string): NameWord[] {
  const words: NameWord[] = [];
  let word = '';
  const end = (): void => {
    if (word !== '') words.push({ text: normalizeNumber(word), vowelless: false });
    word = '';
  };
  const text = name.toLowerCase();
  let from = -1;
  for (let index = 0; index <= text.length; index++) {
    const code = text.charCodeAt(index);
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      if (from < 0) from = index;
      continue;
    }
    if (from >= 0) word += text.slice(from, index);
    from = -1;
    if (code === APOSTROPHE || code === DOT || code === BACKTICK) continue;
    end();
    if (code === AMPERSAND) words.push({ text: 'and', vowelless: false });
  }
  return words;
}

function syllableScript(text: string): SyllableScript | undefined {
  if (/^\p{Script=Han}$/u.test(text)) return 'han';
  return /^\p{Script=Hangul}$/u.test(text) ? 'hangul' : undefined;
}

function latinWords(piece: string, vowelless: boolean): string[] {
  const plain = piece.replace(APOSTROPHES, "'");
  return anyAscii(vowelless ? romanizeVowelless(plain) : romanizeKana(romanizeGreek(plain)))
    .toLowerCase()
    .replace(/['`.]/gu, '')
    .replace(/&/gu, ' and ')
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '')
    .map(normalizeNumber);
}

function normalizeNumber(word: string): string {
  const first = word.charCodeAt(0);
  if (first > 57) return ROMAN_NUMERALS.get(word) ?? word;
  const digits = /^0*(\d+?)(?:st|nd|rd|th)?$/u.exec(word);
  return digits?.[1] ?? word;
}
