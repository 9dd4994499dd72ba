import type { PublicationRepository } from '../publications/publication.repository';
import type { ListSetId } from '../screening-ids';
import { ScreeningThreads } from '../threads/screening-threads';
import { UnusableListsError } from '../threads/thread-errors';
import type { ActiveLists } from './active-lists.service';
import type { ListSets } from './list-sets.repository';
import { PinnedLists } from './pinned-lists.service';
import { PublicationThreads } from './publication-threads.service';

const [inUse, earlier, earliest] = ['lst_3', 'lst_2', 'lst_1'] as unknown as [ListSetId, ListSetId, ListSetId];

interface StartedThreads {
  readonly stop: jest.Mock;
  isWhole: boolean;
}

describe('lists that somebody has begun with', () => {
  const started: StartedThreads[] = [];
  const start = jest.spyOn(ScreeningThreads, 'start');
  let lists: PinnedLists;
  const activeThreads = { isWhole: true } as ScreeningThreads;

  beforeEach(() => {
    jest.useFakeTimers();
    started.splice(0);
    start.mockReset().mockImplementation(async () => {
      const threads = { stop: jest.fn().mockResolvedValue(undefined), isWhole: true };
      started.push(threads);
      return threads as unknown as ScreeningThreads;
    });
    const active = {
      use: (work: (ready: object) => Promise<unknown>) => work({ listSetId: inUse, threads: activeThreads }),
    } as unknown as ActiveLists;
    const sets = { publicationsOf: async () => [] } as unknown as ListSets;
    lists = new PinnedLists(active, sets, new PublicationThreads({} as PublicationRepository));
  });

  afterEach(async () => {
    await lists.onApplicationShutdown();
    jest.useRealTimers();
  });

  /** Work that goes on until it is told to end. */
  function begin(listSetId: ListSetId) {
    let end: (value: string) => void = () => undefined;
    const done = lists.use(listSetId, () => new Promise<string>((resolve) => (end = resolve)));
    return { done, end: (value: string) => end(value) };
  }

  const turn = () => jest.advanceTimersByTimeAsync(0);

  it('are those in use, as long as these are', async () => {
    expect(await lists.use(inUse, async (threads) => threads)).toBe(activeThreads);
    expect(started).toHaveLength(0);
  });

  it('are made ready once when others have followed, and stopped when nobody has come for a minute', async () => {
    const [first, second] = [begin(earlier), begin(earlier)];
    await turn();
    first.end('a');
    second.end('b');
    expect(await Promise.all([first.done, second.done])).toEqual(['a', 'b']);
    expect(started).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(59_000);
    expect(await lists.use(earlier, async () => 'c')).toBe('c');
    await jest.advanceTimersByTimeAsync(59_000);
    expect(started[0]?.stop).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(started[0]?.stop).toHaveBeenCalledTimes(1);
    expect(started).toHaveLength(1);
  });

  it('make others wait while they are used, for more than one earlier set has no room', async () => {
    const first = begin(earlier);
    await turn();
    expect(await lists.use(earliest, async () => 'too early')).toBeNull();
    first.end('a');
    await first.done;
    expect(await lists.use(earliest, async () => 'b')).toBe('b');
    expect(started).toHaveLength(2);
    expect(started[0]?.stop).toHaveBeenCalledTimes(1);
  });

  it('are tried again when they could not be made ready, and when one of their threads has ended', async () => {
    start.mockRejectedValueOnce(new UnusableListsError('It is cut off.'));
    await expect(lists.use(earlier, async () => 'a')).rejects.toThrow('It is cut off.');
    expect(await lists.use(earlier, async () => 'b')).toBe('b');
    const slow = begin(earlier);
    await turn();
    started[0]!.isWhole = false;
    await lists.use(earlier, async () => 'c');
    expect(await lists.use(earlier, async () => 'd')).toBe('d');
    expect(started).toHaveLength(2);
    expect(started[0]?.stop).not.toHaveBeenCalled();
    slow.end('e');
    expect(await slow.done).toBe('e');
    expect(started[0]?.stop).toHaveBeenCalledTimes(1);
    expect(started[1]?.stop).not.toHaveBeenCalled();
  });
});
