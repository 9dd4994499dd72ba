import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Supervisor } from '@bonafide/local-servers';

export interface JestRun {
  readonly root: string;
  readonly resultsFile: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly supervisor: Supervisor;
}

/** Runs Jest in our terminal and process group, as if the user had typed it; resolves with its exit code. */
export async function runJest({ root, resultsFile, args, env, supervisor }: JestRun): Promise<number> {
  const jest = spawn(
    process.execPath,
    [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--json', `--outputFile=${resultsFile}`, ...args],
    { cwd: root, env, stdio: 'inherit' },
  );
  const exited = new Promise<number>((resolve, reject) => {
    jest.once('error', reject);
    jest.once('exit', (code) => resolve(code ?? 1));
  });
  supervisor.add({
    stop: async (graceMs = 5_000) => {
      if (jest.exitCode !== null || jest.signalCode !== null) return;
      jest.kill('SIGTERM');
      await Promise.race([exited, delay(graceMs, undefined, { ref: false })]);
      jest.kill('SIGKILL');
    },
  });
  return exited;
}
