import { type BacktestToJudge, judgeBacktest } from './judge-backtest';

const wanted = { threshold: 0.85, listThresholds: { 'us-ofac-sdn': 0.9, 'eu-fsf': 0.8 } };
const aBacktest = (more: Partial<BacktestToJudge> = {}): BacktestToJudge => ({
  ...wanted,
  state: 'completed',
  comparedVersion: 3,
  isOutdated: false,
  counts: { screenings: 1_000, skipped: [] },
  ...more,
});

const allSkipped = { screenings: 0, skipped: [{ reason: 'screening-failed', screenings: 1 }] };
const mostlySkipped = {
  screenings: 5,
  skipped: [
    { reason: 'name-not-comparable', screenings: 3 },
    { reason: 'subject-not-readable', screenings: 3 },
  ],
};

describe('the judgement of a backtest', () => {
  it('lets pass what it has tried against what is in force, however the lists are ordered', () => {
    expect(judgeBacktest(aBacktest(), wanted, 3)).toBeNull();
    const listThresholds = { 'eu-fsf': 0.8, 'us-ofac-sdn': 0.9 };
    expect(judgeBacktest(aBacktest({ listThresholds }), wanted, 3)).toBeNull();
  });

  it('lets pass what has screened half, and what found nobody to screen', () => {
    const skipped = [{ reason: 'name-not-comparable', screenings: 5 }];
    expect(judgeBacktest(aBacktest({ counts: { screenings: 5, skipped } }), wanted, 3)).toBeNull();
    expect(judgeBacktest(aBacktest({ counts: { screenings: 0, skipped: [] } }), wanted, 3)).toBeNull();
  });

  it.each([
    ['nothing that is not there', null, { why: 'not-found' }],
    ['nothing that is not done', aBacktest({ state: 'pending' }), { why: 'not-completed', state: 'pending' }],
    ['nothing that has failed', aBacktest({ state: 'failed' }), { why: 'not-completed', state: 'failed' }],
    [
      'no other threshold',
      aBacktest({ threshold: 0.8501 }),
      { why: 'other-thresholds', fields: ['threshold'], backtested: { ...wanted, threshold: 0.8501 } },
    ],
    [
      'no other threshold of a list',
      aBacktest({ listThresholds: { 'us-ofac-sdn': 0.9 } }),
      {
        why: 'other-thresholds',
        fields: ['listThresholds'],
        backtested: { threshold: 0.85, listThresholds: { 'us-ofac-sdn': 0.9 } },
      },
    ],
    [
      'nothing against what was in force before',
      aBacktest({ comparedVersion: 2 }),
      { why: 'moved-on', comparedVersion: 2, version: 3 },
    ],
    ['nothing that is too old', aBacktest({ isOutdated: true }), { why: 'outdated' }],
    [
      'nothing that has screened nobody of those that it looked at',
      aBacktest({ counts: allSkipped }),
      { why: 'mostly-skipped', ...allSkipped },
    ],
    [
      'nothing that has skipped more than it screened, whatever the reasons',
      aBacktest({ counts: mostlySkipped }),
      { why: 'mostly-skipped', ...mostlySkipped },
    ],
  ])('lets pass %s', (_, backtest, refusal) => {
    expect(judgeBacktest(backtest, wanted, 3)).toEqual(refusal);
  });
});
