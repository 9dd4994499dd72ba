import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePrograms, type Installation, listApps, sharedEnvironment } from './processes';

describe('the processes', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'bonafide-processes-spec-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const build = (...apps: string[]) => {
    for (const app of apps) {
      mkdirSync(join(root, 'dist', 'apps', app, 'src'), { recursive: true });
      writeFileSync(join(root, 'dist', 'apps', app, 'src', 'main.js'), '');
    }
  };

  const anInstallation = (more: Partial<Installation> = {}): Installation => ({
    root,
    directory: join(root, '.local'),
    servers: {
      databaseUrl: 'postgres://ours/bonafide',
      queue: { backend: 'redis', redisUrl: 'redis://ours' },
      own: [],
    },
    secrets: { ENCRYPTION_MASTER_KEYS: 'v1:a', API_KEY_PEPPER: 'b', OPERATOR_API_KEY: 'c' },
    apiPort: 3_000,
    lists: null,
    ...more,
  });

  it('are all apps that have been built, without any being named', async () => {
    expect(listApps(root)).toEqual([]);
    build('kyc-worker', 'api');
    mkdirSync(join(root, 'dist', 'apps', 'half-deleted'));
    const programs = await describePrograms(anInstallation(), {});
    expect(programs.map(({ name, script }) => [name, script])).toEqual(
      ['api', 'kyc-worker'].map((app) => [app, join(root, 'dist', 'apps', app, 'src', 'main.js')]),
    );
  });

  it('each have a port for operations of their own', async () => {
    build('api', 'dispatcher', 'kyc-worker');
    const ports = (await describePrograms(anInstallation(), {})).map(({ env }) => env['OPERATIONS_PORT']);
    expect(new Set(ports).size).toBe(3);
    expect(ports.every((port) => Number(port) > 0)).toBe(true);
  });

  it('know where the simulated vendors answer, unless the user has others', async () => {
    build('kyc-worker', 'vendor-simulator');
    const [worker, simulator] = await describePrograms(anInstallation(), {});
    const port = simulator?.env['VENDOR_SIMULATOR_PORT'];
    expect(Number(port)).toBeGreaterThan(0);
    expect(worker?.env).toMatchObject({
      KYC_VENDORS: 'identitymind,sandbox',
      IDENTITYMIND_URL: `http://127.0.0.1:${port ?? ''}`,
    });
    const [user, password] = (worker?.env['IDENTITYMIND_WEBHOOK_CREDENTIALS'] ?? '').split(':');
    expect(new URL(simulator?.env['VENDOR_SIMULATOR_WEBHOOK_URL'] ?? '')).toMatchObject({
      username: user,
      password,
      port: '3000',
      pathname: '/vendor-webhooks/identitymind',
    });
    const [ownWorker] = await describePrograms(anInstallation(), { IDENTITYMIND_URL: 'https://sandbox.example.com' });
    expect(ownWorker?.env).toMatchObject({ IDENTITYMIND_URL: 'https://sandbox.example.com' });
  });

  it('share the servers, the secrets and the sandbox mode', () => {
    expect(
      sharedEnvironment(anInstallation({ lists: { directories: ['/lists', '/more'], ids: ['a', 'b'] } }), {}),
    ).toEqual({
      BONAFIDE_MODE: 'sandbox',
      LOG_LEVEL: 'info',
      WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
      WEBHOOK_ALLOW_HTTP: 'true',
      ENCRYPTION_MASTER_KEYS: 'v1:a',
      API_KEY_PEPPER: 'b',
      OPERATOR_API_KEY: 'c',
      DATABASE_URL: 'postgres://ours/bonafide',
      QUEUE_BACKEND: 'redis',
      REDIS_URL: 'redis://ours',
      LIST_DIRS: '/lists,/more',
      SCREENING_LISTS: 'a,b',
      API_PORT: '3000',
    });
  });

  it('take the settings of the user before the defaults, but an empty one is none', () => {
    const environment = sharedEnvironment(anInstallation(), { LOG_LEVEL: 'debug', BONAFIDE_MODE: '', KEPT: 'yes' });
    expect(environment).toMatchObject({ LOG_LEVEL: 'debug', BONAFIDE_MODE: 'sandbox', KEPT: 'yes' });
  });

  it('hear of no Redis when the queues live in PostgreSQL', () => {
    const servers = {
      databaseUrl: 'postgres://ours/bonafide',
      queue: { backend: 'postgres', redisUrl: null },
      own: [],
    } as const;
    const environment = sharedEnvironment(anInstallation({ servers }), {});
    expect(environment['QUEUE_BACKEND']).toBe('postgres');
    expect(environment).not.toHaveProperty('REDIS_URL');
  });
});
