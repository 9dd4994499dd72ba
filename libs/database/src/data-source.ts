import type { ClientBase } from 'pg';
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
      // Statements of a transaction that need not wait for one another's answers are sent together.
      pipeline: true,
      // For a moment between two users nobody listens to a connection of the pool; an error that comes then, such as
      // that Postgres is shutting down, would end the process. Whoever uses it next is told anyway.
      onConnect: (client: ClientBase) => void client.on('error', () => undefined),
      // No statement of ours is slow by design; one that hangs must not hold its locks for ever.
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 60_000,
      // Statements that are planned once must not be planned for the few rows of the first minute: an index always. Only
      // small look-ups and inserts are made here, which compiling would slow down.
      options: '-c enable_seqscan=off -c jit=off',
    },
  } as const satisfies DataSourceOptions;
}
