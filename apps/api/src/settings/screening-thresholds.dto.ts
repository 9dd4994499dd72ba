import { type ThresholdBacktestId, type ThresholdsInForce, type ThresholdsSnapshot } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { ListThresholdsProperty } from './list-thresholds.decorator';
import { SettingVersionView } from './setting-version.dto';
import { ThresholdsBody, ThresholdsInForceView } from './thresholds.dto';

export class SetScreeningThresholdsBody extends ThresholdsBody {
  @ApiProperty({
    type: String,
    example: 'tbt_01kaf3s8h4e0qv8dpz2j9r7n5c',
    description:
      'A completed backtest of exactly these thresholds, against those in force, not older than 7 days (`POST /v1/threshold-backtests`).',
  })
  @Matches(/^tbt_[0-9a-z]{26}$/, {
    message:
      'backtestId must be the id of a completed backtest of these thresholds, such as tbt_…; POST /v1/threshold-backtests begins one',
  })
  backtestId: ThresholdBacktestId;

  @ApiProperty({ example: 'officer-2', description: 'Who sets them, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({
    example: 'Too many hits on short names; the backtest loses no true match.',
    maxLength: 4_000,
    description: 'Kept sealed.',
  })
  @FreeText(4_000)
  reason: string;
}

class ScreeningThresholdsVersionView extends SettingVersionView {
  @ApiProperty({ example: 0.85 })
  threshold: number;

  @ListThresholdsProperty('By the ids of lists.')
  listThresholds: Readonly<Record<string, number>>;

  @ApiProperty({ example: 'tbt_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'What they rest on.' })
  backtestId: string;

  static of({ setAt, ...thresholds }: ThresholdsSnapshot): ScreeningThresholdsVersionView {
    return { ...thresholds, setAt: setAt.toISOString() };
  }
}

export class ScreeningThresholdsView extends ThresholdsInForceView {
  @ApiProperty({
    isArray: true,
    type: () => ScreeningThresholdsVersionView,
    description: 'Newest first, the last hundred.',
  })
  history: readonly ScreeningThresholdsVersionView[];

  static of(
    { version, threshold, listThresholds }: ThresholdsInForce,
    history: readonly ThresholdsSnapshot[],
  ): ScreeningThresholdsView {
    return { version, threshold, listThresholds, history: history.map(ScreeningThresholdsVersionView.of) };
  }
}
