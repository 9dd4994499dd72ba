import { toBirthCountry, toListedCountry } from '../listed-country';
import { parseListedDate, type PartialDate } from '../partial-date';
import {
  type ListedContact,
  type ListedCountry,
  type ListedCryptoAddress,
  type ListedIdentification,
  type ListedName,
} from '../sanctions-entry';
import {
  type DocumentDetails,
  identificationLabel,
  readDocumentDetails,
  toIdentification,
} from './ofac-identification';

/** What OFAC says about an entry in labelled facts, whatever form of its list they stand in. */
export interface OfacFacts {
  readonly names: ListedName[];
  readonly birthDates: PartialDate[];
  readonly birthPlaces: string[];
  readonly genders: string[];
  readonly countries: ListedCountry[];
  readonly identifications: ListedIdentification[];
  readonly cryptoAddresses: ListedCryptoAddress[];
  readonly contacts: ListedContact[];
  readonly establishedDates: PartialDate[];
  readonly linkedTo: string[];
  readonly formerFlags: string[];
  readonly otherFlags: string[];
  readonly otherVesselTypes: string[];
  readonly yearsOfBuild: string[];
  readonly aircraftModels: string[];
  readonly aircraftOperators: string[];
  readonly aircraftManufactureDates: string[];
}

export function noOfacFacts(): OfacFacts {
  return {
    names: [],
    birthDates: [],
    birthPlaces: [],
    genders: [],
    countries: [],
    identifications: [],
    cryptoAddresses: [],
    contacts: [],
    establishedDates: [],
    linkedTo: [],
    formerFlags: [],
    otherFlags: [],
    otherVesselTypes: [],
    yearsOfBuild: [],
    aircraftModels: [],
    aircraftOperators: [],
    aircraftManufactureDates: [],
  };
}

type FactReader = (value: string, facts: OfacFacts) => boolean;

/** A name that somebody does business as is an alias as well. */
const QUOTED_NAME_KINDS: ReadonlyMap<string, ListedName['kind']> = new Map([
  ['a.k', 'aka'],
  ['f.k', 'fka'],
  ['n.k', 'nka'],
  ['d.b', 'aka'],
]);

const contact =
  (type: ListedContact['type']): FactReader =>
  (value, { contacts }) =>
    keep(contacts, { type, value });

const READERS: ReadonlyMap<string, FactReader> = new Map<string, FactReader>([
  ['DOB', (text, { birthDates }) => keep(birthDates, parseListedDate(text))],
  ['POB', (place, { birthPlaces, countries }) => keep(birthPlaces, place) && keep(countries, toBirthCountry(place))],
  ['Gender', (gender, { genders }) => /^\w+$/u.test(gender) && keep(genders, gender)],
  ['nationality', (name, { countries }) => keep(countries, toListedCountry('nationality', name))],
  ['citizen', (name, { countries }) => keep(countries, toListedCountry('citizenship', name))],
  ['Digital Currency Address -', (text, { cryptoAddresses }) => keep(cryptoAddresses, readCryptoAddress(text))],
  ['Linked To', (name, { linkedTo }) => keep(linkedTo, name)],
  ['Organization Established Date', (text, facts) => keep(facts.establishedDates, parseListedDate(text))],
  ['Former Vessel Flag', (flag, { formerFlags }) => keep(formerFlags, flag)],
  ['Other Vessel Flag', (flag, { otherFlags }) => keep(otherFlags, flag)],
  ['Other Vessel Type', (type, { otherVesselTypes }) => keep(otherVesselTypes, type)],
  ['Vessel Year of Build', (year, { yearsOfBuild }) => keep(yearsOfBuild, year)],
  ['Nationality of Registration', (name, { countries }) => keep(countries, toListedCountry('flag', name))],
  ['Registration Country', (name, { countries }) => keep(countries, toListedCountry('flag', name))],
  ['Aircraft Model', (model, { aircraftModels }) => keep(aircraftModels, model)],
  ['Aircraft Operator', (operator, { aircraftOperators }) => keep(aircraftOperators, operator)],
  ['Aircraft Manufacture Date', (date, facts) => keep(facts.aircraftManufactureDates, date)],
  ['Website', contact('website')],
  ['Email Address', contact('email')],
  ['Email', contact('email')],
  ['EMAIL', contact('email')],
  ['Phone Number', contact('phone')],
  ['Phone No.', contact('phone')],
  ['Telephone', contact('phone')],
  ['Telephone No.', contact('phone')],
  ['PHONE', contact('phone')],
  ['Fax', contact('fax')],
  ['Fax No.', contact('fax')],
  ['FAX', contact('fax')],
]);

/** Facts that say nothing to match by; they stay readable in the entry's remarks. */
const NOT_FOR_MATCHING =
  /^(?:Secondary sanctions risk|Additional Sanctions Information|Transactions Prohibited For Persons|Executive Order \d|CAATSA Section|PEESA Information|IFCA Determination|(?:Listing|Effective|Purchase\/Sales For Divestment) Date|For more information on directives|Organization Type|Target Type|Issuer Name|Equity Ticker|MICEX Code|UN\/LOCODE|Chinese Commercial Code|all (?:offices|branches) worldwide)(?![a-z])/iu;

/**
 * Reads one fact, its label first: `DOB 10 Dec 1948`, `Passport A123 (Libya)`. `details` are given where the form of the
 * list keeps a document's country and dates apart from its number; without them they are read from the text. Returns
 * false, and keeps nothing, when no rule reads the fact.
 */
export function readOfacFact(fact: string, facts: OfacFacts, details?: DocumentDetails): boolean {
  const text = fact.replace(/^alt\. ?/iu, '');
  if (readQuotedName(text, facts) || readBareContact(text, facts)) return true;
  const reader = labelAtStart(text, READERS);
  if (reader) return reader.found(reader.value, facts);
  const label = identificationLabel(text);
  if (label === undefined) return NOT_FOR_MATCHING.test(text);
  const value = valueAfter(text, label);
  return keep(facts.identifications, toIdentification(label, details ?? readDocumentDetails(value), value));
}

/** OFAC puts its strong aliases into the alias file; one that stands in the remarks, in quotation marks, is weak. */
function readQuotedName(text: string, { names }: OfacFacts): boolean {
  const [, abbreviation = '', name] = /^([afn]\.k|d\.b)\.a\. ['"](.+)['"]$/u.exec(text) ?? [];
  const kind = QUOTED_NAME_KINDS.get(abbreviation);
  return kind !== undefined && name !== undefined && keep(names, { name, kind, strength: 'weak' });
}

/** Addresses of the web and of e-mail stand without a label at times. */
function readBareContact(text: string, { contacts }: OfacFacts): boolean {
  const [bare = ''] = text.split(' (');
  if (/^(?:https?:\/\/|www\.)\S+$/iu.test(bare)) return keep(contacts, { type: 'website', value: bare });
  return /^[^\s@:]+@[^\s@:]+\.\w+$/u.test(bare) && keep(contacts, { type: 'email', value: bare });
}

/** The label of a fact for counting: its words up to the first number, colon or quotation mark. */
export function factLabel(text: string): string {
  const label = /^[^\d:'"(]+/u.exec(text)?.[0].trim() ?? '';
  return (label === '' ? text : label).slice(0, 60);
}

/** The reader of the longest label that `text` begins with, up to a word's end. */
function labelAtStart(
  text: string,
  readers: ReadonlyMap<string, FactReader>,
): { found: FactReader; value: string } | undefined {
  const words = text.split(' ', 4);
  for (let count = words.length; count > 0; count--) {
    const label = words.slice(0, count).join(' ').replace(/:$/u, '');
    const found = readers.get(label);
    const value = valueAfter(text, label);
    if (found && value !== '') return { found, value };
  }
  return undefined;
}

function valueAfter(text: string, label: string): string {
  return text.slice(label.length).replace(/^:/u, '').trim();
}

/** OFAC has written the address right behind the currency at times: `XBT194sand…`. */
function readCryptoAddress(text: string): ListedCryptoAddress | undefined {
  const match = /^([A-Z]{3,5}) ?(\S+)$/u.exec(text);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { currency: match[1], address: match[2] };
}

function keep<T>(target: T[], value: T | undefined): boolean {
  if (value === undefined) return false;
  target.push(value);
  return true;
}
