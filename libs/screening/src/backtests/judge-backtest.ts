import { canonicalJson } from '@bonafide/identifiers';

import type { Thresholds } from '../settings/thresholds';
import type { BacktestState } from './threshold-backtest-snapshot';

/** For how long a backtest speaks for thresholds: lists, customers and the engine go on. */
export const BACKTEST_HOLDS_DAYS = 7;

/** What is known of a backtest when somebody sets thresholds on its word. */
export interface BacktestToJudge extends Thresholds {
  readonly state: BacktestState;
  readonly comparedVersion: number;
  readonly isOutdated: boolean;
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
  | { readonly why: 'outdated' };

/** Thresholds are set when a backtest has tried just these against those in force, not long ago. */
export function judgeBacktest(
  backtest: BacktestToJudge | null,
  wanted: Thresholds,
  versionInForce: number,
): ThresholdRefusal | null {
  if (backtest === null) return { why: 'not-found' };
  const { state, comparedVersion, threshold, listThresholds } = backtest;
  if (state !== 'completed') return { why: 'not-completed', state };
  const backtested: Thresholds = { threshold, listThresholds };
  const fields = (['threshold', 'listThresholds'] as const).filter(
    (field) => canonicalJson(backtested[field]) !== canonicalJson(wanted[field]),
  );
  if (fields.length > 0) return { why: 'other-thresholds', fields, backtested };
  if (comparedVersion !== versionInForce) return { why: 'moved-on', comparedVersion, version: versionInForce };
  return backtest.isOutdated ? { why: 'outdated' } : null;
}
