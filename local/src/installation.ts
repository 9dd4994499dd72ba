import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startDetached, SupervisedProcess, type Supervisor } from '@bonafide/local-servers';
import { describePrograms, type Installation, sharedEnvironment } from './processes';
import { type Environment } from './servers';

/** How long a process may take to finish what it is doing; three stages of this stay within ten seconds. */
export const graceMs = 3_000;

/** Brings the tables up to date. The script is part of the API, so that production runs the same one. */
export async function migrate(installation: Installation, environment: Environment): Promise<void> {
  const script = join(installation.root, 'dist', 'apps', 'api', 'src', 'migrate.js');
  if (!existsSync(script)) return;
  const output: string[] = [];
  const migration = await startDetached({
    command: process.execPath,
    args: ['--enable-source-maps', script],
    env: sharedEnvironment(installation, environment),
    cwd: installation.root,
    output: (line) => output.push(line),
  });
  const { code } = await migration.exited;
  if (code !== 0) throw new Error(`The database could not be migrated.\n${output.join('\n')}`);
}

export interface StartedApps {
  /** The API takes requests. */
  readonly apiReady: Promise<void>;
  /** Everybody is at work; resolves with their names. */
  readonly allReady: Promise<readonly string[]>;
}

/** Starts all apps at once. */
export async function startApps(
  installation: Installation,
  environment: Environment,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<StartedApps> {
  const programs = (await describePrograms(installation, environment)).map((program) => {
    const onRestart: typeof program.onRestart = ({ code, signal }, delayMs) =>
      say(`✗ ${program.name} ended (${signal ?? `exit code ${code ?? 'unknown'}`}), again in ${delayMs / 1_000} s`);
    return new SupervisedProcess({ ...program, onRestart });
  });
  // The API goes first when all stop: what it accepts is still worked on, and nothing new comes in.
  const apis = programs.filter(({ name }) => name === 'api');
  supervisor.add(...programs.filter(({ name }) => name !== 'api'));
  supervisor.add(...apis);
  await Promise.all(programs.map((program) => program.start()));
  const apiReady = Promise.all(apis.map((program) => program.ready())).then(() => undefined);
  const allReady = Promise.all(programs.map((program) => program.ready())).then(() => programs.map(({ name }) => name));
  // Whoever waits hears of it; before anybody does, it must not count as unhandled.
  allReady.catch(() => undefined);
  return { apiReady, allReady };
}
