import type { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { JobSubjects } from '@bonafide/job-runtime';
import { jobIds } from '@bonafide/jobs';
import { openTestContext, type Statement, Statements, type TestContext } from '@bonafide/testing';

import { customerIds } from '../customer-ids';
import { Standings } from '../ladder/standings.repository';
import type { ContactParts } from '../records/contact-parts.repository';
import { AddressLookups } from './address-lookups.repository';
import { AddressRechecks } from './address-rechecks.service';
import { addressVerificationIds } from './address-verification';
import { AddressVerificationJobSubject } from './address-verification-job-subject.service';
import { AddressVerifications } from './address-verifications.service';

const organizationId = 'org_large' as OrganizationId;
const customerId = customerIds.create();
const id = addressVerificationIds.create();
const place = { customerId, addressId: 'adr_1' };

const encryption = {
  sealJson: async () => Buffer.alloc(1),
  prepare: async () => undefined,
} as unknown as FieldEncryption;
const verificationsOn = ({ database }: Statements) =>
  new AddressVerifications(database, encryption, undefined as never);
const subject = () =>
  new AddressVerificationJobSubject(
    encryption,
    new Standings(),
    undefined as never,
    {
      register: () => undefined,
    } as unknown as JobSubjects,
  );

describe('the statements about verifications of addresses, among many', () => {
  let many: TestContext;

  beforeAll(async () => {
    process.env.ADDRESS_RECHECK_DAYS = '30';
    many = await openTestContext();
    const nth = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
    await many.database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state, created_at)
       SELECT ${nth('cus')}, 'org_large', 'individual', 'x', 'x', 'x', '\\x01', 2, 'pending', now()
       FROM generate_series(1, 10000) AS n`,
    );
    // Three past ones of each address; one in a thousand addresses waits for a fourth.
    await many.database.query(
      `INSERT INTO address_verifications (id, organization_id, customer_id, address_id, job_id, vendor, cause, state, address,
                                          is_current, settled_at)
       SELECT replace(customer.id, 'cus', 'avf') || round, organization_id, customer.id, replace(customer.id, 'cus', 'adr'),
              'job_1', 'smarty', 'recheck', CASE WHEN round = 4 THEN 'pending' ELSE 'verified' END, '\\x01', round = 3,
              CASE WHEN round < 4 THEN now() - right(customer.id, 2)::integer * interval '10 hours' END
       FROM customers AS customer, generate_series(1, 4) AS round WHERE round < 4 OR customer.id LIKE '%000'`,
    );
    await many.database.query(
      `INSERT INTO address_lookups (id, call_id, verification_id, organization_id, vendor, state, cost_micros, ended_at, answer)
       SELECT replace(id, 'avf', 'alk'), 'acl_1', id, organization_id, 'smarty', 'answered', 0, now(), '\\x01'
       FROM address_verifications`,
    );
    await many.database.query('VACUUM ANALYZE customers, address_verifications, address_lookups');
  }, 120_000);

  afterAll(async () => {
    delete process.env.ADDRESS_RECHECK_DAYS;
    await many.close();
  });

  const planOf = async ({ sql, parameters }: Statement) => {
    const lines = await many.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, parameters);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  };

  it.each<[string, (on: Statements) => Promise<unknown>]>([
    ["how a customer's addresses stand", (on) => verificationsOn(on).standing(on.tx, organizationId, customerId)],
    ['those of an address', (on) => verificationsOn(on).list(organizationId, place, { limit: 26 })],
    ['one of them', (on) => verificationsOn(on).find(organizationId, place, id)],
    ['what is asked', (on) => verificationsOn(on).asked(organizationId, id)],
    ['those of a customer that is deleted', (on) => verificationsOn(on).end(on.tx, customerId)],
    [
      'those that an edit voids',
      (on) =>
        verificationsOn(on).follow(
          on.tx,
          organizationId,
          customerId,
          { before: [{ id: 'adr_1', type: 'primary', line1: 'x', city: 'x', country: 'US' }], after: [] },
          { apiKeyId: 'key_1', actor: null },
        ),
    ],
    [
      'those that end',
      ({ tx }) =>
        subject().attemptsEnded(tx, [
          {
            jobId: jobIds.create(),
            organizationId,
            subjectId: id,
            lane: 'bulk',
            attempt: 1,
            startedAt: null,
            state: 'failed',
            nextRunAt: null,
            result: null,
            errorCode: 'x',
            evidence: null,
          },
        ]),
    ],
    [
      'those that are tried again',
      ({ tx }) => subject().reopened(tx, [{ jobId: jobIds.create(), organizationId, subjectId: id }]),
    ],
    [
      'those that are due',
      (on) =>
        new AddressRechecks(
          on.database,
          encryption,
          new Standings(),
          undefined as unknown as ContactParts,
          verificationsOn(on),
        ).beginDue(),
    ],
    [
      'answers that were paid for',
      ({ database }) => new AddressLookups(database, encryption).answered(organizationId, [id]),
    ],
  ])('%s are found without reading a table whole', async (_, run) => {
    const statements = new Statements((sql) =>
      /SELECT id, customer_id AS "customerId", address_id AS "addressId" FROM address_verifications/.test(sql)
        ? [{ id, customerId, addressId: 'adr_1' }]
        : [],
    );
    Object.assign(statements.tx, { afterCommit: () => undefined });
    await run(statements);
    expect(statements.seen.length).toBeGreaterThan(0);
    const plans = (await Promise.all(statements.seen.map(planOf))).join('\n');
    expect(plans).toMatch(/Index (Only )?Scan/);
    expect(plans).not.toMatch(/Seq Scan on (address|customer)/);
  });
});
