import { addressCountries, toBirthCountry } from '../listed-country';
import { joinParts } from '../listed-address';
import { union } from '../merge-entries';
import { nonEmpty, onlyKnown } from '../only-known';
import { type PartialDate } from '../partial-date';
import {
  type ListedAddress,
  type ListedContact,
  type ListedCountry,
  type ListedIdentification,
  type ListedName,
  type SanctionsEntry,
  type SanctionsEntryType,
} from '../sanctions-entry';

export const EU_LIST = 'eu-fsf';

/** What the file says about one entity, detail by detail. */
export interface EuEntryParts {
  readonly logicalId: string;
  /** `P`, `person`, `E` or `enterprise`. */
  readonly subjectType: string | undefined;
  readonly reference: string | undefined;
  readonly unitedNationId: string | undefined;
  readonly designationDate: string | undefined;
  readonly programmes: readonly string[];
  readonly names: readonly ListedName[];
  readonly titles: readonly string[];
  readonly genders: readonly string[];
  readonly birthDates: readonly PartialDate[];
  readonly birthPlaces: readonly string[];
  readonly citizenships: readonly ListedCountry[];
  readonly addresses: readonly ListedAddress[];
  readonly contacts: readonly ListedContact[];
  readonly identifications: readonly ListedIdentification[];
  readonly remarks: readonly string[];
}

const GENDERS: ReadonlyMap<string, string> = new Map([
  ['M', 'Male'],
  ['F', 'Female'],
]);

/** Undefined for a subject type that the schema does not have. */
export function toEuEntry(parts: EuEntryParts): SanctionsEntry | undefined {
  const type = toType(parts.subjectType);
  if (type === undefined) return undefined;
  const gender = parts.genders.flatMap((letter) => GENDERS.get(letter) ?? [])[0];
  return {
    list: EU_LIST,
    entryId: parts.logicalId,
    type,
    names: withPrimaryFirst(union(parts.names, [])),
    programs: union(parts.programmes, []),
    birthDates: union(parts.birthDates, []),
    birthPlaces: union(parts.birthPlaces, []),
    countries: union(
      [...parts.citizenships, ...parts.birthPlaces.map(toBirthCountry), ...parts.addresses.flatMap(addressCountries)],
      [],
    ),
    addresses: union(parts.addresses, []),
    identifications: union(parts.identifications, []),
    cryptoAddresses: [],
    linkedTo: [],
    ...onlyKnown({
      gender,
      title: joinParts(...union(parts.titles, [])),
      contacts: nonEmpty(union(parts.contacts, [])),
      listedOn: parts.designationDate,
      reference: joinParts(parts.reference, parts.unitedNationId),
      remarks: union(parts.remarks, []).join('\n') || undefined,
    }),
  };
}

/** The list marks no name as the primary one: it is the first strong one in Latin letters, or else the first. */
function withPrimaryFirst(names: readonly ListedName[]): ListedName[] {
  const primary =
    names.find(({ strength, isOriginalScript }) => strength === 'strong' && !isOriginalScript) ?? names[0];
  if (primary === undefined) return [];
  return [{ ...primary, kind: 'primary' }, ...names.filter((name) => name !== primary)];
}

function toType(subjectType: string | undefined): SanctionsEntryType | undefined {
  if (/^p(?:erson)?$/iu.test(subjectType ?? '')) return 'person';
  return /^e(?:nterprise)?$/iu.test(subjectType ?? '') ? 'business' : undefined;
}
