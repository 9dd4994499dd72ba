import { join } from 'node:path';

import { Completed, ThresholdBacktest, type ThresholdBacktestResult, Waiting } from '@bonafide/jobs';
import {
  type ActiveLists,
  type BacktestScreening,
  type BacktestScreenings,
  type ReadyLists,
  ScreeningThreadError,
  ScreeningThreads,
  type ThresholdBacktests,
  type Thresholds,
} from '@bonafide/screening';
import { performJob, projectRoot, sandboxListDirectory } from '@bonafide/testing';

import { ThresholdBacktestProcessor } from './threshold-backtest.processor';

const listSetId = 'lst_01kaf3s8h4e0qv8dpz2j9r7n5c';
const backtestId = 'tbt_01kaf3s8h4e0qv8dpz2j9r7n5c';
const checkedAt = new Date('2026-01-02T03:04:05Z');
const nothing = { alternativeNames: [], countries: [], identifications: [], addresses: [] };

let made = 0;
const aScreening = (name: string, more: object = {}): BacktestScreening => ({
  id: `scr_${(made += 1)}`,
  externalId: null,
  subject: { type: 'person', name, ...nothing, ...more },
});

/** With the scores that the made-up list gives them. */
const misspelt = aScreening('Verbina Testinka'); // 0.8998
const withAnotherName = aScreening('Wendelin Smoltkraft Miller'); // 0.7307
const equalNameBornLater = aScreening('Ilmar Quenby Varnostra', { birthDate: '1988-01-01' }); // 0.7, and a hit all the same
const nobody = aScreening('Wilhelmina Butterworth');

describe('the threshold backtest processor', () => {
  let ready: ReadyLists;

  beforeAll(async () => {
    const script = join(projectRoot, 'dist/libs/screening/src/threads/thread-main.js');
    const threads = await ScreeningThreads.start({ threads: 1, lists: [sandboxListDirectory], script });
    ready = { listSetId, publications: [], checkedAt, threads };
  });

  afterAll(() => ready.threads.stop());

  interface Given {
    readonly pages?: Iterable<readonly BacktestScreening[]>;
    readonly before?: Partial<Thresholds>;
    readonly after?: Partial<Thresholds>;
    readonly lists?: ReadyLists | null;
    readonly isGone?: boolean;
    readonly confirmed?: readonly string[];
  }

  function processorOf({ pages = [[misspelt]], before, after, lists = ready, isGone = false, confirmed = [] }: Given) {
    const use: ActiveLists['use'] = async (work) => (lists === null ? null : work(lists));
    const comparedWith = { version: 1, threshold: 0.8, listThresholds: {}, ...before };
    const backtest = {
      id: backtestId,
      threshold: 0.8,
      listThresholds: {},
      ...after,
      comparedWith,
      screeningsAsked: 10,
    };
    const summaryOf = async () => (isGone ? null : backtest);
    async function* lastBefore() {
      yield* pages;
    }
    const decisionsOn = async () => (entry: { screeningId: string }) =>
      confirmed.includes(entry.screeningId) ? 'confirmed' : null;
    return new ThresholdBacktestProcessor(
      { use } as ActiveLists,
      { summaryOf } as unknown as ThresholdBacktests,
      { lastBefore, decisionsOn } as unknown as BacktestScreenings,
    );
  }

  const perform = (given: Given = {}) => performJob(ThresholdBacktest, processorOf(given), { backtestId });

  async function resultOf(given: Given): Promise<ThresholdBacktestResult> {
    const outcome = await perform(given);
    if (outcome instanceof Completed) return outcome.result;
    throw new Error('The backtest was not completed.');
  }

  it('tells which hits a higher threshold loses, and that a person had confirmed one', async () => {
    const { counts, examples } = await resultOf({
      pages: [[misspelt, nobody], [aScreening('Ilmar Quenby Varnostra')]],
      after: { threshold: 0.95 },
      confirmed: [misspelt.id],
    });
    expect(counts).toMatchObject({
      screenings: 3,
      becomeClear: 1,
      comeIntoReview: 0,
      hits: { before: 2, after: 1, gained: 0, lost: 1 },
      lostDecisions: { confirmed: 1, dismissed: 0, undecided: 0 },
    });
    expect(examples.lost).toMatchObject([
      {
        screeningId: misspelt.id,
        entryId: '900030',
        matchedName: 'TESTENKO, Verbena',
        score: 0.8998,
        decision: 'confirmed',
      },
    ]);
  });

  it('tells which hits a lower threshold gains', async () => {
    const { counts, examples } = await resultOf({ pages: [[misspelt, withAnotherName]], after: { threshold: 0.7 } });
    expect(counts).toMatchObject({ comeIntoReview: 1, hits: { before: 1, after: 2, gained: 1, lost: 0 } });
    expect(examples).toMatchObject({
      lost: [],
      gained: [{ screeningId: withAnotherName.id, score: 0.7307, decision: null }],
    });
  });

  it('takes no hit for lost that stands under its threshold: an equal name that other facts contradict', async () => {
    const { counts } = await resultOf({ pages: [[equalNameBornLater]], after: { threshold: 0.95 } });
    expect(counts.hits).toEqual({ before: 1, after: 1, gained: 0, lost: 0 });
  });

  it('goes by thresholds of single lists on both sides', async () => {
    const { counts } = await resultOf({
      pages: [[misspelt, withAnotherName]],
      before: { threshold: 0.7, listThresholds: { 'us-ofac-sdn': 0.95 } },
      after: { threshold: 1, listThresholds: { 'us-ofac-sdn': 0.7 } },
    });
    expect(counts.byList).toEqual([{ list: 'us-ofac-sdn', before: 0, after: 2, gained: 2, lost: 0 }]);
  });

  it('changes nothing when the thresholds are the same, whatever is screened', async () => {
    const { counts } = await resultOf({ pages: [[misspelt, withAnotherName, equalNameBornLater, nobody]] });
    expect(counts).toMatchObject({ screenings: 4, becomeClear: 0, comeIntoReview: 0, hits: { gained: 0, lost: 0 } });
  });

  it('says which lists and which engine it has asked', async () => {
    const { engineVersion, configurationHash } = ready.threads.description;
    const { counts, ...result } = await resultOf({ pages: [] });
    expect(result).toMatchObject({ listSetId, listsCheckedAt: checkedAt, engineVersion, configurationHash });
    expect(counts).toMatchObject({ screenings: 0, skipped: [], byList: [{ list: 'us-ofac-sdn', before: 0 }] });
  });

  it('leaves out whom it cannot compare and says how many', async () => {
    const unreadable = { ...aScreening('Ada'), subject: null };
    const { counts } = await resultOf({ pages: [[aScreening('ʔʕ'), unreadable, aScreening('Ƹ Ɂ'), misspelt]] });
    expect(counts).toMatchObject({
      screenings: 1,
      skipped: [
        { reason: 'name-not-comparable', screenings: 2 },
        { reason: 'subject-not-readable', screenings: 1 },
      ],
    });
  });

  const failing = (haveEnded: boolean): ReadyLists => ({
    ...ready,
    threads: Object.assign(Object.create(ready.threads, { haveEnded: { value: haveEnded } }) as ScreeningThreads, {
      screen: () => Promise.reject(new ScreeningThreadError('A screening failed: TypeError')),
    }),
  });

  it('leaves out a subject that the engine cannot take, and is tried again when the engine itself is gone', async () => {
    expect((await resultOf({ lists: failing(false) })).counts).toMatchObject({
      screenings: 0,
      skipped: [{ reason: 'screening-failed', screenings: 1 }],
    });
    await expect(perform({ lists: failing(true) })).rejects.toThrow(ScreeningThreadError);
  });

  it('waits while there is no list, and fails when it is not stored any more', async () => {
    expect(await perform({ lists: null })).toBeInstanceOf(Waiting);
    await expect(perform({ isGone: true })).rejects.toMatchObject({ name: 'PermanentError', code: 'backtest-gone' });
  });

  it('ends between two pages when nobody waits for it any more', async () => {
    const over = new AbortController();
    let pagesRead = 0;
    const pages = {
      *[Symbol.iterator]() {
        for (pagesRead = 1; pagesRead < 10; pagesRead++) {
          if (pagesRead === 2) over.abort(new Error('cancelled'));
          yield [misspelt];
        }
      },
    };
    const run = processorOf({ pages }).process({
      jobId: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c',
      organizationId: 'org_01kaf3s8h4e0qv8dpz2j9r7n5c',
      subjectId: backtestId,
      attempt: 1,
      payload: { backtestId },
      signal: over.signal,
    });
    await expect(run).rejects.toThrow('cancelled');
    expect(pagesRead).toBe(2);
  });
});
