import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, IsUrl, Max, Min } from 'class-validator';

@EnvironmentConfig()
export class DatabaseConfig {
  @IsUrl(
    { protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false },
    { message: 'DATABASE_URL must be a postgres:// URL' },
  )
  DATABASE_URL: string;

  /** Connections that this process keeps open at most; the sum over all processes stays below Postgres's max_connections. */
  @NumberSetting()
  @IsInt({ message: 'DATABASE_POOL_SIZE must be a whole number' })
  @Min(2, { message: 'DATABASE_POOL_SIZE must be 2 or more' })
  @Max(200, { message: 'DATABASE_POOL_SIZE must be 200 or less' })
  DATABASE_POOL_SIZE: number = 10;
}
