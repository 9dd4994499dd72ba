import { joinParts } from '../listed-address';
import { csvFilesWithColumns, oneFileFormat } from '../reading/recognize-file';
import { splitUkValues, toIsoDay, type UkDesignation } from './uk-designation';
import { parseUkTable, ukNumbers, type UkRows, type UkTable } from './uk-table';

export const UK_OFSI_LIST = 'uk-ofsi-consolidated';

const TABLE: UkTable = {
  requiredColumns: ['Name 6', 'Group Type', 'Alias Type', 'Regime', 'Group ID'],
  idColumn: 'Group ID',
  skippedColumns: new Set(['Last Updated', 'Listed On', 'Non-Latin Script Type']),
  readRows,
  // The first line says `Last Updated,03/06/2026`.
  readPublishedAt: (preamble) => toIsoDay(preamble[0]?.[1]?.trim()),
};

/** OFSI's consolidated list of targets (`ConList.csv`), closed on 28 January 2026; kept to read what was published. */
export const UK_OFSI_CON_LIST_CSV = oneFileFormat(
  'uk-ofsi-con-list-csv',
  (files) => csvFilesWithColumns(files, TABLE.requiredColumns),
  (file, content) => {
    return parseUkTable(file, content, TABLE);
  },
);

function readRows(entryId: string, rows: UkRows): UkDesignation {
  const other = readOtherInformation(rows.texts('Other Information'));
  const of = (label: string): string[] => other.get(label) ?? [];
  return {
    list: UK_OFSI_LIST,
    entryId,
    reference: joinParts(of('uk sanctions list ref')[0], of('un ref')[0]),
    kind: rows.first('Group Type'),
    names: rows.names('Alias Type', 'Alias Quality'),
    originalNames: rows.originalNames('Name Non-Latin Script', 'Non-Latin Script Language'),
    titles: [...rows.values('Title'), ...rows.values('Position')],
    regimes: rows.texts('Regime'),
    birthDates: rows.values('DOB'),
    birthPlaces: rows.places('Town of Birth', 'Country of Birth'),
    nationalities: rows.values('Nationality'),
    genders: of('gender'),
    documents: [
      ...rows.documents('Passport', 'Passport Number', 'Passport Details'),
      ...rows.documents('National Identification', 'National Identification Number', 'National Identification Details'),
      ...ukNumbers('Business registration number', of('business reg no')),
      ...ukNumbers('IMO number', of('imo number')),
    ],
    addresses: rows.addresses('Address', 'Post/Zip Code', 'Country'),
    phones: of('phone number'),
    emails: of('email address'),
    websites: of('website'),
    linkedTo: [...of('parent company'), ...of('subsidiaries')],
    ship: {
      owners: of('current owners'),
      formerOwners: of('previous owners'),
      flags: of('current believed flag'),
      formerFlags: of('previous flags'),
      types: of('type of ship'),
      tonnages: of('tonnage'),
      lengths: of('length'),
      yearsBuilt: of('year built'),
    },
    remarks: rows.texts('Other Information'),
    designatedOn: rows.first('UK Sanctions List Date Designated'),
  };
}

/** `(UK Sanctions List Ref):SBX0003. (Gender):Male` in one cell: its values by their labels, in small letters. */
function readOtherInformation(texts: readonly string[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    const [, ...labelled] = text.split(/\(([^()]{3,60})\):/u);
    for (let index = 0; index + 1 < labelled.length; index += 2) {
      const label = (labelled[index] ?? '').toLowerCase();
      found.set(label, [...(found.get(label) ?? []), ...splitUkValues(labelled[index + 1])]);
    }
  }
  return found;
}
