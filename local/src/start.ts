import { join, resolve } from 'node:path';
import { isPortFree, lockDirectory, stopOnSignals, Supervisor } from '@bonafide/local-servers';
import { parseStartArguments, type StartArguments, usage, UsageError } from './arguments';
import { runDemonstration } from './demonstration';
import { graceMs, migrate, startApps } from './installation';
import { type Installation, stopLeftoverPrograms } from './processes';
import { readOrCreateSecrets } from './secrets';
import { nameServers, startServers, withoutRedis } from './servers';

const root = resolve(__dirname, '..', '..', '..');
const directory = join(root, '.local');
const supervisor = new Supervisor();
let isStaying = false;
let isStopping = false;

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  const args = parseStartArguments(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  if (args.wantsHelp) {
    say(usage);
    return;
  }

  // Whoever stops what stays has got what they wanted; a start that is cut short has failed.
  stopOnSignals({ stop, say, isExpected: () => isStaying });
  const installation = await startInstallation(args);
  const apiUrl = `http://127.0.0.1:${installation.apiPort}`;
  const { isSuccess } = await runDemonstration({
    apiUrl,
    operatorApiKey: process.env['OPERATOR_API_KEY'] || installation.secrets.OPERATOR_API_KEY,
    applicantsFile: args.applicantsFile,
    listDirectory: args.listDirectory,
    queueBackend: installation.servers.queue.backend,
    say,
  });
  if (args.isOnce) {
    await supervisor.stopAll(graceMs);
    process.exit(isSuccess ? 0 : 1);
  }
  isStaying = true;
  tellWhereToGo(apiUrl);
}

/** Everything up to the moment in which the API takes requests. */
async function startInstallation({ listDirectory }: StartArguments): Promise<Installation> {
  const holder = lockDirectory(directory);
  if (holder !== null) throw new Error(`Bonafide already runs here, as process ${holder}. Stop that one first.`);
  await stopLeftoverPrograms(root, directory);
  const apiPort = await chooseApiPort();

  let startedAt = performance.now();
  const servers = await startServers(directory, process.env);
  supervisor.add(...servers.own);
  say(`✓ ${nameServers(servers)} ready (${secondsSince(startedAt)})`);
  if (servers.queue.backend === 'postgres') say(withoutRedis);

  startedAt = performance.now();
  const secrets = readOrCreateSecrets(directory);
  const installation = { root, directory, servers, secrets, apiPort, listDirectory };
  await migrate(installation, process.env);
  say(`✓ database up to date (${secondsSince(startedAt)})`);

  startedAt = performance.now();
  const apps = await startApps(installation, process.env, supervisor, say);
  say(`✓ ${apps.join(', ')} ready (${secondsSince(startedAt)})`);
  return installation;
}

async function chooseApiPort(): Promise<number> {
  const port = Number(process.env['API_PORT'] || 3_000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('API_PORT must be a port number.');
  if (!(await isPortFree(port))) throw new Error(`Port ${port} is taken. Set API_PORT, or stop what uses it.`);
  return port;
}

function tellWhereToGo(apiUrl: string): void {
  say('');
  say(`API documentation  ${apiUrl}/docs`);
  say(`Queues             ${apiUrl}/ops/queues`);
  say(`Operator API key   .local/secrets.json`);
  say(`Logs               .local/logs`);
  say('Ctrl-C stops everything; the data stay in .local.');
}

async function stop(): Promise<void> {
  isStopping = true;
  say('Stopping.');
  await supervisor.stopAll(graceMs);
}

function secondsSince(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}

main().catch(async (error: unknown) => {
  // What was stopped in the middle of starting complains; that is not news.
  if (isStopping) return;
  await supervisor.stopAll(graceMs);
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
