import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import { jobIds, OfacScreening } from '@bonafide/jobs';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { JobReader } from './control/job-reader.service';
import { DueJobsRepository } from './dispatch/due-jobs.repository';
import { ClaimsRepository } from './processing/claims.repository';
import { SettlementRepository, type Verdict } from './settlement/settlement.repository';

const organizationId = organizationIds.create();
/** As many as the groups of the workers hold at most. */
const messages = Array.from({ length: 100 }, () => ({ jobId: jobIds.create(), dispatchSeq: 1 }));
const verdicts = messages.map(({ jobId }): Verdict => ({
  jobId,
  attempt: 1,
  state: 'completed',
  countsAsFailure: false,
  delayMs: null,
  errorCode: null,
  errorMessage: null,
  outcome: 'completed',
}));

describe('the statements of the hot paths, on a ledger of many jobs', () => {
  let ledger: TestContext;

  beforeAll(async () => {
    ledger = await openTestContext();
    // What a busy installation has: most is done, some is accepted, a little is under way.
    await ledger.database.query(
      `INSERT INTO jobs (id, organization_id, type, lane, state, payload, run_at, dispatch_seq, attempt)
       SELECT 'job_' || lpad(n::text, 26, '0'), 'org_' || n % 50, CASE n % 3 WHEN 0 THEN 'webhook-delivery' ELSE 'ofac-screening' END,
              n % 2, CASE WHEN n % 100 < 2 THEN 'queued' WHEN n % 100 < 3 THEN 'running' WHEN n % 100 < 13 THEN 'accepted'
                          ELSE 'completed' END,
              decode(repeat('ab', 300), 'hex'), now() - n * interval '1 second', 1, 1
       FROM generate_series(1, 20000) AS n`,
    );
    await ledger.database.query('VACUUM ANALYZE jobs');
  }, 60_000);

  afterAll(() => ledger.close());

  it.each<[string, (on: Statements) => Promise<unknown>]>([
    ['dispatch', ({ database }) => new DueJobsRepository(database).take(OfacScreening, 'bulk', 256)],
    ['giving back', ({ database }) => new DueJobsRepository(database).giveBack(messages)],
    ['a claim', ({ database }) => new ClaimsRepository(database).claim(messages.slice(0, 1), 30_000)],
    ['a group of claims', ({ database }) => new ClaimsRepository(database).claim(messages, 30_000)],
    [
      'the renewal of leases',
      ({ database }) => new ClaimsRepository(database).renewLeases([{ id: messages[0]!.jobId, attempt: 1 }], 30_000),
    ],
    ['a settlement', ({ tx }) => new SettlementRepository().settle(tx, verdicts.slice(0, 1))],
    ['a group of settlements', ({ tx }) => new SettlementRepository().settle(tx, verdicts)],
    ['reading a job', ({ database }) => new JobReader(database).find(organizationId, messages[0]!.jobId)],
    ['listing jobs', ({ database }) => new JobReader(database).list({ organizationId, limit: 25 })],
  ])('%s reads no more of it than it needs', async (_, run) => {
    const statements = new Statements((sql) => (sql.includes('AS mine') ? [{ mine: true }] : []));
    await run(statements);
    for (const plans of [statements.seen.map(planOf), statements.seen.map(planForAll)]) {
      const lines = (await Promise.all(plans)).join('\n');
      expect(lines).toMatch(/Index (Only )?Scan( Backward)? using jobs_|Bitmap Index Scan on jobs_/);
      expect(lines).not.toMatch(/Seq Scan on jobs/);
    }
  });

  it('are looked at by this test as they are: one that reads everything is found out', async () => {
    const plan = await planOf({ sql: 'SELECT count(*) FROM jobs WHERE error_code = $1', parameters: ['x'] });
    expect(plan).toContain('Seq Scan on jobs');
  });

  /** For these parameters, by Postgres as it comes. */
  const planOf = async ({ sql, parameters }: Statement) =>
    textOf(await ledger.database.query<PlanLine>(`EXPLAIN ${sql}`, parameters));

  /** For whatever parameters, as a prepared statement has it, on a connection of our own pool. */
  const planForAll = async ({ sql }: Statement) =>
    textOf(await ledger.context.get(Database).query<PlanLine>(`EXPLAIN (GENERIC_PLAN) ${sql}`));
});

interface PlanLine {
  readonly 'QUERY PLAN': string;
}

const textOf = (lines: readonly PlanLine[]): string => lines.map((line) => line['QUERY PLAN']).join('\n');
