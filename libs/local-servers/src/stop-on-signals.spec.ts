import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { transformSync } from '@swc/core';
import { commandLineOf } from './leftover-process';

describe('a launcher', () => {
  let directory: string;
  let launcher: ChildProcess;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-signals-spec-'));
    compileInto(join(directory, 'lib'));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  afterEach(() => launcher.kill('SIGKILL'));

  /** Starts a launcher with two programs, of which one may ignore SIGTERM; resolves with their process ids. */
  const launch = async (options: {
    readonly stubborn: boolean;
    readonly then?: string;
    readonly throughShell?: boolean;
  }): Promise<readonly number[]> => {
    const file = join(directory, 'launcher.cjs');
    writeFileSync(file, launcherSource(directory, options.stubborn, options.then ?? ''));
    // A second command after it keeps the shell from making way for Node.
    const [command, ...args] = options.throughShell
      ? ['sh', '-c', `'${process.execPath}' '${file}'; exit $?`]
      : [process.execPath, file];
    launcher = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      env: options.throughShell ? { ...process.env, npm_lifecycle_event: 'start' } : process.env,
    });
    for await (const line of createInterface({ input: launcher.stdout! })) {
      if (line.startsWith('started ')) return line.slice(8).split(',').map(Number);
    }
    throw new Error('The launcher ended too early.');
  };

  const ended = (): Promise<number | null> =>
    launcher.exitCode === null
      ? new Promise((resolve) => launcher.once('exit', (code) => resolve(code)))
      : Promise.resolve(launcher.exitCode);

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('leaves no process behind on %s', async (signal, code) => {
    const pids = await launch({ stubborn: false });
    launcher.kill(signal);
    expect(await ended()).toBe(code);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it.each([
    ['an uncaught exception', `setTimeout(() => { throw new Error('unforeseen'); }, 50);`],
    ['an unhandled rejection', `void Promise.reject(new Error('unforeseen'));`],
  ])('leaves no process behind after %s', async (_, then) => {
    const pids = await launch({ stubborn: false, then });
    expect(await ended()).toBe(1);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('leaves no process behind when it calls process.exit', async () => {
    const pids = await launch({ stubborn: true, then: `setTimeout(() => process.exit(3), 50);` });
    expect(await ended()).toBe(3);
    await delay(100);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('leaves no process behind when the shell between npm and itself dies of a signal', async () => {
    const pids = await launch({ stubborn: false, throughShell: true });
    launcher.kill('SIGTERM');
    const giveUpAt = Date.now() + 3_000;
    while (pids.some(isAlive) && Date.now() < giveUpAt) await delay(50);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('kills at once on a second Ctrl-C, but takes the two signals of one Ctrl-C under npm as one', async () => {
    const pids = await launch({ stubborn: true });
    launcher.kill('SIGINT');
    // Two of the same at the very same time would be one.
    await delay(50);
    launcher.kill('SIGINT');
    await delay(700);
    expect(launcher.exitCode).toBeNull();

    launcher.kill('SIGINT');
    expect(await ended()).toBe(130);
    await delay(100);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  return Boolean(commandLineOf(pid));
}

/** The launcher is a process of its own, outside Jest. */
function compileInto(target: string): void {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(__dirname)) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const { code } = transformSync(readFileSync(join(__dirname, name), 'utf8'), {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(target, name.replace(/\.ts$/, '.js')), code);
  }
}

function launcherSource(directory: string, isStubborn: boolean, then: string): string {
  const program = join(directory, isStubborn ? 'stubborn.cjs' : 'obedient.cjs');
  writeFileSync(program, `${isStubborn ? `process.on('SIGTERM', () => {});` : ''} setInterval(() => {}, 1000);`);
  return `
    const { Supervisor } = require('./lib/supervisor.js');
    const { SupervisedProcess } = require('./lib/supervised-process.js');
    const { stopOnSignals } = require('./lib/stop-on-signals.js');
    const supervisor = new Supervisor();
    stopOnSignals({ stop: () => supervisor.stopAll(20_000), say: () => {} });
    const programs = ['one', 'two'].map((name) => new SupervisedProcess({
      name, script: ${JSON.stringify(program)}, env: {}, cwd: __dirname,
      logFile: __dirname + '/' + name + '.log', isReady: async () => true,
    }));
    Promise.all(programs.map((program) => program.start())).then(() => {
      supervisor.add(...programs);
      // Long enough for Node to have installed the handler of the stubborn one.
      setTimeout(() => {
        console.log('started ' + programs.map((program) => program.pid));
        ${then}
      }, 150);
    });
  `;
}
