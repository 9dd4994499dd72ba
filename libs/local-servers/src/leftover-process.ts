import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Leftover {
  readonly pid: number;
  /** Recognises the program by its command line: the number alone may belong to a stranger by now. */
  readonly isOurs: (commandLine: string) => boolean;
  readonly signal: NodeJS.Signals;
  readonly graceMs?: number;
}

/** Stops a program that was left behind when an earlier launcher was killed. Returns whether there was one. */
export async function stopLeftover(leftover: Leftover): Promise<boolean> {
  if (!isRunning(leftover)) return false;
  send(leftover.pid, leftover.signal);
  send(leftover.pid, 'SIGCONT');
  const killAt = Date.now() + (leftover.graceMs ?? 5_000);
  let isKilled = false;
  while (isRunning(leftover)) {
    if (!isKilled && Date.now() > killAt) {
      isKilled = true;
      send(leftover.pid, 'SIGKILL');
    }
    await delay(20);
  }
  return true;
}

/** Null when there is no such process. */
export function commandLineOf(pid: number): string | null {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return null;
    }
  }
  const ps = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.status === 0 ? ps.stdout.trim() : null;
}

function isRunning({ pid, isOurs }: Leftover): boolean {
  const commandLine = commandLineOf(pid);
  return commandLine !== null && isOurs(commandLine);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new Error(`Process ${pid}, left from an earlier start, belongs to another user and cannot be stopped.`, {
      cause: error,
    });
  }
}
