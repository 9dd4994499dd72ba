import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { ListPublications1763600000006 } from './0006-list-publications';
import { takeBack } from './take-back';

describe('the migration to publications that have a state', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await takeBack(database.url, ListPublications1763600000006);
    await database.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, counts, fetched_at, checked_at, activated_at)
       VALUES ('pub_1', 'us-ofac-sdn', 'a', '1', 'download', '{"entries": 7}', '2026-01-01Z', '2026-01-01Z', '2026-01-01Z'),
              ('pub_2', 'us-ofac-sdn', 'b', '1', 'download', '{"entries": 8}', '2026-01-02Z', '2026-01-03Z', '2026-01-02Z'),
              ('pub_3', 'us-ofac-sdn', 'c', '1', 'download', '{"entries": 9}', '2026-01-02Z', '2026-01-02Z', NULL)`,
    );
    await database.query(
      `INSERT INTO list_publication_files (publication_id, name, gzipped)
       SELECT 'pub_2', name, '\\x01' FROM unnest('{sdn,alt,add,comments}'::text[]) AS file (name)`,
    );
  }, 30_000);

  afterEach(() => database.drop());

  const fileNames = async () =>
    (await database.query<{ name: string }>('SELECT name FROM list_publication_files ORDER BY name')).map(
      ({ name }) => name,
    );

  it('keeps in use what was in use, and gives the files the names that their publisher gave them', async () => {
    await migrate(config());
    expect(await database.query('SELECT id, state FROM list_publications ORDER BY id')).toEqual([
      { id: 'pub_1', state: 'superseded' },
      { id: 'pub_2', state: 'active' },
      { id: 'pub_3', state: 'superseded' },
    ]);
    expect(await fileNames()).toEqual(['add.csv', 'alt.csv', 'sdn.csv', 'sdn_comments.csv']);
    expect(await database.query('SELECT id, check_outcome, checked_at FROM lists')).toEqual([
      { id: 'us-ofac-sdn', check_outcome: 'activated', checked_at: new Date('2026-01-03Z') },
    ]);
  });

  it('can be taken back: what was rejected goes, the rest is as it was', async () => {
    const before = await database.query('SELECT * FROM list_publications ORDER BY id');
    await migrate(config());
    await database.query(
      `INSERT INTO list_publications (id, list, sha256, parser_version, origin, state, rejection_code, fetched_at, checked_at)
       VALUES ('pub_4', 'us-ofac-sdn', 'd', '1', 'download', 'rejected', 'unreadable', now(), now())`,
    );
    await takeBack(database.url, ListPublications1763600000006);
    expect(await database.query('SELECT * FROM list_publications ORDER BY id')).toEqual(before);
    expect(await fileNames()).toEqual(['add', 'alt', 'comments', 'sdn']);
  });
});
