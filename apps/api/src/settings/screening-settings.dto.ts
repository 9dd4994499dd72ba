import { type DispositionReview, dispositionReviews, type ScreeningSettingsSnapshot } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { SettingVersionView } from './setting-version.dto';

export class SetScreeningSettingsBody {
  @ApiProperty({
    enum: dispositionReviews,
    example: 'second_person',
    description: 'Whether one person decides about a hit, or a second one has to agree.',
  })
  @IsIn(dispositionReviews, { message: 'dispositionReview must be single or second_person' })
  dispositionReview: DispositionReview;

  @ApiProperty({
    example: false,
    description: 'False: neither the person nor the API key that asked for a screening decides about its hits.',
  })
  @IsBoolean({ message: 'submitterMayDecide must be true or false' })
  submitterMayDecide: boolean;

  @ApiProperty({ example: 'officer-2', description: 'Who sets it, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({ example: 'Four eyes from the second quarter on.', maxLength: 4_000, description: 'Kept sealed.' })
  @FreeText(4_000)
  reason: string;
}

class ScreeningSettingsVersionView extends SettingVersionView {
  @ApiProperty({ enum: dispositionReviews })
  dispositionReview: string;

  @ApiProperty()
  submitterMayDecide: boolean;

  static of({ setAt, ...settings }: ScreeningSettingsSnapshot): ScreeningSettingsVersionView {
    return { ...settings, setAt: setAt.toISOString() };
  }
}

export class ScreeningSettingsView {
  @ApiProperty({ example: 1, description: '0 while nobody has set any.' })
  version: number;

  @ApiProperty({ enum: dispositionReviews })
  dispositionReview: string;

  @ApiProperty()
  submitterMayDecide: boolean;

  @ApiProperty({
    isArray: true,
    type: () => ScreeningSettingsVersionView,
    description: 'Newest first, the last hundred.',
  })
  history: readonly ScreeningSettingsVersionView[];

  static of(
    { version, dispositionReview, submitterMayDecide }: Omit<ScreeningSettingsView, 'history'>,
    history: readonly ScreeningSettingsSnapshot[],
  ): ScreeningSettingsView {
    return { version, dispositionReview, submitterMayDecide, history: history.map(ScreeningSettingsVersionView.of) };
  }
}
