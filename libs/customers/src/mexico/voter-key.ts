import { agreesIf, type KeyAgreement } from './agreement';
import { isDateInKey, saysDay } from './date-in-key';
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
} from './mexican-name';

const FORM = /^([A-Z]{6})(\d{6})(\d{2})[HM]\d{3}$/;

/** The 32 states in the order of the INEGI's catalogue, and the numbers of those who were born abroad. */
const isState = (number: number): boolean => (number >= 1 && number <= 33) || number === 87 || number === 88;

/**
 * The clave de elector of Mexico's voting card (Instituto Nacional Electoral): of each surname and of the name the first letter and
 * the first consonant after it, the day of birth, the state's number, sex, a check digit and two digits against homonyms.
 * How the check digit is computed is not published, so it is not checked.
 * @returns what is wrong with its form, or undefined
 */
export function voterKeyFault(key: string): string | undefined {
  const [, , day, state] = FORM.exec(key) ?? [];
  if (day === undefined) {
    return 'must have six letters, a date (YYMMDD), the number of a state, H or M, and three digits';
  }
  if (!isDateInKey(day)) return 'has a date of birth that there is not';
  return isState(Number(state)) ? undefined : 'has the number of a state that there is not';
}

/** @param key without a fault of form */
export function voterKeyAgreement(key: string, person: NamedPerson): KeyAgreement {
  return {
    name: agreesIf(readingsOf(person).some((reading) => lettersOf(reading).includes(key.slice(0, 6)))),
    date: person.birthDate === undefined ? 'no_input' : agreesIf(saysDay(key.slice(6, 12), person.birthDate)),
    checkDigit: 'no_input',
  };
}

/** Whether María and José are passed over is not published either, so both readings of a name count. */
function lettersOf({ first, second, given }: ReturnType<typeof readingsOf>[number]): string[] {
  const surnames = [countingWord(first, CURP_PARTICLES), countingWord(second, CURP_PARTICLES)];
  return [countingGivenName(given, CURP_PARTICLES), countingWord(given, CURP_PARTICLES)].flatMap((name) =>
    everyText([...surnames, name].flatMap((word) => [[asWritten(word.charAt(0))], innerLetters(word, CONSONANT)])),
  );
}
