import { type PartialDate } from './partial-date';

/** `unknown` where the publisher does not say what the entry is (half of the US Consolidated Screening List). */
export type SanctionsEntryType = 'person' | 'business' | 'vessel' | 'aircraft' | 'unknown';

/** How a name relates to the entry: its primary name, or "also", "formerly" or "now known as". */
export type ListedNameKind = 'primary' | 'aka' | 'fka' | 'nka';

/**
 * A weak alias is one its publisher calls too broad or too common to search with
 * (OFAC's "weak a.k.a.", the FAQ on weak aliases).
 */
export type ListedNameStrength = 'strong' | 'weak';

export interface ListedName {
  readonly name: string;
  readonly kind: ListedNameKind;
  readonly strength: ListedNameStrength;
  /** The publisher's word for the language of the name, e.g. `FR`, `Korean`. */
  readonly language?: string;
  /** The publisher gives it as the name in its original script. */
  readonly isOriginalScript?: true;
}

/** `code` is ISO 3166-1 alpha-2 and missing when the text names no country we know (regions, "undetermined"). */
export interface ListedCountry {
  readonly role: 'nationality' | 'citizenship' | 'birthplace' | 'address' | 'flag';
  readonly name: string;
  readonly code?: string;
}

/** Any of the lines may be missing; an address without a street still says which city and country. */
export interface ListedAddress {
  readonly street?: string;
  readonly locality?: string;
  readonly country?: string;
  readonly countryCode?: string;
}

/** `type` is a word such as `passport`, `national-id`, `tax-id`, `imo`; `label` is the publisher's own. */
export interface ListedIdentification {
  readonly type: string;
  readonly label: string;
  readonly number: string;
  readonly country?: string;
  readonly countryCode?: string;
  /** As published: `02 Feb 2015`, `2015-02-02`, a year alone. */
  readonly issuedOn?: string;
  readonly expiresOn?: string;
  /** What the publisher adds, e.g. `known to be expired`. */
  readonly note?: string;
}

/** Where the entry can be reached. `website` may lack its scheme. */
export interface ListedContact {
  readonly type: 'email' | 'phone' | 'fax' | 'website';
  readonly value: string;
}

export interface ListedCryptoAddress {
  /** The publisher's currency symbol, e.g. `XBT`. */
  readonly currency: string;
  readonly address: string;
}

/** Tonnages are the publisher's text; it writes them with thousands separators. */
export interface ListedVessel {
  readonly callSign?: string;
  readonly vesselType?: string;
  readonly tonnage?: string;
  readonly grossRegisteredTonnage?: string;
  readonly flag?: string;
  readonly formerFlags: readonly string[];
  readonly owner?: string;
  readonly yearOfBuild?: string;
  /** Types and flags beside the first. */
  readonly otherTypes?: readonly string[];
  readonly otherFlags?: readonly string[];
  readonly formerOwners?: readonly string[];
  /** Metres, as published. */
  readonly length?: string;
}

export interface ListedAircraft {
  readonly models: readonly string[];
  readonly operators: readonly string[];
  readonly manufactureDates: readonly string[];
}

/** One entry of a sanctions list, in the words all lists share. `entryId` is the publisher's own number. */
export interface SanctionsEntry {
  readonly list: string;
  readonly entryId: string;
  readonly type: SanctionsEntryType;
  /** The primary name comes first. */
  readonly names: readonly ListedName[];
  readonly programs: readonly string[];
  readonly birthDates: readonly PartialDate[];
  readonly birthPlaces: readonly string[];
  readonly gender?: string;
  readonly countries: readonly ListedCountry[];
  readonly addresses: readonly ListedAddress[];
  readonly identifications: readonly ListedIdentification[];
  readonly cryptoAddresses: readonly ListedCryptoAddress[];
  readonly linkedTo: readonly string[];
  readonly vessel?: ListedVessel;
  readonly aircraft?: ListedAircraft;
  readonly title?: string;
  readonly contacts?: readonly ListedContact[];
  /** When an organization was founded. */
  readonly establishedDates?: readonly PartialDate[];
  /** Since when the entry is listed, ISO 8601 (`2012-12-31`). */
  readonly listedOn?: string;
  /** Until when the restriction holds, ISO 8601, where it ends by itself (the Denied Persons List). */
  readonly endsOn?: string;
  /** The number that people quote, where it is not `entryId`, e.g. `EU.27.28`. */
  readonly reference?: string;
  /** Which of the lists in a collection the entry stands on, e.g. `Entity List (EL) - Bureau of Industry and Security`. */
  readonly originalList?: string;
  /** The publisher's remarks, whole and unparsed. */
  readonly remarks?: string;
}
