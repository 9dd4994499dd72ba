import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database, Notifications } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { JobRuntimeModule, JobSubmitter } from '@bonafide/job-runtime';
import { openTestContext, sandboxListDirectory, type TestContext, writeUnList } from '@bonafide/testing';
import { EventPublisher, WebhooksModule } from '@bonafide/webhooks';

import { OFAC_SDN_SOURCE } from '../lists/ofac/ofac-sources';
import { readListFiles } from '../lists/list-files';
import { filesOfList } from '../lists/read-list-directory';
import { ListChecks } from './list-checks.repository';
import { ListIntake } from './list-intake.service';
import { ListCoverage } from '../rescreening/list-coverage.service';
import { RescreeningPlans } from '../rescreening/rescreening-plans.service';
import { ListPublications } from './list-publications.service';
import { ListRefresh } from './list-refresh.service';
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

const settingNames = [
  'LIST_DIRS',
  'SCREENING_LISTS',
  'LIST_DOWNLOAD',
  'OFAC_DOWNLOAD_URL',
  'LIST_FRESH_HOURS',
  'LIST_ACTIVATION',
  'LIST_SHRINKAGE_PERCENT',
];

/** The services as a process has them that starts under the settings of this moment. */
function startedOn({ context }: TestContext) {
  const database = context.get(Database);
  const publications = new PublicationRepository(database);
  const checks = new ListChecks(database);
  const events = context.get(EventPublisher);
  const notifications = context.get(Notifications);
  const coverage = new ListCoverage(new RescreeningPlans(context.get(JobSubmitter)));
  const encryption = context.get(FieldEncryption);
  const intake = new ListIntake(database, publications, checks, events, notifications, coverage, encryption);
  const refresh = new ListRefresh(database, publications, checks, intake);
  return {
    database,
    publications,
    checks,
    intake,
    refresh,
    lists: new ListPublications(publications, intake, refresh),
  };
}

describe('which list is used', () => {
  let test: TestContext;

  beforeEach(async () => {
    test = await openTestContext(JobRuntimeModule, WebhooksModule);
  }, 60_000);

  afterEach(async () => {
    await test.close();
    for (const name of settingNames) Reflect.deleteProperty(process.env, name);
  });

  /** What a worker has that starts under these settings, on the database of this test. */
  async function inUse(settings: Record<string, string>) {
    Object.assign(process.env, { LIST_DOWNLOAD: 'false', ...settings });
    const { lists } = startedOn(test);
    await lists.prepare();
    return lists.inUse();
  }
  async function load(settings: Record<string, string>) {
    const [publication] = (await inUse(settings)).publications;
    if (publication === undefined) throw new Error('There is no publication in use.');
    return publication;
  }

  it('is the made-up one when there is no other, and it says so', async () => {
    expect(await load({})).toMatchObject({ origin: 'sandbox', entries: 30 });
  });

  it('is the one in the directory that the settings name, found again by its hash', async () => {
    const directory = copyOfSandboxList();
    const first = await load({ LIST_DIRS: directory });
    const second = await load({ LIST_DIRS: directory });
    expect(first.origin).toBe('directory');
    expect(second.id).toBe(first.id);
  });

  it('keeps the very bytes, so that a later start reads the same list without the directory', async () => {
    const directory = copyOfSandboxList();
    const first = await load({ LIST_DIRS: directory });
    Reflect.deleteProperty(process.env, 'LIST_DIRS');
    const second = await load({});
    expect(second.id).toBe(first.id);
    expect(await startedOn(test).publications.files(second.id)).toEqual(
      filesOfList(OFAC_SDN_SOURCE, readListFiles(directory)),
    );
  });

  it.each([
    ['is empty', () => Buffer.alloc(0)],
    ['was cut off', (file: string) => readFileSync(join(sandboxListDirectory, file)).subarray(0, -200)],
    ['has far too few entries', (file: string) => readFileSync(join(sandboxListDirectory, file))],
    ['cannot be had', () => null],
  ])('stays the one in use when what OFAC publishes %s', async (_, content) => {
    const directory = copyOfSandboxList();
    const first = await load({ LIST_DIRS: directory });
    Reflect.deleteProperty(process.env, 'LIST_DIRS');
    const server = await publisher(content);
    const { port } = server.address() as AddressInfo;
    const publication = await load({
      LIST_DOWNLOAD: 'true',
      OFAC_DOWNLOAD_URL: `http://127.0.0.1:${port}/`,
      LIST_FRESH_HOURS: '0',
    });
    expect(publication.id).toBe(first.id);
    server.closeAllConnections();
    server.close();
  });

  it('is one of each list that the settings name, wherever in the directories it is', async () => {
    const [sdn, un] = [copyOfSandboxList(), unList()];
    const settings = { LIST_DIRS: `${sdn},${un}`, SCREENING_LISTS: 'un-security-council,us-ofac-sdn' };
    const { publications, missing } = await inUse(settings);
    expect(publications.map(({ list, origin }) => [list, origin])).toEqual([
      ['us-ofac-sdn', 'directory'],
      ['un-security-council', 'directory'],
    ]);
    expect(missing).toEqual([]);
  });

  it.each([
    ['is in no directory', [], 'the list un-security-council is not there'],
    ['is in two', [unList(), unList()], 'which of the two counts?'],
  ])('is none at all when one of several %s', async (_, more, words) => {
    const settings = {
      LIST_DIRS: [copyOfSandboxList(), ...more].join(','),
      SCREENING_LISTS: 'us-ofac-sdn,un-security-council',
    };
    await expect(inUse(settings)).rejects.toThrow(words);
    expect((await startedOn(test).lists.inUse()).missing).toEqual(['un-security-council']);
  });

  it('is none at all when the directory holds an empty file', async () => {
    const directory = copyOfSandboxList();
    writeFileSync(join(directory, 'sdn.csv'), '');
    await expect(load({ LIST_DIRS: directory })).rejects.toThrow('sdn.csv: the file is empty');
  });
});

describe('in production', () => {
  let test: TestContext;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, WebhooksModule);
    process.env.BONAFIDE_MODE = 'production';
  }, 60_000);

  afterAll(async () => {
    process.env.BONAFIDE_MODE = 'sandbox';
    Reflect.deleteProperty(process.env, 'LIST_DIRS');
    await test.close();
  });

  /** A list of one's own, from a directory: production must not find it in use. */
  async function usedInSandbox(): Promise<void> {
    process.env.BONAFIDE_MODE = 'sandbox';
    const files = filesOfList(OFAC_SDN_SOURCE, readListFiles(copyOfSandboxList()));
    await startedOn(test).intake.take(
      OFAC_SDN_SOURCE,
      new Map(files).set('alt.csv', Buffer.from('\u001a')),
      'directory',
    );
    process.env.BONAFIDE_MODE = 'production';
  }

  it.each([
    ['no list can be had', {}, 'There is no publication of the list us-ofac-sdn'],
    ['the directory is the made-up list', { LIST_DIRS: sandboxListDirectory }, 'The made-up list screens nobody'],
    ['a copy of the made-up list is given', { LIST_DIRS: copyOfSandboxList() }, 'fewer than 5000'],
    ['a short list was in use in the sandbox', {}, 'There is no publication of the list us-ofac-sdn'],
  ])('nobody is screened when %s', async (when, settings, words) => {
    Reflect.deleteProperty(process.env, 'LIST_DIRS');
    Object.assign(process.env, { LIST_DOWNLOAD: 'false', ...settings });
    if (when.includes('in the sandbox')) await usedInSandbox();
    await expect(startedOn(test).lists.prepare()).rejects.toThrow(words);
  });
});

describe('what a publisher gives', () => {
  let test: TestContext;

  beforeEach(async () => {
    test = await openTestContext(JobRuntimeModule, WebhooksModule);
    await test.database.query(`INSERT INTO organizations (id, name) VALUES ('org_1', 'Acme')`);
    await test.database.query(
      `INSERT INTO webhook_endpoints (id, organization_id, url, event_types, secret)
       VALUES ('whe_1', 'org_1', 'https://example.com', '{list.*}', '\\x01')`,
    );
  }, 60_000);

  afterEach(async () => {
    await test.close();
    for (const name of settingNames) Reflect.deleteProperty(process.env, name);
  });

  /** The made-up list without its last entries, and with the name of one changed. */
  function shorter(by: number, from: (text: string) => string = (text) => text): ReadonlyMap<string, Buffer> {
    const files = new Map(filesOfList(OFAC_SDN_SOURCE, readListFiles(sandboxListDirectory)));
    const rows = (files.get('sdn.csv')?.toString('latin1') ?? '').split('\r\n');
    const end = rows.findIndex((row) => row.startsWith('\u001a'));
    const kept = [...rows.slice(0, end - by), '\u001a'].join('\r\n');
    return files.set('sdn.csv', Buffer.from(from(kept), 'latin1'));
  }

  const take = (files: ReadonlyMap<string, Buffer>) => startedOn(test).intake.take(OFAC_SDN_SOURCE, files, 'directory');
  const events = async () =>
    (await test.database.query<{ type: string }>('SELECT type FROM events ORDER BY id')).map(({ type }) => type);

  it('is put to use, told to whoever listens, and kept with what it held', async () => {
    const { outcome, publication } = await take(shorter(0));
    expect(outcome).toBe('activated');
    expect(publication).toMatchObject({ state: 'active', entries: 30, activatedBy: null });
    expect(publication.counts).toMatchObject({ persons: 13, vessels: 4 });
    expect(publication.notUnderstood[0]?.label).toBe('Keeper of the Sandbox Seal');
    expect(await events()).toEqual(['list.updated']);
  });

  it('is no news when it is the same again', async () => {
    const first = await take(shorter(0));
    const again = await take(shorter(0));
    expect(again).toMatchObject({ outcome: 'unchanged', publication: { id: first.publication.id } });
    expect(await events()).toEqual(['list.updated']);
  });

  it('follows the one before it, and the differences can be told', async () => {
    const first = await take(shorter(1));
    const second = await take(shorter(0, (text) => text.replace('"VARNOSTRA', '"VARNOSTRAA')));
    expect(second.outcome).toBe('activated');
    const { publications } = startedOn(test);
    expect((await publications.find(first.publication.id))?.state).toBe('superseded');
    const differences = await publications.differences(first.publication.id, second.publication.id, undefined, 10);
    expect(differences.map(({ change }) => change).sort()).toEqual(['added', 'changed']);
    const [back] = await publications.differences(second.publication.id, first.publication.id, undefined, 1);
    expect(back).toMatchObject({ change: 'changed', entryId: '900001' });
  });

  it.each<[string, string, () => ReadonlyMap<string, Buffer>]>([
    ['it is empty', 'unreadable', () => new Map(shorter(0)).set('sdn.csv', Buffer.alloc(0))],
    ['it is cut off', 'unreadable', () => new Map(shorter(0)).set('alt.csv', Buffer.from('900001,1,"aka","X"'))],
    ['it is something else', 'not-a-list', () => new Map([['page.csv', Buffer.from('<html>')]])],
  ])('is rejected when %s: kept as evidence, told once, and nothing else changes', async (_, code, files) => {
    const first = await take(shorter(0));
    for (const attempt of [1, 2]) {
      const { outcome, publication } = await take(files());
      expect({ attempt, outcome }).toEqual({ attempt, outcome: 'rejected' });
      expect(publication).toMatchObject({ state: 'rejected', rejectionCode: expect.stringMatching(code) as string });
    }
    const { publications, checks, lists } = startedOn(test);
    expect((await publications.active('us-ofac-sdn', true))?.id).toBe(first.publication.id);
    expect(await checks.of('us-ofac-sdn')).toMatchObject({ outcome: 'rejected' });
    expect(await events()).toEqual(['list.updated', 'list.rejected']);
    await lists.prepare();
    expect((await lists.inUse()).publications.map(({ id }) => id)).toEqual([first.publication.id]);
  });

  it('that a person has put to use stays so until there is something that nobody has seen', async () => {
    const first = await take(shorter(0));
    const second = await take(shorter(1));
    const { intake, database, publications } = startedOn(test);
    await database.transaction((tx) => intake.activate(tx, first.publication, { actor: 'key_1', note: 'Wrong list.' }));
    expect((await take(shorter(1))).outcome).toBe('unchanged');
    expect(await publications.find(second.publication.id)).toMatchObject({ state: 'superseded' });
    expect(await publications.find(first.publication.id)).toMatchObject({ state: 'active', activatedBy: 'key_1' });
    expect((await take(shorter(2))).outcome).toBe('activated');
  });

  it('that was rejected leaves no validators behind by which the list in use would pass for current', async () => {
    const validators = (etag: string) => ({ 'sdn.csv': { etag } });
    const { intake, checks } = startedOn(test);
    const takeWith = (files: ReadonlyMap<string, Buffer>, etag: string) =>
      intake.take(OFAC_SDN_SOURCE, files, 'directory', validators(etag));
    await takeWith(shorter(0), 'whole');
    await takeWith(new Map(shorter(0)).set('sdn.csv', Buffer.alloc(0)), 'empty');
    expect((await checks.of('us-ofac-sdn'))?.validators).toEqual(validators('whole'));
    const { publication } = await takeWith(shorter(1), 'shorter');
    expect((await checks.of('us-ofac-sdn'))?.validators).toEqual(validators('shorter'));
    const { database } = startedOn(test);
    await database.transaction((tx) => intake.activate(tx, publication, { actor: 'key_1', note: 'This one.' }));
    expect((await checks.of('us-ofac-sdn'))?.validators).toEqual({});
  });

  it('that was rejected keeps the reason when a person puts it to use all the same', async () => {
    const { database, intake, publications } = startedOn(test);
    const rejected = await intake.take(OFAC_SDN_SOURCE, shorter(0), 'download');
    expect(rejected.outcome).toBe('rejected');
    await database.transaction((tx) => intake.activate(tx, rejected.publication, { actor: 'key_1', note: 'I know.' }));
    expect(await publications.find(rejected.publication.id)).toMatchObject({
      state: 'active',
      rejectionCode: 'too-few-entries',
      activatedBy: 'key_1',
      activationNote: 'I know.',
    });
  });

  it('that never answered is not said to have answered', async () => {
    const { database, checks } = startedOn(test);
    await database.transaction((tx) => checks.record(tx, 'us-ofac-sdn', 'unreachable'));
    expect(await checks.of('us-ofac-sdn')).toMatchObject({ outcome: 'unreachable', checkedAt: null });
  });

  it('is not asked for where downloads are switched off, also by hand', async () => {
    process.env.LIST_DOWNLOAD = 'false';
    await expect(startedOn(test).refresh.refresh(OFAC_SDN_SOURCE)).rejects.toThrow('LIST_DOWNLOAD=false');
  });

  it('is taken in once by many that come at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => take(shorter(0))));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['activated', 'unchanged', 'unchanged', 'unchanged']);
    expect(new Set(answers.map(({ publication }) => publication.id)).size).toBe(1);
    expect(await events()).toEqual(['list.updated']);
  });
});

function copyOfSandboxList(): string {
  const directory = mkdtempSync(join(tmpdir(), 'list-'));
  cpSync(sandboxListDirectory, directory, { recursive: true });
  return directory;
}

function unList(): string {
  return writeUnList([{ id: '900', firstName: 'Ondrel', lastName: 'Vaskimo' }]);
}
