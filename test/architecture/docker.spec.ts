import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { declaredSettings, validateEnvironment } from '@bonafide/configuration';
import { projectRoot } from '@bonafide/testing';
import { parse } from 'yaml';

import { importConfigFiles } from './config-files';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly replicas: number };
  readonly stop_grace_period?: string;
  readonly init?: boolean;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8');

const compose = parse(read('docker-compose.yml'), { merge: true }) as ComposeFile;
const dockerfile = read('Dockerfile');
const services = Object.entries(compose.services);
// A simulator makes answers up, and refuses to run in production.
const apps = readdirSync(join(projectRoot, 'apps')).filter((app) => !app.endsWith('-simulator'));
const workers = apps.filter((app) => app.endsWith('-worker'));
const ours = services.filter(([, { build }]) => build !== undefined);

const lastLine = (instruction: string): string | undefined =>
  dockerfile
    .split('\n')
    .filter((line) => line.startsWith(`${instruction} `))
    .at(-1);

describe('docker-compose.yml', () => {
  it.each(apps)('runs %s: a folder of apps/ is a service of the same name, with APP naming it', (app) => {
    expect(compose.services[app]).toMatchObject({ image: 'bonafide', environment: { APP: app } });
  });

  it('runs no app that there is not', () => {
    const named = services.flatMap(([, { environment }]) => environment?.APP ?? []);
    expect(named.sort()).toEqual([...apps].sort());
  });

  it.each(workers)('runs two of %s', (worker) => {
    expect(compose.services[worker]?.deploy?.replicas).toBe(2);
  });

  it.each(services)('does not run %s as root', (_, { build, user }) => {
    // Our image says it itself; the others would start as root, to change the owner of what they find.
    expect(build === undefined ? user : lastLine('USER')).toMatch(/^(postgres|redis|USER 1000:1000)$/);
  });

  it.each(services)('knows whether %s is well', (name, { build, healthcheck }) => {
    const ofImage = build === undefined ? undefined : lastLine('HEALTHCHECK');
    // What ends by itself has no health; the others wait for its end.
    expect(name === 'migrate' ? healthcheck?.disable : (healthcheck ?? ofImage)).toBeTruthy();
  });

  it.each(services.filter(([, { environment }]) => environment?.APP !== undefined))(
    'starts %s when the servers are healthy and the tables are up to date',
    (_, { depends_on, stop_grace_period, init }) => {
      expect(depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
        migrate: { condition: 'service_completed_successfully' },
      });
      expect({ stop_grace_period, init }).toEqual({ stop_grace_period: '15s', init: true });
    },
  );

  it.each(services)('gives %s every secret that its settings name, and no other', (_, service) => {
    const named = Object.entries(service.environment ?? {}).filter(([name]) => name.endsWith('_FILE'));
    const mounted = [...(service.secrets ?? [])];
    for (const [, path] of named) expect(mounted).toContain(path.replace('/run/secrets/', ''));
    for (const secret of mounted) {
      expect(compose.secrets).toHaveProperty(secret);
      expect(JSON.stringify([service.environment, service.command])).toContain(`/run/secrets/${secret}`);
    }
  });

  it('has no secret in the file itself', () => {
    expect(Object.values(compose.secrets).every(({ file }) => file.startsWith('./secrets/'))).toBe(true);
    const values = services.flatMap(([, { environment }]) => Object.entries(environment ?? {}));
    for (const [name] of values) expect(name).not.toMatch(/(PASSWORD|_URL|KEYS?|PEPPER)$/);
  });

  it('names settings that there are', async () => {
    await importConfigFiles();
    const names = ours
      .flatMap(([, { environment }]) => Object.keys(environment ?? {}))
      .filter((name) => name !== 'APP');
    const known = new Set(declaredSettings());
    expect(names.map((name) => name.replace(/_FILE$/, '')).filter((name) => !known.has(name))).toEqual([]);
  });

  it('keeps what is queued: Redis writes it down and never throws it away', () => {
    const flags = compose.services.redis?.command?.join(' ');
    expect(flags).toContain('--appendonly yes --appendfsync everysec');
    expect(flags).toContain('--maxmemory-policy noeviction');
  });

  it('publishes the API on the loopback address and nothing else', () => {
    expect(services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`))).toEqual([
      'api 127.0.0.1:3000:3000',
    ]);
  });
});

describe('docker/create-secrets.sh', () => {
  let directory: string;
  const create = () =>
    execFileSync('sh', [join(projectRoot, 'docker/create-secrets.sh'), directory], { stdio: 'pipe' });

  beforeAll(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'bonafide-secrets-')), 'secrets');
    create();
  });

  afterAll(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  it('makes every secret that docker-compose.yml reads', () => {
    const wanted = Object.values(compose.secrets).map(({ file }) => file.replace('./secrets/', ''));
    expect(readdirSync(directory)).toEqual(wanted.sort());
  });

  it('lets nobody else into the directory', () => {
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it.each(ours)('makes secrets with which %s starts in production', async (_, { environment = {} }) => {
    await importConfigFiles();
    // What only other services are given.
    const rest = compose.services.api?.environment ?? {};
    const settings = Object.entries({ ...rest, ...environment }).map(([name, value]) => [
      name,
      value.replace('/run/secrets', directory),
    ]);
    expect(() => validateEnvironment(Object.fromEntries(settings) as Record<string, string>)).not.toThrow();
  });

  it.each(apps)(
    'are all that %s asks for when it starts',
    (app) => {
      const settings = Object.entries(compose.services[app]?.environment ?? {}).map(([name, value]) => [
        name,
        value.replace('/run/secrets', directory),
      ]);
      // The settings that a process asks for are those of the code that it imports; another process would have more.
      const program = `require('reflect-metadata');
      require('./dist/apps/${app}/src/${app}.module.js');
      require('./dist/libs/configuration/src/index.js').validateEnvironment();`;
      const env = { PATH: process.env.PATH, ...(Object.fromEntries(settings) as Record<string, string>) };
      execFileSync(process.execPath, ['--eval', program], { cwd: projectRoot, env, stdio: 'pipe' });
    },
    30_000,
  );

  it('gives Postgres and Redis the passwords that the URLs carry', () => {
    const secret = (name: string) => readFileSync(join(directory, name), 'utf8').trim();
    expect(secret('database_url')).toBe(`postgres://bonafide:${secret('postgres_password')}@postgres:5432/bonafide`);
    expect(secret('redis_url')).toBe(`redis://:${secret('redis_conf').replace('requirepass ', '')}@redis:6379`);
  });

  it('never makes new keys where there are some', () => {
    expect(create).toThrow(/is there already/);
  });
});

describe('docker/health-check.mjs', () => {
  let server: Server;
  let status = 200;
  let asked: string | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked = request.url;
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
  });

  const check = (env: Readonly<Record<string, string>>): Promise<number | null> =>
    new Promise((resolve) => {
      spawn(process.execPath, [join(projectRoot, 'docker/health-check.mjs')], { env: { ...env } }).once(
        'exit',
        resolve,
      );
    });
  const port = () => String((server.address() as AddressInfo).port);

  it.each([
    ['api', 'API_PORT'],
    ['dispatcher', 'OPERATIONS_PORT'],
  ])('is content when %s is alive', async (app, setting) => {
    status = 200;
    expect(await check({ APP: app, API_PORT: '1', OPERATIONS_PORT: '1', [setting]: port() })).toBe(0);
    expect(asked).toBe('/livez');
  });

  it('is not when the process answers anything else', async () => {
    status = 503;
    expect(await check({ APP: 'api', API_PORT: port() })).toBe(1);
  });

  it('is not when nobody answers', async () => {
    expect(await check({ APP: 'api', API_PORT: '1' })).toBe(1);
  });
});
