import fc from 'fast-check';
import { UnusedParts } from '../not-understood';
import { PublicationError } from '../publication-error';
import { readTable } from './read-table';
import { readXml } from './read-xml';
import { type XmlElement } from './xml-element';

function read(
  content: string | Buffer,
  records: Readonly<Record<string, (element: XmlElement) => void>> = {},
): XmlElement {
  return readXml('list.xml', Buffer.from(content), 'list', records);
}

describe('a list in XML', () => {
  it('is read record by record, without its namespace', () => {
    const names: (string | undefined)[] = [];
    const root = read(
      '<s:list xmlns:s="urn:sand" made="today"><s:entry s:id="1"><s:name> Dune &amp; Sons </s:name></s:entry></s:list>',
      {
        entry: (entry) => names.push(entry.attribute('id'), entry.textOf('name')),
      },
    );
    expect(names).toEqual(['1', 'Dune & Sons']);
    expect(root.attribute('made')).toBe('today');
    expect(root.children()).toEqual([]);
  });

  it('says what of it was not read', () => {
    const unused = new UnusedParts();
    read('<list><entry id="1" x=""><a>read</a><b c="2">not read</b><d><e>skipped</e></d></entry></list>', {
      entry: (entry) => {
        entry.textOf('a');
        entry.skip('d');
        entry.countUnread(unused);
      },
    });
    expect(unused.list().map(({ label, example }) => `${label}: ${example}`)).toEqual([
      'entry/b: not read',
      'entry/b@c: 2',
      'entry@id: 1',
    ]);
  });

  it.each([
    ['a byte order mark', Buffer.from('\ufeff<list a="Дюна"/>')],
    ['UTF-16 with its mark', Buffer.from('\ufeff<list a="Дюна"/>', 'utf16le')],
    [
      'the encoding of its declaration',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="windows-1251"?><list a="'),
        Buffer.from([0xc4, 0xfe, 0xed, 0xe0]),
        Buffer.from('"/>'),
      ]),
    ],
  ])('is decoded by %s', (_, content) => {
    expect(read(content).attribute('a')).toBe('Дюна');
  });

  it.each([
    ['nothing', '', 'list.xml: the file is empty (0 bytes).'],
    ['a list that was cut off', '<list>\n<entry>\n<na', 'list.xml line 3: the XML is not well formed.'],
    ['a list without its end', '<list><entry></entry>', 'the XML is not well formed.'],
    ['a page that says sorry', '<html><body/></html>', 'line 1: the document is a "html", not a "list".'],
    [
      'entities of its own, which can grow without bound',
      '<!DOCTYPE list [<!ENTITY a "sand"><!ENTITY b "&a;&a;">]><list>&b;</list>',
      'a document type declaration',
    ],
    ['an entity that nobody declared', '<list>&sand;</list>', 'the XML is not well formed.'],
    ['elements nested without end', `<list>${'<a>'.repeat(100)}`, 'nested deeper'],
    ['an encoding that does not exist', '<?xml version="1.0" encoding="sand-8"?><list/>', '"sand-8" is no encoding'],
    ['bytes that are not text', Buffer.from([0x3c, 0x6c, 0xff, 0xfe]), 'bytes that are not text'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => read(content)).toThrow(PublicationError);
    expect(() => read(content)).toThrow(sentence);
  });

  it('ends in a list or in a PublicationError, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(40), (noise, at) => {
        const whole = '<list><entry id="1"><name>Dune</name></entry></list>';
        try {
          read(whole.slice(0, at) + noise + whole.slice(at));
        } catch (error) {
          expect(error).toBeInstanceOf(PublicationError);
        }
      }),
    );
  });
});

describe('a list in a table', () => {
  const SHAPE = { delimiter: ';', requiredColumns: ['id', 'name'] } as const;
  const table = (content: string) => readTable('list.csv', Buffer.from(content), SHAPE);

  it('may have lines above its header, line breaks in a field and a delimiter at the end of each row', () => {
    const { preamble, rows } = table('made;today\n\nid;name;town\n1;"Dune\nSons";;\n2;Wadi;Tallmere\n');
    expect(preamble).toEqual([['made', 'today']]);
    expect(rows.map((row) => [row.line, row.get('name'), row.get('town'), row.get('sea')])).toEqual([
      [5, 'Dune\nSons', undefined, undefined],
      [6, 'Wadi', 'Tallmere', undefined],
    ]);
  });

  it('says which columns were not read', () => {
    const unused = new UnusedParts();
    for (const row of table('id;name;town;sea\n1;Dune;Tallmere;blue\n').rows) {
      row.get('name');
      row.countUnread(unused, (column) => column === 'id');
    }
    expect(unused.list().map(({ label, example }) => `${label}: ${example}`)).toEqual([
      'column "sea": blue',
      'column "town": Tallmere',
    ]);
  });

  it.each([
    ['a row with too few fields', 'id;name\n1;Dune\n2\n', 'list.csv line 3: the row has 1 fields, the header has 2.'],
    ['a row with too many fields', 'id;name\n1;Dune;x\n', 'line 2: the row has 3 fields'],
    [
      'a quotation mark without its partner',
      'id;name\n1;"Dune\n2;Wadi\n',
      'the quotation marks of the row do not pair.',
    ],
    ['a table without its header', '1;Dune\n', 'no header has the columns id, name.'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => table(content)).toThrow(PublicationError);
    expect(() => table(content)).toThrow(sentence);
  });
});
