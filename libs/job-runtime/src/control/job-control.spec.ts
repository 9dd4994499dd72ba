import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import { completed, type JobId, ListRefresh, WebhookDelivery } from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { DueJobsRepository } from '../dispatch/due-jobs.repository';
import { JobRuntimeModule } from '../job-runtime.module';
import { ClaimsRepository } from '../processing/claims.repository';
import { JobSubjects } from '../settlement/job-subjects.service';
import { Settlement } from '../settlement/settlement.service';
import { JobSubmitter } from '../submission/job-submitter.service';
import { JobControl } from './job-control.service';

const organizationId = organizationIds.create();

describe('cancelling many jobs at once', () => {
  let ledger: TestContext;
  let database: Database;
  const told: string[] = [];

  beforeAll(async () => {
    ledger = await openTestContext(JobRuntimeModule);
    database = ledger.context.get(Database);
    for (const job of [WebhookDelivery, ListRefresh]) {
      ledger.context.get(JobSubjects).register<typeof WebhookDelivery | typeof ListRefresh>({
        job,
        attemptsEnded: async (_, attempts) => {
          told.push(...attempts.map(({ jobId, state }) => `${job.type} ${jobId} ${state}`));
        },
        reopened: async () => undefined,
      });
    }
  }, 60_000);

  afterAll(() => ledger.close());

  const submit = (count: number): Promise<JobId[]> =>
    database.transaction((tx) =>
      ledger.context.get(JobSubmitter).submitMany(
        tx,
        WebhookDelivery,
        Array.from({ length: count }, () => ({ organizationId, payload: { deliveryId: 'del_1' }, subjectId: null })),
      ),
    );

  const cancel = (ids: readonly JobId[]) =>
    database.transaction((tx) => ledger.context.get(JobControl).cancelMany(tx, ids));

  const states = async (ids: readonly JobId[]) => {
    const rows = await ledger.database.query<{ id: JobId; state: string; isAsked: boolean }>(
      'SELECT id, state, cancel_requested_at IS NOT NULL AS "isAsked" FROM jobs WHERE id = ANY ($1)',
      [ids],
    );
    return ids.map((id) => {
      const { state, isAsked } = rows.find((row) => row.id === id)!;
      return isAsked ? `${state}, asked to stop` : state;
    });
  };

  it('ends those that wait, tells those that run, and leaves alone those that are settled and those of others', async () => {
    const [settled, running, queued] = [await submit(1), await submit(1), await submit(1)].map((ids) => ids[0]!);
    const due = await new DueJobsRepository(database).take(WebhookDelivery, 'interactive', 3);
    const claims = new ClaimsRepository(database);
    const taken = await claims.claim(
      due.filter(({ jobId }) => jobId !== queued),
      30_000,
    );
    const first = taken.find(({ id }) => id === settled)!;
    const ending = completed({ status: 200, durationMs: 1, responseExcerpt: '' });
    await ledger.context
      .get(Settlement)
      .settle(WebhookDelivery, [{ jobId: first.id, attempt: first.attempt, failedAttempts: 0, ending }]);
    const [accepted, other] = await submit(2);
    const refresh = await database.transaction((tx) =>
      ledger.context
        .get(JobSubmitter)
        .submit(tx, ListRefresh, { organizationId, payload: { list: 'mars' }, subjectId: null }),
    );
    told.splice(0);

    await cancel([settled!, running!, queued!, accepted!, refresh]);
    expect(await states([settled!, running!, queued!, accepted!, refresh, other!])).toEqual([
      'completed',
      'running, asked to stop',
      'cancelled, asked to stop',
      'cancelled, asked to stop',
      'cancelled, asked to stop',
      'accepted',
    ]);
    expect(told.sort()).toEqual(
      [
        `list-refresh ${refresh} cancelled`,
        `webhook-delivery ${queued!} cancelled`,
        `webhook-delivery ${accepted!} cancelled`,
      ].sort(),
    );
  });

  it('cancels each once, however many ask for it at the same time', async () => {
    const ids = await submit(50);
    told.splice(0);
    await Promise.all([cancel(ids), cancel([...ids].reverse()), cancel(ids.slice(20))]);
    expect(told).toHaveLength(50);
    expect(new Set(await states(ids))).toEqual(new Set(['cancelled, asked to stop']));
  });
});
