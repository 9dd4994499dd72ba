/**
 * Arabic, Persian and Urdu letters as Latin ones. A letter that several customs spell by different sounds has Latin letters
 * of its own here, by which `vowellessSkeletons` knows it. Short vowels are not written in these scripts, so a name comes out
 * as its consonants and long vowels; the token relation for such names compares consonants only.
 */
const ARABIC_LETTERS =
  'ا a|أ a|إ i|آ a|ٱ a|ء |ؤ w|ئ y|ى a|ب b|پ p|ت t|ٹ t|ث th|ج j|چ tch|ح h|خ kh|د d|ڈ d|ذ dh|ر r|ڑ r|ز z|ژ zh|س s|ش sh|' +
  'ص s|ض dh|ط t|ظ dh|ع a|غ gh|ف f|ڤ v|ق q|ك k|ک k|گ g|ل l|م m|ن n|ں n|ه h|ة a|ۃ a|ہ h|ھ h|ۀ h|و w|ۇ w|ۆ w|ي y|ی y|ې y|ے e|' +
  'ـ |ڭ ng|ګ g|ړ r|ږ zh|ښ sh|څ ts|ځ dz|ټ t|ډ d|ڼ n';

/** Hebrew letters; the final forms are the same letters. */
const HEBREW_LETTERS =
  'א a|ב b|ג g|ד d|ה h|ו w|ז z|ח ch|ט t|י y|כ kh|ך kh|ל l|מ m|ם m|נ n|ן n|ס s|ע a|פ p|ף p|צ ts|ץ ts|ק k|ר r|ש sh|ת t|װ w|ױ w|ײ y';

const LETTERS: ReadonlyMap<string, string> = new Map(
  `${ARABIC_LETTERS}|${HEBREW_LETTERS}`.split('|').map((pair) => [pair.charAt(0), pair.slice(2)]),
);

const VOWELLESS_WORD = /[\u05d0-\u05f2\u0620-\u06d3\u0640]+/gu;
/** Points, vowel signs and doubling signs, which most texts leave out. */
const VOWEL_SIGNS = /[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/gu;

/** Whether the text has letters of a script that leaves its vowels out (Arabic or Hebrew). */
export function isVowelless(text: string): boolean {
  return /[\u0590-\u05ff\u0600-\u06ff]/u.test(text);
}

/** In compound names the article stands in the middle of a word: "servant of …", "light of the faith". */
const COMPOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(عبد)ال(?=.{3})/u, '$1 ال '],
  [/^(.{2,})ال(دین|دين|حق|زمان|اسلام|إسلام|رحمن)$/u, '$1 ال $2'],
  [/^(.{2,})(الله)$/u, '$1 $2'],
];

/** Rewrites the Arabic and Hebrew words of a text in Latin letters and sets the Arabic article apart; leaves the rest. */
export function romanizeVowelless(text: string): string {
  return text.replace(VOWEL_SIGNS, '').replace(VOWELLESS_WORD, (word) => {
    let apart = word.replaceAll('ـ', '');
    for (const [compound, parts] of COMPOUNDS) apart = apart.replace(compound, parts);
    return apart
      .split(' ')
      .map((part) => (part === 'ال' ? 'al' : romanizeWord(part)))
      .join(' ');
  });
}

function romanizeWord(word: string): string {
  const article = word.startsWith('ال') && word.length >= 5 ? 'al ' : '';
  const rest = article === '' ? word : word.slice(2);
  return article + Array.from(rest, (letter) => LETTERS.get(letter) ?? '').join('');
}
