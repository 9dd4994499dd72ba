import type { BacktestCounts, BacktestExample, HitChanges, LostDecisions } from '@bonafide/jobs';

import type { SubjectAnswer } from '../files/screened-rows';
import type { EngineHit } from '../matching/engine-hit';
import { SCORE_BANDS } from '../matching/score-band';
import type { BacktestScreening, HitDecision, ScreenedEntry } from './backtest-screenings.repository';

export const EXAMPLES_AT_MOST = 20;

type Changing = { -readonly [Name in keyof HitChanges]: number };

const noChanges = (): Changing => ({ before: 0, after: 0, gained: 0, lost: 0 });

/** What a screening finds under the thresholds in force and under the proposed ones. */
export interface TriedScreening {
  readonly screening: Pick<BacktestScreening, 'id' | 'externalId'>;
  readonly before: SubjectAnswer;
  readonly after: SubjectAnswer;
}

/** The hits that are in `these` and not in `others`. */
function onlyIn(these: SubjectAnswer, others: SubjectAnswer): EngineHit[] {
  const known = new Set(others.hits.map(keyOf));
  return these.hits.filter((hit) => !known.has(keyOf(hit)));
}

const keyOf = ({ list, entryId }: EngineHit): string => `${list} ${entryId}`;

const entryOf = ({ id }: TriedScreening['screening'], { list, entryId }: EngineHit): ScreenedEntry => ({
  screeningId: id,
  list,
  entryId,
});

/** What would not be found any more. */
export const lostEntriesOf = ({ screening, before, after }: TriedScreening): ScreenedEntry[] =>
  onlyIn(before, after).map((hit) => entryOf(screening, hit));

/** Adds up screening by screening. Keeps numbers and a few examples, however many it is told of. */
export class BacktestTally {
  private screenings = 0;
  private becomeClear = 0;
  private comeIntoReview = 0;
  private readonly truncated = { before: 0, after: 0 };
  private readonly skipped = new Map<string, number>();
  private readonly hits = noChanges();
  private readonly lostDecisions: { -readonly [Name in keyof LostDecisions]: number } = {
    confirmed: 0,
    dismissed: 0,
    undecided: 0,
  };
  private readonly byList: ReadonlyMap<string, Changing>;
  private readonly byBand: ReadonlyMap<string, Changing>;
  private lost: readonly BacktestExample[] = [];
  private readonly gained: BacktestExample[] = [];

  /** @param lists all that are screened against, so that one without hits is told of as well */
  constructor(lists: readonly string[]) {
    this.byList = new Map(lists.map((list) => [list, noChanges()]));
    this.byBand = new Map(SCORE_BANDS.map((band) => [band, noChanges()]));
  }

  /** @param reason a kebab-case code */
  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  /** @param decisionOn what people have said of an entry that would be lost */
  add({ screening, before, after }: TriedScreening, decisionOn: (entry: ScreenedEntry) => HitDecision): void {
    this.screenings += 1;
    if (before.hits.length > 0 && after.hits.length === 0) this.becomeClear += 1;
    if (before.hits.length === 0 && after.hits.length > 0) this.comeIntoReview += 1;
    if (before.truncated === true) this.truncated.before += 1;
    if (after.truncated === true) this.truncated.after += 1;
    this.count('before', before.hits);
    this.count('after', after.hits);
    const lost = onlyIn(before, after);
    this.count('lost', lost);
    for (const hit of lost) {
      const decision = decisionOn(entryOf(screening, hit));
      this.lostDecisions[decision ?? 'undecided'] += 1;
      this.lost = withExample(this.lost, exampleOf(screening, hit, decision));
    }
    const gained = onlyIn(after, before);
    this.count('gained', gained);
    const free = EXAMPLES_AT_MOST - this.gained.length;
    this.gained.push(...gained.slice(0, free).map((hit) => exampleOf(screening, hit, null)));
  }

  get counts(): BacktestCounts {
    const { screenings, becomeClear, comeIntoReview, truncated, hits, lostDecisions } = this;
    return {
      screenings,
      skipped: [...this.skipped].map(([reason, count]) => ({ reason, screenings: count })),
      becomeClear,
      comeIntoReview,
      truncated,
      hits,
      lostDecisions,
      byList: [...this.byList].map(([list, changes]) => ({ list, ...changes })),
      byBand: [...this.byBand].map(([band, changes]) => ({ band, ...changes })),
    };
  }

  get examples(): { readonly lost: readonly BacktestExample[]; readonly gained: readonly BacktestExample[] } {
    return { lost: this.lost, gained: this.gained };
  }

  private count(change: keyof HitChanges, hits: readonly EngineHit[]): void {
    for (const { list, band } of hits) {
      for (const changes of [this.hits, this.byList.get(list), this.byBand.get(band)]) {
        if (changes !== undefined) changes[change] += 1;
      }
    }
  }
}

function exampleOf(
  { id, externalId }: TriedScreening['screening'],
  { list, entryId, matchedName, score, band }: EngineHit,
  decision: HitDecision,
): BacktestExample {
  return { screeningId: id, externalId, list, entryId, matchedName, score, band, decision };
}

/** A true match that would be lost is what has to be seen first, and what a person has dismissed is no loss. */
const rankOf = ({ decision }: BacktestExample): number => (decision === 'confirmed' ? 0 : decision === null ? 1 : 2);

function withExample(examples: readonly BacktestExample[], example: BacktestExample): readonly BacktestExample[] {
  const last = examples.at(-1);
  if (examples.length === EXAMPLES_AT_MOST && last !== undefined && rankOf(last) <= rankOf(example)) return examples;
  return [...examples, example].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, EXAMPLES_AT_MOST);
}
