import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { Thresholds1763600000010 } from './0010-thresholds';
import { takeBack } from './take-back';

describe('the migration to thresholds of organizations', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await takeBack(database.url, Thresholds1763600000010);
    await database.query(
      `INSERT INTO screenings (id, organization_id, job_id, state, subject, threshold)
       VALUES ('scr_1', 'org_1', 'job_1', 'pending', '\\x01', 0.85)`,
    );
  }, 60_000);

  afterEach(() => database.drop());

  it('keeps the threshold of every screening, for all lists and of no version', async () => {
    await migrate(config());
    expect(await database.query('SELECT threshold, list_thresholds, threshold_version FROM screenings')).toEqual([
      { threshold: 0.85, list_thresholds: {}, threshold_version: null },
    ]);
  }, 60_000);

  it('can be taken back', async () => {
    const before = await database.query('SELECT * FROM screenings');
    await migrate(config());
    await database.query(
      `INSERT INTO threshold_backtests (id, organization_id, job_id, state, threshold, list_thresholds, compared_version,
                                        compared_threshold, compared_list_thresholds, screenings_asked, actor, api_key_id)
       VALUES ('tbt_1', 'org_1', 'job_2', 'pending', 0.9, '{}', 0, 0.8, '{}', 1000, 'ana', 'key_1')`,
    );
    await takeBack(database.url, Thresholds1763600000010);
    expect(await database.query('SELECT * FROM screenings')).toEqual(before);
  }, 60_000);

  const complete = (change: string) => `
    INSERT INTO threshold_backtests (id, organization_id, job_id, state, threshold, list_thresholds, compared_version,
                                     compared_threshold, compared_list_thresholds, screenings_asked, actor, api_key_id,
                                     counts, ${change})
    VALUES ('tbt_1', 'org_1', 'job_2', 'completed', 0.9, '{}', 0, 0.8, '{}', 1000, 'ana', 'key_1', '{}', '\\x01')`;

  it('takes no backtest for completed that says not what it has found, and against which lists', async () => {
    await migrate(config());
    await expect(database.query(complete('examples'))).rejects.toThrow(/check constraint/);
  }, 60_000);
});
