import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { answersOk, freePorts, SupervisedProcess } from '@bonafide/local-servers';

import { ApiClient } from './api-client';
import { projectRoot, sandboxListDirectory } from './project-root';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testRedisUrl } from './test-servers';

export type AppName =
  | 'api'
  | 'bulk-screening-worker'
  | 'dispatcher'
  | 'kyc-worker'
  | 'list-refresh-worker'
  | 'ofac-screening-worker'
  | 'vendor-simulator'
  | 'webhook-delivery-worker';

/** What most stories need; the list does not change under them. */
const usualApps: readonly AppName[] = ['api', 'dispatcher', 'ofac-screening-worker', 'webhook-delivery-worker'];

export interface StackOptions {
  /** Which processes to start; all but the refresh of lists unless told otherwise. */
  readonly apps?: readonly AppName[];
  readonly env?: Readonly<Record<string, string>>;
  /** The files of lists; the made-up one unless told otherwise. */
  readonly listDirectory?: string;
  /** Null puts the queues on BullMQ's PostgreSQL backend. */
  readonly redisUrl?: string | null;
  /** Where the test's database is made. */
  readonly databaseServerUrl?: string;
}

export interface Organization {
  readonly id: string;
  readonly api: ApiClient;
}

const allScopes = [
  'customers:read',
  'customers:write',
  'customers:decide',
  'customers:decrypt',
  'block-list:read',
  'block-list:write',
  'screenings:read',
  'screenings:write',
  'hits:read',
  'hits:write',
  'hits:decide',
  'settings:read',
  'settings:write',
  'jobs:read',
  'jobs:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
];

/** The whole system: real processes on a database and a queue prefix of their own. */
export class Stack {
  private constructor(
    readonly database: TestDatabase,
    readonly operator: ApiClient,
    readonly environment: Readonly<Record<string, string>>,
    private readonly directory: string,
    private readonly processes: Map<string, SupervisedProcess>,
    private readonly operationsPorts: Map<string, number>,
  ) {}

  static async start(options: StackOptions = {}): Promise<Stack> {
    const { apps = usualApps, env = {}, listDirectory = sandboxListDirectory, redisUrl = testRedisUrl() } = options;
    const database = await createTestDatabase(options.databaseServerUrl);
    const directory = mkdtempSync(join(tmpdir(), 'bonafide-stack-'));
    const [apiPort = 0, simulatorPort = 0] = await freePorts(2);
    const operatorKey = `bfk_test_${randomBase32(16)}_${randomBase32(52)}`;
    const environment = {
      PATH: process.env.PATH ?? '',
      BONAFIDE_MODE: 'sandbox',
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: '6',
      ...(redisUrl === null ? { QUEUE_BACKEND: 'postgres' } : { QUEUE_BACKEND: 'redis', REDIS_URL: redisUrl }),
      QUEUE_PREFIX: `t-${randomBytes(5).toString('hex')}`,
      ENCRYPTION_MASTER_KEYS: `sandbox:${randomBytes(32).toString('base64')}`,
      API_KEY_PEPPER: randomBytes(32).toString('base64'),
      OPERATOR_API_KEY: operatorKey,
      WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
      WEBHOOK_ALLOW_HTTP: 'true',
      LIST_DIRS: listDirectory,
      API_PORT: String(apiPort),
      VENDOR_SIMULATOR_PORT: String(simulatorPort),
      // For those who set KYC_VENDORS to it and start the simulator.
      IDENTITYMIND_URL: `http://127.0.0.1:${simulatorPort}`,
      IDENTITYMIND_MERCHANT_ID: 'sandbox-merchant',
      IDENTITYMIND_LICENSE_KEY: 'sandbox-license-key',
      IDENTITYMIND_HASH_SALT: '54l73D47',
      IDENTITYMIND_WEBHOOK_CREDENTIALS: 'identitymind:sandbox-notifications',
      RECONCILE_INTERVAL_MS: '500',
      ...env,
    };
    const operator = new ApiClient(`http://127.0.0.1:${apiPort}`, operatorKey);
    const stack = new Stack(database, operator, environment, directory, new Map(), new Map());
    await Promise.all(apps.map((app) => stack.startApp(app)));
    return stack;
  }

  /** Starts a process, or another copy of it under a name of its own; `env` is for this process alone. */
  async startApp(
    app: AppName,
    name: string = app,
    env: Readonly<Record<string, string>> = {},
  ): Promise<SupervisedProcess> {
    const script = join(projectRoot, 'dist/apps', app, 'src/main.js');
    if (!existsSync(script))
      throw new Error('The apps are not built. Run the tests with "npm test", which builds them.');
    const [port = 0] = await freePorts(1);
    this.operationsPorts.set(name, app === 'api' ? Number(env.API_PORT ?? this.environment.API_PORT) : port);
    const supervised = new SupervisedProcess({
      name,
      script,
      cwd: projectRoot,
      env: { ...this.environment, ...env, OPERATIONS_PORT: String(port) },
      logFile: join(this.directory, `${name}.log`),
      isReady: () => answersOk(`${this.operationsUrl(name)}/readyz`),
    });
    this.processes.set(name, supervised);
    await supervised.start();
    await supervised.ready(60_000);
    return supervised;
  }

  process(name: string): SupervisedProcess {
    const supervised = this.processes.get(name);
    if (supervised === undefined) throw new Error(`No process "${name}" was started.`);
    return supervised;
  }

  /** Where a process answers `/livez`, `/readyz` and `/metrics`. */
  operationsUrl(name: string): string {
    return `http://127.0.0.1:${this.operationsPorts.get(name) ?? 0}`;
  }

  /** Where the simulated vendors answer, when `vendor-simulator` runs. */
  get simulatorUrl(): string {
    return `http://127.0.0.1:${this.environment.VENDOR_SIMULATOR_PORT ?? ''}`;
  }

  /** All that a process has written, or all processes together. */
  log(name?: string): string {
    const names = name === undefined ? [...this.processes.keys()] : [name];
    return names.map((each) => readFileSync(join(this.directory, `${each}.log`), 'utf8')).join('');
  }

  async newOrganization(name = 'Test organization', scopes: readonly string[] = allScopes): Promise<Organization> {
    const { body: organization } = await this.operator.post<{ id: string }>('/v1/organizations', { name });
    const { body: key } = await this.operator.post<{ apiKey: string }>(
      `/v1/organizations/${organization.id}/api-keys`,
      {
        name: 'test',
        scopes,
      },
    );
    return { id: organization.id, api: this.operator.as(key.apiKey) };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((supervised) => supervised.stop(12_000)));
    await this.database.drop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function randomBase32(length: number): string {
  return [...randomBytes(length)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(byte % 32)).join('');
}
