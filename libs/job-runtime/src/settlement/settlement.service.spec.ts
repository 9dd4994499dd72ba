import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import {
  completed,
  type JobId,
  OfacScreening,
  type OfacScreeningResult,
  TransientError,
  waiting,
} from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { DueJobsRepository } from '../dispatch/due-jobs.repository';
import { JobRuntimeModule } from '../job-runtime.module';
import { type ClaimedJob, ClaimsRepository } from '../processing/claims.repository';
import { JobSubmitter } from '../submission/job-submitter.service';
import type { AttemptEnd } from './attempt-verdict';
import type { EndedAttempt } from './job-subject';
import { JobSubjects } from './job-subjects.service';
import { Settlement } from './settlement.service';

const organizationId = organizationIds.create();
const payload = {
  name: 'Ada Butterworth',
  alternativeNames: [],
  countries: [],
  identifications: [],
  addresses: [],
  threshold: 1,
};
const result = (engineVersion: string): OfacScreeningResult => ({
  listSetId: 'lst_1',
  listsCheckedAt: new Date('2026-01-01Z'),
  engineVersion,
  configurationHash: 'abc',
  hits: [],
});
const lost = () => new TransientError('worker-lost', 'The worker died.');

describe('a settlement', () => {
  let ledger: TestContext;
  let settlement: Settlement;
  let told: EndedAttempt<typeof OfacScreening>[] = [];
  let subjectTrouble: Error | null = null;

  beforeAll(async () => {
    ledger = await openTestContext(JobRuntimeModule);
    settlement = ledger.context.get(Settlement);
    ledger.context.get(JobSubjects).register<typeof OfacScreening>({
      job: OfacScreening,
      attemptsEnded: async (_, attempts) => {
        if (subjectTrouble !== null) throw subjectTrouble;
        told.push(...attempts);
      },
      reopened: async () => undefined,
    });
  }, 60_000);

  beforeEach(async () => {
    await ledger.database.query('TRUNCATE jobs CASCADE');
    told = [];
    subjectTrouble = null;
  });

  afterAll(() => ledger.close());

  /** Submits jobs, unless given ones that are due again, and takes them up as a worker does. */
  async function claimed(count = 1): Promise<ClaimedJob[]> {
    const database = ledger.context.get(Database);
    const submission = { organizationId, payload, subjectId: null };
    await database.transaction((tx) =>
      ledger.context.get(JobSubmitter).submitMany(
        tx,
        OfacScreening,
        Array.from({ length: count }, () => submission),
      ),
    );
    return claimDue();
  }

  async function claimDue(): Promise<ClaimedJob[]> {
    const database = ledger.context.get(Database);
    const queued = await new DueJobsRepository(database).take(OfacScreening, 'interactive', 1_000);
    return new ClaimsRepository(database).claim(queued, 30_000);
  }

  const endOf = (job: ClaimedJob, ending: AttemptEnd['ending']): AttemptEnd => ({
    jobId: job.id,
    attempt: job.attempt,
    failedAttempts: job.failed_attempts,
    ending,
  });

  /** All that the ledger says of a job. */
  async function stored(jobId: JobId) {
    const [job] = await ledger.database.query<{ state: string; error_code: string | null; payload: Buffer | null }>(
      'SELECT * FROM jobs WHERE id = $1',
      [jobId],
    );
    const attempts = await ledger.database.query<{ attempt: number; outcome: string }>(
      'SELECT * FROM job_attempts WHERE job_id = $1 ORDER BY attempt',
      [jobId],
    );
    return { job: job!, attempts };
  }

  it.each([
    ['completed', completed(result('1'))],
    ['cancelled', 'unwanted'],
    ['accepted', new TransientError('down', 'It is down.')],
    ['waiting', waiting(new Date(Date.now() + 3_600_000))],
  ])('of an attempt that has been settled as %s changes nothing', async (state, ending) => {
    const [job] = await claimed();
    if (typeof ending === 'string') {
      await ledger.database.query('UPDATE jobs SET cancel_requested_at = now() WHERE id = $1', [job!.id]);
    }
    const end = endOf(job!, typeof ending === 'string' ? lost() : ending);
    expect(await settlement.settle(OfacScreening, [end])).toEqual([state]);
    const settled = await stored(job!.id);
    expect(told).toMatchObject([{ jobId: job!.id, state, attempt: 1 }]);

    for (const second of [end, endOf(job!, completed(result('2'))), endOf(job!, lost())]) {
      expect(await settlement.settle(OfacScreening, [second])).toEqual([null]);
    }
    expect(await stored(job!.id)).toEqual(settled);
    expect(told).toHaveLength(1);
  });

  it('by several at the same time counts once', async () => {
    const [job] = await claimed();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        settlement.settle(OfacScreening, [endOf(job!, completed(result(String(index))))]),
      ),
    );
    expect(answers.flat().filter((state) => state !== null)).toEqual(['completed']);
    expect(told).toHaveLength(1);
  });

  it('of an attempt that has lost its job counts for nothing, even next to the one that has it now', async () => {
    const [first] = await claimed();
    await settlement.settle(OfacScreening, [endOf(first!, lost())]);
    await ledger.database.query('UPDATE jobs SET run_at = now() WHERE id = $1', [first!.id]);
    const [second] = await claimDue();
    expect(second).toMatchObject({ id: first!.id, attempt: 2, failed_attempts: 1 });
    told = [];

    const late = endOf(first!, completed(result('late')));
    const before = await stored(first!.id);
    expect(await settlement.settle(OfacScreening, [late])).toEqual([null]);
    expect(await stored(first!.id)).toEqual(before);

    const current = endOf(second!, completed(result('current')));
    expect(await settlement.settle(OfacScreening, [current, late])).toEqual(['completed', null]);
    expect(told).toMatchObject([{ attempt: 2, result: { engineVersion: 'current' } }]);
    expect((await stored(first!.id)).attempts).toMatchObject([{ attempt: 1, outcome: 'lost' }]);
  });

  it('of a failure next to a late one keeps its own outcome in the history', async () => {
    const [first] = await claimed();
    await settlement.settle(OfacScreening, [endOf(first!, lost())]);
    await ledger.database.query('UPDATE jobs SET run_at = now() WHERE id = $1', [first!.id]);
    const [second] = await claimDue();
    const ends = [endOf(first!, lost()), endOf(second!, new TransientError('down', 'It is down.'))];
    expect(await settlement.settle(OfacScreening, ends)).toEqual([null, 'accepted']);
    expect((await stored(first!.id)).attempts).toMatchObject([
      { attempt: 1, outcome: 'lost', error_code: 'worker-lost' },
      { attempt: 2, outcome: 'failed', error_code: 'down' },
    ]);
  });

  it('judges each job of a group by its own row', async () => {
    const jobs = await claimed(60);
    await settlement.settle(
      OfacScreening,
      jobs.slice(0, 20).map((job) => endOf(job, completed(result('early')))),
    );
    told = [];
    const answers = await settlement.settle(
      OfacScreening,
      jobs.map((job, index) => endOf(job, index % 2 === 0 ? completed(result('1')) : new TransientError('down', ''))),
    );
    expect(answers).toEqual(jobs.map((_, index) => (index < 20 ? null : index % 2 === 0 ? 'completed' : 'accepted')));
    expect(told.map(({ jobId }) => jobId).sort()).toEqual(
      jobs
        .slice(20)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('is undone as a whole when the subject cannot be written', async () => {
    const [job] = await claimed();
    const before = await stored(job!.id);
    subjectTrouble = new Error('no room');
    await expect(settlement.settle(OfacScreening, [endOf(job!, lost())])).rejects.toThrow('no room');
    expect(await stored(job!.id)).toEqual(before);
    subjectTrouble = null;
    expect(await settlement.settle(OfacScreening, [endOf(job!, completed(result('1')))])).toEqual(['completed']);
  });

  it('submits what is to follow, once', async () => {
    const [job] = await claimed();
    const subjectId = `follows ${job!.id}`;
    const end = endOf(job!, completed(result('1')).thenSubmit(OfacScreening, payload, subjectId));
    await settlement.settle(OfacScreening, [end]);
    await settlement.settle(OfacScreening, [end]);
    const followUps = await ledger.database.query('SELECT state FROM jobs WHERE subject_id = $1', [subjectId]);
    expect(followUps).toEqual([{ state: 'accepted' }]);
  });

  it('of a job that somebody asked to cancel ends it, unless it has completed by then', async () => {
    const jobs = await claimed(3);
    await ledger.database.query('UPDATE jobs SET cancel_requested_at = now() WHERE id = ANY ($1)', [
      jobs.map(({ id }) => id),
    ]);
    const endings = [completed(result('1')), lost(), waiting(new Date(Date.now() + 60_000))];
    const answers = await settlement.settle(
      OfacScreening,
      jobs.map((job, index) => endOf(job, endings[index]!)),
    );
    expect(answers).toEqual(['completed', 'cancelled', 'cancelled']);
    expect((await stored(jobs[1]!.id)).job.error_code).toBe('cancelled-by-request');
  });

  it('erases the payload of a completed job, and of no other', async () => {
    const [done, failed] = await claimed(2);
    await settlement.settle(OfacScreening, [endOf(done!, completed(result('1'))), endOf(failed!, lost())]);
    expect((await stored(done!.id)).job.payload).toBeNull();
    expect((await stored(failed!.id)).job.payload).not.toBeNull();
  });
});
