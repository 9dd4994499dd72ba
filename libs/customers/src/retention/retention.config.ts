import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

const between = { message: 'CUSTOMER_RETENTION_DAYS must be a whole number from 0 to 36500' };

/** How long is kept what is known of customers that were deleted. */
@EnvironmentConfig()
export class RetentionConfig {
  /** Five years after the account was closed (31 CFR 1020.220(a)(3)(ii)). */
  @NumberSetting()
  @IsInt(between)
  @Min(0, between)
  @Max(36_500, between)
  CUSTOMER_RETENTION_DAYS: number = 1_827;
}
