import { rmSync } from 'node:fs';

import { type ApiClient, eventually, type Page, Stack, writeUnList } from '@bonafide/testing';

import { expectCovered, monitoringApps, monitoringEnv, others, publish, runAbout } from '../flow/monitoring';
import { describeFaults, OwnServers } from './own-servers';

const SUBJECTS = 1_500;
/** Every tenth is somebody who comes onto the list. */
const LISTED = SUBJECTS / 10;
const coming = { id: '100009', firstName: 'Zebulonius', lastName: 'Quillfeather' };

interface Progress {
  readonly state: string;
  readonly parts: number;
  readonly completed: number;
}

describeFaults('a rescreening of which the worker is killed with -9 half-way', () => {
  let servers: OwnServers;
  let stack: Stack;
  const directory = writeUnList(others);

  beforeAll(async () => {
    servers = await OwnServers.start();
    stack = await Stack.start({
      apps: monitoringApps.filter((app) => app !== 'webhook-delivery-worker'),
      listDirectory: directory,
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { ...monitoringEnv, JOB_LEASE_MS: '3000', RESCREENING_PART_SIZE: '5' },
    });
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
    await servers.stop();
    rmSync(directory, { recursive: true });
  }, 60_000);

  it('screens everybody once, and proves it', async () => {
    await publish(stack, directory, []);
    const { api } = await stack.newOrganization();
    await monitorMany(api);
    const after = await publish(stack, directory, [coming]);

    let [kills, killedAt] = [0, -1];
    while (kills < 3) {
      const { state, parts, completed } = await progress(after);
      if (state === 'completed') break;
      if (state !== 'running' || completed <= killedAt || completed < (kills * parts) / 4) continue;
      const worker = stack.process('bulk-screening-worker');
      // One between two lives is waited for.
      if (worker.pid === null) continue;
      await worker.kill9();
      [kills, killedAt] = [kills + 1, completed];
    }
    expect(kills).toBe(3);

    const run = await runAbout(api, after, 60_000);
    expect(run).toMatchObject({ subjects: SUBJECTS, subjectsScreened: SUBJECTS, parts: 300, hitsFound: LISTED });
    await expectCovered(api, run);
    const [counts] = await stack.database.query(
      `SELECT count(*)::integer AS screenings, count(DISTINCT monitored_subject_id)::integer AS subjects,
              count(*) FILTER (WHERE state = 'in_review' AND hit_count = 1 AND sequence = 1)::integer AS in_review,
              (SELECT count(*)::integer FROM screening_hits JOIN screenings ON screenings.id = screening_id
               WHERE rescreening_id = $1) AS hits,
              (SELECT count(*)::integer FROM events WHERE type = 'rescreening.completed' AND object_id = $1) AS told
       FROM screenings WHERE rescreening_id = $1`,
      [run.id],
    );
    expect(counts).toEqual({ screenings: LISTED, subjects: LISTED, in_review: LISTED, hits: LISTED, told: 1 });
    const [lost] = await stack.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM job_attempts WHERE outcome = 'lost'`,
    );
    expect(lost!.count).toBeGreaterThan(0);
  }, 180_000);

  it('is incomplete when a part is given up, and complete once that part was tried again', async () => {
    await publish(stack, directory, []);
    const { id, api } = await stack.newOrganization();
    for (const externalId of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await api.post('/v1/screenings', { name: 'Zebulonius Quillfeather', externalId, monitor: true });
    }
    await eventually(async () => (await api.get<Page<object>>('/v1/screenings?state=pending')).body.data.length === 0);
    // Whoever is to take the second part up finds a part that says more than there is.
    await stack.database.query(
      `CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN IF NEW.number = 2 THEN NEW.subjects = NEW.subjects + 1; END IF; RETURN NEW; END $$`,
    );
    await stack.database.query(
      `CREATE TRIGGER spoil BEFORE INSERT ON rescreening_parts FOR EACH ROW EXECUTE FUNCTION spoil()`,
    );
    const after = await publish(stack, directory, [coming]);
    const part = await eventually(async () => {
      const [found] = await stack.database.query<{ job_id: string }>(
        `SELECT rescreening_parts.job_id FROM rescreening_parts JOIN rescreenings AS run ON run.id = rescreening_id
         WHERE rescreening_parts.number = 2 AND to_publication_id = $1
           AND organization_id = $2`,
        [after, id],
      );
      return found ?? false;
    });
    await stack.database.query('DROP TRIGGER spoil ON rescreening_parts');
    // Its attempts are used up, but for the last one.
    await stack.database.query(`UPDATE jobs SET failed_attempts = 6 WHERE id = $1`, [part.job_id]);
    const incomplete = await runAbout(api, after, 60_000);
    expect(incomplete).toMatchObject({
      state: 'incomplete',
      errorCode: 'parts-failed',
      subjectsScreened: 5,
      hitsFound: 5,
    });

    await stack.database.query(`UPDATE rescreening_parts SET subjects = subjects - 1 WHERE job_id = $1`, [part.job_id]);
    expect((await api.post(`/v1/jobs/${part.job_id}/retry`)).status).toBe(202);
    const run = await eventually(async () => {
      const found = await runAbout(api, after);
      return found.state === 'completed' && found;
    });
    expect(run).toMatchObject({ subjects: 6, subjectsScreened: 6, hitsFound: 6 });
    await expectCovered(api, run);
  }, 120_000);

  const progress = async (publicationId: string): Promise<Progress> => {
    const [found] = await stack.database.query<Progress>(
      `SELECT state, coalesce(parts, 0) AS parts, parts_completed AS completed FROM rescreenings WHERE to_publication_id = $1`,
      [publicationId],
    );
    return found ?? { state: 'none', parts: 0, completed: 0 };
  };

  async function monitorMany(api: ApiClient): Promise<void> {
    for (let at = 0; at < SUBJECTS; at += 500) {
      const screenings = Array.from({ length: 500 }, (_, index) => ({
        name: index % 10 === 0 ? 'Zebulonius Quillfeather' : 'Wilhelmina Butterworth',
        externalId: `customer-${at + index}`,
        monitor: true,
      }));
      const { status } = await api.post('/v1/screenings/batch', { screenings });
      expect(status).toBe(202);
    }
    await eventually(
      async () => (await api.get<Page<object>>('/v1/screenings?state=pending&limit=1')).body.data.length === 0,
      { withinMs: 60_000 },
    );
  }
});
