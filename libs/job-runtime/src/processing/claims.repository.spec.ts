import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import { type JobId, jobIds, OfacScreening } from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { DueJobsRepository } from '../dispatch/due-jobs.repository';
import { ClaimsRepository } from './claims.repository';

const LEASE_MS = 30_000;

describe('a claim', () => {
  let ledger: TestContext;
  let claims: ClaimsRepository;

  beforeAll(async () => {
    ledger = await openTestContext();
    claims = new ClaimsRepository(ledger.context.get(Database));
  }, 60_000);

  afterAll(() => ledger.close());

  async function queued(): Promise<{ jobId: JobId; dispatchSeq: number }> {
    await ledger.database.query(
      `INSERT INTO jobs (id, organization_id, type, lane, state, run_at) VALUES ($1, $2, 'ofac-screening', 0, 'accepted', now())`,
      [jobIds.create(), organizationIds.create()],
    );
    const [message] = await new DueJobsRepository(ledger.context.get(Database)).take(
      OfacScreening,
      'interactive',
      1_000,
    );
    return message!;
  }

  const set = (change: string, { jobId }: { jobId: JobId }) =>
    ledger.database.query(`UPDATE jobs SET ${change} WHERE id = $1`, [jobId]);

  it('is given to one of all that ask for the same dispatch at the same time', async () => {
    const message = await queued();
    const answers = await Promise.all(Array.from({ length: 20 }, () => claims.claim([message], LEASE_MS)));
    expect(answers.flat()).toMatchObject([{ id: message.jobId, attempt: 1 }]);
  });

  it('is given once when a group asks twice', async () => {
    const message = await queued();
    expect(await claims.claim([message, message], LEASE_MS)).toHaveLength(1);
  });

  it.each([
    ['has been dispatched again since', 'dispatch_seq = dispatch_seq + 1'],
    ['was cancelled', `state = 'cancelled'`],
    ['was given back', `state = 'accepted'`],
    ['is running', `state = 'running'`],
    ['is completed', `state = 'completed'`],
  ])('is not given for a job that %s', async (_, change) => {
    const message = await queued();
    await set(change, message);
    expect(await claims.claim([message], LEASE_MS)).toEqual([]);
  });

  it('is renewed for as long as it is held, and tells of a wish to cancel', async () => {
    const message = await queued();
    const [job] = await claims.claim([message], 1_000);
    const held = { id: job!.id, attempt: job!.attempt };
    expect(await claims.renewLeases([held], LEASE_MS)).toEqual([{ ...held, cancel_requested: false }]);
    const [row] = await ledger.database.query<{ lease_until: Date }>('SELECT lease_until FROM jobs WHERE id = $1', [
      held.id,
    ]);
    expect(row!.lease_until.getTime()).toBeGreaterThan(Date.now() + LEASE_MS - 5_000);

    await set('cancel_requested_at = now()', message);
    expect(await claims.renewLeases([held], LEASE_MS)).toEqual([{ ...held, cancel_requested: true }]);
    await set('attempt = attempt + 1', message);
    expect(await claims.renewLeases([held], LEASE_MS)).toEqual([]);
  });
});
