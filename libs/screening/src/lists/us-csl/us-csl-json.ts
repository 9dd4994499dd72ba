import { EntryCollection } from '../entry-collection';
import { type UnusedParts } from '../not-understood';
import { PublicationError } from '../publication-error';
import { readJson } from '../reading/read-json';
import { TableRow } from '../reading/read-table';
import { oneFileFormat } from '../reading/recognize-file';
import { SKIPPED_COLUMNS } from './us-csl-csv';
import { textOfCslValue } from './us-csl-json-value';
import { readCslRow } from './us-csl-row';

const FILE_NAME = 'consolidated.json';
/** What every result has; the first one ends long before this. */
const RESULT_FIELDS = ['"results"', '"source_list_url"', '"source_information_url"'];
const LOOKED_AT_BYTES = 65_536;

/** About the file or the answer of the service, not about anybody. */
const SKIPPED_FIELDS: ReadonlySet<string> = new Set([
  'results',
  'total',
  'sources',
  'sources_used',
  'search_performed_at',
]);

/**
 * The list as JSON, `consolidated.json`: `{ "results": [ … ] }` of objects with the columns of the CSV file. It is read by
 * the same rules, so that an entry is the same one whichever form it comes from.
 */
export const US_CSL_JSON = oneFileFormat(
  'us-csl-json',
  (files) => [...files].filter(([name, content]) => isConsolidatedList(name, content)).map(([name]) => name),
  (file, content) => {
    const collection = new EntryCollection(file);
    for (const [index, result] of readResults(file, content, collection.unused).entries()) {
      const place = { file, record: index + 1 };
      const row = toRow(place, result, collection.unused);
      collection.addOrMerge(readCslRow(place, row, collection.unused), row.line);
      row.countUnread(collection.unused, (column) => SKIPPED_COLUMNS.has(column));
    }
    return collection.toList(undefined);
  },
);

function isConsolidatedList(name: string, content: Buffer): boolean {
  if (!name.endsWith('.json')) return false;
  const beginning = content.toString('utf8', 0, LOOKED_AT_BYTES);
  return name === FILE_NAME || RESULT_FIELDS.every((field) => beginning.includes(field));
}

function readResults(file: string, content: Buffer, unused: UnusedParts): readonly unknown[] {
  const { results, total, ...others } = readJson(file, content);
  if (!Array.isArray(results)) throw new PublicationError({ file }, 'the JSON has no list "results".');
  // What the search of the service answers looks the same and is a page of it.
  if (typeof total === 'number' && total > results.length) {
    throw new PublicationError({ file }, `the file has ${results.length} of ${total} results.`);
  }
  for (const [field, value] of Object.entries(others)) {
    if (!SKIPPED_FIELDS.has(field)) unused.add(`field "${field}"`, JSON.stringify(value));
  }
  return results;
}

/** The result as a row of the CSV file. */
function toRow(place: { file: string; record: number }, result: unknown, unused: UnusedParts): TableRow {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    throw new PublicationError(place, 'the result is no object.');
  }
  const fields = Object.entries(result).map(([key, value]) => {
    const column = key === 'id' ? '_id' : key;
    const text = textOfCslValue(column, value, unused);
    if (text === undefined) throw new PublicationError(place, `"${key}" holds something that is not text.`);
    return [column, text] as const;
  });
  const columns = new Map(fields.map(([column], index) => [column, index]));
  return new TableRow(
    place.record,
    columns,
    fields.map(([, text]) => text),
  );
}
