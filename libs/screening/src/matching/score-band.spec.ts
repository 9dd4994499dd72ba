import { bandOf, SCORE_BANDS, scoresOfBand } from './score-band';

describe('the bands of scores', () => {
  const scores = Array.from({ length: 10_001 }, (_, index) => index / 10_000);

  it('hold each score once, where it is said to be', () => {
    for (const score of scores) {
      const holding = SCORE_BANDS.filter((band) => {
        const { lowest, below } = scoresOfBand(band);
        return score >= lowest && (below === undefined || score < below);
      });
      expect([score, holding]).toEqual([score, [bandOf(score)]]);
    }
  });
});
