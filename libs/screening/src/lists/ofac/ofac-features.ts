import { type ListedNameKind, type SanctionsEntryType } from '../sanctions-entry';
import { type OfacVesselFields } from './ofac-entry';
import { noOfacFacts, readOfacFact } from './ofac-facts';
import { type DocumentDetails } from './ofac-identification';

/** What the XML forms call an entry; they write it in capitals in places. */
export const OFAC_XML_TYPES: ReadonlyMap<string, SanctionsEntryType> = new Map([
  ['individual', 'person'],
  ['entity', 'business'],
  ['vessel', 'vessel'],
  ['aircraft', 'aircraft'],
]);

const ALIAS_KINDS: ReadonlyMap<string | undefined, ListedNameKind> = new Map([
  ['f.k.a.', 'fka'],
  ['n.k.a.', 'nka'],
]);

/** `A.K.A.`, `f.k.a.` and so on; whatever else OFAC calls an alias is "also known as". */
export function ofacAliasKind(type: string | undefined): ListedNameKind {
  return ALIAS_KINDS.get(type?.toLowerCase()) ?? 'aka';
}

/** Features that the remarks of the delimited files write with another label. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['birthdate', 'DOB'],
  ['place of birth', 'POB'],
  ['nationality country', 'nationality'],
  ['citizenship country', 'citizen'],
]);

const VESSEL_FIELDS: ReadonlyMap<string, keyof OfacVesselFields> = new Map([
  ['vessel call sign', 'callSign'],
  ['vessel type', 'vesselType'],
  ['vessel flag', 'flag'],
  ['flag', 'flag'],
  ['vessel owner', 'owner'],
  ['vessel tonnage', 'tonnage'],
  ['tonnage', 'tonnage'],
  ['vessel gross registered tonnage', 'grossRegisteredTonnage'],
  ['gross registered tonnage', 'grossRegisteredTonnage'],
  ['vessel gross tonnage', 'grossRegisteredTonnage'],
]);

/** Gathers the features that OFAC's XML forms give one by one, each with the name of its type. */
export class OfacFeatures {
  readonly facts = noOfacFacts();
  readonly titles: string[] = [];
  readonly vessel: { -readonly [Field in keyof OfacVesselFields]: OfacVesselFields[Field] } = {};

  /** False when no rule reads the feature. `details` are those of a document. */
  add(type: string, value: string, details?: DocumentDetails): boolean {
    const name = type.toLowerCase();
    if (name === 'title') return this.titles.push(value) > 0;
    const field = VESSEL_FIELDS.get(name);
    if (field !== undefined && this.vessel[field] === undefined) {
      this.vessel[field] = value;
      return true;
    }
    if (field === 'flag') return this.facts.otherFlags.push(value) > 0;
    return readOfacFact(`${LABELS.get(name) ?? type} ${value}`, this.facts, details);
  }

  /** The vessel's own number comes with "IMO" before it. */
  addDocument(type: string, details: DocumentDetails & { readonly number: string }): boolean {
    const number = details.number.replace(/^(?:IMO|MMSI) (?=\d)/u, '');
    return this.add(type, details.number, { ...details, number });
  }
}
