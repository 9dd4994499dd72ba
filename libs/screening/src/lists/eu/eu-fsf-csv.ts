import { EntryCollection } from '../entry-collection';
import { type UnusedParts } from '../not-understood';
import { PublicationError } from '../publication-error';
import { csvFilesWithColumns, oneFileFormat } from '../reading/recognize-file';
import { readTable, type TableRow } from '../reading/read-table';
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

const REQUIRED_COLUMNS = ['fileGenerationDate', 'Entity_LogicalId', 'Entity_SubjectType', 'NameAlias_WholeName'];

/** Columns whose names are not those of the XML's attributes with a capital letter. */
const OTHER_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['BirthDate birthdate', 'BirthDate_BirthDate'],
  ['BirthDate dayOfMonth', 'BirthDate_Day'],
  ['BirthDate monthOfYear', 'BirthDate_Month'],
  ['Identification issueDate', 'Identification_IssuedDate'],
  ['Identification identificationTypeCode', 'Identification_TypeCode'],
  ['Identification identificationTypeDescription', 'Identification_TypeDescription'],
]);

/** Which regulation a detail comes from, in which language: not about the entity. */
const SKIPPED_COLUMN =
  /_Regulation_|_RegulationLanguage$|_LogicalId$|^Entity_SubjectType|_AsAtListingTime$|^fileGenerationDate$/u;

/** The Financial Sanctions Files as a table of version 1.1: one row a detail, the entity repeated in each. */
export const EU_FSF_CSV = oneFileFormat(
  'eu-fsf-csv',
  (files) => csvFilesWithColumns(files, REQUIRED_COLUMNS),
  (file, content) => {
    const { rows } = readTable(file, content, { delimiter: ';', requiredColumns: REQUIRED_COLUMNS });
    const collection = new EntryCollection(file);
    for (const group of groupByEntity(file, rows)) {
      collection.add(readEntity(file, group, collection.unused), group[0].line);
      for (const row of group) row.countUnread(collection.unused, (column) => SKIPPED_COLUMN.test(column));
    }
    const [day, month, year] = (rows[0]?.get('fileGenerationDate') ?? '').split('/');
    return collection.toList(year === undefined ? undefined : `${year}-${month ?? ''}-${day ?? ''}`);
  },
);

type Rows = readonly [TableRow, ...TableRow[]];

function groupByEntity(file: string, rows: readonly TableRow[]): Rows[] {
  const groups = new Map<string, [TableRow, ...TableRow[]]>();
  for (const row of rows) {
    const id = row.get('Entity_LogicalId');
    if (id === undefined)
      throw new PublicationError({ file, line: row.line }, 'the row has no logical id of an entity.');
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return [...groups.values()];
}

function readEntity(file: string, rows: Rows, unused: UnusedParts): SanctionsEntry {
  const [first] = rows;
  const all = <T>(read: (row: TableRow) => T | undefined): T[] => rows.flatMap((row) => read(row) ?? []);
  const subjectType = first.get('Entity_SubjectType');
  const entry = toEuEntry({
    logicalId: first.get('Entity_LogicalId') ?? '',
    subjectType,
    reference: all((row) => row.get('Entity_EU_ReferenceNumber'))[0],
    unitedNationId: all((row) => row.get('Entity_UnitedNationId'))[0],
    designationDate: all((row) => row.get('Entity_DesignationDate'))[0],
    programmes: all((row) => row.get('Entity_Regulation_Programme')),
    names: all((row) => readEuName(fieldsOf(row, 'NameAlias'), row.get('NameAlias_Remark'))),
    titles: [...all((row) => row.get('NameAlias_Title')), ...all((row) => row.get('NameAlias_Function'))],
    genders: all((row) => row.get('NameAlias_Gender')),
    birthDates: all((row) => readEuBirthDate(fieldsOf(row, 'BirthDate'), unused)),
    birthPlaces: all((row) => readEuBirthPlace(fieldsOf(row, 'BirthDate'))),
    citizenships: all((row) => readEuCitizenship(fieldsOf(row, 'Citizenship'))),
    addresses: all((row) => readEuAddress(fieldsOf(row, 'Address'))),
    contacts: rows.flatMap((row) => readContacts(row.get('Address_ContactInfo') ?? '', unused)),
    identifications: all((row) => {
      return readEuIdentification(fieldsOf(row, 'Identification'), row.get('Identification_Remark'), unused);
    }),
    remarks: [
      'Entity_DesignationDetails',
      'Entity_Remark',
      'NameAlias_Remark',
      'Address_Remark',
      'BirthDate_Remark',
    ].flatMap((column) => all((row) => row.get(column))),
  });
  if (entry) return entry;
  throw new PublicationError({ file, line: first.line }, `"${subjectType ?? ''}" is not a known subject type.`);
}

function fieldsOf(row: TableRow, part: string): EuFields {
  return (field) =>
    row.get(OTHER_COLUMNS.get(`${part} ${field}`) ?? `${part}_${field.charAt(0).toUpperCase()}${field.slice(1)}`);
}

/** `EMAIL[a@b.example]` or `EMAIL: a@b.example`, several one after another. */
function readContacts(text: string, unused: UnusedParts): ListedContact[] {
  const found = [...text.matchAll(/([A-Za-z ]+?)\s*(?:\[([^\]]*)\]|[:=]\s*([^|\n]+))/gu)];
  if (found.length === 0 && text !== '') unused.add('Address_ContactInfo', text);
  return found.flatMap(
    ([, key = '', inBrackets, after]) => readEuContact(key, (inBrackets ?? after ?? '').trim(), unused) ?? [],
  );
}
