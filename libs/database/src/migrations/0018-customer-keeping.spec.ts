import { createTestDatabase, type TestDatabase } from '@bonafide/testing';

import { migrate } from '../migrate.service';
import { CustomerKeeping1763600000018 } from './0018-customer-keeping';
import { takeBack } from './take-back';

describe('the migration to what else is kept of customers', () => {
  let database: TestDatabase;
  const config = () => ({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 2 });

  beforeEach(async () => {
    database = await createTestDatabase();
    await takeBack(database.url, CustomerKeeping1763600000018);
    await database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state,
                              created_at)
       VALUES ('cus_1', 'org_1', 'individual', 'Ana Example', 'example ana', 'ana example', '\\x01', 2, 'pending', now())`,
    );
  }, 60_000);

  afterEach(() => database.drop());

  it('can be taken back, and leaves customers as they were', async () => {
    const before = await database.query('SELECT * FROM customers');
    await migrate(config());
    await database.query(
      `INSERT INTO customer_national_ids (customer_id, organization_id, type, number, number_index)
       VALUES ('cus_1', 'org_1', 'curp', '\\x01', '\\x02')`,
    );
    await database.query('UPDATE customers SET legal_hold_since = now()');
    await takeBack(database.url, CustomerKeeping1763600000018);
    expect(await database.query('SELECT * FROM customers')).toEqual(before);
    await migrate(config());
    expect(await database.query('SELECT * FROM customer_national_ids')).toEqual([]);
  }, 60_000);

  it('lets nobody be deleted for good who is held, and lets a customer be held once at a time', async () => {
    await migrate(config());
    const hold = (id: string) =>
      database.query(
        `INSERT INTO customer_legal_holds (id, customer_id, organization_id, actor, api_key_id, reason)
         VALUES ($1, 'cus_1', 'org_1', 'ana', 'key_1', '\\x01')`,
        [id],
      );
    await hold('hld_1');
    await expect(hold('hld_2')).rejects.toThrow('duplicate key');
    await expect(database.query('UPDATE customer_legal_holds SET ended_at = now()')).rejects.toThrow(
      'check constraint',
    );
    await database.query('UPDATE customers SET legal_hold_since = now()');
    await expect(database.query('DELETE FROM customers')).rejects.toThrow('legal hold');
  }, 60_000);
});
