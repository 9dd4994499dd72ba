import type { BacktestCounts, JobId, ThresholdBacktestResult } from '@bonafide/jobs';

import type { PublicationSnapshot } from '../publications/publication';
import type { ThresholdBacktestId } from '../screening-ids';
import type { Thresholds, ThresholdsInForce } from '../settings/thresholds';

export const backtestStates = ['pending', 'completed', 'failed', 'cancelled'] as const;
export type BacktestState = (typeof backtestStates)[number];

export const BACKTEST_SCREENINGS = { byDefault: 1_000, atMost: 10_000 } as const;

/** A backtest as it is listed: numbers, and nothing of anybody. */
export interface ThresholdBacktestSummary extends Thresholds {
  readonly id: ThresholdBacktestId;
  readonly jobId: JobId;
  readonly state: BacktestState;
  /** What was in force when it was asked for. */
  readonly comparedWith: ThresholdsInForce;
  readonly screeningsAsked: number;
  /** Null until it is completed, as is what follows. */
  readonly counts: BacktestCounts | null;
  readonly engineVersion: string | null;
  readonly configurationHash: string | null;
  readonly listsCheckedAt: Date | null;
  readonly errorCode: string | null;
  readonly actor: string;
  readonly apiKeyId: string;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** With the hits that show what the numbers mean. */
export interface ThresholdBacktestSnapshot extends ThresholdBacktestSummary {
  /** What both thresholds were tried on, one of each list; none before it was done. */
  readonly publications: readonly PublicationSnapshot[];
  readonly examples: ThresholdBacktestResult['examples'];
}
