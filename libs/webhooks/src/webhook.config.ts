import {
  BooleanSetting,
  EnvironmentConfig,
  ListSetting,
  NumberSetting,
  type ProductionCheck,
} from '@bonafide/configuration';
import { type RetryPolicy, retryAfter, seconds } from '@bonafide/jobs';
import { IsArray, IsBoolean, IsInt, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';

import { parseAddressAllowList } from './sending/target-address';
import type { TargetPolicy } from './sending/target-url';

@EnvironmentConfig()
export class WebhookConfig implements ProductionCheck {
  /** Networks that webhooks may reach although they are not public, as CIDRs: for the sandbox, or receivers inside your own network. */
  @ListSetting()
  @IsArray()
  WEBHOOK_ALLOWED_CIDRS: readonly string[] = [];

  /** Dangerous: sends webhooks in the clear. For the sandbox. */
  @BooleanSetting()
  @IsBoolean({ message: 'WEBHOOK_ALLOW_HTTP must be true or false' })
  WEBHOOK_ALLOW_HTTP: boolean = false;

  /** From the call to the end of the receiver's answer. */
  @NumberSetting()
  @IsInt({ message: 'WEBHOOK_TIMEOUT_MS must be a whole number' })
  @Min(100, { message: 'WEBHOOK_TIMEOUT_MS must be 100 or more' })
  @Max(25_000, { message: 'WEBHOOK_TIMEOUT_MS must be 25000 or less' })
  WEBHOOK_TIMEOUT_MS: number = 15_000;

  /** Delays between attempts in seconds, in place of the standard schedule (5, 300, 1800, 7200 …). */
  @IsOptional()
  @ListSetting()
  @Matches(/^\d{1,7}(\.\d{1,3})?$/, {
    each: true,
    message: 'WEBHOOK_RETRY_SECONDS must be seconds separated by commas, such as 5,300,1800',
  })
  WEBHOOK_RETRY_SECONDS: readonly string[] | undefined = undefined;

  /** An endpoint that has only failed for this long is switched off, and its owner is told. */
  @NumberSetting()
  @IsNumber({}, { message: 'WEBHOOK_DISABLE_AFTER_HOURS must be a number' })
  @Min(0, { message: 'WEBHOOK_DISABLE_AFTER_HOURS must be 0 or more' })
  WEBHOOK_DISABLE_AFTER_HOURS: number = 120;

  productionProblems(): readonly string[] {
    return this.WEBHOOK_ALLOW_HTTP ? ['WEBHOOK_ALLOW_HTTP must be false in production'] : [];
  }
}

/** @throws when a CIDR is not one, naming the setting */
export function targetPolicyOf({ WEBHOOK_ALLOWED_CIDRS, WEBHOOK_ALLOW_HTTP }: WebhookConfig): TargetPolicy {
  return {
    allowHttp: WEBHOOK_ALLOW_HTTP,
    allowedRanges: parseAddressAllowList('WEBHOOK_ALLOWED_CIDRS', WEBHOOK_ALLOWED_CIDRS),
  };
}

/** The schedule of this installation; undefined for the standard one. */
export function retryScheduleOf({ WEBHOOK_RETRY_SECONDS }: WebhookConfig): RetryPolicy | undefined {
  if (WEBHOOK_RETRY_SECONDS === undefined) return undefined;
  return retryAfter(...WEBHOOK_RETRY_SECONDS.map((text) => seconds(Number(text))));
}
