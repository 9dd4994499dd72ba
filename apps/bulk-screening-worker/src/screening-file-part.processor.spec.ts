import { gunzipSync } from 'node:zlib';

import { Cancelled, type Completed, ScreeningFilePart, type ScreeningFilePartResult, Waiting } from '@bonafide/jobs';
import {
  type ActiveLists,
  type OpenedPart,
  type PinnedLists,
  type ScreeningFileParts,
  type ScreeningThreads,
} from '@bonafide/screening';
import { performJob } from '@bonafide/testing';

import { ScreeningFilePartProcessor } from './screening-file-part.processor';

const description = { engineVersion: '2.0.0', configurationHash: 'c0' };
const payload = { partId: 'part_01kaf3s8h4e0qv8dpz2j9r7n5c' };
const records = Array.from({ length: 600 }, (_, index) => `{"id":"${index}"}`);
const part = {
  batch: { firstRow: 2_001, format: { kind: 'ndjson' }, records },
  request: { threshold: 0.9, listThresholds: { 'us-ofac-sdn': 0.95 }, limit: 10 },
  listSetId: 'lst_01kaf3s8h4e0qv8dpz2j9r7n5c',
} as const satisfies OpenedPart;

describe('the processor of parts of files', () => {
  const tasks: unknown[] = [];
  const threads = {
    description,
    screenRows: async ({ firstRow, records: rows }, request) => {
      tasks.push([firstRow, rows.length, request]);
      // The first task is the last to be done.
      await new Promise((resolve) => setTimeout(resolve, firstRow === 2_001 ? 20 : 0));
      const lines = new TextEncoder().encode(rows.map((row) => `${row}\n`).join(''));
      return { rows: rows.length, rowsWithHits: 1, hits: 3, errors: 2, lines };
    },
  } as Pick<ScreeningThreads, 'description' | 'screenRows'> as ScreeningThreads;

  interface Given {
    readonly opened?: OpenedPart | null;
    readonly hasLists?: boolean;
    readonly isPinnedFree?: boolean;
  }

  function perform({ opened = part, hasLists = true, isPinnedFree = true }: Given = {}) {
    const lists = {
      use: (work: (inUse: unknown) => Promise<unknown>) => (hasLists ? work({}) : Promise.resolve(null)),
    } as unknown as ActiveLists;
    const pinned = {
      use: (id: string, work: (given: ScreeningThreads) => Promise<unknown>) =>
        isPinnedFree && id === part.listSetId ? work(threads) : Promise.resolve(null),
    } as unknown as PinnedLists;
    const parts = { open: async () => opened } as unknown as ScreeningFileParts;
    return performJob(ScreeningFilePart, new ScreeningFilePartProcessor(parts, lists, pinned), payload);
  }

  beforeEach(() => tasks.splice(0));

  it('screens the rows in short tasks and answers in their order, with all counts', async () => {
    const outcome = await perform();
    expect(tasks).toEqual([
      [2_001, 250, part.request],
      [2_251, 250, part.request],
      [2_501, 100, part.request],
    ]);
    const { gzippedLines, ...counts } = (outcome as Completed<ScreeningFilePartResult>).result;
    expect(counts).toEqual({ ...description, rows: 600, rowsWithHits: 3, hits: 9, errors: 6 });
    expect(gunzipSync(gzippedLines).toString()).toBe(records.map((record) => `${record}\n`).join(''));
  });

  it('does nothing for a part that was cancelled or deleted', async () => {
    const outcome = await perform({ opened: null });
    expect(outcome).toEqual(new Cancelled('part-gone'));
    expect(tasks).toEqual([]);
  });

  it.each([
    ['there are no lists', { hasLists: false }],
    ['other earlier lists are being used', { isPinnedFree: false }],
  ])('waits while %s', async (_, given) => {
    expect(await perform(given)).toBeInstanceOf(Waiting);
    expect(tasks).toEqual([]);
  });
});
