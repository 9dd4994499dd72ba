import { join } from 'node:path';
import { readListFiles } from '../lists/list-files';
import { PublicationError } from '../lists/publication-error';
import { ListEngine } from './list-engine';
import { type ListFolder, shareListFiles } from './list-folder';

const sandboxFiles = readListFiles(join(__dirname, '../../sandbox-list'));
const sandbox = shareListFiles('lists/sandbox', sandboxFiles);
const aSubject = (name: string) => ({ name, alternativeNames: [], countries: [], identifications: [], addresses: [] });

/** The same entries as the list of those who are not SDNs. */
const nonSdn: ListFolder = shareListFiles(
  'lists/non-sdn',
  new Map([
    ...['add', 'alt', 'comments'].map((part) => {
      const file = part === 'comments' ? 'sdn_comments.csv' : `${part}.csv`;
      return [`cons_${part}.csv`, sandboxFiles.get(file) ?? Buffer.alloc(0)] as const;
    }),
    ['cons_prim.csv', sandboxFiles.get('sdn.csv') ?? Buffer.alloc(0)],
    ['notes.csv', Buffer.from('not a list')],
  ]),
);

describe('an engine of lists', () => {
  it('says what it answers from', () => {
    const { description } = ListEngine.build([sandbox, nonSdn]);
    expect(description).toEqual({
      engineVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/u),
      configurationHash: expect.stringMatching(/^[0-9a-f]{64}$/u),
      lists: [
        {
          list: 'us-ofac-sdn',
          place: 'lists/sandbox',
          entries: 30,
          minimumEntries: 5_000,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
          publishedAt: null,
        },
        expect.objectContaining({ list: 'us-ofac-non-sdn', place: 'lists/non-sdn', entries: 30 }),
      ],
      unusedFiles: ['notes.csv'],
    });
  });

  it('finds the entries of all its lists, with the list and the entry first', () => {
    const answer = ListEngine.build([sandbox, nonSdn]).screen(aSubject('Ilmar Quenby Varnostra'), {
      threshold: 0.9,
      limit: 10,
    });
    expect(answer.hits).toEqual([
      expect.objectContaining({ list: expect.stringMatching(/^us-ofac-/u), entryId: '900001', score: 1 }),
      expect.objectContaining({ list: expect.stringMatching(/^us-ofac-/u), entryId: '900001', score: 1 }),
    ]);
    expect(new Set(answer.hits.map((hit) => (hit as { list: string }).list)).size).toBe(2);
    expect(JSON.stringify(answer.hits[0])).toMatch(/^\{"list":"[^"]+","entryId":"900001","score":1,/u);
  });

  it('says so, and only then, when hits were cut off or words could not be read', () => {
    const engine = ListEngine.build([sandbox, nonSdn]);
    const ask = (name: string, limit: number) => engine.screen(aSubject(name), { threshold: 0.9, limit });
    expect(Object.keys(ask('Ilmar Quenby Varnostra', 10))).toEqual(['hits']);
    expect(ask('Ilmar Quenby Varnostra', 1)).toMatchObject({ hits: [{ band: 'strong' }], truncated: true });
    expect(ask('Ilmar Quenby Varnostra ʔʕ', 10)).toMatchObject({ unreadableWords: ['ʔʕ'] });
  });

  it.each<[string, ListFolder[], RegExp]>([
    [
      'a list that is there twice',
      [sandbox, { ...sandbox, place: 'other' }],
      /^other: us-ofac-sdn is in lists\/sandbox/u,
    ],
    [
      'a directory without a list',
      [shareListFiles('empty', new Map())],
      /^empty: none of the files is a sanctions list/u,
    ],
    ['a list that is cut off', [cutOff()], /^lists\/cut: sdn\.csv: the file is cut off/u],
  ])('is not built from %s', (_, folders, message) => {
    expect(() => ListEngine.build(folders)).toThrow(PublicationError);
    expect(() => ListEngine.build(folders)).toThrow(message);
  });

  function cutOff(): ListFolder {
    const sdn = sandboxFiles.get('sdn.csv') ?? Buffer.alloc(0);
    return shareListFiles('lists/cut', new Map([...sandboxFiles, ['sdn.csv', sdn.subarray(0, 200)]]));
  }
});
