import { countryCode } from '../country-names';
import { EntryCollection } from '../entry-collection';
import { joinParts, toAddress } from '../listed-address';
import { type ListFormat } from '../list-source';
import { type UnusedParts } from '../not-understood';
import { onlyKnown } from '../only-known';
import { PublicationError } from '../publication-error';
import { readXml } from '../reading/read-xml';
import { oneFileFormat, xmlFilesWithRoot } from '../reading/recognize-file';
import { type XmlElement } from '../reading/xml-element';
import { type ListedAddress, type ListedName, type SanctionsEntry } from '../sanctions-entry';
import { type OfacEdition } from './ofac-editions';
import { toOfacEntry } from './ofac-entry';
import { factLabel, readOfacFact } from './ofac-facts';
import { OFAC_XML_TYPES, ofacAliasKind, OfacFeatures } from './ofac-features';

/** OFAC's oldest XML (`SDN.XML`, `CONSOLIDATED.XML`; outermost element `sdnList`). */
export function ofacClassicXmlFormat(edition: OfacEdition): ListFormat {
  return oneFileFormat(
    'ofac-classic-xml',
    (files) => xmlFilesWithRoot(files, 'sdnList').filter(edition.isFileName),
    (file, content) => {
      const collection = new EntryCollection(file);
      const root = readXml(file, content, 'sdnList', {
        sdnEntry: (element) => collection.add(readEntry(file, edition, element, collection.unused), element.line),
      });
      const [published] = root.within('publshInformation');
      const [month, day, year] = (published?.textOf('Publish_Date') ?? '').split('/');
      published?.skip('Record_Count');
      root.countUnread(collection.unused);
      return collection.toList(day === undefined ? undefined : `${year ?? ''}-${month ?? ''}-${day}`);
    },
  );
}

function readEntry(file: string, { list }: OfacEdition, element: XmlElement, unused: UnusedParts): SanctionsEntry {
  const entryId = element.textOf('uid');
  const typeName = element.textOf('sdnType') ?? '';
  const type = OFAC_XML_TYPES.get(typeName.toLowerCase());
  const name = readName(element);
  const place = { file, line: element.line };
  if (type === undefined) throw new PublicationError(place, `"${typeName}" is not a known SDN type.`);
  if (entryId === undefined || name === undefined)
    throw new PublicationError(place, 'the entry has no number or no name.');
  const features = readFeatures(element, unused);
  const remarks = element.textOf('remarks');
  for (const item of (remarks ?? '').replace(/\.$/u, '').split('; ')) {
    const fact = item.replace(/^\((Linked To: .+)\)$/u, '$1');
    if (fact !== '' && !readOfacFact(fact, features.facts)) unused.add(factLabel(fact), fact);
  }
  const entry = toOfacEntry({
    list,
    entryId,
    type,
    names: [{ name, kind: 'primary', strength: 'strong' }, ...element.within('akaList', 'aka').map(readAlias)],
    programs: element.textsWithin('programList', 'program'),
    facts: features.facts,
    addresses: element.within('addressList', 'address').flatMap((address) => readAddress(address) ?? []),
    vessel: features.vessel,
    title: joinParts(element.textOf('title'), ...features.titles),
    remarks,
  });
  element.countUnread(unused);
  return entry;
}

function readName(element: XmlElement): string | undefined {
  return joinParts(element.textOf('lastName'), element.textOf('firstName'));
}

function readAlias(alias: XmlElement): ListedName {
  alias.skip('uid');
  return {
    name: readName(alias) ?? '',
    kind: ofacAliasKind(alias.textOf('type')),
    strength: alias.textOf('category') === 'weak' ? 'weak' : 'strong',
  };
}

function readFeatures(element: XmlElement, unused: UnusedParts): OfacFeatures {
  const features = new OfacFeatures();
  const add = (type: string, value: string | undefined): void => {
    if (value !== undefined && !features.add(type, value)) unused.add(type, value);
  };
  const each = (list: string, item: string, read: (of: XmlElement) => void): void => {
    for (const of of element.within(list, item)) {
      of.skip('uid', 'mainEntry');
      read(of);
    }
  };
  each('dateOfBirthList', 'dateOfBirthItem', (of) => add('DOB', of.textOf('dateOfBirth')));
  each('placeOfBirthList', 'placeOfBirthItem', (of) => add('POB', of.textOf('placeOfBirth')));
  each('nationalityList', 'nationality', (of) => add('nationality', of.textOf('country')));
  each('citizenshipList', 'citizenship', (of) => add('citizen', of.textOf('country')));
  for (const vessel of element.all('vesselInfo')) {
    add('Vessel Call Sign', vessel.textOf('callSign'));
    add('Vessel Type', vessel.textOf('vesselType'));
    add('Vessel Flag', vessel.textOf('vesselFlag'));
    add('Vessel Owner', vessel.textOf('vesselOwner'));
    add('Tonnage', vessel.textOf('tonnage'));
    add('Gross Registered Tonnage', vessel.textOf('grossRegisteredTonnage'));
  }
  each('idList', 'id', (id) => readId(id, features, unused));
  return features;
}

function readId(id: XmlElement, features: OfacFeatures, unused: UnusedParts): void {
  const type = id.textOf('idType') ?? '';
  const number = id.textOf('idNumber') ?? '';
  const country = id.textOf('idCountry');
  const details = onlyKnown({
    country,
    countryCode: country && countryCode(country),
    issuedOn: id.textOf('issueDate'),
    expiresOn: id.textOf('expirationDate'),
  });
  if (!features.addDocument(type, { ...details, number })) unused.add(type, number);
}

function readAddress(address: XmlElement): ListedAddress | undefined {
  address.skip('uid');
  const [street1, street2, street3, city, state, postalCode] = [
    'address1',
    'address2',
    'address3',
    'city',
    'stateOrProvince',
    'postalCode',
  ].map((name) => address.textOf(name));
  return toAddress({
    street: joinParts(street1, street2, street3),
    locality: joinParts(city, state, postalCode),
    country: address.textOf('country'),
  });
}
