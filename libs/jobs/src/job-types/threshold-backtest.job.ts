import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class ThresholdBacktestPayload {
  /** Its row says which thresholds are compared, and how many screenings are looked at. */
  @IsString()
  backtestId: string;
}

/** Hits under the thresholds in force and under the proposed ones, and how the two differ. */
export interface HitChanges {
  readonly before: number;
  readonly after: number;
  readonly gained: number;
  readonly lost: number;
}

/** What people had said of hits that would be lost. */
export interface LostDecisions {
  /** True matches. */
  readonly confirmed: number;
  readonly dismissed: number;
  readonly undecided: number;
}

/** Numbers, lists and bands; nothing of anybody. */
export interface BacktestCounts {
  /** How many were screened anew. */
  readonly screenings: number;
  /** How many were not, by the reason: a kebab-case code. */
  readonly skipped: readonly { readonly reason: string; readonly screenings: number }[];
  /** Screenings with a hit before and none after. */
  readonly becomeClear: number;
  /** Screenings without a hit before and with one after. */
  readonly comeIntoReview: number;
  /** Screenings with more hits than are kept, the best of which alone were compared. */
  readonly truncated: { readonly before: number; readonly after: number };
  readonly hits: HitChanges;
  readonly lostDecisions: LostDecisions;
  readonly byList: readonly (HitChanges & { readonly list: string })[];
  readonly byBand: readonly (HitChanges & { readonly band: string })[];
}

export interface BacktestExample {
  readonly screeningId: string;
  readonly externalId: string | null;
  readonly list: string;
  readonly entryId: string;
  readonly matchedName: string;
  readonly score: number;
  readonly band: string;
  /** Of a hit that would be lost: what a person had said of it. Nothing is known of one that would be gained. */
  readonly decision: 'confirmed' | 'dismissed' | null;
}

export class ThresholdBacktestResult {
  /** Which publications both thresholds were tried on. */
  listSetId: string;
  /** When the one of them that was looked for longest ago was seen to be current. */
  listsCheckedAt: Date;
  engineVersion: string;
  configurationHash: string;
  counts: BacktestCounts;
  /** Some of each; of the lost ones, true matches first. */
  examples: { readonly lost: readonly BacktestExample[]; readonly gained: readonly BacktestExample[] };
}

/** Screens the subjects of an organization's last screenings anew, under the thresholds in force and under other ones. */
export const ThresholdBacktest = defineJob({
  type: 'threshold-backtest',
  payload: ThresholdBacktestPayload,
  result: ThresholdBacktestResult,
  retry: exponentialRetry(4, seconds(5), minutes(1)),
  // Measured for 10,000 subjects against OFAC's list: two seconds, and two minutes where each has twenty names more and the
  // threshold is the lowest. The threads have other work besides.
  timeoutMs: minutes(30),
  concurrency: 1,
  visibility: 'customer',
});
