import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { VendorCalls1763600000014 } from './0014-vendor-calls';
import { takeBack } from './take-back';

const call = (columns: string, values: string): string =>
  `INSERT INTO vendor_calls (id, organization_id, subject_id, reference, stage, vendor, operation, purpose, attempt,
                             cost_micros ${columns})
   VALUES ('vcl_' || gen_random_uuid(), 'org_1', 'ver_1', 'vck_1', 'identity', 'sandbox', 'ask', 'account-opening', 1, 0 ${values})`;

describe('the ledger of vendor calls', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);

  afterAll(() => database.drop());

  it.each([
    ['sent', '', ''],
    [
      'answered',
      ', state, answered_at, outcome, reading, answer_sha256',
      `, 'answered', now(), 'approved', '{}', '\\x00'`,
    ],
    ['failed', ', state, answered_at, error_class', `, 'failed', now(), 'timeout'`],
  ])('takes a call that was %s', async (_, columns, values) => {
    await database.query(call(columns, values));
  });

  it.each([
    [
      'an outcome of a call that nobody came back from',
      ', outcome, reading, answer_sha256',
      `, 'approved', '{}', '\\x00'`,
    ],
    [
      'an outcome of a call that failed',
      ', state, answered_at, error_class, outcome, reading, answer_sha256',
      `, 'failed', now(), 'timeout', 'approved', '{}', '\\x00'`,
    ],
    [
      'an approval without the hash of the answer',
      ', state, answered_at, outcome, reading',
      `, 'answered', now(), 'approved', '{}'`,
    ],
    ['an answer without an outcome', ', state, answered_at', `, 'answered', now()`],
    ['a failure without its class', ', state, answered_at', `, 'failed', now()`],
    [
      'an outcome that there is not',
      ', state, answered_at, outcome, reading, answer_sha256',
      `, 'answered', now(), 'passed', '{}', '\\x00'`,
    ],
  ])('takes no %s', async (_, columns, values) => {
    await expect(database.query(call(columns, values))).rejects.toThrow('check constraint');
  });

  it('can be taken back', async () => {
    await takeBack(database.url, VendorCalls1763600000014);
    await expect(database.query('SELECT FROM vendor_calls')).rejects.toThrow('does not exist');
    await migrate({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });
    expect(await database.query('SELECT FROM vendor_calls')).toEqual([]);
  }, 60_000);
});
