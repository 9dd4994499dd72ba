import { joinParts } from '../listed-address';
import { type UnusedParts } from '../not-understood';
import { formatPartialDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { type XmlElement } from '../reading/xml-element';
import { type ListedAddress, type ListedName, type SanctionsEntryType } from '../sanctions-entry';
import { type OfacLocation } from './ofac-advanced-locations';
import { readAdvancedNames } from './ofac-advanced-names';
import { type OfacReferences, readAdvancedPeriod } from './ofac-advanced-references';
import { OFAC_XML_TYPES, OfacFeatures } from './ofac-features';

/** What a `DistinctParty` says by itself; programs and links stand elsewhere in the file. */
export interface OfacAdvancedParty {
  readonly line: number;
  readonly entryId: string;
  readonly profileId: string;
  readonly type: SanctionsEntryType;
  readonly names: readonly ListedName[];
  /** By these numbers its documents find it. */
  readonly identityIds: readonly string[];
  readonly features: OfacFeatures;
  readonly addresses: readonly ListedAddress[];
  readonly remarks: string | undefined;
}

/** What the file said before its parties. */
export interface OfacAdvancedContext {
  readonly file: string;
  readonly references: OfacReferences;
  readonly locations: ReadonlyMap<string, OfacLocation>;
  readonly unused: UnusedParts;
}

/** Throws `PublicationError` for a party without number, profile or known type. */
export function readAdvancedParty(element: XmlElement, context: OfacAdvancedContext): OfacAdvancedParty {
  const entryId = element.attribute('FixedRef');
  const [profile] = element.all('Profile');
  const profileId = profile?.attribute('ID');
  const place = { file: context.file, line: element.line };
  if (entryId === undefined || !profile || profileId === undefined) {
    throw new PublicationError(place, 'the entry has no number or no profile.');
  }
  const type = partyType(profile.attribute('PartySubTypeID'), context.references);
  if (type === undefined) throw new PublicationError(place, 'the entry is of a type that the file does not explain.');
  const identities = profile.all('Identity');
  profile.skip('SanctionsEntryReference');
  const features = new OfacFeatures();
  const addresses = profile.all('Feature').flatMap((feature) => readFeature(feature, features, context));
  const party: OfacAdvancedParty = {
    line: element.line,
    entryId,
    profileId,
    type,
    names: identities.flatMap((identity) => readAdvancedNames(identity, context.references)),
    identityIds: identities.flatMap((identity) => identity.attribute('ID') ?? []),
    features,
    addresses,
    remarks: joinParts(element.textOf('Comment'), profile.textOf('Comment')),
  };
  element.countUnread(context.unused);
  return party;
}

/** A vessel and an aircraft are sub-types of their own; persons and organizations have one that is called unknown. */
function partyType(id: string | undefined, references: OfacReferences): SanctionsEntryType | undefined {
  const subType = references.nameOf('PartySubType', id)?.toLowerCase();
  const parent = references.nameOf('PartyType', references.parentOf('PartySubType', id, 'PartyTypeID'))?.toLowerCase();
  return OFAC_XML_TYPES.get(subType ?? '') ?? OFAC_XML_TYPES.get(parent ?? '');
}

/** Reads one feature; the addresses that it holds come back, everything else goes into `features`. */
function readFeature(feature: XmlElement, features: OfacFeatures, context: OfacAdvancedContext): ListedAddress[] {
  const { references, locations, unused } = context;
  feature.skip('ID', 'IdentityReference');
  const type = references.nameOf('FeatureType', feature.attribute('FeatureTypeID')) ?? 'feature of no known type';
  const addresses: ListedAddress[] = [];
  for (const version of feature.all('FeatureVersion')) {
    version.skip('ID', 'ReliabilityID', 'Comment');
    for (const reference of version.all('VersionLocation')) {
      const location = locations.get(reference.attribute('LocationID') ?? '');
      if (type === 'Location' && location?.address) addresses.push(location.address);
      else if (location?.place !== undefined) add(type, location.place, features, unused);
    }
    for (const period of version.all('DatePeriod')) readPeriod(type, period, features, unused);
    for (const detail of version.all('VersionDetail')) {
      detail.skip('DetailTypeID');
      const value = references.nameOf('DetailReference', detail.attribute('DetailReferenceID')) ?? detail.text();
      if (value !== undefined) add(type, value, features, unused);
    }
  }
  return addresses;
}

function readPeriod(type: string, period: XmlElement, features: OfacFeatures, unused: UnusedParts): void {
  const date = readAdvancedPeriod(period);
  if (date === undefined) unused.add(`${type}: a period without days`, type);
  else if (type === 'Birthdate') features.facts.birthDates.push(date);
  else if (type === 'Organization Established Date') features.facts.establishedDates.push(date);
  else add(type, formatPartialDate(date), features, unused);
}

function add(type: string, value: string, features: OfacFeatures, unused: UnusedParts): void {
  if (!features.add(type, value)) unused.add(type, value);
}
