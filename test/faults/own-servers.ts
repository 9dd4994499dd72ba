import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findRedisBinary, type LocalRedis, type LocalServer, startPostgres, startRedis } from '@bonafide/local-servers';

const redisBinary = findRedisBinary();

/** `describe` where there is a Redis to be started and killed; elsewhere the tests are skipped, after saying so. */
export const describeFaults: jest.Describe = redisBinary === null ? describe.skip : describe;
if (redisBinary === null) {
  process.stderr.write('There is no redis-server or valkey-server on the PATH: the tests of faults are skipped.\n');
}

/** Servers of one spec alone, durable as in production, so that it may do to them what it likes. */
export class OwnServers {
  private constructor(
    readonly postgres: LocalServer,
    readonly redis: LocalRedis,
    private readonly directory: string,
  ) {}

  static async start(): Promise<OwnServers> {
    if (redisBinary === null) throw new Error('There is no Redis to start.');
    const directory = mkdtempSync(join(tmpdir(), 'bonafide-faults-'));
    // PostgreSQL runs as another user when we are root, and has to get at its data.
    chmodSync(directory, 0o755);
    const [postgres, redis] = await Promise.all([
      startPostgres({ directory: join(directory, 'postgres') }),
      startRedis({ binary: redisBinary, directory: join(directory, 'redis') }),
    ]);
    return new OwnServers(postgres, redis, directory);
  }

  /** While Redis is down: when it comes back it knows nothing. */
  emptyRedisDirectory(): void {
    for (const name of ['appendonlydir', 'appendonly.aof']) {
      rmSync(join(this.directory, 'redis', name), { recursive: true, force: true });
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.redis.stop(), this.postgres.stop()]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
