import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { Hits1763600000007 } from './0007-hits';
import { takeBack } from './take-back';

describe('the migration to states that people decide', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await takeBack(database.url, Hits1763600000007);
  });

  afterEach(() => database.drop());

  async function storeOldScreenings(): Promise<void> {
    await database.query(`INSERT INTO organizations (id, name) VALUES ('org_1', 'Acme')`);
    await database.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, state, counts, fetched_at, checked_at)
       VALUES ('pub_1', 'us-ofac-sdn', 'x', '1', 'sandbox', 'active', '{}', now(), now())`,
    );
    await database.query(
      `INSERT INTO screenings (id, organization_id, job_id, state, outcome, subject, threshold, hit_count, publication_id,
                               engine_version, settled_at)
       SELECT id, 'org_1', 'job_1', state, outcome, '\\x01', 0.8, hits, CASE WHEN hits IS NOT NULL THEN 'pub_1' END,
              CASE WHEN hits IS NOT NULL THEN '1' END, CASE WHEN state <> 'pending' THEN timestamptz '2026-01-02Z' END
       FROM (VALUES ('scr_1', 'pending', NULL, NULL), ('scr_2', 'completed', 'clear', 0),
                    ('scr_3', 'completed', 'potential_match', 2), ('scr_4', 'completed', 'potential_match', 100),
                    ('scr_5', 'failed', NULL, NULL), ('scr_6', 'cancelled', NULL, NULL)) AS old (id, state, outcome, hits)`,
    );
    await database.query(
      `INSERT INTO screening_hits (id, screening_id, organization_id, position, list, entry_id, score, evidence)
       SELECT screening_id || '-' || n, screening_id, 'org_1', n, 'us-ofac-sdn', n, 0.9, '\\x01'
       FROM (VALUES ('scr_3', 2), ('scr_4', 100)) AS old (screening_id, hits), generate_series(1, hits) AS n`,
    );
    await database.query(
      `INSERT INTO webhook_endpoints (id, organization_id, url, event_types, secret)
       VALUES ('whe_1', 'org_1', 'https://example.com', '{screening.completed,screening.failed}', '\\x01'),
              ('whe_2', 'org_1', 'https://example.com', '{screening.cancelled,*}', '\\x01')`,
    );
  }

  const states = () =>
    database.query(
      'SELECT id, state, hit_count, open_hit_count, confirmed_hit_count, truncated FROM screenings ORDER BY id',
    );
  const subscriptions = () => database.query('SELECT event_types FROM webhook_endpoints ORDER BY id');

  it('carries every screening over: a hit that nobody has looked at is in review, and nothing becomes clear', async () => {
    await storeOldScreenings();
    await migrate(config());
    const nothing = { hit_count: null, open_hit_count: null, confirmed_hit_count: null, truncated: null };
    expect(await states()).toEqual([
      { id: 'scr_1', state: 'pending', ...nothing },
      { id: 'scr_2', state: 'clear', hit_count: 0, open_hit_count: 0, confirmed_hit_count: 0, truncated: false },
      { id: 'scr_3', state: 'in_review', hit_count: 2, open_hit_count: 2, confirmed_hit_count: 0, truncated: false },
      { id: 'scr_4', state: 'in_review', hit_count: 100, open_hit_count: 100, confirmed_hit_count: 0, truncated: true },
      { id: 'scr_5', state: 'error', ...nothing },
      { id: 'scr_6', state: 'cancelled', ...nothing },
    ]);
    expect(
      await database.query('SELECT DISTINCT state, created_at, suppressed_by, entry_fingerprint FROM screening_hits'),
    ).toEqual([
      { state: 'pending_review', created_at: new Date('2026-01-02Z'), suppressed_by: null, entry_fingerprint: null },
    ]);
    expect(await subscriptions()).toEqual([
      { event_types: ['screening.clear', 'screening.error', 'screening.in_review'] },
      { event_types: ['screening.cancelled', '*'] },
    ]);
  }, 60_000);

  it('can be taken back with what people have decided since: then hits read as hits again', async () => {
    await storeOldScreenings();
    await migrate(config());
    await database.query(`UPDATE screenings SET state = 'clear', open_hit_count = 0 WHERE id = 'scr_3'`);
    await takeBack(database.url, Hits1763600000007);
    expect(await database.query('SELECT id, state, outcome FROM screenings ORDER BY id')).toEqual([
      { id: 'scr_1', state: 'pending', outcome: null },
      { id: 'scr_2', state: 'completed', outcome: 'clear' },
      { id: 'scr_3', state: 'completed', outcome: 'potential_match' },
      { id: 'scr_4', state: 'completed', outcome: 'potential_match' },
      { id: 'scr_5', state: 'failed', outcome: null },
      { id: 'scr_6', state: 'cancelled', outcome: null },
    ]);
    expect(await subscriptions()).toEqual([
      { event_types: ['screening.completed', 'screening.failed'] },
      { event_types: ['screening.cancelled', '*'] },
    ]);
  }, 60_000);

  it.each([
    ['clear with a hit that waits', `state = 'clear'`, 'screenings_clear_check'],
    [
      'clear though hits were not kept',
      `state = 'clear', open_hit_count = 0, truncated = true`,
      'screenings_clear_check',
    ],
    [
      'clear with a true match',
      `state = 'clear', open_hit_count = 0, confirmed_hit_count = 1`,
      'screenings_clear_check',
    ],
    ['confirmed without a true match', `state = 'confirmed', open_hit_count = 0`, 'screenings_confirmed_check'],
    ['in review without a hit', 'open_hit_count = 0', 'screenings_in_review_check'],
    ['clear on no list', `state = 'clear', open_hit_count = 0, list_set_id = NULL`, 'screenings_result_check'],
  ])(
    'lets no screening be %s',
    async (_, change, constraint) => {
      await storeOldScreenings();
      await migrate(config());
      await expect(database.query(`UPDATE screenings SET ${change} WHERE id = 'scr_3'`)).rejects.toMatchObject({
        constraint,
      });
    },
    60_000,
  );
});
