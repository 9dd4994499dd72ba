import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { migrate } from '@bonafide/database';
import { Client } from 'pg';

import { projectRoot } from './project-root';
import { testDatabaseServerUrl } from './test-servers';

export interface TestDatabase {
  readonly url: string;
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_302_120;

/** A database of its own with the current schema: a copy of a template, which takes a fraction of a second. */
export async function createTestDatabase(serverUrl: string = testDatabaseServerUrl()): Promise<TestDatabase> {
  return create(serverUrl, (server) => ensureTemplate(server, serverUrl));
}

/** An empty database without any table. */
export async function createEmptyDatabase(serverUrl: string = testDatabaseServerUrl()): Promise<TestDatabase> {
  return create(serverUrl, async () => 'template0');
}

async function create(serverUrl: string, templateOf: (server: Client) => Promise<string>): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, async (server) =>
    server.query(`CREATE DATABASE ${name} TEMPLATE ${await templateOf(server)}`),
  );
  const url = withDatabase(serverUrl, name);
  return {
    url,
    query: <Row extends object>(sql: string, parameters: readonly unknown[] = []) =>
      onServer(url, async (client) => (await client.query<Row>(sql, [...parameters])).rows),
    drop: async () => {
      await onServer(serverUrl, (server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** Made once per version of the migrations; test files that start at the same time take turns. */
async function ensureTemplate(server: Client, serverUrl: string): Promise<string> {
  const template = `bonafide_template_${migrationsHash()}`;
  await server.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      const building = `${template}_building`;
      await server.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`);
      await server.query(`CREATE DATABASE ${building}`);
      await migrate({ DATABASE_URL: withDatabase(serverUrl, building), DATABASE_POOL_SIZE: 2 });
      await server.query(`ALTER DATABASE ${building} RENAME TO ${template}`);
    }
    return template;
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

function migrationsHash(): string {
  const directory = join(projectRoot, 'libs/database/src/migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(directory).sort()) hash.update(readFileSync(join(directory, file)));
  return hash.digest('hex').slice(0, 12);
}

async function onServer<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
