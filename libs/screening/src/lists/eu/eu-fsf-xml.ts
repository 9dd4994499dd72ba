import { EntryCollection } from '../entry-collection';
import { type UnusedParts } from '../not-understood';
import { PublicationError } from '../publication-error';
import { readXml } from '../reading/read-xml';
import { oneFileFormat, xmlFilesWithRoot } from '../reading/recognize-file';
import { type XmlElement } from '../reading/xml-element';
import { type ListedContact, type SanctionsEntry } from '../sanctions-entry';
import { readEuContact } from './eu-contact';
import { toEuEntry } from './eu-entry';
import {
  type EuFields,
  readEuAddress,
  readEuBirthDate,
  readEuBirthPlace,
  readEuCitizenship,
  readEuIdentification,
  readEuName,
} from './eu-fields';

const ROOT = 'export';
const NAMESPACE = 'eu.europa.ec/fpi/fsd/export';

/** The Financial Sanctions Files as XML, by `xmlFullSanctionsList_1_1.xsd`. Everything is in attributes. */
export const EU_FSF_XML = oneFileFormat(
  'eu-fsf-xml',
  (files) => xmlFilesWithRoot(files, ROOT, NAMESPACE),
  (file, content) => {
    const collection = new EntryCollection(file);
    const root = readXml(file, content, ROOT, {
      sanctionEntity: (element) => collection.add(readEntity(file, element, collection.unused), element.line),
    });
    const publishedAt = root.attribute('generationDate');
    root.skip('globalFileId');
    root.countUnread(collection.unused);
    return collection.toList(publishedAt);
  },
);

function readEntity(file: string, element: XmlElement, unused: UnusedParts): SanctionsEntry {
  const place = { file, line: element.line };
  const logicalId = element.attribute('logicalId');
  if (logicalId === undefined) throw new PublicationError(place, 'the entity has no logical id.');
  const [subject] = element.all('subjectType');
  const code = subject?.attribute('code');
  const regulations = element.all('regulation');
  const programmes = regulations.flatMap((regulation) => regulation.attribute('programme') ?? []);
  for (const regulation of regulations) regulation.skipAll();
  const names = details(element, 'nameAlias');
  const births = details(element, 'birthdate');
  const addresses = details(element, 'address');
  const entry = toEuEntry({
    logicalId,
    subjectType: subject?.attribute('classificationCode') ?? code,
    reference: element.attribute('euReferenceNumber'),
    unitedNationId: element.attribute('unitedNationId'),
    designationDate: element.attribute('designationDate'),
    programmes,
    names: names.flatMap(({ fields, remark }) => readEuName(fields, remark) ?? []),
    titles: names.flatMap(({ fields }) => [fields('title'), fields('function')]).flatMap((title) => title ?? []),
    genders: names.flatMap(({ fields }) => fields('gender') ?? []),
    birthDates: births.flatMap(({ fields }) => readEuBirthDate(fields, unused) ?? []),
    birthPlaces: births.flatMap(({ fields }) => readEuBirthPlace(fields) ?? []),
    citizenships: details(element, 'citizenship').flatMap(({ fields }) => readEuCitizenship(fields) ?? []),
    addresses: addresses.flatMap(({ fields }) => readEuAddress(fields) ?? []),
    contacts: addresses.flatMap(({ element: address }) => readContacts(address, unused)),
    identifications: details(element, 'identification').flatMap(
      ({ fields, remark }) => readEuIdentification(fields, remark, unused) ?? [],
    ),
    remarks: [
      element.attribute('designationDetails') ?? [],
      element.textsWithin('remark'),
      [...names, ...births, ...addresses].flatMap(({ remark }) => remark ?? []),
    ].flat(),
  });
  if (!entry) throw new PublicationError(place, `"${code ?? ''}" is not a known subject type.`);
  element.countUnread(unused);
  return entry;
}

interface Detail {
  readonly element: XmlElement;
  readonly fields: EuFields;
  readonly remark: string | undefined;
}

/** The details of one kind; which regulation each comes from, in which language, is not about the entity. */
function details(entity: XmlElement, name: string): Detail[] {
  return entity.all(name).map((element) => {
    element.skip('regulationSummary', 'regulationLanguage', 'logicalId', 'asAtListingTime');
    const remark = element.textsWithin('remark').join(' ') || undefined;
    return { element, fields: (field) => element.attribute(field), remark };
  });
}

function readContacts(address: XmlElement, unused: UnusedParts): ListedContact[] {
  return address
    .all('contactInfo')
    .flatMap((info) => readEuContact(info.attribute('key') ?? '', info.attribute('value') ?? '', unused) ?? []);
}
