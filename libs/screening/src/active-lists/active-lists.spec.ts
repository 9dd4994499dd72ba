import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database, Notifications } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { JobRuntimeModule, JobSubmitter } from '@bonafide/job-runtime';
import { Readiness } from '@bonafide/observability';
import { eventually, openTestContext, sandboxListDirectory, type TestContext } from '@bonafide/testing';
import { EventPublisher, WebhooksModule } from '@bonafide/webhooks';

import { OFAC_SDN_SOURCE } from '../lists/ofac/ofac-sources';
import type { ScreeningSubject } from '../matching/screening-subject';
import { ListChecks } from '../publications/list-checks.repository';
import { ListIntake } from '../publications/list-intake.service';
import { ListCoverage } from '../rescreening/list-coverage.service';
import { RescreeningPlans } from '../rescreening/rescreening-plans.service';
import { ListPublications } from '../publications/list-publications.service';
import { ListRefresh } from '../publications/list-refresh.service';
import { PublicationRepository } from '../publications/publication.repository';
import { ActiveLists } from './active-lists.service';
import { ListSets } from './list-sets.repository';
import { PublicationThreads } from './publication-threads.service';

/** Answers each question with which pool it is of; is told by a name to end, or to think until a file is there. */
const THREAD = `
  const { existsSync } = require('node:fs');
  const { parentPort, workerData, threadId } = require('node:worker_threads');
  const [{ files }] = workerData.folders;
  const bytes = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  parentPort.on('message', async ({ subject: { name } }) => {
    if (name === 'end') process.exit(3);
    while (name.startsWith('/') && !existsSync(name)) await new Promise((resolve) => setTimeout(resolve, 10));
    parentPort.postMessage({ kind: 'done', result: { hits: [], threadId, bytes } });
  });
  parentPort.postMessage({ kind: 'ready', description: { engineVersion: '1', configurationHash: 'a' } });`;

interface Answer {
  readonly threadId: number;
  /** How long the list is that it was given from. */
  readonly bytes: number;
}

describe('the lists in use', () => {
  let test: TestContext;
  let directory: string;
  let script: string;
  let lists: ActiveLists | undefined;

  beforeEach(async () => {
    test = await openTestContext(JobRuntimeModule, WebhooksModule);
    directory = mkdtempSync(join(tmpdir(), 'active-lists-'));
    cpSync(sandboxListDirectory, directory, { recursive: true });
    script = join(directory, 'thread.js');
    writeFileSync(script, THREAD);
    Object.assign(process.env, { LIST_DIRS: directory, SCREENING_THREADS: '2' });
  }, 60_000);

  afterEach(async () => {
    await lists?.onApplicationShutdown();
    lists = undefined;
    for (const name of ['LIST_DIRS', 'SCREENING_THREADS']) Reflect.deleteProperty(process.env, name);
    await test.close();
    rmSync(directory, { recursive: true, force: true });
  });

  function processWith(prepares: boolean) {
    const database = test.context.get(Database);
    const notifications = test.context.get(Notifications);
    const repository = new PublicationRepository(database);
    const checks = new ListChecks(database);
    const { context } = test;
    const events = context.get(EventPublisher);
    const coverage = new ListCoverage(new RescreeningPlans(context.get(JobSubmitter)));
    const encryption = context.get(FieldEncryption);
    const intake = new ListIntake(database, repository, checks, events, notifications, coverage, encryption);
    const refresh = new ListRefresh(database, repository, checks, intake);
    const readiness = new Readiness();
    lists = new ActiveLists(
      new ListPublications(repository, intake, refresh),
      new ListSets(database, repository),
      new PublicationThreads(repository),
      notifications,
      { prepares, threadScript: script },
      readiness,
    );
    return { lists, refresh, readiness };
  }

  const ask = (active: ActiveLists, name = 'Wilhelmina Butterworth') =>
    active.use(async ({ listSetId, threads }) => {
      const subject = { name } as ScreeningSubject;
      const answer = await threads.screen(subject, { threshold: 0.8, limit: 1 });
      return { listSetId, ...(answer as unknown as Answer) };
    });
  const lengthen = () => {
    const file = join(directory, 'sdn.csv');
    writeFileSync(file, readFileSync(file, 'latin1').replace('"VARNOSTRA', '"VARNOSTRAAAA'), 'latin1');
  };

  it('answer nobody until there are some, and then without being asked to', async () => {
    const { lists: active, refresh } = processWith(false);
    await active.onModuleInit();
    expect(await ask(active)).toBeNull();
    await refresh.refresh(OFAC_SDN_SOURCE);
    await eventually(async () => (await ask(active)) !== null);
  });

  it('are there when a worker has started, which is not ready before', async () => {
    const { lists: active, readiness } = processWith(true);
    expect((await readiness.report()).ready).toBe(false);
    await active.onModuleInit();
    expect((await readiness.report()).ready).toBe(true);
    expect((await ask(active))?.listSetId).toMatch(/^lst_/);
  });

  it('follow one another without a pause: whoever is being answered still is, by the ones before', async () => {
    const { lists: active, refresh } = processWith(true);
    await active.onModuleInit();
    const before = await ask(active);
    const mayAnswer = join(directory, 'now');
    const slow = ask(active, mayAnswer);
    lengthen();
    await refresh.refresh(OFAC_SDN_SOURCE);
    const after = await eventually(async () => {
      const answer = await ask(active);
      return answer !== null && answer.listSetId !== before?.listSetId && answer;
    });
    expect(after.bytes).toBe((before?.bytes ?? 0) + 3);
    // Nor do still newer ones wait for it.
    lengthen();
    await refresh.refresh(OFAC_SDN_SOURCE);
    await eventually(async () => (await ask(active))?.bytes === after.bytes + 3);
    writeFileSync(mayAnswer, '');
    expect(await slow).toMatchObject({ listSetId: before?.listSetId, bytes: before?.bytes });
  });

  it('are the same set for the same publications, in whatever process', async () => {
    const { lists: first } = processWith(true);
    await first.onModuleInit();
    const { lists: second } = processWith(true);
    await second.onModuleInit();
    expect((await ask(second))?.listSetId).toBe((await ask(first))?.listSetId);
    await first.onApplicationShutdown();
  });

  it.each([
    ['a thread ends', 1],
    ['all threads end', 2],
  ])('have all their threads again after %s', async (_, ended) => {
    const { lists: active } = processWith(true);
    await active.onModuleInit();
    const before = [await ask(active), await ask(active)].map((answer) => answer?.threadId ?? 0);
    const ends = Array.from({ length: ended }, () => ask(active, 'end'));
    for (const end of ends) await expect(end).rejects.toThrow('A screening thread has ended');
    await eventually(async () => {
      const answers = await Promise.all([ask(active), ask(active)]);
      const threads = answers.map((answer) => answer?.threadId ?? 0);
      return threads.every((id) => id > Math.max(...before)) && new Set(threads).size === 2;
    });
  });
});
