import { EntryCollection } from '../entry-collection';
import { joinParts } from '../listed-address';
import { PublicationError } from '../publication-error';
import { readXml } from '../reading/read-xml';
import { oneFileFormat, xmlFilesWithRoot } from '../reading/recognize-file';
import { type XmlElement } from '../reading/xml-element';
import { toIsoDay, type UkDesignation, type UkDocument, type UkShip } from './uk-designation';
import { toUkEntry } from './uk-entry';

export const UK_SANCTIONS_LIST = 'uk-sanctions-list';

const ROOT = 'Designations';

/** The UK Sanctions List as XML (`UK-Sanctions-List.xml`): lists of elements inside elements. */
export const UK_SANCTIONS_LIST_XML = oneFileFormat(
  'uk-sanctions-list-xml',
  (files) => xmlFilesWithRoot(files, ROOT),
  (file, content) => {
    const collection = new EntryCollection(file);
    const root = readXml(file, content, ROOT, {
      Designation: (element) => {
        const place = { file, line: element.line };
        const designation = readDesignation(element);
        if (designation.entryId === '') throw new PublicationError(place, 'the designation has no unique id.');
        const entry = toUkEntry(designation, collection.unused);
        if (!entry) throw new PublicationError(place, `"${designation.kind ?? ''}" is not a kind of designation.`);
        collection.add(entry, element.line);
        element.countUnread(collection.unused);
      },
    });
    const generated = root.textOf('DateGenerated');
    root.countUnread(collection.unused);
    return collection.toList(toIsoDay(generated));
  },
);

const SHIP = ['ShipDetails', 'Ship'] as const;
const PERSON = ['IndividualDetails', 'Individual'] as const;
const ORGANIZATION = ['EntityDetails', 'Entity'] as const;

function readDesignation(element: XmlElement): UkDesignation {
  // When it was changed, by whom it was proposed, which measures hold: nothing that tells who it is.
  element.skip('LastUpdated', 'DesignationSource', 'SanctionsImposed', 'SanctionsImposedIndicators');
  const values = (...path: readonly string[]): string[] => element.textsWithin(...path);
  return {
    list: UK_SANCTIONS_LIST,
    entryId: element.textOf('UniqueID') ?? '',
    reference: joinParts(element.textOf('OFSIGroupID'), element.textOf('UNReferenceNumber')),
    kind: element.textOf('IndividualEntityShip'),
    names: element.within('Names', 'Name').map((name) => ({
      parts: ['Name1', 'Name2', 'Name3', 'Name4', 'Name5', 'Name6'].map((part) => name.textOf(part)),
      type: name.textOf('NameType'),
      strength: name.textOf('AliasStrength'),
    })),
    originalNames: element.within('NonLatinNames', 'NonLatinName').map((name) => {
      name.skip('NonLatinScriptType');
      return { name: name.textOf('NameNonLatinScript') ?? '', language: name.textOf('NonLatinScriptLanguage') };
    }),
    titles: [...values('Titles', 'Title'), ...values(...PERSON, 'Positions', 'Position')],
    regimes: values('RegimeName'),
    birthDates: values(...PERSON, 'DOBs', 'DOB'),
    birthPlaces: element
      .within(...PERSON, 'BirthDetails', 'Location')
      .flatMap((place) => joinParts(place.textOf('TownOfBirth'), place.textOf('CountryOfBirth')) ?? []),
    nationalities: values(...PERSON, 'Nationalities', 'Nationality'),
    genders: values(...PERSON, 'Genders', 'Gender'),
    documents: readDocuments(element),
    addresses: element.within('Addresses', 'Address').map((address) => ({
      lines: [1, 2, 3, 4, 5, 6].map((line) => address.textOf(`AddressLine${line}`)),
      postalCode: address.textOf('AddressPostalCode'),
      country: address.textOf('AddressCountry'),
    })),
    phones: values('PhoneNumbers', 'PhoneNumber'),
    emails: values('EmailAddresses', 'EmailAddress'),
    websites: values('Websites', 'Website'),
    linkedTo: [
      ...values(...ORGANIZATION, 'ParentCompanies', 'ParentCompany'),
      ...values(...ORGANIZATION, 'Subsidiaries', 'Subsidiary'),
    ],
    ship: readShip(values),
    remarks: [
      ...values(...ORGANIZATION, 'TypeOfEntities', 'TypeOfEntity'),
      ...values('OtherInformation'),
      ...values('UKStatementofReasons'),
    ],
    designatedOn: element.textOf('DateDesignated'),
  };
}

function readDocuments(element: XmlElement): UkDocument[] {
  const documents = (label: string, path: readonly string[], name: string): UkDocument[] =>
    element.within(...path).map((document) => ({
      label,
      number: document.textOf(`${name}Number`),
      details: document.textOf(`${name}AdditionalInformation`),
    }));
  const numbers = (label: string, path: readonly string[]): UkDocument[] =>
    element.textsWithin(...path).map((number) => ({ label, number, details: undefined }));
  return [
    ...documents('Passport', [...PERSON, 'PassportDetails', 'Passport'], 'Passport'),
    ...documents(
      'National Identifier',
      [...PERSON, 'NationalIdentifierDetails', 'NationalIdentifier'],
      'NationalIdentifier',
    ),
    ...numbers('Business registration number', [
      ...ORGANIZATION,
      'BusinessRegistrationNumbers',
      'BusinessRegistrationNumber',
    ]),
    ...numbers('IMO number', [...SHIP, 'IMONumbers', 'IMONumber']),
    ...numbers('Hull identification number', [...SHIP, 'HullIdentificationNumbers', 'HullIdentificationNumber']),
  ];
}

function readShip(values: (...path: readonly string[]) => string[]): UkShip {
  return {
    owners: values(...SHIP, 'CurrentOwnerOperators', 'CurrentOwnerOperator'),
    formerOwners: values(...SHIP, 'PreviousOwnerOperators', 'PreviousOwnerOperator'),
    flags: values(...SHIP, 'CurrentBelievedFlagOfShips', 'CurrentBelievedFlagOfShip'),
    formerFlags: values(...SHIP, 'PreviousFlags', 'PreviousFlag'),
    types: values(...SHIP, 'TypeOfShipDetails', 'TypeOfShip'),
    tonnages: values(...SHIP, 'TonnageOfShipDetails', 'TonnageOfShip'),
    lengths: values(...SHIP, 'LengthOfShipDetails', 'LengthOfShip'),
    yearsBuilt: values(...SHIP, 'YearsBuilt', 'YearBuilt'),
  };
}
