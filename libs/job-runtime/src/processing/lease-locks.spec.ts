import { setTimeout as sleep } from 'node:timers/promises';

import { Database } from '@bonafide/database';
import { organizationIds } from '@bonafide/identifiers';
import { jobIds } from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';
import { Client } from 'pg';

import { DueJobsRepository } from '../dispatch/due-jobs.repository';
import { ClaimsRepository } from './claims.repository';

const locks = 'SELECT id FROM jobs WHERE id = $1 FOR UPDATE';

describe('statements about many jobs lock them in the order of their ids', () => {
  let ledger: TestContext;
  let other: Client;

  beforeAll(async () => {
    ledger = await openTestContext();
    other = new Client({ connectionString: ledger.database.url });
    await other.connect();
  }, 60_000);

  afterAll(async () => {
    await other.end();
    await ledger.close();
  });

  /** Locks the lower of two jobs, lets the statement run into it, and locks the higher one: a deadlock, or not. */
  async function meets(state: 'running' | 'queued', statement: (higherFirst: readonly string[]) => Promise<unknown>) {
    const ids = [jobIds.create(), jobIds.create()].sort();
    for (const id of ids) {
      await ledger.database.query(
        `INSERT INTO jobs (id, organization_id, type, lane, state, run_at, attempt, dispatch_seq)
         VALUES ($1, $2, 'ofac-screening', 0, $3, now(), 1, 1)`,
        [id, organizationIds.create(), state],
      );
    }
    await other.query('BEGIN');
    await other.query(locks, [ids[0]]);
    const running = statement([...ids].reverse());
    await sleep(200);
    await other.query(locks, [ids[1]]);
    await other.query('COMMIT');
    return running;
  }

  it('a renewal of leases', async () => {
    const claims = new ClaimsRepository(ledger.context.get(Database));
    const renewed = meets('running', (ids) =>
      claims.renewLeases(
        ids.filter(jobIds.is).map((id) => ({ id, attempt: 1 })),
        30_000,
      ),
    );
    await expect(renewed).resolves.toHaveLength(2);
  });

  it('a giving back', async () => {
    const dueJobs = new DueJobsRepository(ledger.context.get(Database));
    const given = meets('queued', (ids) =>
      dueJobs.giveBack(ids.filter(jobIds.is).map((jobId) => ({ jobId, dispatchSeq: 1 }))),
    );
    await expect(given).resolves.toBeUndefined();
  });
});
