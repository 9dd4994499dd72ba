import type { SettingsSnapshot, Versioned } from './settings-versions.repository';

/** Whether one person's decision about a hit is final, or a second person has to agree (four eyes). */
export const dispositionReviews = ['single', 'second_person'] as const;
export type DispositionReview = (typeof dispositionReviews)[number];

/** How an organization wants its hits decided. */
export interface DecisionRules {
  readonly dispositionReview: DispositionReview;
  /**
   * False: a hit is decided neither by the person nor with the API key that asked for the screening (the FFIEC manual's
   * false hits "resolved outside the business line").
   */
  readonly submitterMayDecide: boolean;
}

/** Every version is kept. Version 0 is that of an organization that has never set any. */
export type ScreeningSettings = Versioned<DecisionRules>;

export const DEFAULT_SCREENING_SETTINGS: ScreeningSettings = {
  version: 0,
  dispositionReview: 'single',
  submitterMayDecide: true,
};

/** One version with who set it, when and why. */
export type ScreeningSettingsSnapshot = SettingsSnapshot<DecisionRules>;
