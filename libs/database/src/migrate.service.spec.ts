import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@bonafide/testing';
import { DataSource } from 'typeorm';

import { dataSourceOptions } from './data-source';
import { migrate } from './migrate.service';
import { migrations } from './migrations/migrations';

const names = migrations.map(({ name }) => name);
const configOf = ({ url }: TestDatabase) => ({ DATABASE_URL: url, DATABASE_POOL_SIZE: 2 });

describe('the migrations', () => {
  let database: TestDatabase;

  afterEach(() => database.drop());

  it('make the schema of an empty database, and then have nothing left to do', async () => {
    database = await createEmptyDatabase();
    expect(await migrate(configOf(database))).toEqual(names);
    const made = await schemaOf(database);
    expect(await migrate(configOf(database))).toEqual([]);
    expect(await schemaOf(database)).toEqual(made);
  }, 30_000);

  it('are applied once when several processes start at the same time', async () => {
    database = await createEmptyDatabase();
    const applied = await Promise.all([1, 2, 3].map(() => migrate(configOf(database))));
    expect(applied.flat()).toEqual(names);
  }, 30_000);

  it('leave a database in use as it is', async () => {
    database = await createTestDatabase();
    await database.query(`INSERT INTO organizations (id, name) VALUES ('org_1', 'Acme')`);
    await database.query(
      `INSERT INTO jobs (id, organization_id, type, lane, state, payload, run_at)
       SELECT 'job_' || n, 'org_1', 'ofac-screening', 0, 'accepted', '\\x01', now() FROM generate_series(1, 100) AS n`,
    );
    const rows = () => database.query('SELECT * FROM jobs ORDER BY id');
    const before = await rows();
    expect(await migrate(configOf(database))).toEqual([]);
    expect(await rows()).toEqual(before);
  }, 30_000);

  it('can be taken back, each alone and all of them, and lead to the same schema again', async () => {
    database = await createTestDatabase();
    const full = await schemaOf(database);
    for (let count = 1; count <= names.length; count++) {
      await takeBack(count);
      expect(await migrate(configOf(database))).toEqual(names.slice(-count));
      expect(await schemaOf(database)).toEqual(full);
    }
    await takeBack(names.length);
    const left = await database.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    expect(left).toEqual([{ tablename: 'migrations' }]);
  }, 60_000);

  async function takeBack(count: number): Promise<void> {
    const dataSource = await new DataSource(dataSourceOptions(configOf(database))).initialize();
    for (let done = 0; done < count; done++) await dataSource.undoLastMigration();
    await dataSource.destroy();
  }
});

/** Every column, constraint and index in Postgres's own words. */
function schemaOf(database: TestDatabase): Promise<object[]> {
  return database.query(`
    SELECT 'column' AS kind, table_name || '.' || column_name AS name,
           concat_ws(' ', data_type, collation_name, is_nullable, column_default, is_identity) AS definition
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    ORDER BY 1, 2, 3`);
}
