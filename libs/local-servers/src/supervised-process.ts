import { mkdirSync, readFileSync, writeFileSync, closeSync, existsSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DetachedProcess, type ProcessExit, startDetached } from './detached-process';
import { stopLeftover } from './leftover-process';
import { openLog } from './log-file';

export interface NodeProgram {
  readonly name: string;
  /** Absolute path of the file that Node runs. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Beside it lies `<logFile>.pid` while the program runs. */
  readonly logFile: string;
  readonly isReady: () => Promise<boolean>;
  readonly onLine?: (line: string) => void;
  /** Hears that the program has ended by itself and will be started again. */
  readonly onRestart?: (exit: ProcessExit, delayMs: number) => void;
}

const firstDelayMs = 250;
const longestDelayMs = 10_000;
/** A program that ran this long has got over its trouble: the next restart is quick again. */
const settledAfterMs = 10_000;
/** Ends without ever having been ready: more tries would only say the same. */
const hopelessAfter = 3;
const keptLines = 20;

/** A Node program that is started again whenever it ends by itself, until `stop()`. */
export class SupervisedProcess {
  readonly #program: NodeProgram;
  readonly #stopping = new AbortController();
  readonly #lastLines: string[] = [];
  #child: DetachedProcess | null = null;
  #supervision: Promise<void> = Promise.resolve();
  #ends = 0;
  #lastExit: ProcessExit | null = null;

  constructor(program: NodeProgram) {
    this.#program = program;
  }

  get name(): string {
    return this.#program.name;
  }

  /** Null between two lives. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** How often the program has ended by itself. */
  get ends(): number {
    return this.#ends;
  }

  /** How its last life ended; null during its first. */
  get lastExit(): ProcessExit | null {
    return this.#lastExit;
  }

  async start(): Promise<void> {
    mkdirSync(dirname(this.#program.logFile), { recursive: true });
    await stopLeftoverProgram(this.#program);
    this.#child = await this.spawnProgram();
    this.#supervision = this.supervise(this.#child);
  }

  /** Rejects with the last output when the program is not ready in time, or has given up several times. */
  async ready(timeoutMs = 30_000): Promise<void> {
    const giveUpAt = Date.now() + timeoutMs;
    while (!this.#child || !(await this.#program.isReady())) {
      const isHopeless = this.#ends >= hopelessAfter || this.isStopping() || Date.now() > giveUpAt;
      if (isHopeless) throw new Error([`${this.name} did not get ready.`, ...this.#lastLines].join('\n'));
      await delay(20);
    }
  }

  /** As if the machine had killed it; supervision starts it again. */
  async kill9(): Promise<void> {
    const child = this.#child;
    child?.killGroup();
    await child?.exited;
  }

  /** SIGTERM, and SIGKILL after `graceMs`. The program is not started again. */
  async stop(graceMs = 5_000): Promise<void> {
    this.#stopping.abort();
    await this.#child?.stop('SIGTERM', graceMs);
    await this.#supervision;
    rmSync(pidFileOf(this.#program), { force: true });
  }

  private async supervise(first: DetachedProcess): Promise<void> {
    let delayMs = firstDelayMs;
    for (let child = first; ; child = await this.spawnProgram()) {
      this.#child = child;
      const startedAt = Date.now();
      // Stopped in the very moment in which it was being started.
      if (this.isStopping()) child.killGroup();
      const exit = await child.exited;
      this.#child = null;
      this.#lastExit = exit;
      if (this.isStopping()) return;

      this.#ends += 1;
      if (Date.now() - startedAt >= settledAfterMs) delayMs = firstDelayMs;
      this.#program.onRestart?.(exit, delayMs);
      await delay(delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.isStopping()) return;
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  }

  private async spawnProgram(): Promise<DetachedProcess> {
    const { script, args = [], env, cwd, logFile, onLine } = this.#program;
    const log = openLog(logFile);
    let isLogOpen = true;
    const child = await startDetached({
      command: process.execPath,
      args: ['--enable-source-maps', script, ...args],
      env,
      cwd,
      output: (line) => {
        if (isLogOpen) writeSync(log, `${line}\n`);
        this.keepLine(line);
        onLine?.(line);
      },
    });
    void child.exited.then(() => {
      isLogOpen = false;
      closeSync(log);
    });
    writeFileSync(pidFileOf(this.#program), String(child.pid));
    return child;
  }

  private isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  private keepLine(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > keptLines) this.#lastLines.shift();
  }
}

/** Stops the copy of a program that was left running when an earlier launcher was killed. */
export async function stopLeftoverProgram(program: Pick<NodeProgram, 'script' | 'logFile'>): Promise<void> {
  if (!existsSync(pidFileOf(program))) return;
  const pid = Number(readFileSync(pidFileOf(program), 'utf8'));
  if (!Number.isInteger(pid) || pid <= 1) return;
  await stopLeftover({ pid, isOurs: (commandLine) => commandLine.includes(program.script), signal: 'SIGTERM' });
}

function pidFileOf({ logFile }: Pick<NodeProgram, 'logFile'>): string {
  return `${logFile}.pid`;
}
