import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { ListSets1763600000008 } from './0008-list-sets';
import { takeBack } from './take-back';

describe('the migration to screenings against several lists', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await takeBack(database.url, ListSets1763600000008);
    await database.query(`INSERT INTO organizations (id, name) VALUES ('org_1', 'Acme')`);
    await database.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, state, counts, fetched_at, checked_at)
       VALUES ('pub_1', 'us-ofac-sdn', 'x', '1', 'sandbox', 'superseded', '{}', now(), now()),
              ('pub_2', 'us-ofac-sdn', 'y', '1', 'sandbox', 'active', '{}', now(), now())`,
    );
    await database.query(
      `INSERT INTO screenings (id, organization_id, job_id, state, subject, threshold, hit_count, open_hit_count,
                               confirmed_hit_count, truncated, publication_id, engine_version, settled_at)
       SELECT id, 'org_1', 'job_1', state, '\\x01', 0.8, hits, hits, hits, false, publication_id,
              CASE WHEN hits IS NOT NULL THEN '1' END, now()
       FROM (VALUES ('scr_1', 'clear', 0, 'pub_1'), ('scr_2', 'clear', 0, 'pub_2'), ('scr_3', 'clear', 0, 'pub_2'),
                    ('scr_4', 'error', NULL, NULL)) AS old (id, state, hits, publication_id)`,
    );
  }, 60_000);

  afterEach(() => database.drop());

  it('keeps of every screening which publication it was made against', async () => {
    await migrate(config());
    expect(
      await database.query(
        `SELECT screenings.id, list, publication_id FROM screenings
         LEFT JOIN list_set_publications USING (list_set_id) ORDER BY screenings.id`,
      ),
    ).toEqual([
      { id: 'scr_1', list: 'us-ofac-sdn', publication_id: 'pub_1' },
      { id: 'scr_2', list: 'us-ofac-sdn', publication_id: 'pub_2' },
      { id: 'scr_3', list: 'us-ofac-sdn', publication_id: 'pub_2' },
      { id: 'scr_4', list: null, publication_id: null },
    ]);
  }, 60_000);

  it('can be taken back', async () => {
    const before = await database.query('SELECT id, publication_id FROM screenings ORDER BY id');
    await migrate(config());
    await takeBack(database.url, ListSets1763600000008);
    expect(await database.query('SELECT id, publication_id FROM screenings ORDER BY id')).toEqual(before);
  }, 60_000);

  it('lets no screening be clear that says no list', async () => {
    await migrate(config());
    await expect(database.query(`UPDATE screenings SET list_set_id = NULL WHERE id = 'scr_1'`)).rejects.toMatchObject({
      constraint: 'screenings_result_check',
    });
  }, 60_000);
});
