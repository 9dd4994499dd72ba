import {
  eventually,
  fileIn,
  peopleCsv,
  resultLines,
  type ScreeningFileDetails,
  Stack,
  uploadFile,
} from '@bonafide/testing';

import { describeFaults, OwnServers } from './own-servers';

const LEASE_MS = 2_000;
const ROWS = 40_000;

describeFaults('the worker that screens a file, killed with -9', () => {
  let servers: OwnServers;
  let stack: Stack;

  beforeAll(async () => {
    servers = await OwnServers.start();
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'bulk-screening-worker'],
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { JOB_LEASE_MS: String(LEASE_MS) },
    });
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
    await servers.stop();
  }, 60_000);

  it('costs no row and counts none twice: the result is whole and in order', async () => {
    const { api } = await stack.newOrganization();
    const { body } = await uploadFile(api, peopleCsv(ROWS));
    const doneRows = async () => (await api.get<ScreeningFileDetails>(`/v1/screening-files/${body.id}`)).body.rows.done;
    const doneAtKill: number[] = [];
    for (const share of [0.1, 0.3, 0.5]) {
      await eventually(async () => (await doneRows()) >= ROWS * share, { withinMs: 60_000, everyMs: 5 });
      await stack.process('bulk-screening-worker').kill9();
      doneAtKill.push(await doneRows());
    }
    expect(doneAtKill.every((done) => done < ROWS)).toBe(true);

    const file = await fileIn(api, 'completed', body.id, 60_000);
    expect(file.rows).toEqual({ total: ROWS, done: ROWS, withHits: ROWS / 100, errors: 0 });
    expect(file.hitCount).toBe(ROWS / 100);
    const lines = await resultLines(api, body.id);
    expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: ROWS }, (_, index) => `c-${index + 1}`));
    expect(lines.filter(({ hits }) => hits?.length === 1)).toHaveLength(ROWS / 100);
    const [lost] = await stack.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM job_attempts WHERE outcome = 'lost'`,
    );
    expect(lost?.count).toBeGreaterThan(0);
  }, 180_000);
});
