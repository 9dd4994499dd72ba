import { agreesIf, type KeyAgreement } from './agreement';
import { isDateInKey, saysDay } from './date-in-key';
import { RFC_EXCLUDED_WORDS } from './excluded-words';
import { countingGivenName, countingWord, type NamedPerson, type NameReading, readingsOf } from './mexican-name';

const FORM = /^([A-ZÑ&]{3,4})(\d{6})[0-9A-Z]{2}[0-9A]$/;

/** Articles, prepositions and conjunctions that do not count (rule 8). */
const PARTICLES: ReadonlySet<string> = new Set('DE LA LAS MC VON DEL LOS Y MAC VAN MI'.split(' '));

const DIGITS = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';

/** For buyers without a name and for foreigners (Resolución Miscelánea Fiscal, rule 2.7.1.23): nobody’s own. */
const GENERIC: ReadonlySet<string> = new Set(['XAXX010101000', 'XEXX010101000']);

/**
 * The key of the Registro Federal de Contribuyentes, by the SAT's procedure for it ("Procedimiento para obtener la clave del
 * RFC con homoclave", answered under IFAI 0610100135506): 13 characters of a person, 12 of a company.
 *
 * The check digit is no fault of form: about one and a half percent of the keys in use have one that is wrong (the docs of
 * python-stdnum). Nor are the two characters before it: the SAT gives the next when somebody has them.
 * @returns what is wrong with its form, or undefined
 */
export function rfcFault(rfc: string, owner: 'individual' | 'business'): string | undefined {
  const [, head, day] = FORM.exec(rfc) ?? [];
  const letters = owner === 'individual' ? 4 : 3;
  if (head?.length !== letters || day === undefined) {
    return `must have ${letters === 4 ? 'four' : 'three'} letters, a date (YYMMDD) and three more characters`;
  }
  if (GENERIC.has(rfc)) return 'is a generic key and nobody’s own';
  if (!isDateInKey(day)) return 'has a date that there is not';
  if (RFC_EXCLUDED_WORDS.has(head)) return 'cannot begin with these four letters; the last would be an X';
  return undefined;
}

/** @param rfc of a person, without a fault of form */
export function rfcAgreement(rfc: string, person: NamedPerson): KeyAgreement {
  return {
    name: agreesIf(readingsOf(person).some((reading) => lettersOf(reading).includes(rfc.slice(0, 4)))),
    date: person.birthDate === undefined ? 'no_input' : agreesIf(saysDay(rfc.slice(4, 10), person.birthDate)),
    checkDigit: checkDigitAgreement(rfc),
  };
}

/** The letters of a company are not compared: how they follow from a name fills pages, with numbers and forms of company. */
export function companyRfcAgreement(rfc: string, incorporationDate: string | undefined): KeyAgreement {
  return {
    name: 'no_input',
    date: incorporationDate === undefined ? 'no_input' : agreesIf(saysDay(rfc.slice(3, 9), incorporationDate)),
    checkDigit: checkDigitAgreement(rfc),
  };
}

/** Rules 1 to 9: what a name begins with. Ñ stays what it is; older keys have an X for it. */
function lettersOf({ first, second, given }: NameReading): string[] {
  const paternal = plain(countingWord(first, PARTICLES));
  const maternal = plain(countingWord(second, PARTICLES));
  const name = plain(countingGivenName(given, PARTICLES));
  const letters = withoutExcludedWord(headOf(paternal, maternal, name));
  return [letters, letters.replaceAll('Ñ', 'X')];
}

function headOf(paternal: string, maternal: string, name: string): string {
  // Rule 7: one surname only. Rule 4: a first surname of one or two letters.
  if (maternal === '') return `${paternal.slice(0, 2)}${name.slice(0, 2)}`;
  if (paternal.length <= 2) return `${paternal.charAt(0)}${maternal.charAt(0)}${name.slice(0, 2)}`;
  const vowel = /[AEIOU]/.exec(paternal.slice(1))?.[0] ?? 'X';
  return `${paternal.charAt(0)}${vowel}${maternal.charAt(0)}${name.charAt(0)}`;
}

/** Signs inside of a word do not count. */
const plain = (word: string): string => word.replaceAll(/[^A-ZÑ]/g, '');

const withoutExcludedWord = (head: string): string => (RFC_EXCLUDED_WORDS.has(head) ? `${head.slice(0, 3)}X` : head);

/** Annex III: each character's value times 13, 12, … 2, from a space on where there are 12; eleven less the rest of eleven. */
function checkDigitAgreement(rfc: string): KeyAgreement['checkDigit'] {
  const sum = [...rfc.slice(0, -1).padStart(12, ' ')].reduce(
    (total, digit, index) => total + DIGITS.indexOf(digit) * (13 - index),
    0,
  );
  return agreesIf('0123456789A'.charAt((11 - (sum % 11)) % 11) === rfc.at(-1));
}
