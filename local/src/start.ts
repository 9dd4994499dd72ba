import { join, resolve } from 'node:path';
import { isPortFree, lockDirectory, stopOnSignals, Supervisor } from '@bonafide/local-servers';
import { listsInDirectories } from '@bonafide/screening';
import { parseStartArguments, type StartArguments, usage } from './arguments';
import { runDemonstration } from './demonstration/run-demonstration';
import { graceMs, migrate, startApps } from './installation';
import { type Installation, stopLeftoverPrograms } from './processes';
import { readOrCreateSecrets } from './secrets';
import { nameServers, startServers, withoutRedis } from './servers';
import { UsageError } from './usage-error';

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
  const { installation, allReady } = await startInstallation(args);
  const apiUrl = `http://127.0.0.1:${installation.apiPort}`;
  // The API takes work as soon as it is there; the workers come to it when they are.
  const [{ isSuccess, apiKey }] = await Promise.all([
    runDemonstration({
      apiUrl,
      operatorApiKey: operatorKeyOf(installation),
      directory,
      applicantsFile: args.applicantsFile ?? join(root, 'local', 'applicants.csv'),
      queueBackend: installation.servers.queue.backend,
      say,
    }),
    allReady,
  ]);
  if (args.isOnce) {
    await supervisor.stopAll(graceMs);
    process.exit(isSuccess ? 0 : 1);
  }
  isStaying = true;
  tellWhereToGo(installation, apiUrl, apiKey);
}

/** Everything up to the moment in which the API takes requests. */
async function startInstallation({ listDirectories }: StartArguments): Promise<Started> {
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
  const installation = { root, directory, servers, secrets, apiPort, lists: listsOf(listDirectories) };
  await migrate(installation, process.env);
  say(`✓ database up to date (${secondsSince(startedAt)})`);

  startedAt = performance.now();
  const { apiReady, allReady } = await startApps(installation, process.env, supervisor, say);
  await apiReady;
  say(`✓ API ready (${secondsSince(startedAt)})`);
  const said = allReady.then((apps) => say(`✓ ${apps.join(', ')} ready (${secondsSince(startedAt)})`));
  return { installation, allReady: said };
}

/** Whoever names directories means all the lists in them. */
function listsOf(directories: readonly string[]): Installation['lists'] {
  if (directories.length === 0) return null;
  const ids = listsInDirectories(directories).map(({ id }) => id);
  if (ids.length === 0) throw new UsageError(`--list-dir: there is no sanctions list in ${directories.join(', ')}.`);
  return { directories, ids };
}

interface Started {
  readonly installation: Installation;
  readonly allReady: Promise<void>;
}

const operatorKeyOf = ({ secrets }: Installation): string =>
  process.env['OPERATOR_API_KEY'] || secrets.OPERATOR_API_KEY;

async function chooseApiPort(): Promise<number> {
  const port = Number(process.env['API_PORT'] || 3_000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('API_PORT must be a port number.');
  if (!(await isPortFree(port))) throw new Error(`Port ${port} is taken. Set API_PORT, or stop what uses it.`);
  return port;
}

function tellWhereToGo(installation: Installation, apiUrl: string, apiKey: string): void {
  say('');
  say(`API documentation  ${apiUrl}/docs   (OpenAPI: ${apiUrl}/openapi.json)`);
  say(`Bull Board         ${apiUrl}/ops/queues   (any user name, the operator key as password)`);
  say(`Metrics            ${apiUrl}/metrics`);
  say(`API key            ${apiKey}`);
  say(`Operator key       ${operatorKeyOf(installation)}`);
  say(`Logs               .local/logs`);
  say('');
  say('Try:');
  say(
    `  curl -s ${apiUrl}/v1/screenings -H "Authorization: Bearer ${apiKey}" -H "Content-Type: application/json" -d '{"name":"Ilmar Varnostra"}'`,
  );
  say('');
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
