import { ApiProperty } from '@nestjs/swagger';

const bands = ['strong', 'possible', 'weak', 'none'] as const;

class HitChangesView {
  @ApiProperty({ description: 'Under the thresholds in force.' })
  before: number;

  @ApiProperty({ description: 'Under those that were tried.' })
  after: number;

  @ApiProperty({ description: 'Not found before.' })
  gained: number;

  @ApiProperty({ description: 'Not found any more.' })
  lost: number;
}

class ListHitChangesView extends HitChangesView {
  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;
}

class BandHitChangesView extends HitChangesView {
  @ApiProperty({ enum: bands })
  band: string;
}

class LostDecisionsView {
  @ApiProperty({
    description: 'True matches: a person has confirmed that the subject is the entry. Look at these first.',
  })
  confirmed: number;

  @ApiProperty({ description: 'A person has dismissed them.' })
  dismissed: number;

  @ApiProperty()
  undecided: number;
}

class SkippedScreeningsView {
  @ApiProperty({
    example: 'name-not-comparable',
    description: 'name-not-comparable, subject-not-readable or screening-failed.',
  })
  reason: string;

  @ApiProperty()
  screenings: number;
}

class TruncatedView {
  @ApiProperty()
  before: number;

  @ApiProperty()
  after: number;
}

/** What the thresholds would have changed, in numbers. */
export class BacktestCountsView {
  @ApiProperty({ description: 'Screened anew; fewer than asked for when there are no more, or some were skipped.' })
  screenings: number;

  @ApiProperty({ isArray: true, type: () => SkippedScreeningsView })
  skipped: readonly SkippedScreeningsView[];

  @ApiProperty({ description: 'Screenings with hits before and none after.' })
  becomeClear: number;

  @ApiProperty({ description: 'Screenings without a hit before and with hits after.' })
  comeIntoReview: number;

  @ApiProperty({
    type: () => TruncatedView,
    description: 'Screenings with more than 100 hits, of which the best 100 were compared.',
  })
  truncated: TruncatedView;

  @ApiProperty({ type: () => HitChangesView })
  hits: HitChangesView;

  @ApiProperty({ type: () => LostDecisionsView, description: 'What people had said of the hits that are lost.' })
  lostDecisions: LostDecisionsView;

  @ApiProperty({ isArray: true, type: () => ListHitChangesView })
  byList: readonly ListHitChangesView[];

  @ApiProperty({ isArray: true, type: () => BandHitChangesView })
  byBand: readonly BandHitChangesView[];
}

class BacktestExampleView {
  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  screeningId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of the screening.' })
  externalId: string | null;

  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;

  @ApiProperty({ example: '900001', description: "The entry's number on the list." })
  entryId: string;

  @ApiProperty({ description: 'Which of the listed names.' })
  matchedName: string;

  @ApiProperty({ example: 0.8231, minimum: 0, maximum: 1 })
  score: number;

  @ApiProperty({ enum: bands })
  band: string;

  @ApiProperty({
    enum: ['confirmed', 'dismissed', null],
    type: String,
    nullable: true,
    description: 'What a person had said of it; of a hit that is gained nothing is known.',
  })
  decision: string | null;
}

/** At most 20 of each. */
export class BacktestExamplesView {
  @ApiProperty({ isArray: true, type: () => BacktestExampleView, description: 'True matches first.' })
  lost: readonly BacktestExampleView[];

  @ApiProperty({ isArray: true, type: () => BacktestExampleView })
  gained: readonly BacktestExampleView[];
}
