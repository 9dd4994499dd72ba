import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';
import { EventPublisher } from '@bonafide/webhooks';

import type { CustomerId } from '../customer-ids';
import { CustomersModule } from '../customers.module';
import type { CustomerInput } from '../records/customer-record';
import { CustomerReader } from '../records/customer-reader.service';
import { Customers } from '../records/customers.service';
import { CustomerErasure } from './customer-erasure.service';
import { CustomerRetention } from './customer-retention.service';
import { type ErasedCustomer, ErasureListeners } from './erasure-listeners.service';

const organizationId = organizationIds.create();
const submitter = { apiKeyId: 'key_1', actor: null };

const input: CustomerInput = {
  type: 'individual',
  individual: { firstName: 'Wilhelmina', lastName: 'Butterworth', birthDate: '1956-04-27' },
  taxId: { type: 'ssn', number: '219-09-9999', country: 'US' },
  nationalIds: [],
  email: 'wilhelmina@example.com',
  phones: [{ type: 'mobile', number: '+12175550123' }],
  addresses: [
    { type: 'primary', line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
  ],
  externalIds: {},
  representatives: [],
};

describe('customers that were deleted', () => {
  let test: TestContext;
  let database: Database;
  let erasure: CustomerErasure;
  const told: CustomerId[] = [];
  let refused: CustomerId | undefined;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, CustomersModule);
    database = test.context.get(Database);
    erasure = test.context.get(CustomerErasure);
    await test.context.get(FieldEncryption).prepare(organizationId);
    test.context.get(ErasureListeners).register({
      customerErased: (_, { id }: ErasedCustomer) => {
        told.push(id);
        return id === refused ? Promise.reject(new Error('What is kept elsewhere stays.')) : Promise.resolve();
      },
    });
  }, 60_000);

  afterEach(async () => {
    refused = undefined;
    // The next test begins with nobody.
    await test.database.query(`UPDATE customers SET deleted_at = NULL, legal_hold_since = NULL`);
  });

  afterAll(() => test.close());

  /** @param days since it was deleted; null: it is there */
  async function aCustomer(days: number | null): Promise<CustomerId> {
    const answer = await database.transaction((tx) =>
      test.context.get(Customers).create(tx, organizationId, input, submitter),
    );
    if (!('customer' in answer)) throw new Error('It was not created.');
    const { id } = answer.customer;
    if (days === null) return id;
    await database.transaction((tx) => test.context.get(Customers).remove(tx, organizationId, id));
    await test.database.query(`UPDATE customers SET deleted_at = now() - $2 * interval '1 day' WHERE id = $1`, [
      id,
      days,
    ]);
    return id;
  }

  const retentionOf = (id: CustomerId, organization = organizationId) =>
    test.context.get(CustomerRetention).find(organization, id);
  const write = (id: CustomerId, isHeld: boolean, organization = organizationId) =>
    database.transaction((tx) =>
      test.context
        .get(CustomerRetention)
        .write(tx, organization, id, isHeld, { actor: 'officer-1', apiKeyId: 'key_1', reason: 'A court asked.' }),
    );
  const hold = (id: CustomerId) => write(id, true);
  const release = (id: CustomerId) => write(id, false);

  /** Rows that name the customer, by table. */
  async function rowsOf(id: CustomerId): Promise<string[]> {
    const columns = await test.database.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND (column_name = 'customer_id' OR table_name = 'customers' AND column_name = 'id')`,
    );
    const found = await Promise.all(
      columns.map(async ({ table, column }) => {
        const rows = await test.database.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [id]);
        return rows.length > 0 ? [table] : [];
      }),
    );
    return found.flat().sort();
  }

  it('are kept for five years, and then nothing is left but the id, the dates and the screenings', async () => {
    const recent = await aCustomer(1_826);
    const old = await aCustomer(1_828);
    const [screening] = await test.database.query<{ id: string }>(
      `SELECT screening_id AS id FROM customer_screenings WHERE customer_id = $1`,
      [old],
    );
    expect(await rowsOf(old)).toEqual(expect.arrayContaining(['customer_addresses', 'customer_phones', 'customers']));
    expect(await erasure.eraseDue()).toBe(1);
    expect(await rowsOf(old)).toEqual([]);
    expect(await rowsOf(recent)).toContain('customers');
    expect(told).toContain(old);
    const [left] = await test.database.query('SELECT * FROM erased_customers WHERE id = $1', [old]);
    expect(left).toEqual({
      id: old,
      organization_id: organizationId,
      type: 'individual',
      sequence: 2,
      screening_ids: [screening!.id],
      created_at: expect.any(Date),
      deleted_at: expect.any(Date),
      erased_at: expect.any(Date),
    });
    expect(await test.database.query('SELECT 1 FROM screenings WHERE id = $1', [screening!.id])).toHaveLength(1);
    expect(
      await test.database.query('SELECT type, sequence FROM events WHERE object_id = $1 ORDER BY sequence', [old]),
    ).toEqual([
      { type: 'customer.created', sequence: 1 },
      { type: 'customer.erased', sequence: 2 },
    ]);
    expect(await retentionOf(old)).toMatchObject({ erasedAt: expect.any(Date), legalHolds: [] });
    expect(await erasure.eraseDue()).toBe(0);
  });

  it('are not erased who were not deleted, however old they are', async () => {
    const id = await aCustomer(null);
    await test.database.query(
      `UPDATE customers SET created_at = '1990-01-01', updated_at = '1990-01-01' WHERE id = $1`,
      [id],
    );
    expect(await erasure.eraseDue()).toBe(0);
    expect(await test.context.get(CustomerReader).find(organizationId, id)).not.toBeNull();
    expect(await retentionOf(id)).toMatchObject({ deletedAt: null, eraseAfter: null });
  });

  it('are kept as long as somebody holds them, and no longer', async () => {
    const id = await aCustomer(4_000);
    expect(await hold(id)).toMatchObject({ legalHolds: [{ actor: 'officer-1', reason: 'A court asked.', end: null }] });
    expect(await hold(id)).toBe('already');
    expect(await erasure.eraseDue()).toBe(0);
    await expect(test.database.query('DELETE FROM customers WHERE id = $1', [id])).rejects.toThrow('legal hold');
    expect(await release(id)).toMatchObject({ legalHolds: [{ end: { actor: 'officer-1' } }] });
    expect(await release(id)).toBe('already');
    expect(await erasure.eraseDue()).toBe(1);
    expect(await hold(id)).toBeNull();
  });

  it('that are held while they are being erased are kept, and all that is kept elsewhere with them', async () => {
    const id = await aCustomer(4_000);
    const listeners = test.context.get(ErasureListeners);
    const meanwhile = jest.spyOn(listeners, 'tell').mockImplementationOnce(async (tx) => {
      await tx.query(`DELETE FROM customer_phones WHERE customer_id = $1`, [id]);
      await hold(id);
    });
    expect(await erasure.eraseDue()).toBe(0);
    meanwhile.mockRestore();
    expect(await rowsOf(id)).toEqual(expect.arrayContaining(['customer_phones', 'customers']));
  });

  it('stay whole when something that is kept elsewhere cannot be erased, and keep nobody else', async () => {
    refused = await aCustomer(4_002);
    const others = [await aCustomer(4_001), await aCustomer(4_000)];
    expect(await erasure.eraseDue()).toBe(2);
    expect(await rowsOf(refused)).toEqual(expect.arrayContaining(['customer_addresses', 'customers']));
    expect(await Promise.all(others.map(rowsOf))).toEqual([[], []]);
  });

  it('are erased in portions, however many there are', async () => {
    await test.database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state,
                              created_at, deleted_at)
       SELECT 'cus_' || n, $1, 'individual', 'x', 'x', 'x', '\\x01', 2, 'pending', now(), now() - interval '10 years'
       FROM generate_series(1, 250) AS n`,
      [organizationId],
    );
    expect(await erasure.eraseDue()).toBe(250);
  }, 60_000);

  it('are of their organization and no other', async () => {
    const id = await aCustomer(4_000);
    const other = organizationIds.create();
    expect(await retentionOf(id, other)).toBeNull();
    expect(await write(id, true, other)).toBeNull();
    await erasure.eraseDue();
    expect(await retentionOf(id, other)).toBeNull();
  });

  it('are found without reading all customers', async () => {
    const statements = new Statements();
    await new CustomerErasure(
      statements.database,
      test.context.get(ErasureListeners),
      test.context.get(EventPublisher, { strict: false }),
    ).eraseDue();
    await test.database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state, created_at)
       SELECT 'cus_many' || n, $1, 'individual', 'x', 'x', 'x', '\\x01', 2, 'pending', now() FROM generate_series(1, 20000) AS n`,
      [organizationId],
    );
    await test.database.query('VACUUM ANALYZE customers');
    const [{ sql, parameters }] = statements.seen as [Statement];
    const plan = await test.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
    const lines = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(lines).toContain('customers_to_erase');
    expect(lines).not.toContain('Seq Scan');
  }, 60_000);
});
