import { IsIn } from 'class-validator';

import { EnvironmentConfig } from './load-config';

/** Whether this installation verifies real people (`production`) or is for trying out (`sandbox`). */
@EnvironmentConfig()
export class ModeConfig {
  @IsIn(['sandbox', 'production'], { message: 'BONAFIDE_MODE must be sandbox or production' })
  BONAFIDE_MODE: 'sandbox' | 'production' = 'production';
}
