import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DetachedProcess, startDetached } from './detached-process';
import { freePort } from './free-port';
import { stopLeftover } from './leftover-process';
import { type LocalServer } from './local-server';
import { openLog, readLogFrom } from './log-file';
import { answersPing } from './redis-readiness';
import { readOrCreatePassword } from './secret-file';

export interface RedisOptions {
  /** From `findRedisBinary()`. */
  readonly binary: string;
  /** Keeps the password, the log and the data. Made when it is missing. */
  readonly directory: string;
  /** Default: one that is free. */
  readonly port?: number;
  /** Begin without any keys whatever is there. */
  readonly isFresh?: boolean;
}

export interface LocalRedis extends LocalServer {
  /** Connections stay open and nothing answers: a hung server, or a network that swallows packets. */
  freeze(): void;
  thaw(): void;
}

const startTimeoutMs = 20_000;

/** The first `redis-server` or `valkey-server` on the PATH. */
export function findRedisBinary(): string | null {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  for (const name of ['redis-server', 'valkey-server']) {
    const found = directories.map((directory) => resolve(directory, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  return null;
}

/** Starts Redis on 127.0.0.1, durable as BullMQ wants it: append-only file, and never an entry evicted. */
export async function startRedis(options: RedisOptions): Promise<LocalRedis> {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  await stopLeftoverRedis(directory);
  if (options.isFresh) {
    // The file is how Redis kept it until version 7.
    for (const name of ['appendonlydir', 'appendonly.aof'])
      rmSync(join(directory, name), { recursive: true, force: true });
  }
  const password = readOrCreatePassword(join(directory, 'password'));
  const server = new RedisServer(options.binary, directory, options.port ?? (await freePort()), password);
  await server.restart();
  return server;
}

class RedisServer implements LocalRedis {
  readonly url: string;
  #server: DetachedProcess | null = null;

  constructor(
    private readonly binary: string,
    private readonly directory: string,
    readonly port: number,
    private readonly password: string,
  ) {
    this.url = `redis://:${password}@127.0.0.1:${port}/0`;
  }

  get pid(): number {
    return this.running().pid;
  }

  async stop(graceMs = 5_000): Promise<void> {
    await this.#server?.stop('SIGTERM', graceMs);
    this.#server = null;
  }

  async kill9(): Promise<void> {
    this.#server?.killGroup();
    await this.#server?.exited;
    this.#server = null;
  }

  freeze(): void {
    this.running().signal('SIGSTOP');
  }

  thaw(): void {
    this.running().signal('SIGCONT');
  }

  async restart(): Promise<void> {
    await this.stop();
    const logFile = join(this.directory, 'redis.log');
    const log = openLog(logFile);
    const logStart = fstatSync(log).size;
    try {
      this.#server = await this.spawnServer(log);
    } finally {
      closeSync(log);
    }
    const giveUpAt = Date.now() + startTimeoutMs;
    while (!(await answersPing(this.port, this.password))) {
      if (this.#server.exit || Date.now() > giveUpAt) {
        await this.stop();
        throw new Error(`Redis did not start.\n${readLogFrom(logFile, logStart)}`);
      }
      await delay(5);
    }
  }

  private spawnServer(log: number): Promise<DetachedProcess> {
    // A file, not arguments: everyone on the machine may read the arguments of a process.
    writeFileSync(configFile(this.directory), this.config(), { mode: 0o600 });
    return startDetached({
      command: this.binary,
      args: [configFile(this.directory)],
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      cwd: this.directory,
      output: log,
    });
  }

  private config(): string {
    return [
      `port ${this.port}`,
      'bind 127.0.0.1',
      `requirepass ${this.password}`,
      `dir ${JSON.stringify(this.directory)}`,
      `pidfile ${JSON.stringify(pidFile(this.directory))}`,
      'daemonize no',
      'appendonly yes',
      'appendfsync everysec',
      'save ""',
      'maxmemory-policy noeviction',
      '',
    ].join('\n');
  }

  private running(): DetachedProcess {
    if (!this.#server) throw new Error('Redis is not running.');
    return this.#server;
  }
}

async function stopLeftoverRedis(directory: string): Promise<void> {
  if (!existsSync(pidFile(directory)) || !existsSync(configFile(directory))) return;
  const pid = Number(readFileSync(pidFile(directory), 'utf8'));
  const port = /^port (\d+)$/m.exec(readFileSync(configFile(directory), 'utf8'))?.[1];
  if (!Number.isInteger(pid) || pid <= 1 || port === undefined) return;
  // Redis rewrites its command line to `redis-server 127.0.0.1:<port>`.
  const isOurs = (commandLine: string) => commandLine.includes('-server') && commandLine.includes(`127.0.0.1:${port}`);
  await stopLeftover({ pid, isOurs, signal: 'SIGTERM' });
}

function configFile(directory: string): string {
  return join(directory, 'redis.conf');
}

function pidFile(directory: string): string {
  return join(directory, 'redis.pid');
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
