import { EnvironmentConfig, type ProductionCheck } from '@bonafide/configuration';
import { IsOptional, Matches } from 'class-validator';

import { API_KEY_PATTERN } from './api-key';

@EnvironmentConfig()
export class ApiKeyConfig implements ProductionCheck {
  /** Without it the hashes of API keys in a stolen database cannot even be tried. Never changes: a new one voids all keys. */
  @Matches(/^[A-Za-z0-9+/]{43}=$/, {
    message: 'API_KEY_PEPPER must be 32 bytes in base64 (make one: openssl rand -base64 32)',
  })
  API_KEY_PEPPER: string;

  /** The first operator's key, which makes organizations and their keys. Stored as a hash at the start of the API. */
  @IsOptional()
  @Matches(API_KEY_PATTERN, {
    message: 'OPERATOR_API_KEY must look like bfk_live_<16 of a-z2-7>_<52 of a-z2-7>',
  })
  OPERATOR_API_KEY: string | undefined = undefined;

  productionProblems(): readonly string[] {
    return this.OPERATOR_API_KEY?.startsWith('bfk_test_') === true
      ? ['OPERATOR_API_KEY is a key of a sandbox (bfk_test_…); production needs a bfk_live_… key']
      : [];
  }
}
