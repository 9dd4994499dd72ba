/** A person as its organization has entered it. */
export interface NamedPerson {
  readonly firstName: string;
  readonly middleName?: string | undefined;
  /** One surname or two. Where the first ends nobody says, so every place is tried. */
  readonly lastName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | undefined;
}

/** One way to read a name: which words are the first surname, which the second (none: there is one only). */
export interface NameReading {
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly given: readonly string[];
}

export function readingsOf({ firstName, middleName, lastName }: NamedPerson): NameReading[] {
  const given = wordsOf(middleName === undefined ? firstName : `${firstName} ${middleName}`);
  const surnames = wordsOf(lastName);
  return surnames.map((_, index) => ({
    first: surnames.slice(0, index + 1),
    second: surnames.slice(index + 1),
    given,
  }));
}

/** In capitals without accents; Ñ and the signs that stand inside of words stay. */
const wordsOf = (name: string): string[] =>
  name
    .normalize('NFC')
    .toUpperCase()
    .replaceAll('Ñ', '\u0000')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('\u0000', 'Ñ')
    .split(/\s+/u)
    .filter((word) => /[A-ZÑ]/.test(word));

/** Names that so many have that the next one counts, and their short forms. */
const COMMON_NAMES: ReadonlySet<string> = new Set(['MARIA', 'MA.', 'MA', 'M.', 'M', 'JOSE', 'J.', 'J']);

/** Prepositions, conjunctions and contractions that do not count, by the Instructivo of the CURP. */
export const CURP_PARTICLES: ReadonlySet<string> = new Set(
  'DA DAS DE DEL DER DI DIE DD EL LA LOS LAS LE LES MAC MC VAN VON Y'.split(' '),
);

/** The word that counts: the first that is no particle. */
export function countingWord(words: readonly string[], particles: ReadonlySet<string>): string {
  return words.find((word) => !particles.has(word)) ?? words.at(-1) ?? '';
}

/** The same of given names, of which María and José count only when there is no other. */
export function countingGivenName(words: readonly string[], particles: ReadonlySet<string>): string {
  const [first, ...others] = words;
  const isPassedOver = first !== undefined && COMMON_NAMES.has(first) && others.length > 0;
  return countingWord(isPassedOver ? others : words, particles);
}

/** A letter after the first: a vowel, a consonant. A sign that stands before it may take its place. @returns X for none */
export function innerLetters(word: string, kind: RegExp): string[] {
  const inner = [...word.slice(1)];
  const found = inner.findIndex((letter) => kind.test(letter));
  const before = found === -1 ? inner : inner.slice(0, found);
  const letter = found === -1 ? 'X' : asWritten(inner[found] ?? 'X');
  return before.some((sign) => !/[A-ZÑ]/.test(sign)) ? [letter, 'X'] : [letter];
}

export const VOWEL = /[AEIOU]/;
export const CONSONANT = /[B-DF-HJ-NP-TV-ZÑ]/;

/** In keys there is no Ñ and no sign. */
export const asWritten = (letter: string): string => (/[A-Z]/.test(letter) ? letter : 'X');

/** Every text that takes one of the letters of each place. */
export const everyText = (places: readonly (readonly string[])[]): string[] =>
  places.reduce<string[]>((texts, letters) => texts.flatMap((text) => letters.map((letter) => text + letter)), ['']);
