import { type ListedCountry } from '../lists/sanctions-entry';
import { type EntryFacts } from './entry-facts';
import { type CountryAgreement, type CountryEvidence } from './evidence';
import { type ScreeningSubject } from './screening-subject';

const SHARED = 0.02;
/** People hold several nationalities and lists give few of them, so a difference says little. */
const NONE_SHARED = -0.08;
/** A known address says where someone was once, not who they are. */
const NONE_SHARED_WITH_ADDRESSES = -0.04;

/** The most countries can add to a score. */
export const HIGHEST_COUNTRY_EFFECT = SHARED;

type ListedRole = ListedCountry['role'];

interface OwnCountry {
  readonly role: CountryAgreement['subject'];
  readonly code: string;
}

interface ComparedRoles {
  /** Countries of the same kind: where none of them is the same, the two sides contradict each other. */
  readonly sameKind: readonly ListedRole[];
  /** Countries of another kind that often is the same; where they differ nothing follows. */
  readonly related: readonly ListedRole[];
}

const ANYTHING_BUT_BIRTH: ComparedRoles = {
  sameKind: ['nationality', 'citizenship', 'address', 'flag'],
  related: ['birthplace'],
};

const COMPARED_ROLES: Readonly<Record<OwnCountry['role'], ComparedRoles>> = {
  unsaid: ANYTHING_BUT_BIRTH,
  address: ANYTHING_BUT_BIRTH,
  nationality: { sameKind: ['nationality', 'citizenship'], related: ['birthplace', 'address'] },
  residence: { sameKind: ['address'], related: ['nationality', 'citizenship'] },
  birth: { sameKind: ['birthplace'], related: ['nationality', 'citizenship'] },
  flag: { sameKind: ['flag'], related: [] },
  // Lists give an aircraft's registration as its flag, and of most companies nothing but addresses.
  registration: { sameKind: ['flag', 'nationality', 'citizenship'], related: ['address'] },
};

/**
 * Compares the subject's countries, those of the addresses included, with the countries of an entry that are of their
 * kind. A country whose role nobody said may be any but that of birth.
 */
export function compareCountries(
  subject: ScreeningSubject,
  { countries }: Pick<EntryFacts, 'countries'>,
): CountryEvidence {
  const own = ownCountries(subject);
  const base = describeBoth(own, countries);
  const agreements = agreementsOf(own, countries);
  if (agreements.length > 0) return { outcome: 'agrees', effect: SHARED, ...base, agreements };
  const comparable = countries.filter(
    ({ role, code }) =>
      code !== undefined && own.some((country) => COMPARED_ROLES[country.role].sameKind.includes(role)),
  );
  if (comparable.length === 0) return { outcome: 'not-compared', effect: 0, ...base };
  const isOfAddresses = comparable.every(({ role }) => role === 'address');
  return { outcome: 'contradicts', effect: isOfAddresses ? NONE_SHARED_WITH_ADDRESSES : NONE_SHARED, ...base };
}

/** The countries a subject gives, in upper case, each once. */
export function subjectCountries(subject: ScreeningSubject): readonly string[] {
  if (subject.countries.length === 0 && subject.addresses.length === 0) return NO_COUNTRIES;
  return [...new Set(ownCountries(subject).map(({ code }) => code))];
}

const NO_COUNTRIES: readonly string[] = [];

function ownCountries({ countries, addresses }: ScreeningSubject): OwnCountry[] {
  const ofAddresses = addresses.flatMap(({ country }): OwnCountry[] =>
    country === undefined ? [] : [{ role: 'address', code: country }],
  );
  return [
    ...countries.map((country): OwnCountry =>
      typeof country === 'string' ? { role: 'unsaid', code: country } : country,
    ),
    ...ofAddresses,
  ]
    .map(({ role, code }) => ({ role, code: code.trim().toUpperCase() }))
    .filter(({ code }) => code !== '');
}

/** Each pair of roles in which a country is the same, once; roles of the same kind first. */
function agreementsOf(own: readonly OwnCountry[], listed: readonly ListedCountry[]): CountryAgreement[] {
  const found = new Map<string, CountryAgreement>();
  for (const { role: subject, code: country } of own) {
    const { sameKind, related } = COMPARED_ROLES[subject];
    for (const role of [...sameKind, ...related]) {
      const isListed = listed.some((other) => other.role === role && other.code === country);
      if (isListed) found.set(`${country} ${subject} ${role}`, { country, subject, listed: role });
    }
  }
  return [...found.values()];
}

/** Codes alone where nobody said what they are, and with their roles where somebody did. */
function describeBoth(
  own: readonly OwnCountry[],
  listed: readonly ListedCountry[],
): { subject?: string; listed?: string } {
  const isRoleSaid = own.some(({ role }) => role !== 'unsaid' && role !== 'address');
  const known = listed.flatMap(({ role, code }) => (code === undefined ? [] : [{ role, code }]));
  const listedText = describe(isRoleSaid ? known : known.filter(({ role }) => role !== 'birthplace'), isRoleSaid);
  return {
    ...(own.length > 0 && { subject: describe(own, isRoleSaid) }),
    ...(listedText !== '' && { listed: listedText }),
  };
}

/** `GE, RU`, or `GE (nationality, address), RU`. */
function describe(countries: readonly { readonly role: string; readonly code: string }[], withRoles: boolean): string {
  const rolesByCode = new Map<string, Set<string>>();
  for (const { role, code } of countries) {
    const roles = rolesByCode.get(code) ?? new Set();
    rolesByCode.set(code, withRoles && role !== 'unsaid' ? roles.add(role) : roles);
  }
  return [...rolesByCode]
    .map(([code, roles]) => (roles.size === 0 ? code : `${code} (${[...roles].join(', ')})`))
    .join(', ');
}
