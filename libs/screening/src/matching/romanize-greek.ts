const GREEK_WORD = /[\u0370-\u03ff\u1f00-\u1fff][\u0300-\u036f\u0370-\u03ff\u1f00-\u1fff]*/gu;

/** Letters that sound otherwise together than alone, as in the standard ELOT 743 (ISO 843); at the beginning first. */
const TOGETHER: readonly (readonly [RegExp, string])[] = [
  [/ου/gu, 'ou'],
  [/([αεη])υ(?=[θκξπσςτφχψ]|$)/gu, '$1f'],
  [/([αεη])υ/gu, '$1v'],
  [/^μπ/gu, 'b'],
  [/^ντ/gu, 'd'],
  [/^γκ/gu, 'g'],
  [/γγ/gu, 'ng'],
  [/γξ/gu, 'nx'],
  [/γχ/gu, 'nch'],
];

const LETTERS: ReadonlyMap<string, string> = new Map(
  'αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo'
    .split(' ')
    .map((pair) => [pair.charAt(0), pair.slice(1)]),
);

/** Rewrites the Greek words of a text in Latin letters, and leaves the rest. */
export function romanizeGreek(text: string): string {
  return text.replace(GREEK_WORD, (word) => {
    // A diaeresis says that two vowels are spoken apart.
    let plain = word
      .toLowerCase()
      .normalize('NFD')
      .replace(/υ\u0308/gu, 'y')
      .replace(/\p{M}/gu, '');
    for (const [letters, latin] of TOGETHER) plain = plain.replace(letters, latin);
    return Array.from(plain, (letter) => LETTERS.get(letter) ?? letter).join('');
  });
}
