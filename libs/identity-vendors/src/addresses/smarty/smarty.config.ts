import { EnvironmentConfig, NumberSetting, type ProductionCheck } from '@bonafide/configuration';
import { IsInt, IsOptional, IsUrl, Matches, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class SmartyConfig implements ProductionCheck {
  /** The pair of a secret key, from the account at Smarty. */
  @IsOptional()
  @Matches(/^[\x21-\x39\x3b-\x7e]+$/, { message: 'SMARTY_AUTH_ID must be printable characters without a colon' })
  SMARTY_AUTH_ID: string | undefined = undefined;

  @IsOptional()
  @Matches(/^[\x21-\x7e]+$/, { message: 'SMARTY_AUTH_TOKEN must be printable characters' })
  SMARTY_AUTH_TOKEN: string | undefined = undefined;

  /** Which subscription is charged, such as us-core-cloud; the account's own choice unless given. */
  @IsOptional()
  @Matches(/^[a-z0-9,-]+$/, { message: 'SMARTY_LICENSE must be of small letters, digits, hyphens and commas' })
  SMARTY_LICENSE: string | undefined = undefined;

  @IsUrl(
    { protocols: ['https', 'http'], require_protocol: true, require_tld: false },
    { message: 'SMARTY_URL must be an http(s) URL' },
  )
  SMARTY_URL: string = 'https://us-street.api.smarty.com/street-address';

  /** From the call to the end of the answer. */
  @NumberSetting()
  @IsInt({ message: 'SMARTY_TIMEOUT_MS must be a whole number' })
  @Min(100, { message: 'SMARTY_TIMEOUT_MS must be 100 or more' })
  @Max(30_000, { message: 'SMARTY_TIMEOUT_MS must be 30000 or less' })
  SMARTY_TIMEOUT_MS: number = 10_000;

  /** Millionths of a US dollar that one address costs, for what is recorded of each call. */
  @NumberSetting()
  @IsInt({ message: 'SMARTY_COST_MICROS must be a whole number' })
  @Min(0, { message: 'SMARTY_COST_MICROS must be 0 or more' })
  SMARTY_COST_MICROS: number = 0;

  productionProblems(): readonly string[] {
    return this.SMARTY_URL.startsWith('https:') ? [] : ['SMARTY_URL must be an https URL in production'];
  }
}
