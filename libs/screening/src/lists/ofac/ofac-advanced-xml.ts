import { EntryCollection } from '../entry-collection';
import { joinParts } from '../listed-address';
import { type ListFormat } from '../list-source';
import { formatCalendarDate } from '../partial-date';
import { readXml } from '../reading/read-xml';
import { oneFileFormat, xmlFilesWithRoot } from '../reading/recognize-file';
import { type XmlElement } from '../reading/xml-element';
import { type SanctionsEntry } from '../sanctions-entry';
import { readAdvancedDocument, type OfacAdvancedDocument } from './ofac-advanced-document';
import { type OfacLocation, readAdvancedLocation } from './ofac-advanced-locations';
import { type OfacAdvancedParty, readAdvancedParty } from './ofac-advanced-party';
import { OfacReferences, readAdvancedDate } from './ofac-advanced-references';
import { type OfacEdition } from './ofac-editions';
import { toOfacEntry } from './ofac-entry';

/** What a `SanctionsEntry` says about the profile that it belongs to. */
interface Listing {
  readonly programs: string[];
  readonly lists: string[];
  readonly dates: string[];
}

/** The list of all of OFAC's lists but the SDN list; it says nothing that the others do not. */
const META_LIST = 'Consolidated List';

/** OFAC's advanced XML (`SDN_ADVANCED.XML`, `CONS_ADVANCED.XML`; outermost element `Sanctions`), in which all is linked by numbers. */
export function ofacAdvancedXmlFormat(edition: OfacEdition): ListFormat {
  return oneFileFormat(
    'ofac-advanced-xml',
    (files) => xmlFilesWithRoot(files, 'Sanctions').filter(edition.isFileName),
    (file, content) => {
      const collection = new EntryCollection(file);
      const references = new OfacReferences();
      const locations = new Map<string, OfacLocation>();
      const documents = new Map<string, OfacAdvancedDocument[]>();
      const parties = new Map<string, OfacAdvancedParty>();
      const links: (readonly [string, string])[] = [];
      const listings = new Map<string, Listing>();
      const context = { file, references, locations, unused: collection.unused };
      const root = readXml(file, content, 'Sanctions', {
        ReferenceValueSets: (sets) => references.read(sets),
        Location: (location) => {
          locations.set(location.attribute('ID') ?? '', readAdvancedLocation(location, references));
          location.countUnread(collection.unused);
        },
        IDRegDocument: (element) => {
          const document = readAdvancedDocument(element, references);
          documents.set(document.identityId, [...(documents.get(document.identityId) ?? []), document]);
          element.countUnread(collection.unused);
        },
        DistinctParty: (element) => {
          const party = readAdvancedParty(element, context);
          parties.set(party.profileId, party);
        },
        ProfileRelationship: (relationship) => {
          links.push([relationship.attribute('From-ProfileID') ?? '', relationship.attribute('To-ProfileID') ?? '']);
        },
        SanctionsEntry: (entry) => readListing(entry, references, listings),
      });
      const [published] = root.all('DateOfIssue');
      published?.skip('CalendarTypeID');
      const publishedOn = published && readAdvancedDate(published);
      root.skip('Version', 'DeltaBaseVersion', 'SanctionsEntryLinks');
      root.countUnread(collection.unused);

      for (const [from, to] of links) {
        const name = parties.get(to)?.names[0]?.name;
        if (name !== undefined) parties.get(from)?.features.facts.linkedTo.push(name);
      }
      for (const party of parties.values()) {
        for (const document of party.identityIds.flatMap((id) => documents.get(id) ?? [])) {
          const { type, details } = document;
          if (!party.features.addDocument(type, details)) collection.unused.add(type, details.number);
        }
        collection.add(toEntry(edition.list, party, listings.get(party.profileId)), party.line);
      }
      return collection.toList(publishedOn && formatCalendarDate(publishedOn));
    },
  );
}

function readListing(element: XmlElement, references: OfacReferences, listings: Map<string, Listing>): void {
  const profileId = element.attribute('ProfileID') ?? '';
  const listing = listings.get(profileId) ?? { programs: [], lists: [], dates: [] };
  listings.set(profileId, listing);
  const list = references.nameOf('List', element.attribute('ListID'));
  if (list !== undefined && list !== META_LIST) listing.lists.push(list);
  for (const event of element.within('EntryEvent', 'Date')) {
    const date = readAdvancedDate(event);
    if (date) listing.dates.push(formatCalendarDate(date));
  }
  for (const measure of element.all('SanctionsMeasure')) {
    const program = measure.textOf('Comment');
    const isProgram = references.nameOf('SanctionsType', measure.attribute('SanctionsTypeID')) === 'Program';
    if (isProgram && program !== undefined && !listing.programs.includes(program)) listing.programs.push(program);
  }
}

function toEntry(list: string, party: OfacAdvancedParty, listing: Listing | undefined): SanctionsEntry {
  const { entryId, type, names, features, addresses, remarks } = party;
  return toOfacEntry({
    list,
    entryId,
    type,
    names,
    programs: listing?.programs ?? [],
    facts: features.facts,
    addresses,
    vessel: features.vessel,
    title: joinParts(...features.titles),
    remarks,
    listedOn: listing?.dates.sort()[0],
    originalList: listing?.lists.join('; ') || undefined,
  });
}
