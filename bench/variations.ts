import { misspell } from './query-names';

type Random = () => number;
type Variation = (words: readonly string[], random: Random) => string;

const CYRILLIC: ReadonlyMap<string, string> = new Map(
  'a а|b б|v в|g г|d д|e е|z з|i и|k к|l л|m м|n н|o о|p п|r р|s с|t т|u у|f ф|h х|y ы|j ж|c ц|q к|w в|x кс'
    .split('|')
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
);
const ARABIC: ReadonlyMap<string, string> = new Map(
  'a ا|b ب|v ف|g غ|d د|z ز|i ي|k ك|l ل|m م|n ن|o و|p ب|r ر|s س|t ت|u و|f ف|h ه|y ي|j ج|c ك|q ق|w و|x كس|e '
    .split('|')
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
);
/** Spellings of one sound that different transliterations use. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/y/gu, 'j'],
  [/j/gu, 'dj'],
  [/kh/gu, 'h'],
  [/q/gu, 'k'],
  [/ou/gu, 'u'],
  [/ee|i/gu, 'y'],
  [/w/gu, 'v'],
  [/sh/gu, 'ch'],
  [/mm/gu, 'm'],
  [/e/gu, 'a'],
];

const written =
  (letters: ReadonlyMap<string, string>): Variation =>
  (words) =>
    Array.from(words.join(' ').toLowerCase(), (letter) => letters.get(letter) ?? letter).join('');

/** What people, forms and other alphabets do to names, by what it is called in the report. */
export const VARIATIONS: ReadonlyMap<string, Variation> = new Map<string, Variation>([
  ['exact', (words) => words.join(' ')],
  ['a typo in one word', (words, random) => changeOne(words, random, (word) => misspell(word, random))],
  ['a typo in every word', (words, random) => words.map((word) => misspell(word, random)).join(' ')],
  [
    'a wrong first letter',
    (words, random) =>
      changeOne(words, random, (word) => String.fromCharCode(97 + Math.floor(random() * 26)) + word.slice(1)),
  ],
  [
    'another transliteration',
    (words, random) => {
      const [sound = /y/gu, other = 'j'] = SOUNDS[Math.floor(random() * SOUNDS.length)] ?? [];
      return words.join(' ').toLowerCase().replace(sound, other);
    },
  ],
  ['Cyrillic letters', written(CYRILLIC)],
  ['Arabic letters', written(ARABIC)],
  [
    'two words joined',
    (words, random) => {
      const at = 1 + Math.floor(random() * Math.max(1, words.length - 1));
      return [...words.slice(0, at - 1), words.slice(at - 1, at + 1).join(''), ...words.slice(at + 1)].join(' ');
    },
  ],
  [
    'a word split',
    (words, random) =>
      changeOne(words, random, (word) => {
        const at = Math.floor(word.length / 2);
        return word.length < 5 ? word : `${word.slice(0, at)} ${word.slice(at)}`;
      }),
  ],
  ['another order', (words, random) => rotate(words, Math.floor(random() * words.length)).join(' ')],
  ['a word left out', (words, random) => (words.length < 3 ? words : without(words, random)).join(' ')],
  ['a word more', (words) => `${words.join(' ')} Quentin`],
  ['an initial', (words, random) => changeOne(words, random, (word) => `${word.charAt(0)}.`)],
]);

function changeOne(words: readonly string[], random: Random, change: (word: string) => string): string {
  const at = Math.floor(random() * words.length);
  return words.map((word, index) => (index === at ? change(word) : word)).join(' ');
}

function rotate(words: readonly string[], by: number): string[] {
  return [...words.slice(by), ...words.slice(0, by)];
}

function without(words: readonly string[], random: Random): string[] {
  const at = Math.floor(random() * words.length);
  return words.filter((_, index) => index !== at);
}
