import { Client, DatabaseError } from 'pg';

const invalidCatalogName = '3D000';

/** `closed` while the server starts or recovers, `missing` when it is ready but has no such database. */
export async function openDatabase(url: string): Promise<'open' | 'missing' | 'closed'> {
  try {
    await withClient(url, () => Promise.resolve());
    return 'open';
  } catch (error) {
    return error instanceof DatabaseError && error.code === invalidCatalogName ? 'missing' : 'closed';
  }
}

export async function createDatabase(url: string, name: string): Promise<void> {
  await withClient(url, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`));
}

async function withClient(url: string, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A connection that breaks rejects the query that waits for it; the event adds nothing, but unheard it ends us.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end();
  }
}
