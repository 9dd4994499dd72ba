import { ApiProperty } from '@nestjs/swagger';

/** Which version of something that was set, by whom and why. */
export class SettingVersionView {
  @ApiProperty({ example: 1, description: 'Counts from 1.' })
  version: number;

  @ApiProperty({ example: 'officer-2' })
  actor: string;

  @ApiProperty({ description: 'The key that vouches for the person.' })
  apiKeyId: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ format: 'date-time' })
  setAt: string;
}
