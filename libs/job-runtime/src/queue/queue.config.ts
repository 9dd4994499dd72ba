import { EnvironmentConfig, type ProductionCheck } from '@bonafide/configuration';
import { IsIn, IsUrl, Matches, ValidateIf } from 'class-validator';

@EnvironmentConfig()
export class QueueConfig implements ProductionCheck {
  /** `redis` in production; `postgres` is for machines without Redis (BullMQ's own PostgreSQL backend). */
  @IsIn(['redis', 'postgres'], { message: 'QUEUE_BACKEND must be redis or postgres' })
  QUEUE_BACKEND: 'redis' | 'postgres' = 'redis';

  @ValidateIf(({ QUEUE_BACKEND }: QueueConfig) => QUEUE_BACKEND === 'redis')
  @IsUrl(
    { protocols: ['redis', 'rediss'], require_protocol: true, require_tld: false, require_valid_protocol: true },
    { message: 'REDIS_URL must be a redis:// or rediss:// URL' },
  )
  REDIS_URL: string;

  /** Separates installations that share one Redis. */
  @Matches(/^[a-z0-9-]{1,40}$/, { message: 'QUEUE_PREFIX must be 1 to 40 lower-case letters, digits or hyphens' })
  QUEUE_PREFIX: string = 'bonafide';

  productionProblems(): readonly string[] {
    return this.QUEUE_BACKEND === 'redis' ? [] : ['QUEUE_BACKEND must be redis in production'];
  }
}
