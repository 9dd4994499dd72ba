import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { AddressVerifications1763600000016 } from './0016-address-verifications';
import { takeBack } from './take-back';

const verification = (id: string, state: string, more = ''): string =>
  `INSERT INTO address_verifications (id, organization_id, customer_id, address_id, job_id, vendor, cause, state, address,
                                      is_current, settled_at, correction, error_code)
   VALUES ('${id}', 'org_1', 'cus_1', 'adr_1', 'job_1', 'smarty', 'created', '${state}', '', ${more})`;

describe('the migration to verifications of addresses', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state, created_at)
       VALUES ('cus_1', 'org_1', 'individual', 'x', 'x', 'x', '', 2, 'pending', now())`,
    );
  }, 60_000);

  afterEach(() => database.drop());

  it('can be taken back and made again', async () => {
    await takeBack(database.url, AddressVerifications1763600000016);
    expect(await database.query(`SELECT to_regclass('address_lookups') AS name`)).toEqual([{ name: null }]);
    await migrate(config());
    expect(await database.query(`SELECT * FROM address_verifications`)).toEqual([]);
    expect(await database.query(`SELECT id FROM customers`)).toEqual([{ id: 'cus_1' }]);
  }, 60_000);

  it.each([
    [
      'one that is pending, void or cancelled says how an address stands',
      verification('avf_1', 'pending', `true, NULL, NULL, NULL`),
    ],
    ['a void one says so', verification('avf_1', 'void', `true, now(), NULL, NULL`)],
    ['one is settled and has no time', verification('avf_1', 'verified', `true, NULL, NULL, NULL`)],
    ['one is corrected without a form', verification('avf_1', 'corrected', `true, now(), NULL, NULL`)],
    ['one is verified with another form', verification('avf_1', 'verified', `true, now(), 'x', NULL`)],
    ['one has failed without a code', verification('avf_1', 'error', `true, now(), NULL, NULL`)],
  ])('does not let it be that %s', async (_, insert) => {
    await expect(database.query(insert)).rejects.toThrow('check constraint');
  });

  it('lets an address wait for one answer, and have one that holds', async () => {
    await database.query(verification('avf_1', 'pending', `false, NULL, NULL, NULL`));
    await expect(database.query(verification('avf_2', 'pending', `false, NULL, NULL, NULL`))).rejects.toThrow(
      'duplicate',
    );
    await database.query(verification('avf_3', 'verified', `true, now(), NULL, NULL`));
    await expect(database.query(verification('avf_4', 'error', `true, now(), NULL, 'x'`))).rejects.toThrow('duplicate');
  });

  it('forgets them with their customer, and what was sent with them', async () => {
    await database.query(verification('avf_1', 'pending', `false, NULL, NULL, NULL`));
    await database.query(
      `INSERT INTO address_lookups (id, call_id, verification_id, organization_id, vendor, state, cost_micros)
       VALUES ('alk_1', 'acl_1', 'avf_1', 'org_1', 'smarty', 'sent', 0)`,
    );
    await database.query(`DELETE FROM customers`);
    expect(await database.query(`SELECT * FROM address_lookups`)).toEqual([]);
  });
});
