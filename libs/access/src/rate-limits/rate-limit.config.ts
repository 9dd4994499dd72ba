import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Min } from 'class-validator';

@EnvironmentConfig()
export class RateLimitConfig {
  /** Requests a minute and organization, over all API processes together, unless the organization has a limit of its own. */
  @NumberSetting()
  @IsInt({ message: 'RATE_LIMIT_PER_MINUTE must be a whole number' })
  @Min(1, { message: 'RATE_LIMIT_PER_MINUTE must be 1 or more' })
  RATE_LIMIT_PER_MINUTE: number = 6_000;
}
