import type { EngineHit } from '../matching/engine-hit';
import { bandOf } from '../matching/score-band';
import { BacktestTally, EXAMPLES_AT_MOST, lostEntriesOf, type TriedScreening } from './backtest-tally';

const aHit = (entryId: string, score = 0.85, list = 'us-ofac-sdn') =>
  ({ list, entryId, score, band: bandOf(score), matchedName: `Entry ${entryId}` }) as EngineHit;

let made = 0;
const aScreening = (before: readonly EngineHit[], after: readonly EngineHit[]): TriedScreening => ({
  screening: { id: `scr_${(made += 1)}`, externalId: null },
  before: { hits: before },
  after: { hits: after },
});

const lists = ['us-ofac-sdn', 'un-security-council'];
const undecided = () => null;

describe('the tally of a backtest', () => {
  it('counts what is found before and after, what is gained and what is lost, by list and by band', () => {
    const tally = new BacktestTally(lists);
    tally.add(aScreening([aHit('1', 0.95), aHit('2', 0.82)], [aHit('1', 0.95)]), undecided);
    tally.add(aScreening([], [aHit('3', 0.72, 'un-security-council')]), undecided);
    expect(tally.counts).toMatchObject({
      screenings: 2,
      hits: { before: 2, after: 2, gained: 1, lost: 1 },
      byList: [
        { list: 'us-ofac-sdn', before: 2, after: 1, gained: 0, lost: 1 },
        { list: 'un-security-council', before: 0, after: 1, gained: 1, lost: 0 },
      ],
      byBand: [
        { band: 'strong', before: 1, after: 1, gained: 0, lost: 0 },
        { band: 'possible', before: 1, after: 0, gained: 0, lost: 1 },
        { band: 'weak', before: 0, after: 1, gained: 1, lost: 0 },
        { band: 'none', before: 0, after: 0, gained: 0, lost: 0 },
      ],
    });
  });

  it('counts the screenings that change sides, and no others', () => {
    const tally = new BacktestTally(lists);
    tally.add(aScreening([aHit('1')], []), undecided);
    tally.add(aScreening([aHit('1'), aHit('2')], [aHit('1')]), undecided);
    tally.add(aScreening([], [aHit('1')]), undecided);
    tally.add(aScreening([aHit('1')], [aHit('1'), aHit('2')]), undecided);
    tally.add(aScreening([], []), undecided);
    expect(tally.counts).toMatchObject({ screenings: 5, becomeClear: 1, comeIntoReview: 1 });
  });

  it('tells entries of the same number on two lists apart', () => {
    const [ofac, un] = [aHit('1'), aHit('1', 0.85, 'un-security-council')];
    expect(lostEntriesOf(aScreening([ofac, un], [ofac]))).toMatchObject([
      { list: 'un-security-council', entryId: '1' },
    ]);
  });

  it('counts what was left out by the reason, and what was cut off', () => {
    const tally = new BacktestTally(lists);
    tally.skip('name-not-comparable');
    tally.skip('screening-failed');
    tally.skip('name-not-comparable');
    tally.add({ ...aScreening([], []), after: { hits: [aHit('1')], truncated: true } }, undecided);
    expect(tally.counts).toMatchObject({
      screenings: 1,
      skipped: [
        { reason: 'name-not-comparable', screenings: 2 },
        { reason: 'screening-failed', screenings: 1 },
      ],
      truncated: { before: 0, after: 1 },
    });
  });

  it('counts what people had said of lost hits, and shows true matches first, also when they come last', () => {
    const tally = new BacktestTally(lists);
    const decisions = [...Array<'dismissed'>(30).fill('dismissed'), ...Array<null>(5).fill(null), 'confirmed' as const];
    for (const [index, decision] of decisions.entries()) {
      tally.add(aScreening([aHit(String(index))], []), ({ entryId }) => (entryId === String(index) ? decision : null));
    }
    expect(tally.counts.lostDecisions).toEqual({ confirmed: 1, dismissed: 30, undecided: 5 });
    const { lost } = tally.examples;
    expect(lost).toHaveLength(EXAMPLES_AT_MOST);
    expect(lost[0]).toMatchObject({ entryId: '35', decision: 'confirmed', matchedName: 'Entry 35', band: 'possible' });
    expect(lost.slice(1, 6).map(({ decision }) => decision)).toEqual([null, null, null, null, null]);
    expect(lost.slice(6).every(({ decision }) => decision === 'dismissed')).toBe(true);
  });

  it('keeps some examples of gained hits, however many there are', () => {
    const tally = new BacktestTally(lists);
    const many = Array.from({ length: 100 }, (_, index) => aHit(String(index)));
    tally.add(aScreening([], many.slice(0, 15)), undecided);
    tally.add(aScreening([], many), undecided);
    expect(tally.examples.gained).toHaveLength(EXAMPLES_AT_MOST);
    expect(tally.counts.hits.gained).toBe(115);
  });
});
