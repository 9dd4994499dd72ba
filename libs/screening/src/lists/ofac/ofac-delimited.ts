import { countEntries } from '../count-entries';
import { type ListFiles, type ListFormat, type ParsedList } from '../list-source';
import { UnusedParts } from '../not-understood';
import { PublicationError } from '../publication-error';
import { checkSize } from '../reading/read-text';
import { type ListedNameKind } from '../sanctions-entry';
import { type OfacEdition, SDN_EDITION } from './ofac-editions';
import { OfacEntryBuilder } from './ofac-entry-builder';
import { factLabel } from './ofac-facts';
import { END_OF_FILE_SIGN, entryNumber, type OfacRow, readOfacRows } from './ofac-rows';

/** The four files of OFAC's delimited publication, as downloaded. */
export interface OfacDelimitedFiles {
  readonly sdn: Buffer;
  readonly alt: Buffer;
  readonly add: Buffer;
  readonly comments: Buffer;
}

const ALIAS_KINDS: ReadonlyMap<string, ListedNameKind> = new Map([
  ['aka', 'aka'],
  ['fka', 'fka'],
  ['nka', 'nka'],
]);

/** The delimited files of one of OFAC's lists. The comments file may be missing: OFAC's archive of 2021 has none. */
export function ofacDelimitedFormat(edition: OfacEdition): ListFormat {
  const { sdn, alt, add, comments } = edition.fileNames;
  return {
    id: 'ofac-delimited',
    recognize: (files) => (files.has(sdn) ? [sdn, alt, add, comments].filter((name) => files.has(name)) : []),
    parse: (files) => {
      const publication = {
        sdn: required(files, sdn),
        alt: required(files, alt),
        add: required(files, add),
        comments: files.get(comments) ?? Buffer.from(END_OF_FILE_SIGN),
      };
      checkOfacFiles(publication, edition);
      return parseOfacDelimited(publication, edition);
    },
  };
}

/**
 * Refuses, with a `PublicationError`, files that are empty or cut off. Call it before parsing: on 4 May 2024 OFAC's old
 * address really answered with 0 bytes, and an empty list clears everyone.
 */
export function checkOfacFiles(files: OfacDelimitedFiles, { fileNames }: OfacEdition = SDN_EDITION): void {
  for (const part of ['sdn', 'alt', 'add', 'comments'] as const) {
    const file = fileNames[part];
    checkSize(file, files[part]);
    const end = files[part].subarray(-3).toString('latin1').trimEnd();
    if (!end.endsWith(END_OF_FILE_SIGN)) {
      throw new PublicationError({ file }, 'the file is cut off: its last line is not the end-of-file sign 0x1A.');
    }
  }
}

/**
 * Parses OFAC's delimited files (as published 2018 to 2026).
 * Throws `PublicationError` for a row that breaks the format; what is well formed but not understood is counted.
 */
export function parseOfacDelimited(files: OfacDelimitedFiles, edition: OfacEdition = SDN_EDITION): ParsedList {
  const unused = new UnusedParts();
  const { fileNames } = edition;
  const builders = readEntries(files.sdn, edition);
  const forEachRow = (
    part: keyof OfacDelimitedFiles,
    columns: number,
    use: (builder: OfacEntryBuilder, row: OfacRow) => void,
  ): void => {
    const file = fileNames[part];
    for (const row of readOfacRows(file, files[part], columns)) {
      const number = entryNumber(file, row);
      const builder = builders.get(number);
      if (builder) use(builder, row);
      else unused.add(`${file}: row of an entry that is not listed`, `line ${row.line}: entry ${number}`);
    }
  };

  forEachRow('alt', 5, (builder, { line, fields }) => {
    const [, , type = '', name, remark] = fields;
    const kind = ALIAS_KINDS.get(type.trim());
    if (kind && name !== undefined) builder.addAlias({ name: name.trim(), kind, strength: 'strong' });
    else unused.add(`${fileNames.alt}: alias without a name or of an unknown kind`, `line ${line}: ${type}`);
    if (remark !== undefined) unused.add(`${fileNames.alt}: remark`, remark);
  });
  forEachRow('add', 6, (builder, { fields: [, , street, locality, country, remark] }) => {
    builder.addAddress(street, locality, country);
    if (remark !== undefined) unused.add(`${fileNames.add}: remark`, remark);
  });
  forEachRow('comments', 2, (builder, { fields }) => builder.continueRemarks(fields[1] ?? ''));

  const entries = [...builders.values()].map((builder) => builder.build((item) => unused.add(factLabel(item), item)));
  return { entries, counts: countEntries(entries), notUnderstood: unused.list() };
}

function readEntries(sdn: Buffer, { list, fileNames }: OfacEdition): Map<string, OfacEntryBuilder> {
  const builders = new Map<string, OfacEntryBuilder>();
  for (const row of readOfacRows(fileNames.sdn, sdn, 12)) {
    const number = entryNumber(fileNames.sdn, row);
    if (builders.has(number)) {
      throw new PublicationError({ file: fileNames.sdn, line: row.line }, `entry ${number} appears twice.`);
    }
    builders.set(number, OfacEntryBuilder.fromRow(list, fileNames.sdn, row));
  }
  return builders;
}

function required(files: ListFiles, name: string): Buffer {
  const content = files.get(name);
  if (content === undefined) throw new PublicationError({ file: name }, 'the file is missing from the publication.');
  return content;
}
