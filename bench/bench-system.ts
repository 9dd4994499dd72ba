import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { migrate } from '@bonafide/database';
import {
  answersOk,
  findRedisBinary,
  freePorts,
  type LocalRedis,
  type LocalServer,
  startPostgres,
  startRedis,
  SupervisedProcess,
} from '@bonafide/local-servers';
import { request } from 'undici';

const root = resolve(__dirname, '../..');
const usualApps: readonly string[] = ['api', 'dispatcher', 'ofac-screening-worker', 'webhook-delivery-worker'];
const scopes = [
  'customers:read',
  'customers:write',
  'screenings:read',
  'screenings:write',
  'jobs:read',
  'webhooks:read',
  'webhooks:write',
];

interface BenchOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** In place of the usual ones. */
  readonly apps?: readonly string[];
  /** Beside the usual ones. */
  readonly moreApps?: readonly string[];
}

/** The whole system with one process of each app that it needs, durable servers of its own, and a receiver of webhooks in this process. */
export class BenchSystem {
  /** When the webhook about an object arrived, by the object's id. */
  readonly arrivedAt = new Map<string, number>();

  private constructor(
    readonly postgres: LocalServer,
    readonly redis: LocalRedis,
    private readonly directory: string,
    private readonly receiver: Server,
    private readonly baseUrl: string,
    private readonly operatorKey: string,
    private readonly processes: readonly SupervisedProcess[],
    /** The settings of its processes. */
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start({ env = {}, apps: wanted = usualApps, moreApps = [] }: BenchOptions = {}): Promise<BenchSystem> {
    const apps = [...wanted, ...moreApps];
    const directory = mkdtempSync(join(tmpdir(), 'bonafide-bench-'));
    const binary = findRedisBinary();
    if (binary === null) throw new Error('The benchmark needs a redis-server on the PATH.');
    const [postgres, redis] = await Promise.all([
      startPostgres({ directory: join(directory, 'postgres') }),
      startRedis({ binary, directory: join(directory, 'redis') }),
    ]);
    await migrate({ DATABASE_URL: postgres.url, DATABASE_POOL_SIZE: 2 });
    const ports = await freePorts(apps.length);
    const operatorKey = `bfk_test_${'a'.repeat(16)}_${'b'.repeat(52)}`;
    const environment = {
      PATH: process.env.PATH ?? '',
      NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
      BONAFIDE_MODE: 'sandbox',
      LOG_LEVEL: 'warn',
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      ENCRYPTION_MASTER_KEYS: `sandbox:${randomBytes(32).toString('base64')}`,
      API_KEY_PEPPER: randomBytes(32).toString('base64'),
      OPERATOR_API_KEY: operatorKey,
      WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8',
      WEBHOOK_ALLOW_HTTP: 'true',
      RATE_LIMIT_PER_MINUTE: '10000000',
      LIST_DIRS: process.env.LIST_DIRS ?? join(root, 'libs/screening/sandbox-list'),
      API_PORT: String(ports[0]),
      ...settingsToTry(),
      ...env,
    };
    const processes = apps.map((app, index) => {
      const port = ports[index] ?? 0;
      return new SupervisedProcess({
        name: app,
        script: join(root, 'dist/apps', app, 'src/main.js'),
        cwd: root,
        env: { ...environment, OPERATIONS_PORT: String(port) },
        logFile: join(directory, `${app}.log`),
        isReady: () => answersOk(`http://127.0.0.1:${port}/readyz`),
      });
    });
    await Promise.all(
      processes.map(async (supervised) => {
        await supervised.start();
        await supervised.ready(60_000);
      }),
    );
    const receiver = createServer();
    await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
    const baseUrl = `http://127.0.0.1:${ports[0]}`;
    const system = new BenchSystem(postgres, redis, directory, receiver, baseUrl, operatorKey, processes, environment);
    receiver.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { data } = JSON.parse(body) as { data: { id: string } };
        if (!system.arrivedAt.has(data.id)) system.arrivedAt.set(data.id, performance.now());
        response.end();
      });
    });
    return system;
  }

  /** An organization with a webhook endpoint at this process's receiver. */
  async newOrganization(name: string): Promise<BenchOrganization> {
    const { id } = await post<{ id: string }>(this.baseUrl, this.operatorKey, '/v1/organizations', { name });
    const path = `/v1/organizations/${id}/api-keys`;
    const { apiKey } = await post<{ apiKey: string }>(this.baseUrl, this.operatorKey, path, { name: 'bench', scopes });
    const { port } = this.receiver.address() as AddressInfo;
    await post(this.baseUrl, apiKey, '/v1/webhook-endpoints', { url: `http://127.0.0.1:${port}/webhooks` });
    return new BenchOrganization(id, this.baseUrl, apiKey);
  }

  /** An operator's request. */
  operate<Answer>(path: string, body: object = {}): Promise<Answer> {
    return post<Answer>(this.baseUrl, this.operatorKey, path, body);
  }

  /** Waits until every one of these has been told by webhook. */
  async allArrived(ids: readonly string[], withinMs: number): Promise<void> {
    const giveUpAt = performance.now() + withinMs;
    while (!ids.every((id) => this.arrivedAt.has(id))) {
      if (performance.now() > giveUpAt) throw new Error('Not all webhooks arrived in time.');
      await new Promise((next) => setTimeout(next, 5));
    }
  }

  /** User and system time that each process has used so far; Postgres with all its backends. */
  async processorSeconds(): Promise<{ readonly name: string; readonly cpuSeconds: number }[]> {
    const own = this.processes.map(({ name, pid }) => ({ name, cpuSeconds: cpuSecondsOf(pid ?? 0) }));
    const backends = childrenOf(this.postgres.pid).map(cpuSecondsOf);
    const postgres = backends.reduce((sum, backend) => sum + backend, cpuSecondsOf(this.postgres.pid));
    return [
      ...own,
      { name: 'postgres', cpuSeconds: postgres },
      { name: 'redis', cpuSeconds: cpuSecondsOf(this.redis.pid) },
    ];
  }

  /** The most memory that a process has had resident so far. */
  peakMegabytes(app: string): number {
    const pid = this.processes.find(({ name }) => name === app)?.pid ?? 0;
    const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '';
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024;
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((supervised) => supervised.stop(12_000)));
    this.receiver.closeAllConnections();
    this.receiver.close();
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export class BenchOrganization {
  constructor(
    readonly id: string,
    readonly baseUrl: string,
    readonly apiKey: string,
  ) {}

  createCustomer(customer: object): Promise<{ readonly id: string }> {
    return post(this.baseUrl, this.apiKey, '/v1/customers', customer);
  }

  searchCustomers(search: object): Promise<{ readonly data: readonly object[]; readonly total?: number }> {
    return post(this.baseUrl, this.apiKey, '/v1/customers/search', search);
  }

  async submit(name: string): Promise<string> {
    const { id } = await post<{ id: string }>(this.baseUrl, this.apiKey, '/v1/screenings', { type: 'person', name });
    return id;
  }

  async submitBatch(names: readonly string[]): Promise<string[]> {
    const screenings = names.map((name) => ({ type: 'person', name }));
    const { data } = await post<{ data: { id: string }[] }>(this.baseUrl, this.apiKey, '/v1/screenings/batch', {
      screenings,
    });
    return data.map(({ id }) => id);
  }
}

/** Settings of the job runtime may be tried from the shell: `WORKER_BULK_CONCURRENCY=10 npm run bench -- fairness`. */
function settingsToTry(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      /^(WORKER|DISPATCH)_/.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

/** From /proc, in ticks of 10 ms; of a process that has gone, and on other systems, 0. */
function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function childrenOf(parent: number): number[] {
  if (!existsSync('/proc')) return [];
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => Number(statOf(pid)[1]) === parent);
}

/** The fields of /proc/<pid>/stat from the state on: the name before it may hold anything. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
}

async function post<Answer>(baseUrl: string, apiKey: string, path: string, body: object): Promise<Answer> {
  // Not fetch: the client shares the processors with what is measured, and this one needs the least.
  const response = await request(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
  });
  const text = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Answer;
}
