import { EntryCollection } from '../entry-collection';
import { csvFilesWithColumns, oneFileFormat } from '../reading/recognize-file';
import { readTable } from '../reading/read-table';
import { readCslRow } from './us-csl-row';

const REQUIRED_COLUMNS = [
  '_id',
  'source',
  'entity_number',
  'type',
  'programs',
  'name',
  'addresses',
  'alt_names',
  'ids',
];

/** Web addresses of the lists themselves, and what licence a shipment needs: nothing about the entry. */
export const SKIPPED_COLUMNS: ReadonlySet<string> = new Set([
  '_id',
  'source_list_url',
  'source_information_url',
  'standard_order',
  'license_requirement',
  'license_policy',
]);

/** The list as one table, `consolidated.csv` of 29 columns. */
export const US_CSL_CSV = oneFileFormat(
  'us-csl-csv',
  (files) => csvFilesWithColumns(files, REQUIRED_COLUMNS),
  (file, content) => {
    const collection = new EntryCollection(file);
    for (const row of readTable(file, content, { delimiter: ',', requiredColumns: REQUIRED_COLUMNS }).rows) {
      // Treasury's lists overlap: an entry stands there once for each of them.
      collection.addOrMerge(readCslRow({ file, line: row.line }, row, collection.unused), row.line);
      row.countUnread(collection.unused, (column) => SKIPPED_COLUMNS.has(column));
    }
    return collection.toList(undefined);
  },
);
