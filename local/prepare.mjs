// Runs before anything is installed: no dependencies, nothing that needs a build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const oldestNode = [20, 19];
const builtFolders = ['apps', 'libs', 'local', 'bench'];
const buildSettings = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** Node, dependencies and build, in this order; each only where it is needed. Ends the process when one fails. */
export async function prepare() {
  checkPlatform();
  await install();
  await build();
}

export function checkPlatform() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    fail(
      `Bonafide needs Node ${oldestNode.join('.')} or newer, this is ${process.versions.node}: see https://nodejs.org.`,
    );
  }
  if (process.platform === 'win32') fail('Bonafide runs on Linux and macOS. On Windows, run it inside WSL 2.');
}

/** Installs what package-lock.json says, unless exactly that is there. */
export async function install() {
  const stamp = join(root, 'node_modules', '.bonafide-installed');
  const lock = readFileSync(join(root, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  if (readIfThere(stamp) === digest) return;

  if (!isInstalled(JSON.parse(lock.toString()))) {
    // npm names itself to the scripts it runs; the `npm` on the PATH may be another one.
    const npm = process.env.npm_execpath;
    const [command, ...args] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
    // Not `npm ci`: it begins by deleting what is there. This one takes every version from the lock as well, and leaves
    // the lock as it is.
    args.push('install', '--no-save', '--include=dev', '--include=optional', '--no-progress', '--loglevel=error');
    await step({ doing: 'installing dependencies', done: 'dependencies installed' }, command, args);
  }
  writeFileSync(stamp, digest);
}

/** Builds apps, libs, local and bench into dist/, unless nothing has changed since the last time. */
export async function build() {
  const stamp = join(root, 'dist', '.bonafide-built');
  const sources = listSources();
  const fingerprint = createHash('sha256').update(sources.map(describeFile).join('\n')).digest('hex');
  const built = parseStamp(readIfThere(stamp));
  if (built?.fingerprint === fingerprint) return;

  // tsc leaves the output of a deleted source where it is, and apps are found by looking there.
  const present = new Set(sources);
  if (!built || built.sources.some((file) => !present.has(file))) {
    rmSync(join(root, 'dist'), { recursive: true, force: true });
  }
  rmSync(stamp, { force: true });
  await step({ doing: 'building', done: 'built' }, process.execPath, [
    join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'),
    'build',
    'api',
  ]);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ fingerprint, sources }));
}

/** Runs a command with its output kept back; shows it, and ends this process, when the command fails. */
async function step({ doing, done }, command, args) {
  const startedAt = Date.now();
  const stopProgress = showProgress(doing, startedAt);
  const { code, output } = await run(command, args);
  stopProgress();
  if (code !== 0) fail(`✗ ${doing} failed\n${output}`);
  console.log(`✓ ${done} (${secondsSince(startedAt)})`);
}

/** Resolves with the exit code and everything that the command wrote. */
export function run(command, args, environment = process.env) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(command, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    // A Ctrl-C reaches the child by itself; these signals come to us alone.
    const pass = (signal) => {
      child.kill(signal);
      process.exit(1);
    };
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, pass);
    const settle = (code) => {
      for (const signal of ['SIGTERM', 'SIGHUP']) process.off(signal, pass);
      resolve({ code, output: Buffer.concat(chunks).toString().trim() });
    };
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message));
      settle(1);
    });
    child.on('close', (code) => settle(code ?? 1));
  });
}

export function secondsSince(startedAt) {
  const seconds = (Date.now() - startedAt) / 1_000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

function showProgress(doing, startedAt) {
  if (!process.stdout.isTTY) {
    console.log(`… ${doing}`);
    return () => {};
  }
  const draw = () => process.stdout.write(`\r\x1b[K… ${doing} (${Math.round((Date.now() - startedAt) / 1_000)} s)`);
  draw();
  const timer = setInterval(draw, 1_000);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\x1b[K');
  };
}

/** Whether node_modules, by npm's own record, holds what the lock asks for: somebody may have run npm by hand. */
function isInstalled(lock) {
  const record = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (record === null) return false;
  const { packages: installed } = JSON.parse(record);
  return (
    Object.entries(installed).every(([path, { optional }]) => optional === true || path in lock.packages) &&
    Object.entries(lock.packages).every(
      ([path, wanted]) =>
        path === '' || (installed[path] ? installed[path].integrity === wanted.integrity : wanted.optional === true),
    )
  );
}

function listSources() {
  const folders = builtFolders.filter((folder) => existsSync(join(root, folder)));
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((path) => join(folder, path))
      .filter(isBuilt),
  );
  return [...buildSettings, ...files].filter((file) => statSync(join(root, file)).isFile()).sort();
}

function isBuilt(file) {
  return !/(\.spec\.ts|\.mjs|\.md)$/.test(file) && !file.startsWith(join('libs', 'testing'));
}

function describeFile(file) {
  const { mtimeMs, size } = statSync(join(root, file));
  return `${file} ${mtimeMs} ${size}`;
}

function parseStamp(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
