import type { ScreeningSubject, SubjectCountry } from '../matching/screening-subject';
import type { ScreenedSubject } from './screening-request';

/** A subject in the words of the engine. */
export function engineSubjectOf(screened: ScreenedSubject): ScreeningSubject {
  const {
    addresses,
    countries,
    nationalities,
    residenceCountries,
    birthCountry,
    flag,
    registrationCountry,
    ...subject
  } = screened;
  return {
    ...subject,
    countries: [
      ...countries,
      ...inRole('nationality', nationalities),
      ...inRole('residence', residenceCountries),
      ...inRole('birth', birthCountry),
      ...inRole('flag', flag),
      ...inRole('registration', registrationCountry),
    ],
    addresses: addresses.map(({ line1, city, country }) => ({
      ...(line1 === undefined ? {} : { street: line1 }),
      ...(city === undefined ? {} : { locality: city }),
      ...(country === undefined ? {} : { country }),
    })),
  };
}

const inRole = (role: SubjectCountry['role'], codes: string | readonly string[] = []): SubjectCountry[] =>
  [codes].flat().map((code) => ({ role, code }));
