import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisBinary } from '@bonafide/local-servers';
import { nameServers, startServers } from './servers';
import { startTestServers } from './test-servers';

const given = { DATABASE_URL: 'postgres://db.example/bonafide', REDIS_URL: 'redis://cache.example' };

describe('the servers', () => {
  let directory: string;
  const path = process.env['PATH'];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-servers-spec-'));
  });

  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(directory, { recursive: true, force: true });
  });

  it('of npm start are those that the environment names', async () => {
    const servers = await startServers(directory, given);
    expect(servers).toEqual({
      databaseUrl: given.DATABASE_URL,
      queue: { backend: 'redis', redisUrl: given.REDIS_URL },
      own: [],
    });
    expect(nameServers(servers)).toBe('PostgreSQL and Redis');
  });

  it('of npm start do without Redis where there is none', async () => {
    process.env['PATH'] = '/nowhere';
    const servers = await startServers(directory, { DATABASE_URL: given.DATABASE_URL, REDIS_URL: '' });
    expect(servers.queue).toEqual({ backend: 'postgres', redisUrl: null });
    expect(nameServers(servers)).toBe('PostgreSQL');
  });

  it('of npm start are started where none are named', async () => {
    const servers = await startServers(directory, {});
    try {
      expect(servers.own.map(({ url }) => url)).toEqual(
        [servers.databaseUrl, servers.queue.redisUrl].filter((url) => url !== null),
      );
      expect(servers.queue.backend).toBe(findRedisBinary() === null ? 'postgres' : 'redis');
    } finally {
      await Promise.all(servers.own.map((server) => server.stop()));
    }
  });

  it('of the tests are those that the environment names for tests, before those it names', async () => {
    const forTests = {
      BONAFIDE_TEST_DATABASE_URL: 'postgres://test.example/bonafide',
      BONAFIDE_TEST_REDIS_URL: 'redis://test.example',
    };
    expect((await startTestServers(directory, { ...given, ...forTests })).environment).toEqual(forTests);
    expect((await startTestServers(directory, given)).environment).toEqual({
      BONAFIDE_TEST_DATABASE_URL: given.DATABASE_URL,
      BONAFIDE_TEST_REDIS_URL: given.REDIS_URL,
    });
  });

  it('of the tests name no Redis where there is none', async () => {
    process.env['PATH'] = '/nowhere';
    const { environment, redisUrl } = await startTestServers(directory, { DATABASE_URL: given.DATABASE_URL });
    expect(environment).toStrictEqual({ BONAFIDE_TEST_DATABASE_URL: given.DATABASE_URL });
    expect(redisUrl).toBeNull();
  });
});
