import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

import { CreateScreeningBody } from './create-screening.dto';
import type { LookUpAnswer } from './look-up.service';
import { EngineView, HitEvidenceView, ScreenedListView } from './screening.dto';

export class LookUpBody extends OmitType(CreateScreeningBody, ['externalId', 'submittedBy'] as const) {
  @ApiProperty({ required: false, minimum: 1, maximum: 100, default: 10, description: 'How many hits at most.' })
  @IsOptional()
  @IsInt({ message: 'limit must be a whole number from 1 to 100' })
  @Min(1, { message: 'limit must be a whole number from 1 to 100' })
  @Max(100, { message: 'limit must be a whole number from 1 to 100' })
  limit?: number;
}

export class LookUpView {
  @ApiProperty({ type: () => ScreenedListView, description: 'Which list, and how old.' })
  list: ScreenedListView;

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

  static of(answer: LookUpAnswer): LookUpView {
    const { publication, engineVersion: version, configurationHash, hits } = answer;
    return {
      list: ScreenedListView.of(publication),
      engine: { version, configurationHash },
      truncated: answer.truncated ?? false,
      unreadableWords: answer.unreadableWords ?? [],
      hits,
    };
  }
}
