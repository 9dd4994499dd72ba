import { sandboxListDirectory } from '@bonafide/testing';

import { OFAC_SDN_SOURCE } from '../lists/ofac/ofac-sources';
import { readListFiles } from '../lists/list-files';
import { type Demands, examinePublication } from './examine-publication';

const source = { ...OFAC_SDN_SOURCE, minimumEntries: 20 };
const files = readListFiles(sandboxListDirectory);
const demands: Demands = { mustBeWhole: true, maximumShrinkage: 0.1, predecessor: null };
const names = new Map(
  examinePublication(source, files, demands).entries.map(({ entryId, names: [first] }) => [entryId, first?.name ?? '']),
);
const known = [...names].map(([entryId, name]) => ({ entryId, name }));
const gone = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ entryId: `gone-${index}`, name: 'Gone' }));

describe('the examination of a publication', () => {
  it('passes one that is whole and like the one before', () => {
    const predecessor = { entries: 31, publishedAt: null, known };
    expect(examinePublication(source, files, { ...demands, predecessor }).entries).toHaveLength(30);
  });

  it.each<[string, string, Demands]>([
    ['shrank by more than may be', 'shrunk', { ...demands, predecessor: { entries: 34, publishedAt: null, known } }],
    [
      'lacks many of those that are known to be listed, though it is as long as before',
      'canary-missed',
      { ...demands, predecessor: { entries: 30, publishedAt: null, known: [...known, ...gone(5)] } },
    ],
  ])('rejects one that %s', (_, code, given) => {
    expect(() => examinePublication(source, files, given)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('rejects one that is too short to be the list, but not a list of one’s own', () => {
    const long = { ...source, minimumEntries: 31 };
    expect(() => examinePublication(long, files, demands)).toThrow(
      expect.objectContaining({ code: 'too-few-entries' }) as Error,
    );
    expect(examinePublication(long, files, { ...demands, mustBeWhole: false }).entries).toHaveLength(30);
  });

  it('rejects one that is older than the one in use, where both say how old they are', () => {
    const dated = {
      ...source,
      formats: source.formats.map((format) => ({
        ...format,
        parse: (from: Parameters<typeof format.parse>[0]) => ({ ...format.parse(from), publishedAt: '2024-01-31' }),
      })),
    };
    const after = (publishedAt: string) => ({ ...demands, predecessor: { entries: 30, publishedAt, known } });
    const examine = (publishedAt: string) => examinePublication(dated, files, after(publishedAt));
    expect(() => examine('2024-02-01')).toThrow(expect.objectContaining({ code: 'older-than-active' }) as Error);
    expect(examine('2024-01-31').entries).toHaveLength(30);
  });
});
