import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Stands in for the compiler: notes that it ran, and fails when a source says so. */
const nest = `
  const { appendFileSync, existsSync, mkdirSync } = require('node:fs');
  appendFileSync('builds', 'x');
  mkdirSync('dist', { recursive: true });
  if (existsSync('libs/broken.ts')) { console.error('broken.ts: no such thing'); process.exit(1); }
`;
const npm = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  writeFileSync('npm-arguments', process.argv.slice(2).join(' '));
  if (process.env.NPM_FAILS) { console.error('registry is down'); process.exit(1); }
  mkdirSync('node_modules', { recursive: true });
`;
const lock = JSON.stringify({
  packages: {
    '': {},
    'node_modules/pg': { integrity: 'a' },
    'node_modules/other-platform': { integrity: 'b', optional: true },
  },
});

describe('preparing a project', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'bonafide-prepare-spec-')));
    mkdirSync(join(root, 'local'));
    copyFileSync(join(__dirname, 'prepare.mjs'), join(root, 'local', 'prepare.mjs'));
    write('package-lock.json', lock);
    for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json']) write(file, '{}');
    write('apps/api/src/main.ts', '');
    write('libs/jobs/src/job.ts', '');
    write('node_modules/@nestjs/cli/bin/nest.js', nest);
    write('npm.js', npm);
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };

  const prepare = (step: 'install' | 'build', environment: Record<string, string> = {}) => {
    const script = `import { ${step} } from './local/prepare.mjs'; await ${step}();`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, npm_execpath: join(root, 'npm.js'), ...environment },
    });
  };

  const builds = () => (existsSync(join(root, 'builds')) ? readFileSync(join(root, 'builds'), 'utf8').length : 0);

  it('builds once, and again only when something that is built has changed', () => {
    expect(prepare('build').stdout).toMatch(/^… building\n✓ built \(\d\.\d s\)\n$/);
    expect(prepare('build').stdout).toBe('');
    write('libs/jobs/src/job.spec.ts', 'a test is not built');
    prepare('build');
    expect(builds()).toBe(1);

    write('libs/jobs/src/job.ts', 'changed');
    prepare('build');
    expect(builds()).toBe(2);
    write('tsconfig.json', '{ }');
    prepare('build');
    expect(builds()).toBe(3);
  });

  it('throws the old build away when a source is gone, and only then', () => {
    prepare('build');
    write('dist/apps/api/src/main.js', '');
    write('libs/jobs/src/more.ts', '');
    prepare('build');
    expect(existsSync(join(root, 'dist/apps/api/src/main.js'))).toBe(true);

    rmSync(join(root, 'apps/api'), { recursive: true });
    prepare('build');
    expect(existsSync(join(root, 'dist/apps/api/src/main.js'))).toBe(false);
  });

  it('shows the output of a build that fails, and builds again the next time', () => {
    write('libs/broken.ts', '');
    const { status, stderr } = prepare('build');
    expect(status).toBe(1);
    expect(stderr).toBe('✗ building failed\nbroken.ts: no such thing\n');
    prepare('build');
    expect(builds()).toBe(2);
  });

  it('installs when nothing is installed, and not again until the lock changes', () => {
    expect(prepare('install').stdout).toMatch(/✓ dependencies installed/);
    expect(readFileSync(join(root, 'npm-arguments'), 'utf8')).toMatch(/^install --no-save --include=dev/);

    rmSync(join(root, 'npm-arguments'));
    prepare('install');
    expect(existsSync(join(root, 'npm-arguments'))).toBe(false);

    write('package-lock.json', lock.replace('"a"', '"c"'));
    prepare('install');
    expect(existsSync(join(root, 'npm-arguments'))).toBe(true);
  });

  it('takes what somebody has installed by hand, when it is what the lock says', () => {
    const installed = (integrity: string) =>
      write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/pg': { integrity } } }));
    installed('a');
    prepare('install');
    expect(existsSync(join(root, 'npm-arguments'))).toBe(false);

    rmSync(join(root, 'node_modules', '.bonafide-installed'));
    installed('older');
    prepare('install');
    expect(existsSync(join(root, 'npm-arguments'))).toBe(true);
  });

  it('says what npm said when it fails, and tries again the next time', () => {
    const { status, stderr } = prepare('install', { NPM_FAILS: '1' });
    expect(status).toBe(1);
    expect(stderr).toBe('✗ installing dependencies failed\nregistry is down\n');
    expect(prepare('install').stdout).toMatch(/✓ dependencies installed/);
  });
});
