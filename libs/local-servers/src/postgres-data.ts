import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startDetached } from './detached-process';
import { commandLineOf, stopLeftover } from './leftover-process';
import { openDirectory, postgresBinaries, type PostgresBinaries } from './postgres-binaries';
import { readOrCreatePassword } from './secret-file';
import { canReach, unprivilegedUser, type UnixUser } from './unix-user';

/** Everything a start needs to know: which programs, which data, as whom. */
export interface PostgresData {
  readonly binaries: PostgresBinaries;
  readonly directory: string;
  readonly user: UnixUser | null;
  readonly password: string;
  readonly logFile: string;
}

/** The superuser of the cluster and the name of its database. */
export const postgresName = 'bonafide';

/**
 * Makes the cluster at the first start, and stops a server that an earlier, killed launcher has left on it.
 * `isFresh` throws away what an earlier start has left.
 */
export async function openPostgresData(directory: string, isFresh: boolean): Promise<PostgresData> {
  const home = resolve(directory);
  mkdirSync(home, { recursive: true });
  const data = describeData(home);
  if (isFresh) {
    await stopLeftoverPostmaster(data);
    rmSync(data.directory, { recursive: true, force: true });
  }
  if (!existsSync(data.directory)) {
    await initialize(data);
    return data;
  }
  refuseForeignVersion(data);
  await stopLeftoverPostmaster(data);
  return data;
}

function describeData(home: string): PostgresData {
  const preferred = unprivilegedUser();
  const isOpen = canReach(preferred, home);
  const directory = isOpen ? join(home, 'data') : join(openDirectory(), `data-${hashOf(home)}`);
  const passwordFile = join(home, 'password');
  const isInitialized = existsSync(directory);

  if (isInitialized && !existsSync(passwordFile)) {
    if (isOpen) throw new Error(`${passwordFile} is missing, so the data beside it cannot be opened. Delete ${home}.`);
    // The user deleted the directory to begin anew, and could not know where its data was.
    rmSync(directory, { recursive: true });
  }
  const user = existsSync(directory) ? ownerOf(directory, preferred) : preferred;
  return {
    binaries: postgresBinaries(user),
    directory,
    user,
    password: readOrCreatePassword(passwordFile),
    logFile: join(home, 'postgres.log'),
  };
}

/** PostgreSQL runs only as the owner of its data: they may have been made before the user changed to root or back. */
function ownerOf(directory: string, preferred: UnixUser | null): UnixUser | null {
  const { uid, gid } = statSync(directory);
  if (preferred) return { uid, gid };
  if (uid === process.getuid?.()) return null;
  throw new Error(`${directory} belongs to another user (${uid}). Start as that user, or delete the directory.`);
}

async function initialize(data: PostgresData): Promise<void> {
  // Under its own name only when it is complete: a start that was interrupted leaves nothing that looks like a cluster.
  const draft = `${data.directory}.new`;
  const passwordFile = `${data.directory}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, data.password, { mode: 0o600 });
  if (data.user) {
    chownSync(draft, data.user.uid, data.user.gid);
    chownSync(passwordFile, data.user.uid, data.user.gid);
  }
  try {
    await runInitdb(data, draft, passwordFile);
    renameSync(draft, data.directory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runInitdb({ binaries, user }: PostgresData, draft: string, passwordFile: string): Promise<void> {
  const output: string[] = [];
  const initdb = await startDetached({
    command: binaries.initdb,
    args: [
      `--pgdata=${draft}`,
      `--username=${postgresName}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order of names on every machine, whatever locales it has.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      // An empty cluster that a power failure breaks is made again.
      '--no-sync',
      '--no-instructions',
    ],
    env: postgresEnvironment(),
    cwd: '/',
    user,
    output: (line) => output.push(line),
  });
  const { code } = await initdb.exited;
  if (code !== 0) throw new Error(`PostgreSQL could not make its data directory.\n${output.join('\n')}`);
}

/** Free of the PG… variables of the user, which mean another server. */
export function postgresEnvironment(): Readonly<Record<string, string>> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function refuseForeignVersion({ binaries, directory }: PostgresData): void {
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  const [major] = binaries.version.split('.');
  if (found === major) return;
  throw new Error(
    `${directory} was made by PostgreSQL ${found}, this is ${binaries.version}. Delete it to begin anew.`,
  );
}

async function stopLeftoverPostmaster({ directory }: PostgresData): Promise<void> {
  const lockFile = join(directory, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const isOurs = (commandLine: string) => commandLine.includes(directory);
  if (await stopLeftover({ pid, isOurs, signal: 'SIGINT' })) return;
  // The number belongs to somebody else by now, after a crash and a reboot for one. PostgreSQL asks only whether there
  // is such a process, and would refuse to start as long as the stranger lives.
  if (commandLineOf(pid) !== null) rmSync(lockFile);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
