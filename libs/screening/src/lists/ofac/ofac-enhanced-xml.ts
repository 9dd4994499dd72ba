import { countryCode } from '../country-names';
import { EntryCollection } from '../entry-collection';
import { joinParts, toAddress } from '../listed-address';
import { type ListFormat } from '../list-source';
import { type UnusedParts } from '../not-understood';
import { onlyKnown } from '../only-known';
import { type PartialDate, parseIsoDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { readXml } from '../reading/read-xml';
import { oneFileFormat, xmlFilesWithRoot } from '../reading/recognize-file';
import { beginningOf } from '../reading/read-text';
import { type XmlElement } from '../reading/xml-element';
import { type ListedAddress, type ListedName, type SanctionsEntry } from '../sanctions-entry';
import { type OfacEdition } from './ofac-editions';
import { toOfacEntry } from './ofac-entry';
import { factLabel, readOfacFact } from './ofac-facts';
import { OFAC_XML_TYPES, ofacAliasKind, OfacFeatures } from './ofac-features';
import { periodToDate } from './ofac-period';

/** The list of all of OFAC's lists but the SDN list; it says nothing that the others do not. */
const META_LIST = 'Consolidated List';

/** OFAC's newest XML (`SDN_ENHANCED.XML`, `CONS_ENHANCED.XML`; outermost element `sanctionsData`). */
export function ofacEnhancedXmlFormat(edition: OfacEdition): ListFormat {
  return oneFileFormat(
    'ofac-enhanced-xml',
    (files) =>
      xmlFilesWithRoot(files, 'sanctionsData').filter((name) =>
        beginningOf(files.get(name) ?? Buffer.alloc(0)).includes(`>${edition.nameInXml}<`),
      ),
    (file, content) => {
      const collection = new EntryCollection(file);
      const root = readXml(file, content, 'sanctionsData', {
        entity: (element) => collection.add(readEntity(file, edition, element, collection.unused), element.line),
        // Entries repeat what they refer to, in words.
        referenceValue: () => undefined,
        featureType: () => undefined,
      });
      const [info] = root.within('publicationInfo');
      const publishedAt = info?.textOf('dataAsOf');
      info?.skip('filters');
      root.countUnread(collection.unused);
      return collection.toList(publishedAt);
    },
  );
}

function readEntity(file: string, { list }: OfacEdition, element: XmlElement, unused: UnusedParts): SanctionsEntry {
  const [info] = element.all('generalInfo');
  const entryId = element.attribute('id');
  const typeName = info?.textOf('entityType') ?? '';
  const type = OFAC_XML_TYPES.get(typeName.toLowerCase());
  const place = { file, line: element.line };
  if (type === undefined) throw new PublicationError(place, `"${typeName}" is not a known type.`);
  if (entryId === undefined) throw new PublicationError(place, 'the entry has no number.');
  info?.skip('identityId');
  element.skip('sanctionsTypes', 'legalAuthorities');
  const features = readFeatures(element, unused);
  readDocuments(element, features, unused);
  for (const relationship of element.within('relationships', 'relationship')) {
    relationship.skip('type', 'quality');
    features.facts.linkedTo.push(...relationship.textsWithin('relatedEntity'));
  }
  const remarks = info?.textOf('remarks');
  for (const item of (remarks ?? '').replace(/\.$/u, '').split('; ')) {
    if (item !== '' && !readOfacFact(item, features.facts)) unused.add(factLabel(item), item);
  }
  const lists = element.within('sanctionsLists', 'sanctionsList');
  const listNames = lists.flatMap((of) => of.text() ?? []).filter((name) => name !== META_LIST);
  const [listedOn] = lists.flatMap((of) => of.attribute('datePublished') ?? []).sort();
  const entry = toOfacEntry({
    list,
    entryId,
    type,
    names: readNames(element),
    programs: element.textsWithin('sanctionsPrograms', 'sanctionsProgram'),
    facts: features.facts,
    addresses: element.within('addresses', 'address').flatMap((address) => readAddress(address) ?? []),
    vessel: features.vessel,
    title: joinParts(info?.textOf('title'), ...features.titles),
    remarks,
    listedOn,
    originalList: listNames.join('; ') || undefined,
  });
  skipReferences(element);
  element.countUnread(unused);
  return entry;
}

/** The primary name first, each name in every script that it is given in. */
function readNames(element: XmlElement): ListedName[] {
  const names = element.within('names', 'name').flatMap((name): ListedName[] => {
    const isPrimary = name.textOf('isPrimary') === 'true';
    const strength = name.textOf('isLowQuality') === 'true' ? 'weak' : 'strong';
    const kind = ofacAliasKind(name.textOf('aliasType'));
    return name.within('translations', 'translation').flatMap((translation): ListedName[] => {
      translation.skip('formattedFirstName', 'formattedLastName', 'nameParts');
      const text = translation.textOf('formattedFullName');
      const script = translation.textOf('script');
      const isFirstScript = translation.textOf('isPrimary') === 'true';
      const original =
        script === undefined || script === 'Latin' ? {} : { isOriginalScript: true as const, language: script };
      return text === undefined
        ? []
        : [{ name: text, kind: isPrimary && isFirstScript ? 'primary' : kind, strength, ...original }];
    });
  });
  return names.sort((a, b) => Number(b.kind === 'primary') - Number(a.kind === 'primary'));
}

function readFeatures(element: XmlElement, unused: UnusedParts): OfacFeatures {
  const features = new OfacFeatures();
  for (const feature of element.within('features', 'feature')) {
    feature.skip('versionId', 'valueRefId', 'isPrimary', 'reliability');
    const type = feature.textOf('type') ?? '';
    const value = feature.textOf('value');
    const period = feature.within('valueDate').flatMap((date) => readPeriod(date) ?? [])[0];
    if (value === undefined || features.add(type, value)) continue;
    // The words of a date may be unusual; the days it stands for are not.
    if (type === 'Birthdate' && period) features.facts.birthDates.push(period);
    else unused.add(type, value);
  }
  return features;
}

function readPeriod(date: XmlElement): PartialDate | undefined {
  const [from, to] = ['fromDateBegin', 'toDateEnd'].map((name) => parseIsoDate(date.textOf(name) ?? ''));
  date.skip('fromDateEnd', 'toDateBegin', 'isDateRange');
  const isApproximate = date.textOf('isApproximate') === 'true';
  return from && to && periodToDate(from, to, isApproximate);
}

function readDocuments(element: XmlElement, features: OfacFeatures, unused: UnusedParts): void {
  for (const document of element.within('identityDocuments', 'identityDocument')) {
    document.skip('name');
    const [type = '', number = '', country, issuedOn, expiresOn, authority, location, isValid, comments] = [
      'type',
      'documentNumber',
      'issuingCountry',
      'issueDate',
      'expirationDate',
      'issuingAuthority',
      'issuingLocation',
      'isValid',
      'comments',
    ].map((name) => document.textOf(name));
    const details = onlyKnown({
      country,
      countryCode: country && countryCode(country),
      issuedOn,
      expiresOn,
      note: joinParts(authority, location, comments, isValid === 'false' ? 'not valid' : undefined),
    });
    if (!features.addDocument(type, { ...details, number })) unused.add(type, number);
  }
}

/** A region is no country; it stands in the country's place, as in the delimited files. */
function readAddress(address: XmlElement): ListedAddress | undefined {
  const country = address.textOf('country');
  const parts = new Map<string, string>();
  for (const translation of address.within('translations', 'translation')) {
    translation.skip('script');
    if (translation.textOf('isPrimary') !== 'true') translation.skip('addressParts');
    for (const part of translation.within('addressParts', 'addressPart')) {
      const type = part.textOf('type') ?? '';
      const value = part.textOf('value');
      if (value !== undefined && !parts.has(type)) parts.set(type, value);
    }
  }
  const region = parts.get('REGION');
  return toAddress({
    street: joinParts(parts.get('ADDRESS1'), parts.get('ADDRESS2'), parts.get('ADDRESS3')),
    locality: joinParts(parts.get('CITY'), parts.get('STATE/PROVINCE'), parts.get('POSTAL CODE')),
    country: country ?? (region === undefined ? undefined : `Region: ${region}`),
  });
}

/** The numbers by which elements refer to one another: nothing about the entry. */
function skipReferences(element: XmlElement): void {
  for (const name of ['id', 'refId', 'featureTypeId', 'entityId', 'nameId', 'nameTranslationId'])
    element.skipAttribute(name);
}
