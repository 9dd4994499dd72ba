import { joinParts } from '../listed-address';
import { parseListedDate, formatPartialDate } from '../partial-date';
import { csvFilesWithColumns, oneFileFormat } from '../reading/recognize-file';
import { type UkDesignation } from './uk-designation';
import { UK_SANCTIONS_LIST } from './uk-sanctions-list-xml';
import { parseUkTable, ukNumbers, type UkRows, type UkTable } from './uk-table';

const TABLE: UkTable = {
  requiredColumns: ['Unique ID', 'Name 6', 'Name type', 'Regime Name', 'Designation Type'],
  idColumn: 'Unique ID',
  skippedColumns: new Set(['Last Updated', 'Designation source', 'Sanctions Imposed', 'Non-latin script type']),
  readRows,
  // The first line says `Report Date: 24-Jun-2026`.
  readPublishedAt: (preamble) => {
    const [, text = ''] = /Report Date:\s*(\S+)/iu.exec(preamble[0]?.join(',') ?? '') ?? [];
    const date = parseListedDate(text.replaceAll('-', ' '));
    return date && formatPartialDate(date);
  },
};

/** The UK Sanctions List as a table of 58 columns (`UK-Sanctions-List.csv`). */
export const UK_SANCTIONS_LIST_CSV = oneFileFormat(
  'uk-sanctions-list-csv',
  (files) => csvFilesWithColumns(files, TABLE.requiredColumns),
  (file, content) => {
    return parseUkTable(file, content, TABLE);
  },
);

function readRows(entryId: string, rows: UkRows): UkDesignation {
  return {
    list: UK_SANCTIONS_LIST,
    entryId,
    reference: joinParts(rows.first('OFSI Group ID'), rows.first('UN Reference Number')),
    kind: rows.first('Designation Type'),
    names: rows.names('Name type', 'Alias strength'),
    originalNames: rows.originalNames('Name non-latin script', 'Non-latin script language'),
    titles: [...rows.values('Title'), ...rows.values('Position')],
    regimes: rows.texts('Regime Name'),
    birthDates: rows.values('D.O.B'),
    birthPlaces: rows.places('Town of birth', 'Country of birth'),
    nationalities: rows.values('Nationality(/ies)'),
    genders: rows.texts('Gender'),
    documents: [
      ...rows.documents('Passport', 'Passport number', 'Passport additional information'),
      ...rows.documents(
        'National Identifier',
        'National Identifier number',
        'National Identifier additional information',
      ),
      ...ukNumbers('Business registration number', rows.values('Business registration number (s)')),
      ...ukNumbers('IMO number', rows.values('IMO number')),
      ...ukNumbers('Hull identification number', rows.values('Hull identification number (HIN)')),
    ],
    addresses: rows.addresses('Address Line', 'Address Postal Code', 'Address Country'),
    phones: rows.values('Phone number'),
    emails: rows.values('Email address'),
    websites: rows.values('Website'),
    linkedTo: [...rows.values('Parent company'), ...rows.values('Subsidiaries')],
    ship: {
      owners: rows.values('Current owner/operator (s)'),
      formerOwners: rows.values('Previous owner/operator (s)'),
      flags: rows.values('Current believed flag of ship'),
      formerFlags: rows.values('Previous flags'),
      types: rows.values('Type of ship'),
      tonnages: rows.values('Tonnage of ship'),
      lengths: rows.values('Length of ship'),
      yearsBuilt: rows.values('Year Built'),
    },
    remarks: ['Type of entity', 'Other Information', 'UK Statement of Reasons'].flatMap((column) => rows.texts(column)),
    designatedOn: rows.first('Date Designated'),
  };
}
