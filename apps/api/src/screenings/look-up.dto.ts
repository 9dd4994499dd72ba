import type { AppliedThresholds, ReadyLists, SubjectAnswer } from '@bonafide/screening';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';

import { Optional } from '../http/optional.decorator';
import { AppliedThresholdsView } from '../settings/thresholds.dto';
import { CreateScreeningBody } from './create-screening.dto';
import { HitEvidenceView } from './hit-evidence.dto';
import { EngineView, ScreenedListView } from './screening.dto';

export class LookUpBody extends OmitType(CreateScreeningBody, ['externalId', 'submittedBy', 'monitor'] as const) {
  @ApiProperty({ required: false, minimum: 1, maximum: 100, default: 10, description: 'How many hits at most.' })
  @Optional()
  @IsInt({ message: 'limit must be a whole number from 1 to 100' })
  @Min(1, { message: 'limit must be a whole number from 1 to 100' })
  @Max(100, { message: 'limit must be a whole number from 1 to 100' })
  limit?: number;
}

export class LookUpView extends AppliedThresholdsView {
  @ApiProperty({ isArray: true, type: () => ScreenedListView, description: 'Which lists were looked in.' })
  lists: readonly ScreenedListView[];

  @ApiProperty({
    format: 'date-time',
    description: 'When the one of the lists that was looked for longest ago was seen to be current.',
  })
  listsCheckedAt: string;

  @ApiProperty({ type: () => EngineView })
  engine: EngineView;

  @ApiProperty({ description: 'Whether there are more hits than were asked for.' })
  truncated: boolean;

  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Words of the names in letters that cannot be read: nothing was looked for by them.',
  })
  unreadableWords: readonly string[];

  @ApiProperty({ isArray: true, type: () => HitEvidenceView, description: 'Best first.' })
  hits: readonly HitEvidenceView[];

  static of(
    { publications, checkedAt, threads }: ReadyLists,
    { threshold, listThresholds, version: thresholdVersion }: AppliedThresholds,
    answer: SubjectAnswer,
  ): LookUpView {
    const { engineVersion: version, configurationHash } = threads.description;
    return {
      lists: publications.map(ScreenedListView.of),
      listsCheckedAt: checkedAt.toISOString(),
      engine: { version, configurationHash },
      threshold,
      listThresholds,
      thresholdVersion,
      truncated: answer.truncated ?? false,
      unreadableWords: answer.unreadableWords ?? [],
      hits: answer.hits,
    };
  }
}
