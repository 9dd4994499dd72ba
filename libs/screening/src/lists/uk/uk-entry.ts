import { countryCode } from '../country-names';
import { addressCountries, toBirthCountry, toListedCountry } from '../listed-country';
import { documentType } from '../document-type';
import { joinParts, toAddress } from '../listed-address';
import { union } from '../merge-entries';
import { type UnusedParts } from '../not-understood';
import { nonEmpty, onlyKnown } from '../only-known';
import { checkedDate, type PartialDate, toPartialDate } from '../partial-date';
import {
  type ListedContact,
  type ListedIdentification,
  type ListedVessel,
  type SanctionsEntry,
  type SanctionsEntryType,
} from '../sanctions-entry';
import { toIsoDay, type UkDesignation, type UkDocument, type UkShip } from './uk-designation';
import { readUkNames } from './uk-names';

const TYPES: ReadonlyMap<string, SanctionsEntryType> = new Map([
  ['individual', 'person'],
  ['entity', 'business'],
  ['ship', 'vessel'],
]);

/** Undefined for a kind of designation that the lists have never had. */
export function toUkEntry(from: UkDesignation, unused: UnusedParts): SanctionsEntry | undefined {
  const type = TYPES.get(from.kind?.toLowerCase() ?? '');
  if (type === undefined) return undefined;
  const addresses = union(
    from.addresses.flatMap(({ lines, postalCode, country }) => {
      // Line 6 is the town or the province.
      const locality = joinParts(lines[5], postalCode);
      return toAddress({ street: joinParts(...lines.slice(0, 5)), locality, country }) ?? [];
    }),
    [],
  );
  const birthPlaces = union(from.birthPlaces, []);
  return {
    list: from.list,
    entryId: from.entryId,
    type,
    names: readUkNames(from.names, from.originalNames, type),
    programs: union(from.regimes, []),
    birthDates: union(
      from.birthDates.flatMap((text) => readBirthDate(text, unused) ?? []),
      [],
    ),
    birthPlaces,
    countries: union(
      [
        ...from.nationalities.map((name) => toListedCountry('nationality', name)),
        ...birthPlaces.map(toBirthCountry),
        ...addresses.flatMap(addressCountries),
        ...[...from.ship.flags, ...from.ship.formerFlags].map((flag) => toListedCountry('flag', flag)),
      ],
      [],
    ),
    addresses,
    identifications: union(
      from.documents.flatMap((document) => readDocument(document, unused) ?? []),
      [],
    ),
    cryptoAddresses: [],
    linkedTo: union(from.linkedTo, []),
    ...onlyKnown({
      gender: from.genders[0],
      title: joinParts(...union(from.titles, [])),
      contacts: nonEmpty(contactsOf(from)),
      vessel: type === 'vessel' ? toVessel(from.ship) : undefined,
      listedOn: toIsoDay(from.designatedOn),
      reference: from.reference,
      remarks: union(from.remarks, []).join('\n') || undefined,
    }),
  };
}

/** Unknown parts are written as letters or noughts: `dd/mm/1952`, `00/07/1978`. What is no date is counted. */
function readBirthDate(text: string, unused: UnusedParts): PartialDate | undefined {
  const [, day, month, year] = /^(\d{2}|dd)\/(\d{2}|mm)\/(\d{4})$/iu.exec(text) ?? [];
  const [knownDay, knownMonth] = [day, month].map((part) => (Number(part) > 0 ? Number(part) : undefined));
  const date = year === undefined ? undefined : checkedDate(Number(year), knownMonth, knownDay);
  if (!date) unused.add('date of birth', text);
  return date && toPartialDate(date);
}

function readDocument({ label, number, details }: UkDocument, unused: UnusedParts): ListedIdentification | undefined {
  if (number === undefined) {
    if (details !== undefined) unused.add(`${label} without a number`, details);
    return undefined;
  }
  const country = details?.split(/[\s,.;()]+/u).find((word) => countryCode(word) !== undefined);
  return {
    type: documentType(label),
    label,
    number: number.replace(/^IMO\s*(?=\d)/iu, ''),
    ...onlyKnown({ country, countryCode: country && countryCode(country), note: details }),
  };
}

function contactsOf({ phones, emails, websites }: UkDesignation): readonly ListedContact[] {
  const as = (type: ListedContact['type'], values: readonly string[]): ListedContact[] =>
    values.map((value) => ({ type, value }));
  return union([...as('phone', phones), ...as('email', emails), ...as('website', websites)], []);
}

function toVessel(ship: UkShip): ListedVessel {
  const [flag, ...otherFlags] = union(ship.flags, []);
  const [vesselType, ...otherTypes] = union(ship.types, []);
  return {
    ...onlyKnown({
      vesselType,
      otherTypes: nonEmpty(otherTypes),
      flag,
      otherFlags: nonEmpty(otherFlags),
      owner: joinParts(...union(ship.owners, [])),
      formerOwners: nonEmpty(union(ship.formerOwners, [])),
      tonnage: ship.tonnages[0],
      length: ship.lengths[0],
      yearOfBuild: ship.yearsBuilt[0],
    }),
    formerFlags: union(ship.formerFlags, []),
  };
}
