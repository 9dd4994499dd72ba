import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { MonitoredSubjects1763600000011 } from './0011-monitored-subjects';
import { takeBack } from './take-back';

const run = (state: string, counts: string): string =>
  `INSERT INTO rescreenings (id, organization_id, kind, trigger, job_id, state, finished_at, list_set_id, subjects,
                             subjects_screened, subjects_ended, subjects_unscreened, parts, parts_completed, parts_failed)
   VALUES ('rsc_1', 'org_1', 'full', 'request', 'job_1', '${state}', now(), 'lst_1', ${counts})`;

describe('the migration to monitored subjects', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await takeBack(database.url, MonitoredSubjects1763600000011);
    await database.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, state, counts, fetched_at, checked_at)
       VALUES ('pub_1', 'us-ofac-sdn', 'x', '1', 'sandbox', 'superseded', '{}', now(), now()),
              ('pub_2', 'us-ofac-sdn', 'y', '1', 'sandbox', 'active', '{}', now(), now()),
              ('pub_3', 'eu-fsf', 'z', '1', 'sandbox', 'awaiting_activation', '{}', now(), now())`,
    );
    await database.query(`INSERT INTO list_sets (id, content) VALUES ('lst_1', 'pub_2')`);
  }, 60_000);

  afterEach(() => database.drop());

  it('takes the lists in use for covered: nobody is monitored yet who would have to be screened', async () => {
    await migrate(config());
    expect(await database.query('SELECT * FROM monitored_lists')).toEqual([
      { list: 'us-ofac-sdn', publication_id: 'pub_2' },
    ]);
  }, 60_000);

  it('can be taken back', async () => {
    await migrate(config());
    await takeBack(database.url, MonitoredSubjects1763600000011);
    await migrate(config());
    expect(await database.query('SELECT list FROM monitored_lists')).toHaveLength(1);
  }, 60_000);

  it.each([
    ['a subject was missed', '5, 4, 0, 0, 1, 1, 0'],
    ['a subject could not be screened', '5, 4, 0, 1, 1, 1, 0'],
    ['a part was given up', '5, 5, 0, 0, 2, 1, 1'],
    ['a part is missing', '5, 5, 0, 0, 2, 1, 0'],
    ['a subject was counted twice', '5, 5, 1, 0, 1, 1, 0'],
  ])(
    'lets no run be completed of which %s',
    async (_, counts) => {
      await migrate(config());
      await expect(database.query(run('completed', counts))).rejects.toThrow('check constraint');
      await database.query(run('incomplete', counts));
    },
    60_000,
  );

  it('lets a run be completed that has screened everybody, or found that they are monitored no more', async () => {
    await migrate(config());
    await database.query(run('completed', '5, 4, 1, 0, 2, 2, 0'));
  }, 60_000);
});
