import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockDirectory, stopOnSignals, Supervisor } from '@bonafide/local-servers';
import { runJest } from './jest-run';
import { judge, readTestResults } from './test-results';
import { startTestServers } from './test-servers';

const root = resolve(__dirname, '..', '..', '..');
const supervisor = new Supervisor();

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const directory = takeDirectory(join(root, '.local'));
  const stop = async () => {
    await supervisor.stopAll(5_000);
    rmSync(directory, { recursive: true, force: true });
  };
  stopOnSignals({ stop, say });

  const servers = await startTestServers(directory, process.env);
  supervisor.add(...servers.own);
  if (servers.redisUrl === null) say('There is no Redis here; tests that need one do not run.');
  const resultsFile = join(directory, 'results.json');
  const exitCode = await runJest({
    root,
    resultsFile,
    args: process.argv.slice(2),
    env: { ...process.env, ...servers.environment },
    supervisor,
  });
  const results = readTestResults(resultsFile);
  await stop();

  const verdict = judge(results, exitCode, { hasRedis: servers.redisUrl !== null, isCi: Boolean(process.env['CI']) });
  for (const line of verdict.lines) say(line);
  process.exit(verdict.exitCode);
}

/** Several test runs may share a project: each takes the first directory that no other one uses. */
function takeDirectory(parent: string): string {
  for (let number = 1; ; number += 1) {
    const directory = join(parent, `test-${number}`);
    mkdirSync(directory, { recursive: true });
    if (lockDirectory(directory) === null) return directory;
  }
}

main().catch(async (error: unknown) => {
  await supervisor.stopAll(5_000);
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
