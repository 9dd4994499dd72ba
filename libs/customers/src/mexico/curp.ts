import { agreesIf, type KeyAgreement } from './agreement';
import { dateInKey } from './date-in-key';
import { CURP_EXCLUDED_WORDS } from './excluded-words';
import {
  asWritten,
  CONSONANT,
  countingGivenName,
  countingWord,
  CURP_PARTICLES,
  everyText,
  innerLetters,
  type NamedPerson,
  readingsOf,
  VOWEL,
} from './mexican-name';

/** Of birth. Ciudad de México is DF still; NE: born abroad. */
const STATES =
  'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS'.split(' ');

const FORM = new RegExp(
  `^([A-Z][AEIOUX][A-Z]{2})(\\d{6})[HMX](?:${STATES.join('|')})([B-DF-HJ-NP-TV-Z]{3})([0-9A-Z])\\d$`,
);

const DIGITS = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

/**
 * The Clave Única de Registro de Población, by the rules of the Instructivo Normativo para la Asignación de la Clave Única de
 * Registro de Población (Diario Oficial de la Federación, 18 October 2021), numerals on its construction and its exceptions.
 * Whether it was given out, and to whom, the Registro Nacional de Población alone knows.
 * @returns what is wrong with its form, or undefined. Sex: H, M, and X, which is given since to people who are neither
 */
export function curpFault(curp: string): string | undefined {
  const [, head, day, , homonym] = FORM.exec(curp) ?? [];
  if (head === undefined || day === undefined || homonym === undefined) {
    return 'must have four letters, a date (YYMMDD), H, M or X, a state, three consonants and two more characters';
  }
  if (CURP_EXCLUDED_WORDS.has(head)) return 'cannot begin with these four letters; the second would be an X';
  if (birthDateIn(curp) === null) return 'has a date of birth that there is not';
  return checkDigitOf(curp) === curp.at(-1) ? undefined : 'has a check digit that is wrong: a character was mistyped';
}

/** @param curp without a fault of form */
export function curpAgreement(curp: string, person: NamedPerson): KeyAgreement {
  const letters = curp.slice(0, 4) + curp.slice(13, 16);
  return {
    name: agreesIf(lettersOf(person).has(letters)),
    date: person.birthDate === undefined ? 'no_input' : agreesIf(birthDateIn(curp) === person.birthDate),
    checkDigit: agreesIf(checkDigitOf(curp) === curp.at(-1)),
  };
}

/** The character before the last is a digit for those born until 1999, and a letter for those born since. */
const birthDateIn = (curp: string): string | null =>
  dateInKey(curp.slice(4, 10), /\d/.test(curp.charAt(16)) ? '19' : '20');

/** The first four letters and the three consonants, for every way to read the name. */
function lettersOf(person: NamedPerson): ReadonlySet<string> {
  return new Set(
    readingsOf(person).flatMap(({ first, second, given }) => {
      const words = [
        countingWord(first, CURP_PARTICLES),
        countingWord(second, CURP_PARTICLES),
        countingGivenName(given, CURP_PARTICLES),
      ];
      const [one, two, three] = words.map((word) => (word === '' ? 'X' : asWritten(word.charAt(0)))) as [
        string,
        string,
        string,
      ];
      const heads = everyText([[one], innerLetters(words[0] ?? '', VOWEL), [two], [three]]);
      const consonants = everyText(words.map((word) => innerLetters(word, CONSONANT)));
      return heads.flatMap((head) => consonants.map((rest) => withoutExcludedWord(head) + rest));
    }),
  );
}

const withoutExcludedWord = (head: string): string =>
  CURP_EXCLUDED_WORDS.has(head) ? `${head.charAt(0)}X${head.slice(2)}` : head;

/** Each character's place in the alphabet of 37 times 18, 17, … 2; what is missing to a multiple of ten. */
function checkDigitOf(curp: string): string {
  const sum = [...curp.slice(0, 17)].reduce((total, digit, index) => total + DIGITS.indexOf(digit) * (18 - index), 0);
  return String((10 - (sum % 10)) % 10);
}
