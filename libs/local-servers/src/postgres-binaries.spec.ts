import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackage, openDirectory, postgresBinaries, type PostgresPackage } from './postgres-binaries';
import { unprivilegedUser } from './unix-user';

describe('the PostgreSQL binaries', () => {
  const directories: string[] = [];

  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  /** As npm unpacks it when scripts are switched off: without the symbolic links. */
  const aPackage = (mode: number): PostgresPackage => {
    const parent = mkdtempSync(join(tmpdir(), 'bonafide-binaries-spec-'));
    const directory = join(parent, 'package');
    cpSync(findPackage().directory, directory, {
      recursive: true,
      filter: (source) => !lstatSync(source).isSymbolicLink(),
    });
    chmodSync(parent, mode);
    const found = { directory, version: findPackage().version };
    directories.push(parent, openDirectoryOf(found));
    return found;
  };

  const openDirectoryOf = (found: PostgresPackage): string => {
    const open = openDirectory(found);
    rmSync(open, { recursive: true });
    return open;
  };

  const runAsUser = (program: string): string => {
    const user = unprivilegedUser();
    return spawnSync(program, ['--version'], { cwd: '/', encoding: 'utf8', ...user }).stdout;
  };

  it('run from the package when it can be reached, with the links made that npm could not unpack', () => {
    const found = aPackage(0o755);
    const { postgres, initdb } = postgresBinaries(unprivilegedUser(), found);

    expect(postgres).toBe(join(found.directory, 'native', 'bin', 'postgres'));
    expect(readlinkSync(join(found.directory, 'native', 'lib', 'libpq.so.5'))).toMatch(/^libpq\.so\.5\./);
    expect(runAsUser(postgres)).toMatch(/^postgres \(PostgreSQL\) 18/);
    expect(runAsUser(initdb)).toMatch(/^initdb \(PostgreSQL\) 18/);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot('run from a copy when the project lies in a directory that is closed to their user', () => {
    const found = aPackage(0o700);
    const { postgres, initdb } = postgresBinaries(unprivilegedUser(), found);

    expect(postgres).toBe(join(openDirectory(found), 'native', 'bin', 'postgres'));
    expect(runAsUser(postgres)).toMatch(/^postgres \(PostgreSQL\) 18/);
    expect(runAsUser(initdb)).toMatch(/^initdb \(PostgreSQL\) 18/);
    expect(postgresBinaries(unprivilegedUser(), found).postgres).toBe(postgres);
  });

  asRoot('run from a copy when npm unpacked them under a closed umask', () => {
    const found = aPackage(0o755);
    chmodSync(join(found.directory, 'native', 'share', 'postgresql'), 0o700);
    chmodSync(join(found.directory, 'native', 'bin', 'postgres'), 0o700);

    const { postgres } = postgresBinaries(unprivilegedUser(), found);

    expect(postgres.startsWith(openDirectory(found))).toBe(true);
    expect(runAsUser(postgres)).toMatch(/^postgres \(PostgreSQL\) 18/);
  });

  it.each([
    ['may be written by everybody', (path: string) => chmodSync(mkdirSync(path, { recursive: true }) ?? path, 0o777)],
    ['is a link to somewhere else', (path: string) => symlinkSync(tmpdir(), path)],
  ])('are never taken from a directory that %s', (_, prepare) => {
    const found = aPackage(0o700);
    prepare(openDirectoryOf(found));
    expect(() => openDirectory(found)).toThrow('was not made by this program');
    expect(existsSync(found.directory)).toBe(true);
  });
});
