/**
 * Arabic, Persian and Urdu letters as Latin ones. Short vowels are not written in these scripts, so a name comes out
 * as its consonants and long vowels; the token relation for such names compares consonants only.
 */
const LETTERS: ReadonlyMap<string, string> = new Map(
  (
    'ا a|أ a|إ i|آ a|ٱ a|ء |ؤ w|ئ y|ى a|ب b|پ p|ت t|ٹ t|ث th|ج j|چ ch|ح h|خ kh|د d|ڈ d|ذ dh|ر r|ڑ r|ز z|ژ zh|س s|ش sh|' +
    'ص s|ض d|ط t|ظ z|ع a|غ gh|ف f|ڤ v|ق q|ك k|ک k|گ g|ل l|م m|ن n|ں n|ه h|ة a|ۃ a|ہ h|ھ h|و w|ي y|ی y|ے e|ـ '
  )
    .split('|')
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
);

const ARABIC_WORD = /[\u0621-\u06d3\u0640]+/gu;

/** Whether the text has letters of a script that leaves its vowels out (Arabic or Hebrew). */
export function isVowelless(text: string): boolean {
  return /[\u0590-\u05ff\u0600-\u06ff]/u.test(text);
}

/** Rewrites the Arabic-script words of a text in Latin letters and sets the article `al` apart; leaves the rest. */
export function romanizeArabic(text: string): string {
  return text.replace(ARABIC_WORD, (word) => {
    const article = word.startsWith('ال') && word.length >= 5 ? 'al ' : '';
    const rest = article === '' ? word : word.slice(2);
    return article + Array.from(rest, (letter) => LETTERS.get(letter) ?? '').join('');
  });
}
