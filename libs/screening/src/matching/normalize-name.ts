import anyAscii from 'any-ascii';
import { isVowelless, romanizeArabic } from './arabic-letters';

/** One word of a name, in a-z and 0-9 only. */
export interface NameWord {
  readonly text: string;
  /** True when it was written in a script without vowels: only its consonants can be compared. */
  readonly vowelless: boolean;
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

/**
 * The words of a name, the same for a listed name and a subject's: case, diacritics and punctuation gone, other scripts
 * in Latin letters. Total: any string gives a result, and one without letters or digits gives no words.
 */
export function normalizeName(name: string): NameWord[] {
  const words: NameWord[] = [];
  // Composed, not decomposed: marks are vowels in many scripts, and `any-ascii` drops those that are only accents.
  for (const piece of name.normalize('NFKC').split(/\s+/u)) {
    const vowelless = isVowelless(piece);
    for (const text of latinWords(vowelless ? romanizeArabic(piece) : piece)) words.push({ text, vowelless });
  }
  return words;
}

/** Whether anything of the name can be compared. A name in letters that cannot be read must not pass for one that is not listed. */
export const isComparable = (name: string): boolean => normalizeName(name).length > 0;

function latinWords(piece: string): string[] {
  const ascii = /^[\u0000-\u007f]*$/u.test(piece)
    ? piece
    : anyAscii(piece.replace(/[\u2019\u2018\u02bc\u02bb\u00b4]/gu, "'"));
  return ascii
    .toLowerCase()
    .replace(/['`.]/gu, '')
    .replace(/&/gu, ' and ')
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '')
    .map(normalizeNumber);
}

function normalizeNumber(word: string): string {
  const roman = ROMAN_NUMERALS.get(word);
  if (roman !== undefined) return roman;
  const digits = /^0*(\d+?)(?:st|nd|rd|th)?$/u.exec(word);
  return digits?.[1] ?? word;
}
