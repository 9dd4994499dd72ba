import { addressCountries, toListedCountry } from '../listed-country';
import { nonEmpty, onlyKnown } from '../only-known';
import {
  type ListedAddress,
  type ListedAircraft,
  type ListedCountry,
  type ListedName,
  type ListedVessel,
  type SanctionsEntry,
  type SanctionsEntryType,
} from '../sanctions-entry';
import { type OfacFacts } from './ofac-facts';

/** What a vessel's own columns or features say; its other facts are labelled. */
export interface OfacVesselFields {
  readonly callSign?: string | undefined;
  readonly vesselType?: string | undefined;
  readonly tonnage?: string | undefined;
  readonly grossRegisteredTonnage?: string | undefined;
  readonly flag?: string | undefined;
  readonly owner?: string | undefined;
}

/** The parts of an entry, whichever form of OFAC's list they come from. */
export interface OfacEntryParts {
  readonly list: string;
  readonly entryId: string;
  readonly type: SanctionsEntryType;
  /** The primary name comes first. */
  readonly names: readonly ListedName[];
  readonly programs: readonly string[];
  readonly facts: OfacFacts;
  readonly addresses: readonly ListedAddress[];
  readonly vessel: OfacVesselFields;
  readonly title?: string | undefined;
  readonly remarks?: string | undefined;
  readonly listedOn?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly originalList?: string | undefined;
}

/** Puts an entry together in the words that all lists share. */
export function toOfacEntry(parts: OfacEntryParts): SanctionsEntry {
  const { type, facts, addresses, title, remarks, listedOn, endsOn, originalList } = parts;
  return {
    list: parts.list,
    entryId: parts.entryId,
    type,
    names: [...parts.names, ...facts.names],
    programs: parts.programs,
    birthDates: facts.birthDates,
    birthPlaces: facts.birthPlaces,
    countries: countriesOf(parts),
    addresses,
    identifications: [...callSign(parts.vessel), ...facts.identifications],
    cryptoAddresses: facts.cryptoAddresses,
    linkedTo: facts.linkedTo,
    ...onlyKnown({
      gender: facts.genders[0],
      contacts: nonEmpty(facts.contacts),
      establishedDates: nonEmpty(facts.establishedDates),
      vessel: type === 'vessel' ? toVessel(parts) : undefined,
      aircraft: type === 'aircraft' ? toAircraft(facts) : undefined,
      title,
      remarks,
      listedOn,
      endsOn,
      originalList,
    }),
  };
}

function toVessel({ vessel, facts }: OfacEntryParts): ListedVessel {
  return {
    ...onlyKnown({
      ...vessel,
      yearOfBuild: facts.yearsOfBuild[0],
      otherTypes: nonEmpty(facts.otherVesselTypes),
      otherFlags: nonEmpty(facts.otherFlags),
    }),
    formerFlags: facts.formerFlags,
  };
}

function toAircraft(facts: OfacFacts): ListedAircraft {
  return {
    models: facts.aircraftModels,
    operators: facts.aircraftOperators,
    manufactureDates: facts.aircraftManufactureDates,
  };
}

function countriesOf({ facts, addresses, vessel }: OfacEntryParts): ListedCountry[] {
  const flags = [vessel.flag, ...facts.otherFlags, ...facts.formerFlags].filter((flag) => flag !== undefined);
  return [
    ...facts.countries,
    ...addresses.flatMap(addressCountries),
    ...flags.map((flag) => toListedCountry('flag', flag)),
  ];
}

function callSign({ callSign: number }: OfacVesselFields): SanctionsEntry['identifications'] {
  return number === undefined ? [] : [{ type: 'call-sign', label: 'Call Sign', number }];
}
