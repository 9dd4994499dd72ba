import { loadConfig } from '@bonafide/configuration';
import { log } from '@bonafide/observability';
import { DataSource } from 'typeorm';

import { DatabaseConfig } from './database.config';
import { dataSourceOptions } from './data-source';

const MIGRATION_LOCK = 7_302_119;

/** Applies what is missing, in order; several that start at once take turns. @returns the names of those applied */
export async function migrate(config: DatabaseConfig = loadConfig(DatabaseConfig)): Promise<string[]> {
  const dataSource = await new DataSource({ ...dataSourceOptions(config), poolSize: 2 }).initialize();
  try {
    const turn = dataSource.createQueryRunner();
    await turn.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const applied = await dataSource.runMigrations();
      log.info('database.migrated', { count: applied.length });
      return applied.map(({ name }) => name);
    } finally {
      await turn.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await turn.release();
    }
  } finally {
    await dataSource.destroy();
  }
}
