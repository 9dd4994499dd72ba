/** Letter groups that transliterations of one sound use in turn. Order matters: longer ones first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/(?:shch|sch|tsch)/gu, 's'],
  [/(?:kh|gh|ck|q|g|c(?!h)|x)/gu, 'k'],
  [/(?:dh|th|d)/gu, 't'],
  [/(?:sh|ch|zh|dj|j|z)/gu, 's'],
  [/ph/gu, 'f'],
  [/w/gu, 'v'],
];

/**
 * What is left of a Latin word when vowels, `h` and `y` go and the letters of one sound become one: `qadhafi` and
 * `gaddafi` are both `ktf`. Doubled letters count once where they were written doubled.
 */
export function consonantSkeleton(word: string): string {
  let skeleton = word;
  for (const [letters, sound] of SOUNDS) skeleton = skeleton.replace(letters, sound);
  return skeleton.replace(/(.)\1+/gu, '$1').replace(/[aeiouyh]/gu, '');
}

/** The skeleton to compare with a word from a script without vowels, where `w` may be a vowel and nothing is doubled. */
export function vowellessSkeleton(word: string): string {
  return consonantSkeleton(word)
    .replace(/v/gu, '')
    .replace(/(.)\1+/gu, '$1');
}
