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
} as const satisfies OpenedPart;
const listSetId = 'lst_01kaf3s8h4e0qv8dpz2j9r7n5c';

describe('the processor of parts of files', () => {
  const tasks: unknown[] = [];
  let openedCount = 0;
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
    readonly isWanted?: boolean;
    /** What is there when it is opened. */
    readonly opened?: OpenedPart | null;
    readonly hasLists?: boolean;
    readonly isPinnedFree?: boolean;
  }

  function perform({ isWanted = true, opened = part, hasLists = true, isPinnedFree = true }: Given = {}) {
    const lists = {
      use: (work: (inUse: unknown) => Promise<unknown>) => (hasLists ? work({}) : Promise.resolve(null)),
    } as unknown as ActiveLists;
    const pinned = {
      use: (id: string, work: (given: ScreeningThreads) => Promise<unknown>) =>
        isPinnedFree && id === listSetId ? work(threads) : Promise.resolve(null),
    } as unknown as PinnedLists;
    const parts = {
      listSetOf: async () => (isWanted ? listSetId : null),
      open: async () => {
        openedCount += 1;
        return opened;
      },
    } as unknown as ScreeningFileParts;
    return performJob(ScreeningFilePart, new ScreeningFilePartProcessor(parts, lists, pinned), payload);
  }

  beforeEach(() => {
    tasks.splice(0);
    openedCount = 0;
  });

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

  it.each([
    ['', { isWanted: false }],
    [' while it waited for its lists', { opened: null }],
  ])('does nothing for a part that was cancelled or deleted%s', async (_, given) => {
    const outcome = await perform(given);
    expect(outcome).toEqual(new Cancelled('part-gone'));
    expect(tasks).toEqual([]);
  });

  it.each([
    ['there are no lists', { hasLists: false }, 5_000],
    ['other earlier lists are being used, longer', { isPinnedFree: false }, 60_000],
  ])('waits while %s, and leaves the rows sealed', async (_, given, delayMs) => {
    jest.useFakeTimers({ now: new Date('2030-01-01T00:00:00Z') });
    const outcome = await perform(given).finally(() => jest.useRealTimers());
    expect(outcome).toEqual(new Waiting(new Date(Date.UTC(2030, 0, 1) + delayMs)));
    expect(openedCount).toBe(0);
    expect(tasks).toEqual([]);
  });
});
