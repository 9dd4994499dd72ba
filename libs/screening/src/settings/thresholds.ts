import type { ThresholdBacktestId } from '../screening-ids';
import type { SettingsSnapshot, Versioned } from './settings-versions.repository';

/** From which score on a listed name is a hit, 0.5 to 1. */
export interface Thresholds {
  /** For every list that has none of its own. */
  readonly threshold: number;
  /** By the lists' ids. */
  readonly listThresholds: Readonly<Record<string, number>>;
}

export const LOWEST_THRESHOLD = 0.5;
export const HIGHEST_THRESHOLD = 1;

/** What holds until an organization sets something else: the lowest score of the band `possible`. */
export const DEFAULT_THRESHOLDS: Thresholds = { threshold: 0.8, listThresholds: {} };

/** The thresholds of an organization at one time. Version 0 is that of one that has never set any. */
export type ThresholdsInForce = Versioned<Thresholds>;

/** Thresholds with the backtest that showed what they change. */
export interface TriedThresholds extends Thresholds {
  readonly backtestId: ThresholdBacktestId;
}

/** One version with who set it, when and why. */
export type ThresholdsSnapshot = SettingsSnapshot<TriedThresholds>;

/** What a screening is made by, frozen with it. */
export interface AppliedThresholds extends Thresholds {
  /** Of the organization's thresholds; null when the request brought its own. */
  readonly version: number | null;
}

/** The threshold of a single request, which holds for all lists. */
export const ownThreshold = (threshold: number): AppliedThresholds => ({
  threshold,
  listThresholds: {},
  version: null,
});
