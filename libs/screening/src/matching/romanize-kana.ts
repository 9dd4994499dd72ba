import anyAscii from 'any-ascii';

const KANA = '\\u3041-\\u30fa';
const CONTRACTED = new RegExp(`([${KANA}])([ゃゅょャュョ])`, 'gu');
const WITH_SMALL_VOWEL = new RegExp(`([${KANA}])([ぁぃぅぇぉァィゥェォ])`, 'gu');
const DOUBLED_KANA = new RegExp(`([っッ])([${KANA}])`, 'gu');
const DOUBLED = /[っッ]([a-z])/gu;
/** The sounds that swallow the `y`: `sha`, not `shya`. */
const PALATAL = /^(?:sh|ch|j)$/u;

/** Rewrites what Japanese kana mean together (Hepburn): `しょう` is `shou`, not `shiyou`. Single kana stay as they are. */
export function romanizeKana(text: string): string {
  return text
    .replace(CONTRACTED, (both, kana: string, small: string) => {
      const onset = /^(.+)i$/u.exec(anyAscii(kana))?.[1];
      if (onset === undefined) return both;
      return `${onset}${PALATAL.test(onset) ? '' : 'y'}${anyAscii(small).slice(-1)}`;
    })
    .replace(WITH_SMALL_VOWEL, (both, kana: string, small: string) => {
      const onset = /^([^aeiou]+)[aeiou]$/u.exec(anyAscii(kana))?.[1];
      return onset === undefined ? both : onset + anyAscii(small);
    })
    .replace(DOUBLED_KANA, (_, doubled: string, kana: string) => doubled + anyAscii(kana))
    .replace(DOUBLED, (_, letter: string) => (letter === 'c' ? 'tc' : letter + letter));
}
