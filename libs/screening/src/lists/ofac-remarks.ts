import { countryCode, countryCodeOfPlace } from './country-names';
import { parseOfacIdentification } from './ofac-identification';
import { parseListedDate, type PartialDate } from './partial-date';
import {
  type ListedCountry,
  type ListedCryptoAddress,
  type ListedIdentification,
  type ListedName,
} from './sanctions-entry';

/** What a remark says, item by item. */
export interface OfacRemarks {
  readonly names: ListedName[];
  readonly birthDates: PartialDate[];
  readonly birthPlaces: string[];
  readonly genders: string[];
  readonly countries: ListedCountry[];
  readonly identifications: ListedIdentification[];
  readonly cryptoAddresses: ListedCryptoAddress[];
  readonly linkedTo: string[];
  readonly formerFlags: string[];
  readonly aircraftModels: string[];
  readonly aircraftOperators: string[];
  readonly aircraftManufactureDates: string[];
  /** Items no rule reads, as published. */
  readonly notUnderstood: string[];
}

type ItemReader = (match: RegExpExecArray, remarks: OfacRemarks) => boolean;

const QUOTED_NAME_KINDS: ReadonlyMap<string, ListedName['kind']> = new Map([
  ['a', 'aka'],
  ['f', 'fka'],
  ['n', 'nka'],
]);

const READERS: readonly (readonly [RegExp, ItemReader])[] = [
  [/^DOB (.+)$/u, ([, text = ''], { birthDates }) => keep(birthDates, parseListedDate(text))],
  [
    /^POB:? (.+)$/u,
    ([, place = ''], { birthPlaces, countries }) =>
      keep(birthPlaces, place) && keep(countries, country('birthplace', place, countryCodeOfPlace(place))),
  ],
  [/^Gender (\w+)$/u, ([, gender], { genders }) => keep(genders, gender)],
  [/^nationality (.+)$/iu, ([, name = ''], { countries }) => keep(countries, country('nationality', name))],
  [/^citizen (.+)$/iu, ([, name = ''], { countries }) => keep(countries, country('citizenship', name))],
  // OFAC puts its strong aliases into the alias file; one that stands in the remarks, in quotation marks, is weak.
  [
    /^([afn])\.k\.a\. '(.+)'$/u,
    ([, letter = '', name = ''], { names }) => {
      const kind = QUOTED_NAME_KINDS.get(letter);
      return kind !== undefined && keep(names, { name, kind, strength: 'weak' });
    },
  ],
  [
    /^Digital Currency Address - ([A-Z]{3,5}) ?(\S+)$/u,
    ([, currency = '', address = ''], { cryptoAddresses }) => keep(cryptoAddresses, { currency, address }),
  ],
  [/^Linked To: ?(.+)$/u, ([, name], { linkedTo }) => keep(linkedTo, name)],
  [/^Former Vessel Flag (.+)$/u, ([, flag], { formerFlags }) => keep(formerFlags, flag)],
  [/^Nationality of Registration (.+)$/u, ([, name = ''], { countries }) => keep(countries, country('flag', name))],
  [/^Aircraft Model (.+)$/u, ([, model], { aircraftModels }) => keep(aircraftModels, model)],
  [/^Aircraft Operator (.+)$/u, ([, operator], { aircraftOperators }) => keep(aircraftOperators, operator)],
  [
    /^Aircraft Manufacture Date (.+)$/u,
    ([, date], { aircraftManufactureDates }) => keep(aircraftManufactureDates, date),
  ],
];

/** Items that say nothing to match by; they stay readable in the entry's remarks. */
const NOT_FOR_MATCHING =
  /^(?:Secondary sanctions risk|Additional Sanctions Information|Transactions Prohibited For Persons|Executive Order \d|CAATSA Section|IFCA Determination|Listing Date|Effective Date|For more information on directives|Organization (?:Established Date|Type)|Target Type|Website|Email Address|Phone Number|Phone No\.|Telephone|Telephone No\.|PHONE|Fax|Fax No\.|FAX|Chinese Commercial Code|Vessel Year of Build|Other Vessel Type|all (?:offices|branches) worldwide)(?![a-z])/iu;

/** Reads a whole remark: the `Remarks` column with its continuation already appended. */
export function parseOfacRemarks(remarks: string): OfacRemarks {
  const parsed: OfacRemarks = {
    names: [],
    birthDates: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    identifications: [],
    cryptoAddresses: [],
    linkedTo: [],
    formerFlags: [],
    aircraftModels: [],
    aircraftOperators: [],
    aircraftManufactureDates: [],
    notUnderstood: [],
  };
  for (const item of remarks.replace(/\.\s*$/u, '').split('; ')) {
    const bare = item.trim().replace(/^alt\. /iu, '');
    if (bare !== '' && !readItem(bare, parsed)) parsed.notUnderstood.push(bare);
  }
  return parsed;
}

/** The label of an item for counting: its words up to the first number, colon or quotation mark. */
export function remarkLabel(item: string): string {
  const label = /^[^\d:'"(]+/u.exec(item)?.[0].trim() ?? '';
  return (label === '' ? item : label).slice(0, 60);
}

function readItem(item: string, remarks: OfacRemarks): boolean {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(item);
    if (match) return read(match, remarks);
  }
  const identification = parseOfacIdentification(item);
  return identification ? keep(remarks.identifications, identification) : NOT_FOR_MATCHING.test(item);
}

function keep<T>(target: T[], value: T | undefined): boolean {
  if (value === undefined) return false;
  target.push(value);
  return true;
}

function country(role: ListedCountry['role'], name: string, code = countryCode(name)): ListedCountry {
  return { role, name, ...(code !== undefined && { code }) };
}
