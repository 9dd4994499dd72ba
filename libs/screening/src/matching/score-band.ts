/** What a score means to the person who reads it. */
export const SCORE_BANDS = ['strong', 'possible', 'weak', 'none'] as const;
export type ScoreBand = (typeof SCORE_BANDS)[number];

/** The lowest score of each band; below the last one there is none. How they were found: docs/matching.md. */
export const LOWEST_OF_BAND: Readonly<Record<Exclude<ScoreBand, 'none'>, number>> = {
  strong: 0.9,
  possible: 0.8,
  weak: 0.7,
};

export function bandOf(score: number): ScoreBand {
  if (score >= LOWEST_OF_BAND.strong) return 'strong';
  if (score >= LOWEST_OF_BAND.possible) return 'possible';
  return score >= LOWEST_OF_BAND.weak ? 'weak' : 'none';
}

/** The scores of a band: from `lowest` on and, but for the first band, under `below`. */
export function scoresOfBand(band: ScoreBand): { readonly lowest: number; readonly below?: number } {
  const lowest = band === 'none' ? 0 : LOWEST_OF_BAND[band];
  const above = SCORE_BANDS[SCORE_BANDS.indexOf(band) - 1];
  return above === undefined || above === 'none' ? { lowest } : { lowest, below: LOWEST_OF_BAND[above] };
}
