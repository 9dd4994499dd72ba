import type { DataSourceOptions } from 'typeorm';

import type { DatabaseConfig } from './database.config';
import { migrations } from './migrations/migrations';

/** How this project connects to Postgres. The schema comes from migrations alone. */
export function dataSourceOptions({ DATABASE_URL, DATABASE_POOL_SIZE }: DatabaseConfig) {
  return {
    type: 'postgres',
    url: DATABASE_URL,
    poolSize: DATABASE_POOL_SIZE,
    connectTimeoutMS: 5_000,
    applicationName: 'bonafide',
    synchronize: false,
    logging: false,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
    extra: {
      keepAlive: true,
      // No statement of ours is slow by design; one that hangs must not hold its locks for ever.
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  } as const satisfies DataSourceOptions;
}
