import { setTimeout as sleep } from 'node:timers/promises';

import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import {
  completed,
  type JobProcessor,
  type JobRun,
  OfacScreening,
  type OfacScreeningResult,
  PermanentError,
} from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { DueJobsRepository } from '../dispatch/due-jobs.repository';
import { JobRuntimeModule } from '../job-runtime.module';
import type { QueuedJob } from '../queue/queued-job';
import { JobSubjects } from '../settlement/job-subjects.service';
import { Settlement } from '../settlement/settlement.service';
import { JobSubmitter } from '../submission/job-submitter.service';
import { ClaimsRepository } from './claims.repository';
import { HeldJobs } from './held-jobs';
import { JobExecution } from './job-execution';

const payload = {
  name: 'Ada Butterworth',
  alternativeNames: [],
  countries: [],
  identifications: [],
  addresses: [],
  threshold: 1,
};
const result: OfacScreeningResult = {
  listSetId: 'lst_1',
  listsCheckedAt: new Date('2026-01-01Z'),
  engineVersion: '1',
  configurationHash: 'abc',
  hits: [],
};
type Processor = JobProcessor<typeof OfacScreening>;

describe('the execution of a job', () => {
  let ledger: TestContext;
  const held = new HeldJobs();

  beforeAll(async () => {
    ledger = await openTestContext(JobRuntimeModule);
    ledger.context.get(JobSubjects).register<typeof OfacScreening>({
      job: OfacScreening,
      attemptsEnded: async () => undefined,
      reopened: async () => undefined,
    });
  }, 60_000);

  afterAll(() => ledger.close());

  function executionOf(process: Processor['process'], timeoutMs = 20_000): JobExecution {
    return new JobExecution(
      { ...OfacScreening, timeoutMs },
      'interactive',
      { process },
      {
        claims: new ClaimsRepository(ledger.context.get(Database)),
        settlement: ledger.context.get(Settlement),
        encryption: ledger.context.get(FieldEncryption),
        held,
        leaseMs: 30_000,
      },
    );
  }

  async function queued(count = 1): Promise<QueuedJob[]> {
    await ledger.database.query('TRUNCATE jobs CASCADE');
    const database = ledger.context.get(Database);
    const submission = { organizationId: organizationIds.create(), payload, subjectId: 'scr_1' };
    await database.transaction((tx) =>
      ledger.context.get(JobSubmitter).submitMany(
        tx,
        OfacScreening,
        Array.from({ length: count }, () => submission),
      ),
    );
    return new DueJobsRepository(database).take(OfacScreening, 'interactive', 1_000);
  }

  it('happens once when the queue says the same several times at the same moment', async () => {
    const runs: JobRun<typeof OfacScreening>[] = [];
    const execution = executionOf(async (run) => {
      runs.push(run);
      await sleep(50);
      return completed(result);
    });
    const messages = await queued(3);
    const answers = await Promise.all(
      [...messages, ...messages, ...messages].map((message) => execution.execute(message)),
    );
    expect(runs.map(({ jobId }) => jobId).sort()).toEqual(messages.map(({ jobId }) => jobId).sort());
    expect(answers.filter((answer) => answer !== 'not-ours')).toHaveLength(3);
  });

  it('does not happen for an earlier dispatch that arrives together with the current one', async () => {
    let runs = 0;
    const execution = executionOf(async () => {
      runs += 1;
      return completed(result);
    });
    const [message] = await queued();
    const earlier = { ...message!, dispatchSeq: message!.dispatchSeq - 1 };
    expect(await Promise.all([execution.execute(earlier), execution.execute(message!)])).toEqual([
      'not-ours',
      { state: 'completed', errorCode: null },
    ]);
    expect(runs).toBe(1);
  });

  it('hands the processor what was submitted', async () => {
    const runs: JobRun<typeof OfacScreening>[] = [];
    const [message] = await queued();
    await executionOf(async (run) => {
      runs.push(run);
      return completed(result);
    }).execute(message!);
    expect(runs[0]).toMatchObject({ jobId: message!.jobId, subjectId: 'scr_1', attempt: 1, payload });
  });

  it('leaves a processor behind that does not stop in time', async () => {
    const [message] = await queued();
    let wasAborted = false;
    const execution = executionOf(async ({ signal }) => {
      await sleep(500);
      wasAborted = signal.aborted;
      return completed(result);
    }, 100);
    expect(await execution.execute(message!)).toEqual({ state: 'accepted', errorCode: 'attempt-timed-out' });
    expect(held.count).toBe(0);
    await sleep(600);
    expect(wasAborted).toBe(true);
    const [job] = await ledger.database.query('SELECT state FROM jobs WHERE id = $1', [message!.jobId]);
    expect(job).toEqual({ state: 'accepted' });
  });

  it.each([
    ['a permanent error fails at once', new PermanentError('refused', 'It was refused.'), 'failed', 'refused'],
    [
      'an unknown error is tried again, without its words',
      new Error('Ada Butterworth'),
      'accepted',
      'unexpected-error',
    ],
  ])('%s', async (_, error, state, errorCode) => {
    const [message] = await queued();
    const execution = executionOf(() => Promise.reject(error));
    expect(await execution.execute(message!)).toEqual({ state, errorCode });
    const [job] = await ledger.database.query<{ text: string }>('SELECT jobs::text AS text FROM jobs WHERE id = $1', [
      message!.jobId,
    ]);
    expect(job!.text).not.toContain('Ada');
  });
});
