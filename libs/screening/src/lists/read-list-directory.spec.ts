import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeWithSharedData } from '@bonafide/testing';
import { LIST_SOURCES } from './list-sources';
import { PublicationError } from './publication-error';
import { readListDirectory } from './read-list-directory';

const SANDBOX = resolve(__dirname, '../../sandbox-list');

const UN_LIST =
  '<CONSOLIDATED_LIST><ENTITIES><ENTITY><FIRST_NAME>SAND WORKS</FIRST_NAME><REFERENCE_NUMBER>SBe.1</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>';
const CLASSIC =
  '<sdnList><sdnEntry><uid>1</uid><lastName>DUNE</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>';

function aDirectory(files: Readonly<Record<string, string>>, more: { sandbox?: boolean } = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'lists-'));
  if (more.sandbox) cpSync(SANDBOX, directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}

describe('a directory of lists', () => {
  it('may hold lists of several publishers, under any names, beside notes', () => {
    const { publications, unusedFiles } = readListDirectory(
      aDirectory({ 'whatever.XML': UN_LIST, 'read-me.txt': 'sand', 'other.csv': 'a,b\n' }, { sandbox: true }),
    );
    expect(publications.map(({ source, format, files }) => [source.id, format, files])).toEqual([
      ['us-ofac-sdn', 'ofac-delimited', ['sdn.csv', 'alt.csv', 'add.csv', 'sdn_comments.csv']],
      ['un-security-council', 'un-consolidated-xml', ['whatever.xml']],
    ]);
    expect(unusedFiles).toEqual(['other.csv']);
  });

  it('gives a list that is there twice in its more complete form, and says so', () => {
    const { publications, unusedFiles } = readListDirectory(aDirectory({ 'sdn.xml': CLASSIC }, { sandbox: true }));
    expect(publications.map(({ format }) => format)).toEqual(['ofac-delimited']);
    expect(unusedFiles).toEqual(['sdn.xml']);
  });

  it.each<[string, string, string]>([
    ['that holds no list', aDirectory({ 'other.csv': 'a,b\n' }), 'none of the files is a sanctions list'],
    ['with an empty file', aDirectory({ 'sdn.csv': '' }), 'sdn.csv: the file is empty (0 bytes).'],
    ['in which a file of the list is missing', aDirectory({ 'sdn.csv': '\u001a' }), 'alt.csv: the file is missing'],
    [
      'with the same list twice',
      aDirectory({ 'a.xml': UN_LIST, 'b.xml': UN_LIST }),
      'b.xml: the same list is in a.xml as well.',
    ],
  ])('%s is refused', (_, directory, sentence) => {
    expect(() => readListDirectory(directory)).toThrow(PublicationError);
    expect(() => readListDirectory(directory)).toThrow(sentence);
  });

  it('has sources with ids that are all different', () => {
    const ids = LIST_SOURCES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describeWithSharedData('ofac/empty-publication-2024-05-04', 'the publication of 4 May 2024', (directory) => {
  it('is refused, for it is empty', () => {
    expect(() => readListDirectory(directory)).toThrow('sdn.csv: the file is empty (0 bytes).');
  });
});

describeWithSharedData('ofac/2021-04', 'a publication whose comments file was never kept', (directory) => {
  it('is read without it', () => {
    const { publications } = readListDirectory(directory);
    expect(publications[0]?.counts.entries).toBe(8_890);
  });
});

describeWithSharedData('ofac/2026-08-composed', 'the list of August 2026', (directory) => {
  it('is read whole', () => {
    const { publications } = readListDirectory(directory);
    expect(publications[0]?.counts.entries).toBe(19_249);
    expect(publications[0]?.counts.aliases).toBeGreaterThan(19_000);
  });
});
