import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { answersOk, freePorts, type NodeProgram, stopLeftoverProgram } from '@bonafide/local-servers';
import { type Secrets } from './secrets';
import { type Environment, type Servers } from './servers';

export interface Installation {
  /** The project. */
  readonly root: string;
  /** Keeps logs, data and secrets. */
  readonly directory: string;
  readonly servers: Servers;
  readonly secrets: Secrets;
  readonly apiPort: number;
  /** Which lists to screen against, and where they are; null leaves it to the settings. */
  readonly lists: { readonly directories: readonly string[]; readonly ids: readonly string[] } | null;
}

/** Every app that has been built: a new one takes part without being named here. */
export function listApps(root: string): readonly string[] {
  const apps = join(root, 'dist', 'apps');
  if (!existsSync(apps)) return [];
  return readdirSync(apps)
    .filter((app) => existsSync(mainOf(root, app)))
    .sort();
}

/** The settings that all processes share. What the user has set wins over our defaults, not over our servers. */
export function sharedEnvironment(installation: Installation, environment: Environment): Record<string, string> {
  const { servers, secrets, apiPort, lists } = installation;
  return {
    BONAFIDE_MODE: 'sandbox',
    LOG_LEVEL: 'info',
    // A webhook receiver on this machine is what one tries first; anywhere else these addresses stay forbidden.
    WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
    WEBHOOK_ALLOW_HTTP: 'true',
    ...secrets,
    ...(lists !== null && { SCREENING_LISTS: lists.ids.join(',') }),
    ...withoutEmpty(environment),
    DATABASE_URL: servers.databaseUrl,
    QUEUE_BACKEND: servers.queue.backend,
    ...(servers.queue.redisUrl !== null && { REDIS_URL: servers.queue.redisUrl }),
    ...(lists !== null && { LIST_DIRS: lists.directories.join(',') }),
    API_PORT: String(apiPort),
  };
}

export async function describePrograms(
  installation: Installation,
  environment: Environment,
): Promise<readonly NodeProgram[]> {
  const { root, directory, apiPort } = installation;
  const apps = listApps(root);
  const [simulatorPort = 0, ...ports] = await freePorts(apps.length + 1);
  return apps.map((app, index) => {
    const operationsPort = ports[index] ?? 0;
    // The API answers for its readiness where it listens, the others on a port of their own.
    const readinessPort = app === 'api' ? apiPort : operationsPort;
    return {
      name: app,
      script: mainOf(root, app),
      env: {
        ...simulatedVendors(simulatorPort, apiPort),
        ...sharedEnvironment(installation, environment),
        OPERATIONS_PORT: String(operationsPort),
      },
      cwd: root,
      logFile: logOf(directory, app),
      isReady: () => answersOk(`http://127.0.0.1:${readinessPort}/readyz`),
    };
  });
}

/**
 * Vendors are asked as in earnest, over HTTP and with their webhooks, and the simulator answers; only what IdentityMind cannot be
 * asked is answered by the sandbox vendor.
 */
function simulatedVendors(port: number, apiPort: number): Record<string, string> {
  const notices = `http://identitymind:sandbox-notifications@127.0.0.1:${apiPort}/vendor-webhooks/identitymind`;
  return {
    VENDOR_SIMULATOR_PORT: String(port),
    VENDOR_SIMULATOR_WEBHOOK_URL: notices,
    KYC_VENDORS: 'identitymind,sandbox',
    IDENTITYMIND_URL: `http://127.0.0.1:${port}`,
    IDENTITYMIND_MERCHANT_ID: 'sandbox-merchant',
    IDENTITYMIND_LICENSE_KEY: 'sandbox-license-key',
    IDENTITYMIND_HASH_SALT: 'sandbox-salt',
    IDENTITYMIND_WEBHOOK_CREDENTIALS: 'identitymind:sandbox-notifications',
  };
}

/** Programs that a killed launcher has left would hold the ports that we need. */
export async function stopLeftoverPrograms(root: string, directory: string): Promise<void> {
  const apps = listApps(root);
  await Promise.all(
    apps.map((app) => stopLeftoverProgram({ script: mainOf(root, app), logFile: logOf(directory, app) })),
  );
}

function logOf(directory: string, app: string): string {
  return join(directory, 'logs', `${app}.log`);
}

function mainOf(root: string, app: string): string {
  return join(root, 'dist', 'apps', app, 'src', 'main.js');
}

function withoutEmpty(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}
