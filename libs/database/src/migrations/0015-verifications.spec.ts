import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { Verifications1763600000015 } from './0015-verifications';
import { takeBack } from './take-back';

const insert = (id: string, columns = '', values = ''): string =>
  `INSERT INTO verifications (id, organization_id, customer_id, identity_version, level, state, purpose, applicants, job_id,
                              submitted_with, created_at, expires_at${columns})
   VALUES ('${id}', 'org_1', 'cus_1', 1, 'kyc', 'processing', 'account-opening', '', 'job_1', 'key_1', now(), now()${values})`;

describe('the migration to verifications', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
  }, 60_000);

  afterEach(() => database.drop());

  it('can be taken back: what a decline holds is held as after an edit', async () => {
    await database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, hold, sanctions_state,
                              created_at)
       VALUES ('cus_1', 'org_1', 'individual', 'a', 'a', 'a', '', 3, 'declined', 'pending', now())`,
    );
    await takeBack(database.url, Verifications1763600000015);
    expect(await database.query('SELECT hold FROM customers')).toEqual([{ hold: 'edit' }]);
    await migrate(config());
    expect(await database.query('SELECT hold, identity_version FROM customers')).toEqual([
      { hold: 'edit', identity_version: 1 },
    ]);
  }, 60_000);

  it('lets a customer have one that is open, and any number that are settled', async () => {
    await database.query(insert('vrf_1'));
    await expect(database.query(insert('vrf_2'))).rejects.toThrow('verifications_open');
    await database.query(`UPDATE verifications SET state = 'declined', settled_at = now()`);
    await database.query(insert('vrf_2'));
  }, 60_000);

  it.each(['approved', 'declined', 'failed', 'expired', 'canceled'])(
    'lets nothing lead out of %s',
    async (state) => {
      await database.query(insert('vrf_1'));
      await expect(database.query(`UPDATE verifications SET state = '${state}'`)).rejects.toThrow('end_check');
      await database.query(`UPDATE verifications SET state = '${state}', settled_at = now()`);
      for (const to of ['processing', 'approved', 'declined']) {
        if (to === state) continue;
        const move = `UPDATE verifications SET state = '${to}', settled_at = now()`;
        await expect(database.query(move)).rejects.toThrow('does not move');
      }
    },
    60_000,
  );

  it.each([
    ['a skip', `'passed', 'not_given', 'approved'`],
    ['a review', `'passed', NULL, 'needs_review'`],
    ['no answer', `'passed', NULL, NULL`],
  ])(
    'takes no check for passed that is %s',
    async (_, values) => {
      await database.query(insert('vrf_1'));
      const check = (rest: string) =>
        `INSERT INTO verification_checks (id, verification_id, organization_id, position, stage, is_required, answered_at, state,
                                        skip_reason, outcome)
       VALUES ('chk_1', 'vrf_1', 'org_1', 0, 'identity', true, now(), ${rest})`;
      await expect(database.query(check(values))).rejects.toThrow('check constraint');
      await database.query(check(`'passed', NULL, 'approved'`));
    },
    60_000,
  );
});
