import {
  BACKTEST_SCREENINGS,
  backtestStates,
  type ThresholdBacktestSnapshot,
  type ThresholdBacktestSummary,
} from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { Optional } from '../http/optional.decorator';
import { EngineView, ScreenedListView } from '../screenings/screening.dto';
import { BacktestCountsView, BacktestExamplesView } from './backtest-result.dto';
import { ThresholdsBody, ThresholdsInForceView } from './thresholds.dto';
import { ListThresholdsProperty } from './list-thresholds.decorator';

const { byDefault, atMost } = BACKTEST_SCREENINGS;
const inBounds = { message: `screenings must be a whole number from 1 to ${atMost}` };

export class CreateThresholdBacktestBody extends ThresholdsBody {
  @ApiProperty({
    required: false,
    minimum: 1,
    maximum: atMost,
    default: byDefault,
    description: 'How many of your last screenings are looked at.',
  })
  @Optional()
  @IsInt(inBounds)
  @Min(1, inBounds)
  @Max(atMost, inBounds)
  screenings?: number;

  @ApiProperty({ example: 'officer-2', description: 'Who asks, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;
}

export class ThresholdBacktestSummaryView {
  @ApiProperty({ example: 'tbt_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The job that does it: GET /v1/jobs/{id}.' })
  jobId: string;

  @ApiProperty({ enum: backtestStates })
  state: string;

  @ApiProperty({ example: 0.85, description: 'What was tried.' })
  threshold: number;

  @ListThresholdsProperty('What was tried for single lists, by their ids.')
  listThresholds: Readonly<Record<string, number>>;

  @ApiProperty({ type: () => ThresholdsInForceView, description: 'What was in force when it was asked for.' })
  comparedWith: ThresholdsInForceView;

  @ApiProperty({ example: 1_000, description: 'How many of the last screenings were asked for.' })
  screeningsAsked: number;

  @ApiProperty({ type: () => BacktestCountsView, nullable: true, description: 'Null until it is completed.' })
  counts: BacktestCountsView | null;

  @ApiProperty({ type: () => EngineView, nullable: true })
  engine: EngineView | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'How old the lists were.' })
  listsCheckedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, or why it was cancelled.' })
  errorCode: string | null;

  @ApiProperty({ example: 'officer-2' })
  actor: string;

  @ApiProperty({ description: 'The key that vouches for the person.' })
  apiKeyId: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  static of(summary: ThresholdBacktestSummary): ThresholdBacktestSummaryView {
    const { id, jobId, state, threshold, listThresholds, comparedWith, screeningsAsked, counts } = summary;
    const { engineVersion: version, configurationHash, listsCheckedAt, errorCode, actor, apiKeyId } = summary;
    return {
      id,
      jobId,
      state,
      threshold,
      listThresholds,
      comparedWith,
      screeningsAsked,
      counts,
      engine: version === null || configurationHash === null ? null : { version, configurationHash },
      listsCheckedAt: listsCheckedAt?.toISOString() ?? null,
      errorCode,
      actor,
      apiKeyId,
      createdAt: summary.createdAt.toISOString(),
      settledAt: summary.settledAt?.toISOString() ?? null,
    };
  }
}

export class ThresholdBacktestView extends ThresholdBacktestSummaryView {
  @ApiProperty({
    isArray: true,
    type: () => ScreenedListView,
    description: 'What both thresholds were tried on; none before it was done.',
  })
  lists: readonly ScreenedListView[];

  @ApiProperty({ type: () => BacktestExamplesView })
  examples: BacktestExamplesView;

  static override of(snapshot: ThresholdBacktestSnapshot): ThresholdBacktestView {
    return {
      ...ThresholdBacktestSummaryView.of(snapshot),
      lists: snapshot.publications.map(ScreenedListView.of),
      examples: snapshot.examples,
    };
  }
}
