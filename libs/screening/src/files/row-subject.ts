import { countryCode, countryName } from '../lists/country-names';
import { formatCalendarDate, parseIsoDate } from '../lists/partial-date';
import { isComparable } from '../matching/normalize-name';
import { type ScreeningSubject } from '../matching/screening-subject';
import { RowError } from './row-error';
import { type RowFields } from './row-fields';

const LONGEST_NAME_CHARACTERS = 300;
const ALTERNATIVE_NAMES_AT_MOST = 20;
const EARLIEST_BIRTH_YEAR = 1850;

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

/**
 * Whom a row is about. Throws `RowError` when it cannot be compared, and when a fact cannot be read: a fact that is left
 * out quietly changes scores.
 */
export function subjectOf(fields: RowFields): ScreeningSubject {
  const name = nameOf(fields);
  const alternativeNames = severalOf(fields.alternativeNames, /;/u);
  checkNames([name, ...alternativeNames]);
  const type = typeOf(fields);
  const birthDate = birthDateOf(fields);
  return {
    name,
    alternativeNames,
    ...(type !== undefined && { type }),
    ...(birthDate !== undefined && { birthDate }),
    countries: severalOf(fields.country, /[;|/]/u).map(countryOf),
    identifications: [],
    addresses: [],
  };
}

function nameOf({ name, firstName, middleName, lastName }: RowFields): string {
  const whole = name?.[0] ?? [firstName?.[0], middleName?.[0], lastName?.[0]].filter(Boolean).join(' ');
  if (whole === '') throw new RowError('name-missing', 'The row has no name.');
  return whole;
}

function checkNames(names: readonly string[]): void {
  if (names.some((name) => name.length > LONGEST_NAME_CHARACTERS)) {
    throw new RowError('name-too-long', `A name may have ${LONGEST_NAME_CHARACTERS} characters.`);
  }
  if (names.length > ALTERNATIVE_NAMES_AT_MOST + 1) {
    throw new RowError('too-many-names', `A row may have ${ALTERNATIVE_NAMES_AT_MOST} alternative names.`);
  }
  if (!names.some(isComparable)) {
    throw new RowError(
      'name-not-comparable',
      'No name is in letters that can be compared. Give it in Latin letters too, as an alternative name.',
    );
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
  const text = birthDate?.[0];
  if (text === undefined) return undefined;
  const date = parseIsoDate(text);
  const isPast = date !== undefined && formatCalendarDate(date) <= new Date().toISOString();
  if (isPast && date.year >= EARLIEST_BIRTH_YEAR) return formatCalendarDate(date);
  throw new RowError(
    'invalid-birth-date',
    `${quote(text)} is no birth date. Write a day of the past as YYYY-MM-DD, or YYYY-MM or YYYY.`,
  );
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
