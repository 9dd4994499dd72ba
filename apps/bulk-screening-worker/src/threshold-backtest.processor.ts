import {
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  PermanentError,
  type ThresholdBacktest,
  type ThresholdBacktestResult,
  waiting,
} from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import {
  ActiveLists,
  type BacktestScreening,
  BacktestScreenings,
  BacktestTally,
  engineSubjectOf,
  HITS_KEPT,
  isComparable,
  lostEntriesOf,
  type ReadyLists,
  ScreeningThreadError,
  type ThresholdBacktestId,
  ThresholdBacktests,
  type ThresholdBacktestSummary,
  type TriedScreening,
} from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

type Run = JobRun<typeof ThresholdBacktest>;

const NO_LIST_DELAY_MS = 5_000;

/**
 * The subjects of the last screenings, each screened twice against the same lists: under the thresholds that were in force
 * and under the proposed ones. Twice and not once with the hits told apart by their scores: an equal name stays a hit
 * although its score is lower, and the engine alone knows when. Nothing is stored before the end, so an attempt that dies
 * leaves nothing, and the next one finds the same.
 */
@Injectable()
export class ThresholdBacktestProcessor implements JobProcessor<typeof ThresholdBacktest> {
  constructor(
    private readonly lists: ActiveLists,
    private readonly backtests: ThresholdBacktests,
    private readonly screenings: BacktestScreenings,
  ) {}

  async process(run: Run): Promise<JobOutcome<ThresholdBacktestResult>> {
    const id = run.payload.backtestId as ThresholdBacktestId;
    const backtest = await this.backtests.summaryOf(run.organizationId, id);
    if (backtest === null) throw new PermanentError('backtest-gone', 'The backtest is not stored any more.');
    const outcome = await this.lists.use((lists) => this.compare(run, backtest, lists));
    return outcome ?? waiting(new Date(Date.now() + NO_LIST_DELAY_MS));
  }

  private async compare({ organizationId, signal }: Run, backtest: ThresholdBacktestSummary, lists: ReadyLists) {
    const { listSetId, checkedAt: listsCheckedAt, threads } = lists;
    const tally = new BacktestTally(threads.description.lists.map(({ list }) => list));
    for await (const page of this.screenings.lastBefore(organizationId, backtest.id, backtest.screeningsAsked)) {
      signal.throwIfAborted();
      const tried = await Promise.all(page.map((screening) => tryBoth(screening, backtest, lists)));
      await this.add(tried, tally);
    }
    const { engineVersion, configurationHash } = threads.description;
    const { counts, examples } = tally;
    return completed({ listSetId, listsCheckedAt, engineVersion, configurationHash, counts, examples });
  }

  private async add(page: readonly (TriedScreening | SkippedScreening)[], tally: BacktestTally): Promise<void> {
    const tried: TriedScreening[] = [];
    for (const each of page) {
      if ('skipped' in each) tally.skip(each.skipped);
      else tried.push(each);
    }
    const decisionOn = await this.screenings.decisionsOn(tried.flatMap(lostEntriesOf));
    for (const each of tried) tally.add(each, decisionOn);
  }
}

interface SkippedScreening {
  /** Why: a kebab-case code. */
  readonly skipped: string;
}

async function tryBoth(
  { id, externalId, subject }: BacktestScreening,
  { comparedWith, ...proposed }: ThresholdBacktestSummary,
  { threads }: ReadyLists,
): Promise<TriedScreening | SkippedScreening> {
  if (subject === null) return { skipped: 'subject-not-readable' };
  if (![subject.name, ...subject.alternativeNames].some(isComparable)) return { skipped: 'name-not-comparable' };
  const screen = ({ threshold, listThresholds }: typeof comparedWith | typeof proposed) =>
    threads.screen(engineSubjectOf(subject), { threshold, listThresholds, limit: HITS_KEPT });
  try {
    const [before, after] = await Promise.all([screen(comparedWith), screen(proposed)]);
    return { screening: { id, externalId }, before, after };
  } catch (error) {
    // A subject that the engine cannot take must not cost the others; threads that have ended are another matter.
    if (!(error instanceof ScreeningThreadError) || threads.haveEnded) throw error;
    log.warn('backtest.screening-failed', describeError(error));
    return { skipped: 'screening-failed' };
  }
}
