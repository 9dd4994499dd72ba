import { Database } from '@bonafide/database';
import { type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { type JobId, jobIds, type Lane, lanes, OfacScreening } from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { ClaimsRepository } from '../processing/claims.repository';
import { DueJobsRepository } from './due-jobs.repository';

describe('the dispatch of due jobs', () => {
  let ledger: TestContext;
  let dueJobs: DueJobsRepository;
  const [acme, zenith] = [organizationIds.create(), organizationIds.create()];

  beforeAll(async () => {
    ledger = await openTestContext();
    dueJobs = new DueJobsRepository(ledger.context.get(Database));
  }, 60_000);

  beforeEach(() => ledger.database.query('TRUNCATE jobs CASCADE'));
  afterAll(() => ledger.close());

  async function accepted(
    count: number,
    organizationId: OrganizationId,
    { lane = 'bulk', state = 'accepted', inSeconds = 0 }: { lane?: Lane; state?: string; inSeconds?: number } = {},
  ): Promise<JobId[]> {
    const ids = Array.from({ length: count }, () => jobIds.create());
    await ledger.database.query(
      `INSERT INTO jobs (id, organization_id, type, lane, state, run_at)
       SELECT id, $2, 'ofac-screening', $3, $4, now() + $5 * interval '1 second' FROM unnest($1::text[]) AS job (id)`,
      [ids, organizationId, lanes.indexOf(lane), state, inSeconds],
    );
    return ids;
  }

  const take = async (backlog: number, lane: Lane = 'bulk') =>
    (await dueJobs.take(OfacScreening, lane, backlog)).map(({ jobId }) => jobId);

  it('takes the single job of one organization among the first, however many another has', async () => {
    await accepted(500, acme);
    const [single] = await accepted(1, zenith);
    const taken = await take(10);
    expect(taken).toHaveLength(10);
    expect(taken).toContain(single);
  });

  it('takes next from the organization that has the fewest jobs under way', async () => {
    await accepted(500, acme);
    await take(10);
    const [single] = await accepted(1, zenith);
    expect(await take(11)).toEqual([single]);
  });

  it('shares the room evenly, and oldest first within an organization', async () => {
    const ofAcme = await accepted(50, acme);
    const ofZenith = await accepted(50, zenith);
    const taken = new Set(await take(20));
    expect(taken).toEqual(new Set([...ofAcme.slice(0, 10), ...ofZenith.slice(0, 10)]));
  });

  it('fills the backlog to its bound and no further until a worker takes from it', async () => {
    await accepted(100, acme);
    expect(await take(10)).toHaveLength(10);
    expect(await take(10)).toEqual([]);
    const queued = await ledger.database.query<{ id: JobId; dispatch_seq: number }>(
      `SELECT id, dispatch_seq FROM jobs WHERE state = 'queued' LIMIT 3`,
    );
    const messages = queued.map(({ id, dispatch_seq }) => ({ jobId: id, dispatchSeq: dispatch_seq }));
    await new ClaimsRepository(ledger.context.get(Database)).claim(messages, 30_000);
    expect(await take(10)).toHaveLength(3);
  });

  it('keeps a backlog of its own for each lane', async () => {
    await accepted(20, acme);
    await accepted(20, acme, { lane: 'interactive' });
    expect(await take(10)).toHaveLength(10);
    expect(await take(10, 'interactive')).toHaveLength(10);
  });

  it('by several dispatchers at once takes no job twice and does not overfill the backlog', async () => {
    await accepted(300, acme);
    const taken: JobId[] = [];
    for (let round = 1; round <= 25; round++) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => take(round * 10)));
      taken.push(...answers.flat());
      const [{ queued } = { queued: 0 }] = await ledger.database.query<{ queued: number }>(
        `SELECT count(*)::integer AS queued FROM jobs WHERE state = 'queued'`,
      );
      expect(queued).toBeLessThanOrEqual(round * 10);
    }
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('leaves alone what is not due yet, and takes up what has waited until now', async () => {
    await accepted(1, acme, { inSeconds: 60 });
    await accepted(1, acme, { inSeconds: 60, state: 'waiting' });
    const [due] = await accepted(1, acme, { inSeconds: -1, state: 'waiting' });
    expect(await take(10)).toEqual([due]);
  });

  it('gives back what the queue would not have, except what a worker has claimed meanwhile', async () => {
    const ids = await accepted(3, acme);
    const queued = await dueJobs.take(OfacScreening, 'bulk', 10);
    await new ClaimsRepository(ledger.context.get(Database)).claim(queued.slice(0, 1), 30_000);
    await dueJobs.giveBack(queued);
    const again = await dueJobs.take(OfacScreening, 'bulk', 10);
    expect(again.map(({ jobId }) => jobId).sort()).toEqual(ids.filter((id) => id !== queued[0]!.jobId).sort());
    expect(again.map(({ dispatchSeq }) => dispatchSeq)).toEqual([2, 2]);
  });
});
