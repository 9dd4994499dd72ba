import { join } from 'node:path';
import { findRedisBinary, type LocalServer, startPostgres, startRedis } from '@bonafide/local-servers';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Queue =
  { readonly backend: 'redis'; readonly redisUrl: string } | { readonly backend: 'postgres'; readonly redisUrl: null };

export interface Servers {
  readonly databaseUrl: string;
  readonly queue: Queue;
  /** Those that are ours to stop. */
  readonly own: readonly LocalServer[];
}

export const withoutRedis =
  'No Redis here, so the queues live in PostgreSQL: fine for a try. For the real thing install redis-server or valkey-server, or set REDIS_URL.';

/** The servers that DATABASE_URL and REDIS_URL name; where one is not named, one of our own under `directory`. */
export async function startServers(directory: string, environment: Environment): Promise<Servers> {
  const redisBinary = environment['REDIS_URL'] ? null : findRedisBinary();
  const [postgres, redis] = await Promise.all([
    environment['DATABASE_URL'] ? null : startPostgres({ directory: join(directory, 'postgres') }),
    redisBinary === null ? null : startRedis({ binary: redisBinary, directory: join(directory, 'redis') }),
  ]);
  const databaseUrl = environment['DATABASE_URL'] || postgres?.url;
  if (databaseUrl === undefined) throw new Error('There is no database.');
  const redisUrl = environment['REDIS_URL'] || redis?.url;
  return {
    databaseUrl,
    queue: redisUrl === undefined ? { backend: 'postgres', redisUrl: null } : { backend: 'redis', redisUrl },
    own: [postgres, redis].filter((server) => server !== null),
  };
}

/** For the line that tells what was started: "PostgreSQL and Redis", "PostgreSQL". */
export function nameServers({ queue }: Servers): string {
  return queue.backend === 'redis' ? 'PostgreSQL and Redis' : 'PostgreSQL';
}
