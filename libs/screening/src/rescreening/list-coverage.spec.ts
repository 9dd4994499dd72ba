import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { INSTALLATION_ID, type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { jobIds } from '@bonafide/jobs';
import { answerOperations, type Readiness } from '@bonafide/observability';
import { eventually, openTestContext, type TestContext, writeUnList } from '@bonafide/testing';

import { ListSets } from '../active-lists/list-sets.repository';
import { readListFiles } from '../lists/list-files';
import { UN_SOURCE } from '../lists/un/un-source';
import { MonitoredSubjects } from '../monitoring/monitored-subjects.service';
import { ListIntake } from '../publications/list-intake.service';
import type { PublicationSnapshot } from '../publications/publication';
import { PublicationRepository } from '../publications/publication.repository';
import {
  type MonitoredSubjectId,
  type RescreeningId,
  type RescreeningPartId,
  type ScreeningId,
  screeningIds,
} from '../screening-ids';
import { ScreeningModule } from '../screening.module';
import { ScreeningJobSubject } from '../screenings/screening-job-subject.service';
import { Screenings } from '../screenings/screenings.service';
import { LapsedHits } from './lapsed-hits.service';
import { RescreeningHits } from './rescreening-hits.service';
import { type RescreeningRun, RescreeningRuns } from './rescreening-runs.repository';
import { RescreeningSchedule } from './rescreening-schedule.service';

interface Run {
  readonly id: string;
  readonly organization: OrganizationId;
  readonly kind: string;
  readonly trigger: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly subjects: string[] | null;
}

const somebody = (externalId: string | null, isMonitored = true) => ({
  subject: {
    name: 'Wilhelmina Butterworth',
    alternativeNames: [],
    countries: [],
    identifications: [],
    addresses: [],
  },
  threshold: 0.8,
  externalId,
  submitter: { apiKeyId: 'key_test', actor: null },
  isMonitored,
});

describe('between a list that changes and a subject that is new', () => {
  let test: TestContext;
  let organizationId: OrganizationId;
  let first: PublicationSnapshot;
  const get = <T>(type: new (...args: never[]) => T): T => test.context.get(type, { strict: false });

  beforeEach(async () => {
    Object.assign(process.env, {
      SCREENING_LISTS: UN_SOURCE.id,
      LIST_SHRINKAGE_PERCENT: '100',
      RESCREENING_DAYS: '30',
    });
    test = await openTestContext(JobRuntimeModule, ScreeningModule);
    organizationId = organizationIds.create();
    await get(FieldEncryption).prepare(organizationId);
    first = await publish('Orvaldo');
  }, 60_000);

  afterEach(async () => {
    await test.close();
    for (const name of ['SCREENING_LISTS', 'LIST_SHRINKAGE_PERCENT', 'RESCREENING_DAYS']) {
      Reflect.deleteProperty(process.env, name);
    }
  });

  /** A list of this person and nobody else. */
  async function publish(firstName: string): Promise<PublicationSnapshot> {
    const directory = writeUnList([{ id: '100001', firstName, lastName: 'Tinkerfeldt' }]);
    const { publication } = await get(ListIntake).take(UN_SOURCE, readListFiles(directory), 'directory');
    return publication;
  }

  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => get(Database).transaction(work);

  async function monitor(externalId: string, organization = organizationId) {
    const [submitted] = await inTransaction((tx) =>
      get(Screenings).submit(tx, organization, [somebody(externalId)], 'interactive'),
    );
    return submitted as { id: ScreeningId; monitoredSubjectId: MonitoredSubjectId };
  }

  /** The worker has screened it on these publications, and found nobody. */
  async function settle(tx: Transaction, screeningId: ScreeningId, on: PublicationSnapshot): Promise<void> {
    const listSetId = await get(ListSets).of([on]);
    const result = {
      listSetId,
      listsCheckedAt: new Date(),
      engineVersion: '1',
      configurationHash: '1',
      hits: [],
    };
    await get(ScreeningJobSubject).attemptsEnded(tx, [
      { organizationId, subjectId: screeningId, state: 'completed', result, errorCode: null, lane: 'interactive' },
    ]);
  }

  const runs = (): Promise<Run[]> =>
    test.database.query<Run>(
      `SELECT id, organization_id AS organization, kind, trigger, from_publication_id AS "from", to_publication_id AS "to",
              subject_ids AS subjects
       FROM rescreenings ORDER BY number`,
    );

  const waitsForLock = () =>
    eventually(
      async () => {
        const waiting = await test.database.query(
          `SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
        return waiting.length > 0;
      },
      { withinMs: 3_000 },
    );

  it('each organization that monitors somebody gets a run, and nobody else', async () => {
    const other = organizationIds.create();
    await get(FieldEncryption).prepare(other);
    await monitor('a');
    await monitor('b');
    await monitor('a', other);
    const second = await publish('Mirelune');
    const step = { kind: 'delta', trigger: 'activation', from: first.id, to: second.id, subjects: null };
    expect(await runs()).toMatchObject(
      [organizationId, other].sort().map((organization) => ({ ...step, organization })),
    );
    const jobs = await test.database.query<{ subject: string; organization: string }>(
      `SELECT subject_id AS subject, organization_id AS organization FROM jobs WHERE type = 'rescreening-planning'`,
    );
    expect(jobs.map(({ subject }) => subject).sort()).toEqual((await runs()).map(({ id }) => id).sort());
    expect(new Set(jobs.map(({ organization }) => organization))).toEqual(new Set([INSTALLATION_ID]));
  });

  it('no run is left of a publication that was not put to use after all', async () => {
    await monitor('a');
    await publish('Mirelune');
    const before = await runs();
    const activation = inTransaction(async (tx) => {
      await get(ListIntake).activate(tx, first, { actor: 'key_test', note: null });
      expect(await tx.query('SELECT 1 FROM rescreenings')).toHaveLength(before.length + 1);
      throw new Error('Never mind.');
    });
    await expect(activation).rejects.toThrow('Never mind.');
    expect(await runs()).toEqual(before);
    expect(await test.database.query(`SELECT 1 FROM jobs WHERE type = 'rescreening-planning'`)).toHaveLength(1);
    // And what is covered is told by what is in use.
    await inTransaction((tx) => get(ListIntake).activate(tx, first, { actor: 'key_test', note: null }));
    expect((await runs()).at(-1)).toMatchObject({ to: first.id });
  });

  it('a first screening that was made on the lists in use needs no more', async () => {
    const { id } = await monitor('a');
    await inTransaction((tx) => settle(tx, id, first));
    expect(await runs()).toEqual([]);
  });

  it('a first screening that comes too late is followed by a run of its subject alone, against what it has missed', async () => {
    const late = await monitor('late');
    await monitor('other');
    const second = await publish('Mirelune');
    const third = await publish('Jorunnel');
    await inTransaction((tx) => settle(tx, late.id, first));
    expect((await runs()).map(({ trigger, from, to, subjects }) => ({ trigger, from, to, subjects }))).toEqual([
      { trigger: 'activation', from: first.id, to: second.id, subjects: null },
      { trigger: 'activation', from: second.id, to: third.id, subjects: null },
      { trigger: 'late_screening', from: first.id, to: third.id, subjects: [late.monitoredSubjectId] },
    ]);
  });

  it('a first screening that was not made on a list at all is followed by a run against the whole of it', async () => {
    const { id, monitoredSubjectId } = await monitor('a');
    await test.database.query(`UPDATE monitored_lists SET list = 'uk-fcdo'`);
    await inTransaction((tx) => settle(tx, id, first));
    expect(await runs()).toMatchObject([{ from: null, to: first.id, subjects: [monitoredSubjectId] }]);
  });

  it('a screening of nobody who is monitored, or no more, is followed by nothing', async () => {
    const [once] = await inTransaction((tx) =>
      get(Screenings).submit(tx, organizationId, [somebody('once', false)], 'interactive'),
    );
    const ended = await monitor('ended');
    await inTransaction((tx) => get(MonitoredSubjects).end(tx, organizationId, ended.monitoredSubjectId));
    await publish('Mirelune');
    await inTransaction((tx) => settle(tx, once!.id, first));
    await inTransaction((tx) => settle(tx, ended.id, first));
    expect(await runs()).toEqual([]);
  });

  it('a first screening that settles while a publication is being put to use waits, and then knows that it is late', async () => {
    const second = await publish('Mirelune');
    const subject = await monitor('a');
    let putToUse: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => (putToUse = resolve));
    let isHeld: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const activation = inTransaction(async (tx) => {
      await get(ListIntake).activate(tx, first, { actor: 'key_test', note: null });
      isHeld();
      await mayCommit;
    });
    await held;
    const settlement = inTransaction((tx) => settle(tx, subject.id, second));
    await waitsForLock();
    putToUse();
    await Promise.all([activation, settlement]);
    expect((await runs()).map(({ trigger, from, to }) => ({ trigger, from, to }))).toEqual([
      { trigger: 'activation', from: second.id, to: first.id },
      { trigger: 'late_screening', from: second.id, to: first.id },
    ]);
  });

  it('a publication that is put to use while a first screening settles waits, and then plans for its subject', async () => {
    let settled: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => (settled = resolve));
    let isHeld: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const subject = await monitor('a');
    const settlement = inTransaction(async (tx) => {
      await settle(tx, subject.id, first);
      isHeld();
      await mayCommit;
    });
    await held;
    const publication = publish('Mirelune');
    await waitsForLock();
    settled();
    await settlement;
    const { id: to } = await publication;
    expect(await runs()).toMatchObject([{ trigger: 'activation', from: first.id, to, subjects: null }]);
  });

  it('whoever begins while a run draws its number is in it or not, whatever their id', async () => {
    const early = await monitor('early');
    const ended = await monitor('ended');
    const stays = await monitor('stays');
    let begun: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => (begun = resolve));
    let isHeld: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (isHeld = resolve));
    const beginning = inTransaction(async (tx) => {
      const submitted = await get(Screenings).submit(tx, organizationId, [somebody('under way')], 'bulk');
      isHeld();
      await mayCommit;
      return submitted[0]?.monitoredSubjectId;
    });
    await held;
    const drawn = get(RescreeningRuns).drawRevision(organizationId);
    await waitsForLock();
    begun();
    const underWay = await beginning;
    const revision = await drawn;
    // Later, with an id between those that are in the run, as a process makes it whose clock is behind.
    const late = await monitor('late');
    await test.database.query(`UPDATE monitored_subjects SET id = $2 WHERE id = $1`, [
      late.monitoredSubjectId,
      `${early.monitoredSubjectId.slice(0, -1)}z`,
    ]);
    await inTransaction((tx) => get(MonitoredSubjects).end(tx, organizationId, ended.monitoredSubjectId));

    const members = [early, ended, stays].map(({ monitoredSubjectId }) => monitoredSubjectId);
    const run = { organizationId, subjectIds: null, revision };
    const parts = await get(RescreeningRuns).cut(run, revision, 100);
    expect(parts).toEqual([{ firstSubjectId: members[0], lastSubjectId: underWay, subjects: 4 }]);
    const read = await get(RescreeningRuns).subjectsOf({ ...parts[0]!, run } as never, null, 100);
    expect(read.map(({ id, subject }) => [id, subject === null])).toEqual([
      ...members.map((id) => [id, id === ended.monitoredSubjectId]),
      [underWay, false],
    ]);
  });

  it('runs of single subjects wait for those of everybody and of the same subjects, and not for one another', async () => {
    const [one, other] = [await monitor('one'), await monitor('other')];
    const second = await publish('Mirelune');
    const isBehind = async () => {
      const planned = await runs();
      return Promise.all(planned.map(({ id }) => get(RescreeningRuns).isBehindAnother(id as RescreeningId)));
    };
    await inTransaction((tx) => settle(tx, one.id, first));
    await inTransaction((tx) => settle(tx, other.id, first));
    expect(await isBehind()).toEqual([false, true, true]);
    await test.database.query(
      `UPDATE rescreenings SET state = 'cancelled', finished_at = now() WHERE trigger = 'activation'`,
    );
    expect(await isBehind()).toEqual([false, false, false]);
    await publish('Jorunnel');
    expect(await isBehind()).toEqual([false, false, false, true]);
    expect((await runs())[1]).toMatchObject({ to: second.id, subjects: [one.monitoredSubjectId] });
  });

  it('a hit on an entry that an older version of the program had not read is kept, and stays', async () => {
    const { monitoredSubjectId } = await monitor('a');
    const listSetId = await get(ListSets).of([first]);
    await test.database.query('DELETE FROM list_entries');
    const part = {
      id: 'rsp_test' as RescreeningPartId,
      rescreeningId: 'rsc_test' as RescreeningId,
      jobId: jobIds.create(),
      organizationId,
      traceparent: null,
      result: {
        listSetId,
        listsCheckedAt: new Date(),
        engineVersion: '1',
        configurationHash: '1',
        screened: 1,
        ended: 0,
        unscreened: [],
        found: [
          {
            subjectId: monitoredSubjectId,
            screeningId: screeningIds.create(),
            sealedSubject: Buffer.from('sealed'),
            threshold: 0.8,
            listThresholds: {},
            thresholdVersion: null,
            hits: [{ list: UN_SOURCE.id, entryId: 'TLi.100001', score: 1, evidence: {} }],
            truncated: false,
          },
        ],
      },
    };
    const kept = await inTransaction((tx) => get(RescreeningHits).store(tx, [part]));
    expect(kept.get(part.id)).toBe(1);
    const run = { id: part.rescreeningId, organizationId, list: null, subjectIds: null } as RescreeningRun;
    await get(LapsedHits).lapse(run, new AbortController().signal);
    expect(await test.database.query('SELECT lapsed_at FROM screening_hits')).toEqual([{ lapsed_at: null }]);
  });

  it('a run that left somebody out counts until everybody was screened after it', async () => {
    await monitor('a');
    await publish('Mirelune');
    const count = async () => {
      await get(RescreeningSchedule).look();
      const metrics = await answerOperations('/metrics', {} as Readiness);
      return /^bonafide_rescreenings_incomplete (\d+)$/m.exec(metrics?.body ?? '')?.[1];
    };
    await test.database.query(`UPDATE rescreenings SET state = 'incomplete', finished_at = now()`);
    expect(await count()).toBe('1');
    await test.database.query(
      `INSERT INTO rescreenings (id, organization_id, kind, trigger, job_id, state, list_set_id, revision, subjects, subjects_screened,
                                 parts, parts_completed, finished_at)
       VALUES ('rsc_full', $1, 'full', 'request', 'job_1', 'completed', $2, 1, 1, 1, 1, 1, now())`,
      [organizationId, await get(ListSets).of([first])],
    );
    expect(await count()).toBe('0');
  });

  it('a list that is in use again, without having been put to use, is covered whole', async () => {
    await monitor('a');
    await test.database.query('DELETE FROM monitored_lists');
    await get(RescreeningSchedule).look();
    expect(await runs()).toMatchObject([{ trigger: 'activation', from: null, to: first.id }]);
    await get(RescreeningSchedule).look();
    expect(await runs()).toHaveLength(1);
  });

  it('a list that is screened no more is forgotten, so that it begins anew when it comes back', async () => {
    await test.database.query(`UPDATE monitored_lists SET list = 'uk-fcdo'`);
    await get(RescreeningSchedule).look();
    expect(await test.database.query('SELECT list FROM monitored_lists')).toEqual([{ list: UN_SOURCE.id }]);
  });

  it('everybody is screened whole when it is time, once', async () => {
    await monitor('a');
    await get(RescreeningSchedule).look();
    expect(await runs()).toEqual([]);
    await test.database.query(`UPDATE monitored_subjects SET created_at = now() - interval '31 days'`);
    await Promise.all([get(RescreeningSchedule).look(), get(RescreeningSchedule).look()]);
    await get(RescreeningSchedule).look();
    expect(await runs()).toMatchObject([{ kind: 'full', trigger: 'schedule', organization: organizationId }]);
    await test.database.query(
      `UPDATE rescreenings SET state = 'cancelled', finished_at = now(), created_at = now() - interval '31 days'`,
    );
    await get(RescreeningSchedule).look();
    expect(await runs()).toHaveLength(2);
  });

  it('the number of entries that changed is that of the entries that are compared', async () => {
    const second = await publish('Mirelune');
    const publications = get(PublicationRepository);
    expect(await publications.countDifferences(first.id, second.id)).toEqual({ added: 0, changed: 1, removed: 0 });
    expect(await publications.countDifferences(null, second.id)).toEqual({ added: 1, changed: 0, removed: 0 });
    expect(await publications.newOrChanged(first.id, second.id)).toEqual(['TLi.100001']);
    expect(await publications.newOrChanged(first.id, first.id)).toEqual([]);
    expect(await publications.newOrChanged(null, first.id)).toEqual(['TLi.100001']);
  });
});
