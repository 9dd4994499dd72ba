import { addressCountries, toBirthCountry, toListedCountry } from '../listed-country';
import { oneLine } from '../listed-name';
import { joinParts, toAddress } from '../listed-address';
import { type UnusedParts } from '../not-understood';
import { onlyKnown } from '../only-known';
import { PublicationError } from '../publication-error';
import { type XmlElement } from '../reading/xml-element';
import { type ListedAddress, type SanctionsEntry } from '../sanctions-entry';
import { readUnAlias } from './un-alias';
import { readUnBirthDate, readUnBirthDateOfAlias } from './un-birth-date';
import { readUnDocument } from './un-document';

export const UN_LIST = 'un-security-council';

/** Bookkeeping of the publisher: it says nothing about the entry. */
const BOOKKEEPING =
  'DATAID VERSIONNUM LIST_TYPE LAST_DAY_UPDATED SORT_KEY SORT_KEY_LAST_MOD HAS_INTERPOL_LINK INTERPOL_LINK SUBMITTED_BY SUBMITTED_ON'.split(
    ' ',
  );

/**
 * Reads an `INDIVIDUAL` or an `ENTITY`; what stays unread in it is counted.
 * Throws `PublicationError` for one without a reference number or a name.
 */
export function readUnEntry(
  file: string,
  type: 'person' | 'business',
  element: XmlElement,
  unused: UnusedParts,
): SanctionsEntry {
  const part = (name: string): XmlElement[] => element.all(`${type === 'person' ? 'INDIVIDUAL' : 'ENTITY'}_${name}`);
  const entryId = element.textOf('REFERENCE_NUMBER');
  // FIRST to FOURTH are positions in the name, not given and family name.
  const name = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'].flatMap(
    (place) => element.textOf(place) ?? [],
  );
  if (entryId === undefined || name.length === 0) {
    throw new PublicationError({ file, line: element.line }, 'the entry has no reference number or no name.');
  }
  element.skip(...BOOKKEEPING);
  const aliases = part('ALIAS');
  const birthPlaces = [...part('PLACE_OF_BIRTH').map(readPlace), ...aliases.map(readPlaceOfAlias)].filter(isThere);
  const addresses = part('ADDRESS').map(readAddress).filter(isThere);
  const notes = ['ALIAS', 'ADDRESS', 'PLACE_OF_BIRTH'].flatMap((of) =>
    part(of).flatMap((place) => place.textOf('NOTE') ?? []),
  );
  const nationalities = [
    ...element.textsWithin('NATIONALITY', 'VALUE'),
    ...element.textsWithin('NATIONALITY2'),
  ].flatMap((country) => knownCountry(country) ?? []);
  const titles = [...element.textsWithin('TITLE', 'VALUE'), ...element.textsWithin('DESIGNATION', 'VALUE')];
  const entry: SanctionsEntry = {
    list: UN_LIST,
    entryId,
    type,
    names: [
      { name: oneLine(name.join(' ')), kind: 'primary', strength: 'strong' },
      ...element
        .textsWithin('NAME_ORIGINAL_SCRIPT')
        .map((text) => ({ name: oneLine(text), kind: 'aka', strength: 'strong', isOriginalScript: true }) as const),
      ...aliases.flatMap((alias) => readUnAlias(alias, unused)),
    ],
    programs: element.textsWithin('UN_LIST_TYPE'),
    birthDates: [
      ...part('DATE_OF_BIRTH').map((birth) => readUnBirthDate(birth, unused)),
      ...aliases.map((alias) => readUnBirthDateOfAlias(alias, unused)),
    ].filter(isThere),
    birthPlaces,
    countries: [
      ...nationalities.map((country) => toListedCountry('nationality', country)),
      ...birthPlaces.map(toBirthCountry),
      ...addresses.flatMap(addressCountries),
    ],
    addresses,
    identifications: part('DOCUMENT')
      .map((document) => readUnDocument(document, unused))
      .filter(isThere),
    cryptoAddresses: [],
    linkedTo: [],
    ...onlyKnown({
      gender: element.textOf('GENDER'),
      title: joinParts(...titles),
      remarks: [element.textOf('COMMENTS1') ?? '', ...notes].join('\n').trim() || undefined,
      listedOn: element.textOf('LISTED_ON'),
    }),
  };
  element.countUnread(unused);
  return entry;
}

function readPlace(element: XmlElement): string | undefined {
  const [street, city, state, country] = ['STREET', 'CITY', 'STATE_PROVINCE', 'COUNTRY'].map((name) =>
    element.textOf(name),
  );
  return joinParts(street, city === street ? undefined : city, state, knownCountry(country)) ?? element.textOf('NOTE');
}

function readPlaceOfAlias(element: XmlElement): string | undefined {
  return joinParts(element.textOf('CITY_OF_BIRTH'), element.textOf('COUNTRY_OF_BIRTH'));
}

/** Some addresses stand in the note alone. */
function readAddress(element: XmlElement): ListedAddress | undefined {
  const locality = joinParts(element.textOf('CITY'), element.textOf('STATE_PROVINCE'), element.textOf('ZIP_CODE'));
  const country = knownCountry(element.textOf('COUNTRY'));
  const note = element.textOf('NOTE');
  const street = element.textOf('STREET') ?? (locality === undefined && country === undefined ? note : undefined);
  return toAddress({ street, locality, country });
}

/** The list writes "na" for a country that is not known. */
function knownCountry(country: string | undefined): string | undefined {
  return country?.toLowerCase() === 'na' ? undefined : country;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
