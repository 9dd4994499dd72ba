import { type SanctionsEntry } from '../lists/sanctions-entry';
import { type Evidence } from './evidence';
import { type ScreeningSubject } from './screening-subject';

const SHARED = 0.02;
/** People hold several nationalities and lists give few of them, so a difference says little. */
const NONE_SHARED = -0.08;
/** A known address says where someone was once, not who they are. */
const NONE_SHARED_WITH_ADDRESSES = -0.04;

/** The most countries can add to a score. */
export const HIGHEST_COUNTRY_EFFECT = SHARED;

/** Compares the subject's countries, those of the addresses included, with all countries of an entry. */
export function compareCountries(subject: ScreeningSubject, entry: SanctionsEntry): Evidence {
  const own = subjectCountries(subject);
  const listed = entry.countries.filter(({ role }) => role !== 'birthplace');
  const codes = [...new Set(listed.flatMap(({ code }) => (code === undefined ? [] : [code])))];
  const base = {
    ...(own.length > 0 && { subject: own.join(', ') }),
    ...(codes.length > 0 && { listed: codes.join(', ') }),
  };
  if (own.length === 0 || codes.length === 0) return { outcome: 'not-compared', effect: 0, ...base };
  if (own.some((code) => entry.countries.some((country) => country.code === code))) {
    return { outcome: 'agrees', effect: SHARED, ...base };
  }
  const isOfAddresses = listed.every(({ role }) => role === 'address');
  return { outcome: 'contradicts', effect: isOfAddresses ? NONE_SHARED_WITH_ADDRESSES : NONE_SHARED, ...base };
}

/** The countries a subject gives, in upper case, each once. */
export function subjectCountries(subject: ScreeningSubject): string[] {
  const ofAddresses = subject.addresses.flatMap(({ country }) => (country === undefined ? [] : [country]));
  const codes = [...subject.countries, ...ofAddresses].map((code) => code.trim().toUpperCase());
  return [...new Set(codes.filter((code) => code !== ''))];
}
