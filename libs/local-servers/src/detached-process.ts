import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type UnixUser } from './unix-user';

export interface DetachedProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the program; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Null: as the user who runs us. */
  readonly user?: UnixUser | null;
  /** An open file, which outlives us, or a function that gets each line. */
  readonly output: number | ((line: string) => void);
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<DetachedProcess>();

// The net under everything: whatever way this process ends by itself, what it started ends with it.
let isNetSpread = false;
function spreadNet(): void {
  if (isNetSpread) return;
  isNetSpread = true;
  process.on('exit', () => {
    for (const program of running) program.killGroup();
  });
}

/** Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches it only through us. */
export async function startDetached(options: DetachedProcessOptions): Promise<DetachedProcess> {
  const { output, user } = options;
  const stream = typeof output === 'number' ? output : 'pipe';
  spreadNet();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', stream, stream],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error];
    throw new Error(`${options.command} could not be started: ${error.message}`, { cause: error });
  }
  return new DetachedProcess(child, child.pid, typeof output === 'number' ? null : output);
}

export class DetachedProcess {
  /** Settles when the program has ended and its output has been read. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  #exit: ProcessExit | null = null;

  constructor(
    child: ChildProcess,
    readonly pid: number,
    onLine: ((line: string) => void) | null,
  ) {
    running.add(this);
    if (onLine) {
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
      }
    }
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        const exit = { code, signal };
        this.#exit = exit;
        // A grandchild would live on unseen, and hold the pipes open.
        this.killGroup();
        running.delete(this);
        void Promise.race([closed, delay(250, undefined, { ref: false })]).then(() => resolve(exit));
      });
    });
  }

  /** Null while the program runs. */
  get exit(): ProcessExit | null {
    return this.#exit;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#exit) sendSignal(this.pid, signal);
  }

  killGroup(): void {
    sendSignal(-this.pid, 'SIGKILL');
  }

  /** Asks with `signal`; kills when the program is still there after `graceMs`. */
  async stop(signal: NodeJS.Signals, graceMs: number): Promise<ProcessExit> {
    this.signal(signal);
    // A frozen process hears nothing but this.
    this.signal('SIGCONT');
    const timer = setTimeout(() => this.killGroup(), graceMs);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
