import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { commandLineOf } from './leftover-process';
import { type LocalServer } from './local-server';
import { openDirectory } from './postgres-binaries';
import { type PostgresOptions, startPostgres } from './postgres-server';

const fast = { fsync: 'off' };
// Recovery after a crash first makes sure that every file is on the disk.
jest.setTimeout(30_000);

describe('startPostgres', () => {
  const servers: LocalServer[] = [];
  const directories: string[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  const start = async (options: PostgresOptions): Promise<LocalServer> => {
    const server = await startPostgres(options);
    servers.push(server);
    return server;
  };

  const aDirectory = (mode = 0o755): string => {
    const directory = mkdtempSync(join(tmpdir(), 'bonafide-postgres-spec-'));
    directories.push(directory);
    const inner = join(directory, 'parent', 'postgres');
    mkdirSync(inner, { recursive: true, mode: 0o755 });
    // mkdtemp makes it for its owner alone.
    for (const path of [directory, dirname(inner)]) chmodSync(path, path === directory ? mode : 0o755);
    return inner;
  };

  it('makes a database on the loopback address, durable, with room for 200 connections', async () => {
    const server = await start({ directory: aDirectory() });

    const [row] = await query(
      server.url,
      `SELECT current_database() AS name, inet_server_addr() AS address, current_setting('fsync') AS fsync,
              current_setting('max_connections') AS connections, current_setting('listen_addresses') AS listens`,
    );
    expect(row).toEqual({
      name: 'bonafide',
      address: '127.0.0.1',
      fsync: 'on',
      connections: '200',
      listens: '127.0.0.1',
    });
    expect(new URL(server.url).port).toBe(String(server.port));
  });

  it('refuses whoever does not have the password, and keeps it in a file for the owner only', async () => {
    const directory = aDirectory();
    const server = await start({ directory, settings: fast });
    const stranger = new URL(server.url);
    stranger.password = 'guess';

    await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(directory, 'password')).mode & 0o777).toBe(0o600);
    expect(commandLineOf(server.pid)).not.toContain(new URL(server.url).password);
  });

  it('keeps the data over a stop and a start, which takes well under a second', async () => {
    const directory = aDirectory();
    const first = await start({ directory });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const startedAt = performance.now();
    const second = await start({ directory });
    const elapsedMs = performance.now() - startedAt;

    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(elapsedMs).toBeLessThan(2_000);
  });

  it('stops completely, even while a client keeps a transaction open', async () => {
    const server = await start({ directory: aDirectory(), settings: fast });
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    const { pid } = server;

    await server.stop();

    expect(commandLineOf(pid)).toBeNull();
    await client.end().catch(() => undefined);
  });

  it('has every committed row after kill -9 and a restart on the same port', async () => {
    const server = await start({ directory: aDirectory() });
    const { url, pid } = server;
    await query(url, 'CREATE TABLE committed AS SELECT 1 AS id');

    await server.kill9();
    expect(commandLineOf(pid)).toBeNull();
    await server.restart();

    expect(server.pid).not.toBe(pid);
    expect(await query(url, 'SELECT id FROM committed')).toEqual([{ id: 1 }]);
  });

  it('restarts while it still runs', async () => {
    const server = await start({ directory: aDirectory(), settings: fast });
    const { pid } = server;
    await server.restart();
    expect(server.pid).not.toBe(pid);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes over from a server that a killed launcher has left on the data', async () => {
    const directory = aDirectory();
    const abandoned = await start({ directory });
    await query(abandoned.url, 'CREATE TABLE kept AS SELECT 7 AS answer');

    const successor = await start({ directory });

    expect(commandLineOf(abandoned.pid)).toBeNull();
    expect(await query(successor.url, 'SELECT answer FROM kept')).toEqual([{ answer: 7 }]);
  });

  it('is not misled by a lock file that names the process of a stranger', async () => {
    const directory = aDirectory();
    const server = await start({ directory });
    const data = await dataDirectoryOf(server);
    const lock = readFileSync(join(data, 'postmaster.pid'), 'utf8');
    await server.kill9();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    writeFileSync(join(data, 'postmaster.pid'), lock.replace(/^\d+/, String(stranger.pid)));

    try {
      const successor = await start({ directory });
      expect(await query(successor.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('begins again when the first start was interrupted while it made the data', async () => {
    const directory = aDirectory();
    mkdirSync(join(directory, 'data.new', 'base'), { recursive: true });
    const server = await start({ directory, settings: fast });
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says what PostgreSQL said when it cannot start', async () => {
    const settings = { shared_buffers: 'plenty' };
    await expect(start({ directory: aDirectory(), settings })).rejects.toThrow(
      /PostgreSQL did not start\.[^]*invalid value for parameter "shared_buffers": "plenty"/,
    );
  });

  it('refuses data whose password is lost instead of throwing them away', async () => {
    const directory = aDirectory();
    await (await start({ directory, settings: fast })).stop();
    rmSync(join(directory, 'password'));
    await expect(start({ directory })).rejects.toThrow('password is missing');
    expect(existsSync(join(directory, 'data', 'PG_VERSION'))).toBe(true);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot('runs as another user when we are root, who may not run it', async () => {
    const server = await start({ directory: aDirectory(), settings: fast });
    expect(statSync(await dataDirectoryOf(server)).uid).not.toBe(0);
  });

  asRoot(
    'puts data and programs where that user can reach them when the project lies in a closed directory',
    async () => {
      const directory = aDirectory(0o700);
      const server = await start({ directory, settings: fast });
      await query(server.url, 'CREATE TABLE kept AS SELECT 3 AS answer');
      const data = await dataDirectoryOf(server);
      expect(dirname(data)).toBe(openDirectory());
      await server.stop();

      const again = await start({ directory, settings: fast });
      expect(await query(again.url, 'SELECT answer FROM kept')).toEqual([{ answer: 3 }]);
      await again.stop();

      rmSync(join(directory, 'password'));
      const anew = await start({ directory, settings: fast });
      expect(await query(anew.url, `SELECT to_regclass('kept') AS kept`)).toEqual([{ kept: null }]);
      await anew.stop();
      rmSync(data, { recursive: true });
    },
  );
});

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function dataDirectoryOf(server: LocalServer): Promise<string> {
  const [row] = (await query(server.url, `SELECT current_setting('data_directory') AS path`)) as [{ path: string }];
  return row.path;
}
