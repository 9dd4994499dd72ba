import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database } from '@bonafide/database';
import { openTestContext, sandboxListDirectory, type TestContext } from '@bonafide/testing';

import { ListPublications } from './list-publications.service';
import { PublicationRepository } from './publication.repository';

const files: Record<string, string> = {
  '/SDN.CSV': 'sdn.csv',
  '/ALT.CSV': 'alt.csv',
  '/ADD.CSV': 'add.csv',
  '/SDN_COMMENTS.CSV': 'sdn_comments.csv',
};

/** OFAC's service, or what is wrong with it. */
async function publisher(content: (file: string) => Buffer | null): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    const body = file === undefined ? null : content(file);
    response.writeHead(body === null ? 503 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('which list is used', () => {
  let test: TestContext;

  beforeEach(async () => {
    test = await openTestContext();
  }, 60_000);

  afterEach(async () => {
    await test.close();
    for (const name of ['OFAC_LIST_DIR', 'OFAC_DOWNLOAD', 'OFAC_DOWNLOAD_URL', 'OFAC_FRESH_HOURS'])
      Reflect.deleteProperty(process.env, name);
  });

  /** A worker that starts under these settings, on the database of this test. */
  async function load(settings: Record<string, string>) {
    Object.assign(process.env, { OFAC_DOWNLOAD: 'false', ...settings });
    return new ListPublications(new PublicationRepository(test.context.get(Database))).load();
  }

  it('is the made-up one when there is no other, and it says so', async () => {
    const { publication, entries } = await load({});
    expect(publication.origin).toBe('sandbox');
    expect(entries.length).toBe(30);
  });

  it('is the one in the directory that the settings name, found again by its hash', async () => {
    const directory = copyOfSandboxList();
    const first = await load({ OFAC_LIST_DIR: directory });
    const second = await load({ OFAC_LIST_DIR: directory });
    expect(first.publication.origin).toBe('directory');
    expect(second.publication.id).toBe(first.publication.id);
  });

  it('keeps the very bytes, so that a later start reads the same list without the directory', async () => {
    const directory = copyOfSandboxList();
    const first = await load({ OFAC_LIST_DIR: directory });
    Reflect.deleteProperty(process.env, 'OFAC_LIST_DIR');
    const second = await load({});
    expect(second.publication.id).toBe(first.publication.id);
    expect(second.entries).toEqual(first.entries);
  });

  it.each([
    ['is empty', () => Buffer.alloc(0)],
    ['was cut off', (file: string) => readFileSync(join(sandboxListDirectory, file)).subarray(0, -200)],
    ['has far too few entries', (file: string) => readFileSync(join(sandboxListDirectory, file))],
    ['cannot be had', () => null],
  ])('stays the one in use when what OFAC publishes %s', async (_, content) => {
    const directory = copyOfSandboxList();
    const first = await load({ OFAC_LIST_DIR: directory });
    Reflect.deleteProperty(process.env, 'OFAC_LIST_DIR');
    const server = await publisher(content);
    const { port } = server.address() as AddressInfo;
    const { publication } = await load({
      OFAC_DOWNLOAD: 'true',
      OFAC_DOWNLOAD_URL: `http://127.0.0.1:${port}/`,
      OFAC_FRESH_HOURS: '0',
    });
    expect(publication.id).toBe(first.publication.id);
    server.closeAllConnections();
    server.close();
  });

  it('is none at all when the directory holds an empty file', async () => {
    const directory = copyOfSandboxList();
    writeFileSync(join(directory, 'sdn.csv'), '');
    await expect(load({ OFAC_LIST_DIR: directory })).rejects.toThrow('sdn.csv: the file is empty');
  });
});

describe('in production', () => {
  let test: TestContext;

  beforeAll(async () => {
    test = await openTestContext();
    process.env.BONAFIDE_MODE = 'production';
  }, 60_000);

  afterAll(async () => {
    process.env.BONAFIDE_MODE = 'sandbox';
    Reflect.deleteProperty(process.env, 'OFAC_LIST_DIR');
    await test.close();
  });

  it.each([
    ['no list can be had', {}, 'There is no sanctions list'],
    ['the directory is the made-up list', { OFAC_LIST_DIR: sandboxListDirectory }, 'The made-up list screens nobody'],
    ['a copy of the made-up list is given', { OFAC_LIST_DIR: copyOfSandboxList() }, 'fewer than 5000'],
  ])('nobody is screened when %s', async (_, settings, words) => {
    Reflect.deleteProperty(process.env, 'OFAC_LIST_DIR');
    Object.assign(process.env, { OFAC_DOWNLOAD: 'false', ...settings });
    const publications = new ListPublications(new PublicationRepository(test.context.get(Database)));
    await expect(publications.load()).rejects.toThrow(words);
  });
});

function copyOfSandboxList(): string {
  const directory = mkdtempSync(join(tmpdir(), 'list-'));
  cpSync(sandboxListDirectory, directory, { recursive: true });
  return directory;
}
