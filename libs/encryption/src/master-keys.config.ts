import { EnvironmentConfig, ListSetting, type ProductionCheck } from '@bonafide/configuration';
import { ArrayMinSize, Matches } from 'class-validator';

@EnvironmentConfig()
export class MasterKeysConfig implements ProductionCheck {
  /**
   * `id:base64 of 32 bytes`, several separated by commas. The first wraps new data keys, the others still unwrap
   * old ones: to rotate, put a new key in front.
   */
  @ListSetting()
  @ArrayMinSize(1, { message: 'ENCRYPTION_MASTER_KEYS must hold at least one key as id:base64' })
  @Matches(/^[A-Za-z0-9_.-]{1,40}:[A-Za-z0-9+/]{43}=$/, {
    each: true,
    message: 'ENCRYPTION_MASTER_KEYS must be id:base64 pairs, each of 32 bytes (make one: openssl rand -base64 32)',
  })
  ENCRYPTION_MASTER_KEYS: readonly string[];

  productionProblems(): readonly string[] {
    return this.ENCRYPTION_MASTER_KEYS.some((key) => key.startsWith('sandbox'))
      ? ['ENCRYPTION_MASTER_KEYS holds a key of a sandbox; production needs its own']
      : [];
  }
}
