import { DataSource } from 'typeorm';

import { dataSourceOptions } from '../data-source';
import { migrations } from './migrations';

/** Undoes a migration, and those after it first. Migrations carry data over both ways, and their specs begin before them. */
export async function takeBack(databaseUrl: string, migration: (typeof migrations)[number]): Promise<void> {
  const count = migrations.length - migrations.findIndex((candidate) => candidate === migration);
  const options = dataSourceOptions({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 1 });
  const dataSource = await new DataSource(options).initialize();
  try {
    for (let done = 0; done < count; done++) await dataSource.undoLastMigration();
  } finally {
    await dataSource.destroy();
  }
}
