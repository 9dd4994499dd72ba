import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { answersOk } from './answers-ok';
import { freePort } from './free-port';
import { commandLineOf } from './leftover-process';
import { type NodeProgram, SupervisedProcess } from './supervised-process';

const serving = `
  require('node:http').createServer((request, response) => response.end('ok')).listen(process.env.OPERATIONS_PORT);
  console.log('serving as ' + process.pid);
  console.error('a complaint');
`;

describe('a supervised process', () => {
  let directory: string;
  let current: SupervisedProcess | null = null;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-supervised-spec-'));
  });

  afterEach(async () => {
    await current?.stop(100);
    current = null;
    rmSync(directory, { recursive: true, force: true });
  });

  const supervise = async (source: string, more: Partial<NodeProgram> = {}): Promise<SupervisedProcess> => {
    const script = join(directory, 'program.cjs');
    writeFileSync(script, source);
    const port = await freePort();
    current = new SupervisedProcess({
      name: 'program',
      script,
      env: { OPERATIONS_PORT: String(port) },
      cwd: directory,
      logFile: join(directory, 'logs', 'program.log'),
      isReady: () => answersOk(`http://127.0.0.1:${port}/readyz`),
      ...more,
    });
    await current.start();
    return current;
  };

  it('is ready when it says so, and its lines go to the log and to whoever listens', async () => {
    const lines: string[] = [];
    const program = await supervise(serving, { onLine: (line) => lines.push(line) });
    await program.ready();
    const { pid } = program;
    await program.stop();

    expect(lines.sort()).toEqual(['a complaint', `serving as ${pid}`]);
    expect(
      readFileSync(join(directory, 'logs', 'program.log'), 'utf8')
        .split('\n')
        .sort(),
    ).toEqual(['', ...lines]);
  });

  it('is started again after kill -9, a quarter of a second later and then after twice as long', async () => {
    const delays: number[] = [];
    const program = await supervise(serving, { onRestart: (_, delayMs) => delays.push(delayMs) });
    await program.ready();
    const { pid } = program;

    await program.kill9();
    await program.ready();
    expect(program.pid).not.toBe(pid);
    await program.kill9();
    await program.ready();

    expect(program.ends).toBe(2);
    expect(delays).toEqual([250, 500]);
  });

  it('says what it wrote when it never gets ready', async () => {
    const program = await supervise(`console.error('Port 3000 is taken.'); process.exit(1);`);
    await expect(program.ready()).rejects.toThrow('program did not get ready.\nPort 3000 is taken.');
    expect(program.ends).toBe(3);
  });

  it('may take its time to end, within the grace', async () => {
    const program = await supervise(`process.on('SIGTERM', () => setTimeout(() => process.exit(0), 150));${serving}`);
    await program.ready();
    const startedAt = performance.now();
    await program.stop(5_000);
    const elapsedMs = performance.now() - startedAt;
    expect(elapsedMs).toBeGreaterThan(140);
    expect(elapsedMs).toBeLessThan(2_000);
  });

  it.each([
    ['is killed when it ignores SIGTERM', `process.on('SIGTERM', () => {});`, 200],
    ['leaves in good order', `process.on('SIGTERM', () => process.exit(0));`, 5_000],
  ])('that %s leaves behind no process that it has started', async (_, onSignal, graceMs) => {
    const lines: string[] = [];
    const child = `console.log(require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' }).pid);`;
    const program = await supervise(onSignal + child + serving, { onLine: (line) => lines.push(line) });
    await program.ready();
    const { pid } = program;

    await program.stop(graceMs);

    expect(commandLineOf(pid!)).toBeNull();
    const started = Number(lines.find((line) => /^\d+$/.test(line)));
    expect(started).toBeGreaterThan(1);
    await untilGone(started);
  });

  it('stays stopped when it is stopped between two lives', async () => {
    const program = await supervise(`process.exit(1)`);
    while (program.ends === 0) await delay(5);
    await program.stop();
    await delay(400);
    expect(program.pid).toBeNull();
    expect(program.ends).toBe(1);
  });

  it('replaces the copy of itself that a killed launcher has left', async () => {
    const script = join(directory, 'program.cjs');
    writeFileSync(script, serving);
    const abandoned = spawn(process.execPath, [script], { detached: true, stdio: 'ignore', env: {} });
    const program = await supervise(serving);
    await program.stop();
    writeFileSync(join(directory, 'logs', 'program.log.pid'), String(abandoned.pid));

    const successor = await supervise(serving);
    await successor.ready();

    expect(commandLineOf(abandoned.pid!)).toBeNull();
  });
});

async function untilGone(pid: number): Promise<void> {
  const giveUpAt = Date.now() + 2_000;
  // A process whose parent is gone stays a moment, without a command line, until init has taken notice.
  while (commandLineOf(pid)) {
    if (Date.now() > giveUpAt) throw new Error(`Process ${pid} is still there.`);
    await delay(10);
  }
}
