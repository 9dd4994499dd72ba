import { closeSync, fstatSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type DetachedProcess, startDetached } from './detached-process';
import { freePort } from './free-port';
import { type LocalServer } from './local-server';
import { openLog, readLogFrom } from './log-file';
import { openPostgresData, type PostgresData, postgresEnvironment, postgresName } from './postgres-data';
import { createDatabase, openDatabase } from './postgres-readiness';

export interface PostgresOptions {
  /** Keeps the password, the log and, where PostgreSQL may read it, the data. Made when it is missing. */
  readonly directory: string;
  /** Default: one that is free. */
  readonly port?: number;
  /** Begin with an empty cluster whatever is there. */
  readonly isFresh?: boolean;
  /** Settings of postgresql.conf, such as `{ fsync: 'off' }` for tests; nothing is relaxed without them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Recovery after a crash takes its time, more so on a slow disk. */
const startTimeoutMs = 60_000;
/** The processes of a killed server leave one by one; until then their memory and port are taken. */
const patienceMs = 10_000;
const passingTroubles = ['shared memory block', 'Address already in use', 'is another postmaster'];

/** Starts PostgreSQL on 127.0.0.1 with a database `bonafide`, from the binaries that npm has installed. */
export async function startPostgres(options: PostgresOptions): Promise<LocalServer> {
  const data = await openPostgresData(options.directory, options.isFresh ?? false);
  const server = new PostgresServer(data, options.port ?? (await freePort()), options.settings ?? {});
  await server.restart();
  return server;
}

class PostgresServer implements LocalServer {
  readonly url: string;
  #postmaster: DetachedProcess | null = null;

  constructor(
    private readonly data: PostgresData,
    readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.url = this.urlOf(postgresName);
  }

  get pid(): number {
    if (!this.#postmaster) throw new Error('PostgreSQL is not running.');
    return this.#postmaster.pid;
  }

  /** SIGINT is PostgreSQL's "fast shutdown": open transactions are rolled back, everything committed is written. */
  async stop(graceMs = 5_000): Promise<void> {
    await this.#postmaster?.stop('SIGINT', graceMs);
    this.#postmaster = null;
  }

  async kill9(): Promise<void> {
    this.#postmaster?.killGroup();
    await this.#postmaster?.exited;
    this.#postmaster = null;
  }

  async restart(): Promise<void> {
    await this.stop();
    const giveUpAt = Date.now() + patienceMs;
    for (;;) {
      const complaint = await this.tryToStart();
      if (complaint === null) return;
      const mayPass = passingTroubles.some((trouble) => complaint.includes(trouble));
      if (!mayPass || Date.now() > giveUpAt) throw new Error(`PostgreSQL did not start.\n${complaint}`);
      await delay(100);
    }
  }

  /** Null when the server is ready, or what it wrote before it gave up. */
  private async tryToStart(): Promise<string | null> {
    const log = openLog(this.data.logFile);
    const logStart = fstatSync(log).size;
    let postmaster: DetachedProcess;
    try {
      postmaster = await this.spawnPostmaster(log);
    } finally {
      closeSync(log);
    }
    this.#postmaster = postmaster;
    const giveUpAt = Date.now() + startTimeoutMs;
    let pauseMs = 10;
    while (!postmaster.exit) {
      const answer = await openDatabase(this.url);
      if (answer === 'open') return null;
      if (answer === 'missing') await createDatabase(this.urlOf('postgres'), postgresName);
      if (Date.now() > giveUpAt) {
        await this.stop();
        return `It was not ready after ${startTimeoutMs / 1_000} s.\n${readLogFrom(this.data.logFile, logStart)}`;
      }
      if (answer !== 'closed') continue;
      await delay(pauseMs);
      // After a crash it may recover for seconds, and answers each question with a line in its log.
      pauseMs = Math.min(pauseMs * 1.2, 100);
    }
    await this.stop();
    return readLogFrom(this.data.logFile, logStart);
  }

  private spawnPostmaster(log: number): Promise<DetachedProcess> {
    const settings = {
      listen_addresses: '127.0.0.1',
      // The path of a socket may not be longer than about 100 characters, and nobody needs one.
      unix_socket_directories: '',
      max_connections: '200',
      timezone: 'UTC',
      log_timezone: 'UTC',
      log_checkpoints: 'off',
      ...this.settings,
    };
    return startDetached({
      command: this.data.binaries.postgres,
      args: [
        ...['-D', this.data.directory, '-p', String(this.port)],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: postgresEnvironment(),
      cwd: '/',
      user: this.data.user,
      output: log,
    });
  }

  private urlOf(database: string): string {
    return `postgres://${postgresName}:${this.data.password}@127.0.0.1:${this.port}/${database}`;
  }
}
