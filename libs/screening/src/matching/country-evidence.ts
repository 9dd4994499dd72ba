import { type ListedCountry } from '../lists/sanctions-entry';
import { type EntryFacts } from './entry-facts';
import { type Evidence } from './evidence';
import { type ScreeningSubject, type SubjectCountry } from './screening-subject';

const SHARED = 0.02;
/** People hold several nationalities and lists give few of them, so a difference says little. */
const NONE_SHARED = -0.08;
/** A known address says where someone was once, not who they are. */
const NONE_SHARED_WITH_ADDRESSES = -0.04;

/** The most countries can add to a score. */
export const HIGHEST_COUNTRY_EFFECT = SHARED;

/** A country of the subject; without a role it may be any of nationality, citizenship and residence. */
interface OwnCountry {
  readonly role?: SubjectCountry['role'];
  readonly code: string;
}

/**
 * Compares the subject's countries, those of the addresses included, with all countries of an entry. Where somebody was
 * born is only ever compared with where the entry was, and with its nationality when they agree.
 */
export function compareCountries(subject: ScreeningSubject, { countries }: Pick<EntryFacts, 'countries'>): Evidence {
  const own = ownCountries(subject);
  const comparable = countries.filter(
    ({ role, code }) => code !== undefined && own.some((country) => isOfOneKind(country, role)),
  );
  const codes = [...new Set(comparable.flatMap(({ code }) => (code === undefined ? [] : [code])))];
  const shown = listedCodes(countries);
  const base = {
    ...(own.length > 0 && { subject: subjectCountries(subject).join(', ') }),
    ...(shown !== '' && { listed: shown }),
  };
  if (own.some(({ code }) => countries.some((country) => country.code === code))) {
    return { outcome: 'agrees', effect: SHARED, ...base };
  }
  if (codes.length === 0) return { outcome: 'not-compared', effect: 0, ...base };
  const isOfAddresses = comparable.every(({ role }) => role === 'address');
  return { outcome: 'contradicts', effect: isOfAddresses ? NONE_SHARED_WITH_ADDRESSES : NONE_SHARED, ...base };
}

/** The countries a subject gives, in upper case, each once. */
export function subjectCountries(subject: ScreeningSubject): string[] {
  return [...new Set(ownCountries(subject).map(({ code }) => code))];
}

function ownCountries({ countries, addresses }: ScreeningSubject): OwnCountry[] {
  const ofAddresses = addresses.flatMap(({ country }): OwnCountry[] =>
    country === undefined ? [] : [{ role: 'residence', code: country }],
  );
  return [
    ...countries.map((country): OwnCountry => (typeof country === 'string' ? { code: country } : country)),
    ...ofAddresses,
  ]
    .map(({ role, code }) => ({ ...(role !== undefined && { role }), code: code.trim().toUpperCase() }))
    .filter(({ code }) => code !== '');
}

function isOfOneKind({ role }: OwnCountry, listed: ListedCountry['role']): boolean {
  return (role === 'birth') === (listed === 'birthplace');
}

function listedCodes(countries: readonly ListedCountry[]): string {
  return [
    ...new Set(countries.flatMap(({ role, code }) => (code === undefined || role === 'birthplace' ? [] : [code]))),
  ].join(', ');
}
