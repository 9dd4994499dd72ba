import { countryCode, countryName } from '../lists/country-names';
import { isComparable } from '../matching/normalize-name';
import { type ScreeningSubject, type SubjectCountry } from '../matching/screening-subject';
import { birthDateFault } from '../matching/subject-birth-date';
import { RowError } from './row-error';
import { type RowFields } from './row-fields';
import { type SubjectColumn } from './subject-columns';

const LONGEST_NAME_CHARACTERS = 300;
const ALTERNATIVE_NAMES_AT_MOST = 20;

type SubjectType = NonNullable<ScreeningSubject['type']>;

const TYPE_BY_WORD: ReadonlyMap<string, SubjectType> = new Map([
  ['person', 'person'],
  ['individual', 'person'],
  ['business', 'business'],
  ['company', 'business'],
  ['organization', 'business'],
  ['entity', 'business'],
  ['vessel', 'vessel'],
  ['ship', 'vessel'],
  ['aircraft', 'aircraft'],
]);

const ROLE_BY_COLUMN: readonly (readonly [SubjectColumn, SubjectCountry['role']])[] = [
  ['nationality', 'nationality'],
  ['residenceCountry', 'residence'],
  ['birthCountry', 'birth'],
  ['flag', 'flag'],
  ['registrationCountry', 'registration'],
];

/**
 * Whom a row is about. Throws `RowError` when it cannot be compared, and when a fact cannot be read: a fact that is left
 * out quietly changes scores.
 */
export function subjectOf(fields: RowFields): ScreeningSubject {
  const [name, ...others] = namesOf(fields);
  if (name === undefined) throw new RowError('name-missing', 'The row has no name.');
  const alternativeNames = [...new Set([...others, ...severalOf(fields.alternativeNames, /;/u)])];
  checkNames([name, ...alternativeNames]);
  const type = typeOf(fields);
  const birthDate = birthDateOf(fields);
  return {
    name,
    alternativeNames,
    ...(type !== undefined && { type }),
    ...(birthDate !== undefined && { birthDate }),
    countries: countriesOf(fields),
    identifications: [],
    addresses: [],
  };
}

/**
 * Every name that the row gives, each once: whole ones first, then those in parts. Beside a first name alone a whole name
 * may be a family name (`name` and `first_name`), so the two together are one of them as well.
 */
function namesOf({ name, firstName = [], middleName = [], lastName }: RowFields): string[] {
  const given = [...firstName.slice(0, 1), ...middleName.slice(0, 1)];
  const whole = [...new Set(name)];
  const last = [...new Set(lastName)];
  // Before they are put together: a long first name with each of thousands of family names would be gigabytes.
  for (const parts of [given, whole, last]) checkExtent(parts);
  const families = lastName ? last : whole.filter((text) => !given.some((part) => includesWord(text, part)));
  const inParts =
    given.length === 0 && lastName === undefined ? [] : families.map((family) => [...given, family].join(' '));
  const alone = whole.length === 0 && lastName === undefined ? [given.join(' ')] : [];
  return [...new Set([...whole, ...inParts, ...alone])].filter((text) => text !== '');
}

const includesWord = (name: string, word: string): boolean => inWords(name).includes(inWords(word));

/** In lower case, with a space around each word. */
const inWords = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `;

function checkNames(names: readonly string[]): void {
  checkExtent(names);
  if (!names.some(isComparable)) {
    throw new RowError(
      'name-not-comparable',
      'No name is in letters that can be compared. Give it in Latin letters too, as an alternative name.',
    );
  }
}

function checkExtent(names: readonly string[]): void {
  if (names.some((name) => name.length > LONGEST_NAME_CHARACTERS)) {
    throw new RowError('name-too-long', `A name may have ${LONGEST_NAME_CHARACTERS} characters.`);
  }
  if (names.length > ALTERNATIVE_NAMES_AT_MOST + 1) {
    throw new RowError('too-many-names', `A row may have ${ALTERNATIVE_NAMES_AT_MOST} alternative names.`);
  }
}

function typeOf({ type }: RowFields): SubjectType | undefined {
  const word = type?.[0]?.toLowerCase();
  if (word === undefined || word === 'unknown') return undefined;
  const known = TYPE_BY_WORD.get(word);
  if (known) return known;
  throw new RowError('unknown-type', `${quote(word)} is none of person, business, vessel and aircraft.`);
}

function birthDateOf({ birthDate }: RowFields): string | undefined {
  const [text, another] = new Set(birthDate);
  if (text === undefined) return undefined;
  if (another !== undefined) {
    throw new RowError('invalid-birth-date', 'The row has two birth dates. Give one, or a range such as 1968/1972.');
  }
  const fault = birthDateFault(text);
  if (fault === undefined) return text;
  throw new RowError('invalid-birth-date', `The birth date ${quote(text)} ${fault}.`);
}

function countriesOf(fields: RowFields): (string | SubjectCountry)[] {
  // Each once: the engine compares them with those of every entry that it looks at.
  const codesIn = (column: SubjectColumn) => new Set(severalOf(fields[column], /[;|/]/u).map(countryOf));
  const inRoles = ROLE_BY_COLUMN.flatMap(([column, role]) => [...codesIn(column)].map((code) => ({ role, code })));
  return [...codesIn('country'), ...inRoles];
}

function countryOf(text: string): string {
  const code = countryCode(text) ?? (countryName(text) === undefined ? undefined : text.toUpperCase());
  if (code !== undefined) return code;
  throw new RowError(
    'unknown-country',
    `${quote(text)} is no country. Write a code of two letters (ISO 3166-1), such as IR, and several with ; between them.`,
  );
}

function severalOf(texts: readonly string[] = [], separator: RegExp): string[] {
  const parts = texts.flatMap((text) => text.split(separator)).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

const quote = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
