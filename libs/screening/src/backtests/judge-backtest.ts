import { canonicalJson } from '@bonafide/identifiers';
import type { BacktestCounts } from '@bonafide/jobs';

import type { Thresholds } from '../settings/thresholds';
import type { BacktestState } from './threshold-backtest-snapshot';

/** For how long a backtest speaks for thresholds: lists, customers and the engine go on. */
export const BACKTEST_HOLDS_DAYS = 7;

/** What is known of a backtest when somebody sets thresholds on its word. */
export interface BacktestToJudge extends Thresholds {
  readonly state: BacktestState;
  readonly comparedVersion: number;
  readonly isOutdated: boolean;
  /** Null until it is completed. */
  readonly counts: Pick<BacktestCounts, 'screenings' | 'skipped'> | null;
}

/** Why thresholds are not set, each with what the caller needs to know. */
export type ThresholdRefusal =
  | { readonly why: 'not-found' }
  | { readonly why: 'not-completed'; readonly state: Exclude<BacktestState, 'completed'> }
  | {
      readonly why: 'other-thresholds';
      /** What differs from the backtest. */
      readonly fields: readonly (keyof Thresholds)[];
      readonly backtested: Thresholds;
    }
  | { readonly why: 'moved-on'; readonly comparedVersion: number; readonly version: number }
  | { readonly why: 'outdated' }
  | ({ readonly why: 'mostly-skipped' } & Pick<BacktestCounts, 'screenings' | 'skipped'>);

/**
 * Thresholds are set when a backtest has tried just these against those in force, not long ago, on at least half of the
 * screenings that it looked at. Half and not all: names that nobody can compare are skipped under any thresholds. Where
 * nobody was screened yet there is nothing to lose.
 */
export function judgeBacktest(
  backtest: BacktestToJudge | null,
  wanted: Thresholds,
  versionInForce: number,
): ThresholdRefusal | null {
  if (backtest === null) return { why: 'not-found' };
  const { state, comparedVersion, threshold, listThresholds, counts } = backtest;
  if (state !== 'completed') return { why: 'not-completed', state };
  if (counts === null) throw new Error('A backtest that is completed has no counts.');
  const backtested: Thresholds = { threshold, listThresholds };
  const fields = (['threshold', 'listThresholds'] as const).filter(
    (field) => canonicalJson(backtested[field]) !== canonicalJson(wanted[field]),
  );
  if (fields.length > 0) return { why: 'other-thresholds', fields, backtested };
  if (comparedVersion !== versionInForce) return { why: 'moved-on', comparedVersion, version: versionInForce };
  if (backtest.isOutdated) return { why: 'outdated' };
  const { screenings, skipped } = counts;
  return screenings < skippedOf(counts) ? { why: 'mostly-skipped', screenings, skipped } : null;
}

const skippedOf = ({ skipped }: Pick<BacktestCounts, 'skipped'>): number =>
  skipped.reduce((sum, { screenings }) => sum + screenings, 0);
