import type { OrganizationId } from '@bonafide/identifiers';
import type { MonitoredSubjectId, MovedScreening } from '@bonafide/screening';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { type CustomerId, customerIds } from '../customer-ids';
import { Standings } from '../ladder/standings.repository';
import { ExternalIds } from '../records/external-ids.repository';
import type { SealedTaxIds } from '../records/sealed-tax-ids.service';
import { TaxIds } from '../records/tax-ids.service';
import { ScreeningLinks } from '../screening/screening-links.repository';
import { type CustomerFilter, type customerOrders, CustomerSearch } from './customer-search.repository';

/** Has twenty thousand of the customers below; fifty others have two hundred each. */
const large = 'org_large' as OrganizationId;
const customerId = customerIds.create();
const moved: MovedScreening = {
  id: 'scr_1',
  organizationId: large,
  state: 'in_review',
  hasTrueMatch: false,
  lane: 'bulk',
  monitoredSubjectId: 'mon_1' as MonitoredSubjectId,
};
const sealed = { emailIndex: async () => Buffer.alloc(32) } as unknown as SealedTaxIds;

describe('the statements about customers, among many', () => {
  let many: TestContext;

  beforeAll(async () => {
    many = await openTestContext();
    const id = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
    const name = `chr(97 + n % 26) || md5(n::text) || ' ' || md5((n % 5000)::text)`;
    await many.database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, email_index, tax_id,
                              tax_id_index, status, sanctions_state, created_at)
       SELECT ${id('cus')}, CASE WHEN n % 3 > 0 THEN 'org_large' ELSE 'org_' || n % 50 END,
              CASE WHEN n % 20 = 0 THEN 'business' ELSE 'individual' END, ${name}, ${name}, ${name}, '\\x01',
              sha256(n::text::bytea), '\\x01', sha256((n % 29000)::text::bytea),
              CASE WHEN n % 50 = 0 THEN 3 ELSE 2 END, 'pending', now()
       FROM generate_series(1, 30000) AS n`,
    );
    await many.database.query(
      `INSERT INTO customer_external_ids (organization_id, key, value, customer_id)
       SELECT organization_id, 'crm', id, id FROM customers`,
    );
    await many.database.query(
      `INSERT INTO customer_screenings (screening_id, customer_id, organization_id, cause, is_current,
                                        monitored_subject_id)
       SELECT replace(customer.id, 'cus', 'scr') || round, customer.id, organization_id, 'created', round = 2,
              replace(customer.id, 'cus', 'msu') || round
       FROM customers AS customer, generate_series(1, 2) AS round`,
    );
    await many.database.query('VACUUM ANALYZE customers, customer_external_ids, customer_screenings');
  }, 120_000);

  afterAll(() => many.close());

  const planOf = async ({ sql, parameters }: Statement) => {
    if (sql.includes('set_config')) return '';
    const lines = await many.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  };

  const find =
    (filter: CustomerFilter, order: (typeof customerOrders)[number] = 'newest') =>
    ({ database, tx }: Statements) =>
      new CustomerSearch(database, sealed, new ExternalIds()).find(
        large,
        filter,
        { order, after: customerId, limit: 26 },
        tx,
      );

  it.each<[string, (on: Statements) => Promise<unknown>]>([
    ['the newest', find({})],
    ['the oldest', find({}, 'oldest')],
    ['the first by name', find({}, 'name')],
    ['by a name', find({ name: 'a0b1c2d3e4f5' })],
    ['by an e-mail address', find({ email: 'ana@example.com' })],
    ['by an external id', find({ externalIdKey: 'crm', externalIdValue: 'x' })],
    ['by the rarer type', find({ type: 'business' })],
    ['by a status', find({ status: 'review_required' })],
    ['by a status that nobody has', find({ status: 'cip' })],
    ['by the lowest status', find({ minimumStatus: 'kyc' })],
    ['by the time of creation', find({ createdAfter: new Date(0), createdBefore: new Date(1) })],
    ['those with the same tax number', ({ database }) => new TaxIds(database, sealed).duplicatesOf(large, customerId)],
    ['whom screenings are about', ({ database, tx }) => new ScreeningLinks(database).customersOf(tx, [moved])],
    ['the round that one joins', ({ database, tx }) => new ScreeningLinks(database).join(tx, [moved], [customerId])],
    ['what screenings are about', ({ database, tx }) => new ScreeningLinks(database).ofScreenings(tx, ['scr_1'])],
    ['the newest rounds', ({ database, tx }) => new ScreeningLinks(database).current(tx, [customerId])],
    ["a customer's screenings", ({ database }) => new ScreeningLinks(database).list(large, customerId, { limit: 26 })],
    ['customers to move', ({ tx }) => new Standings().lock(tx, Array<CustomerId>(50).fill(customerId))],
  ])('%s are found without reading a table whole', async (_, run) => {
    const statements = new Statements((sql) =>
      sql.includes('AS index FROM customers') ? [{ index: Buffer.alloc(32) }] : [],
    );
    await run(statements);
    expect(statements.seen.length).toBeGreaterThan(0);
    const plans = (await Promise.all(statements.seen.map(planOf))).join('\n');
    expect(plans).toMatch(/Index (Only )?Scan/);
    expect(plans).not.toMatch(/Seq Scan on customer/);
  });

  it('a name is looked for by its letter triples', async () => {
    const statements = new Statements();
    await find({ name: 'a0b1c2d3e4f5' })(statements);
    const plans = (await Promise.all(statements.seen.map(planOf))).join('\n');
    expect(plans).toContain('Bitmap Index Scan on customers_by_words');
  });
});
