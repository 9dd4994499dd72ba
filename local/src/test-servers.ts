import { join } from 'node:path';
import { findRedisBinary, type LocalServer, startPostgres, startRedis } from '@bonafide/local-servers';
import { type Environment } from './servers';

export interface TestServers {
  readonly redisUrl: string | null;
  readonly own: readonly LocalServer[];
  /** What the tests are told. Without BONAFIDE_TEST_REDIS_URL, tests that need Redis skip themselves. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Nothing here outlives the run; tests of crashes start servers of their own, with durability on. */
const withoutDurability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The servers that the environment names, BONAFIDE_TEST_… before the others; where none is named, empty ones. */
export async function startTestServers(directory: string, environment: Environment): Promise<TestServers> {
  const givenDatabase = environment['BONAFIDE_TEST_DATABASE_URL'] || environment['DATABASE_URL'];
  const givenRedis = environment['BONAFIDE_TEST_REDIS_URL'] || environment['REDIS_URL'];
  const binary = givenRedis ? null : findRedisBinary();
  const [postgres, redis] = await Promise.all([
    givenDatabase
      ? null
      : startPostgres({ directory: join(directory, 'postgres'), isFresh: true, settings: withoutDurability }),
    binary === null ? null : startRedis({ binary, directory: join(directory, 'redis'), isFresh: true }),
  ]);
  const databaseUrl = givenDatabase || postgres?.url;
  const redisUrl = givenRedis || redis?.url;
  return {
    redisUrl: redisUrl ?? null,
    own: [postgres, redis].filter((server) => server !== null),
    environment: {
      ...(databaseUrl !== undefined && { BONAFIDE_TEST_DATABASE_URL: databaseUrl }),
      ...(redisUrl !== undefined && { BONAFIDE_TEST_REDIS_URL: redisUrl }),
    },
  };
}
