import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule, JobSubjects } from '@bonafide/job-runtime';
import { AddressVerification, type AddressVerificationResult } from '@bonafide/jobs';
import { openTestContext, type TestContext } from '@bonafide/testing';

import type { CustomerId } from '../customer-ids';
import { CustomersModule } from '../customers.module';
import type { CustomerInput } from '../records/customer-record';
import { CustomerReader } from '../records/customer-reader.service';
import type { CustomerSnapshot } from '../records/customer-snapshot';
import { Customers } from '../records/customers.service';
import { AddressRechecks } from './address-rechecks.service';
import type { AddressVerificationSnapshot } from './address-verification';
import { AddressVerifications } from './address-verifications.service';
import { CustomerAddresses } from './customer-addresses.service';

const organizationId = organizationIds.create();
const submitter = { apiKeyId: 'key_1', actor: 'ana' };

const home = {
  type: 'primary',
  line1: '12 Main Street',
  city: 'Testville',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
} as const;
const mill = { ...home, type: 'secondary', line1: '7 Mill Road' } as const;

const aPerson = (addresses: CustomerInput['addresses']): CustomerInput => ({
  type: 'individual',
  individual: { firstName: 'Quillon', lastName: 'Marbeck' },
  phones: [],
  addresses,
  externalIds: {},
  representatives: [],
});

const verified: AddressVerificationResult = {
  outcome: 'verified',
  reasons: ['entire-address-confirmed'],
  vendorCodes: ['dpv:Y'],
  correction: null,
};
const corrected: AddressVerificationResult = {
  ...verified,
  outcome: 'corrected',
  correction: { line1: '12 Mane St', city: 'Testville', region: 'IL', postalCode: '62701-0001', country: 'US' },
};

describe('verifications of addresses', () => {
  let test: TestContext;
  let database: Database;
  let customers: Customers;

  beforeAll(async () => {
    process.env.ADDRESS_RECHECK_DAYS = '30';
    test = await openTestContext(JobRuntimeModule, CustomersModule);
    database = test.context.get(Database);
    customers = test.context.get(Customers);
    await test.context.get(FieldEncryption).prepare(organizationId);
  }, 60_000);

  afterAll(async () => {
    delete process.env.ADDRESS_RECHECK_DAYS;
    await test.close();
  });

  async function newCustomer(...addresses: CustomerInput['addresses']): Promise<CustomerSnapshot> {
    const input = aPerson(addresses.length === 0 ? [home] : addresses);
    return customerIn(await database.transaction((tx) => customers.create(tx, organizationId, input, submitter)));
  }

  function customerIn(answer: Awaited<ReturnType<Customers['change']>>): CustomerSnapshot {
    if (answer === null || !('customer' in answer)) throw new Error('It was not stored.');
    return answer.customer;
  }

  async function change({ id }: CustomerSnapshot, addresses: CustomerInput['addresses']): Promise<CustomerSnapshot> {
    const input = () => aPerson(addresses);
    return customerIn(await database.transaction((tx) => customers.change(tx, organizationId, id, input, submitter)));
  }

  const read = async (id: CustomerId): Promise<CustomerSnapshot> => {
    const customer = await test.context.get(CustomerReader).find(organizationId, id);
    if (customer === null) throw new Error('It is not there.');
    return customer;
  };

  const historyOf = (customer: CustomerSnapshot, addressId = customer.addresses[0]!.id) =>
    test.context.get(AddressVerifications).list(organizationId, { customerId: customer.id, addressId }, { limit: 20 });

  const endJob = (
    verifications: readonly AddressVerificationSnapshot[],
    end: { readonly result: AddressVerificationResult } | { readonly failed: string } | 'cancelled',
  ): Promise<void> =>
    database.transaction((tx) =>
      test.context
        .get(JobSubjects, { strict: false })
        .of(AddressVerification.type)
        .attemptsEnded(
          tx,
          verifications.map(({ id, jobId }) => ({
            jobId,
            organizationId,
            subjectId: id,
            attempt: 1,
            startedAt: null,
            nextRunAt: null,
            evidence: null,
            lane: 'interactive',
            traceparent: null,
            ...(end === 'cancelled'
              ? { state: 'cancelled', result: null, errorCode: 'cancelled-by-request' }
              : 'failed' in end
                ? { state: 'failed', result: null, errorCode: end.failed }
                : { state: 'completed', result: end.result, errorCode: null }),
          })),
        ),
    );

  const reopen = ({ id, jobId }: AddressVerificationSnapshot): Promise<void> =>
    database.transaction((tx) =>
      test.context
        .get(JobSubjects, { strict: false })
        .of(AddressVerification.type)
        .reopened(tx, [{ jobId, organizationId, subjectId: id }]),
    );

  /** States and whether each holds, newest first. */
  const outline = (verifications: readonly AddressVerificationSnapshot[]) =>
    verifications.map(({ state, isCurrent, cause }) => `${cause} ${state}${isCurrent ? ' current' : ''}`);

  const eventsOf = async ({ id }: CustomerSnapshot): Promise<string[]> => {
    const events = await test.database.query<{ body: string }>(
      `SELECT body FROM events WHERE object_id = $1 ORDER BY sequence`,
      [id],
    );
    return events.map(({ body }) => {
      const { type, data } = JSON.parse(body) as { type: string; data: { sequence: number; state: string } };
      expect(Object.keys(data).sort()).toEqual(['id', 'object', 'sequence', 'state']);
      return `${data.sequence} ${type} ${data.state}`;
    });
  };

  it('begin with the customer, one for each address, and say nothing until there is an answer', async () => {
    const customer = await newCustomer(home, mill);
    expect(outline(customer.addressVerifications)).toEqual(['created pending', 'created pending']);
    expect(customer.addressVerifications[0]).toMatchObject({ vendor: 'sandbox', requestedBy: 'ana', correction: null });
    const jobs = await test.database.query<{ subject_id: string; payload: Buffer }>(
      `SELECT subject_id, payload FROM jobs WHERE type = 'address-verification' AND subject_id = ANY ($1)`,
      [customer.addressVerifications.map(({ id }) => id)],
    );
    expect(jobs).toHaveLength(2);
  });

  it('say how the address stands when their job is done, and tell of it without saying where anybody lives', async () => {
    const customer = await newCustomer(home, mill);
    await endJob(customer.addressVerifications, { result: verified });
    const after = await read(customer.id);
    expect(outline(after.addressVerifications)).toEqual(['created verified current', 'created verified current']);
    expect(after.addressVerifications[0]).toMatchObject({ reasons: verified.reasons, vendorCodes: ['dpv:Y'] });
    expect(after.addressVerifications[0]!.settledAt).toBeInstanceOf(Date);
    expect(after.status).toBe('none');
    expect(await eventsOf(customer)).toEqual([
      '1 customer.created none',
      '2 customer.address_verified none',
      '3 customer.address_verified none',
    ]);
    await change(after, [{ ...home, id: after.addresses[0]!.id }]);
    expect((await eventsOf(customer))[3]).toMatch(/^4 customer\.updated/);
  });

  it('keep the vendor’s form beside what was entered, and change nothing of that', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { result: corrected });
    const after = await read(customer.id);
    expect(after.addresses[0]).toMatchObject({ line1: '12 Main Street' });
    expect(after.addressVerifications[0]).toMatchObject({ state: 'corrected', correction: corrected.correction });
    const [row] = await test.database.query<{ address: Buffer; correction: Buffer }>(
      `SELECT address, correction FROM address_verifications WHERE customer_id = $1`,
      [customer.id],
    );
    expect(row!.address.toString('latin1')).not.toContain('Main');
    expect(row!.correction.toString('latin1')).not.toContain('Mane');
  });

  it('take the vendor’s form over when somebody accepts it, as an edit that has the customer reviewed', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { result: corrected });
    const addressId = customer.addresses[0]!.id;
    const accept = () =>
      database.transaction((tx) =>
        test.context
          .get(CustomerAddresses)
          .acceptCorrection(
            tx,
            organizationId,
            { customerId: customer.id, addressId },
            (_, form) => aPerson([{ id: addressId, type: 'primary', ...form }]),
            submitter,
          ),
      );
    const answer = await accept();
    expect(answer).toMatchObject({
      customer: {
        status: 'review_required',
        hold: 'edit',
        addresses: [{ id: addressId, line1: '12 Mane St', postalCode: '62701-0001' }],
      },
    });
    expect(outline(await historyOf(customer))).toEqual(['edited pending', 'created corrected']);
    expect(await accept()).toBe('no-correction');
  });

  it.each(['verified', 'unverified', 'undeliverable'] as const)(
    'have no form to accept when it is %s',
    async (outcome) => {
      const customer = await newCustomer();
      await endJob(customer.addressVerifications, { result: { ...verified, outcome } });
      const answer = await database.transaction((tx) =>
        test.context
          .get(CustomerAddresses)
          .acceptCorrection(
            tx,
            organizationId,
            { customerId: customer.id, addressId: customer.addresses[0]!.id },
            () => aPerson([home]),
            submitter,
          ),
      );
      expect(answer).toBe('no-correction');
    },
  );

  it('are void when the address is edited before the answer: the late answer changes nothing', async () => {
    const customer = await newCustomer();
    const [late] = customer.addressVerifications;
    const edited = await change(customer, [{ ...home, id: customer.addresses[0]!.id, line1: '13 Main Street' }]);
    await endJob([late!], { result: corrected });
    expect(outline(await historyOf(customer))).toEqual(['edited pending', 'created void']);
    expect((await historyOf(customer))[1]).toMatchObject({ correction: null, reasons: [] });
    expect(outline((await read(edited.id)).addressVerifications)).toEqual(['edited pending']);
    expect((await eventsOf(customer)).filter((event) => event.includes('address'))).toEqual([]);
  });

  it('hold no longer when the address is edited after the answer, and stay in the history', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { result: verified });
    await change(customer, [{ ...home, id: customer.addresses[0]!.id, postalCode: '62702' }]);
    expect(outline(await historyOf(customer))).toEqual(['edited pending', 'created verified']);
  });

  it('hold on when something else is edited, or only what the address is for', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { result: verified });
    const { id } = customer.addresses[0]!;
    await change(customer, [{ ...home, id, type: 'secondary' }, mill]);
    expect(outline(await historyOf(customer))).toEqual(['created verified current']);
  });

  it('end when the address is removed or the customer deleted', async () => {
    const customer = await newCustomer(home, mill);
    const [first, second] = customer.addresses;
    await change(customer, [{ ...home, id: first!.id }]);
    expect(outline(await historyOf(customer, second!.id))).toEqual(['created void']);
    await database.transaction((tx) => customers.remove(tx, organizationId, customer.id));
    await endJob(customer.addressVerifications, { result: verified });
    expect(outline(await historyOf(customer))).toEqual(['created void']);
    expect((await eventsOf(customer)).filter((event) => event.includes('address'))).toEqual([]);
  });

  it('count once, however often their end is told', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { result: verified });
    await endJob(customer.addressVerifications, { result: { ...verified, outcome: 'undeliverable' } });
    expect(outline(await historyOf(customer))).toEqual(['created verified current']);
    expect(await eventsOf(customer)).toHaveLength(2);
  });

  it('put the address to error when their job is given up, and never to a pass', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { failed: 'address-vendor-wants-payment' });
    expect((await read(customer.id)).addressVerifications).toMatchObject([
      { state: 'error', isCurrent: true, errorCode: 'address-vendor-wants-payment' },
    ]);
    expect((await eventsOf(customer))[1]).toContain('customer.address_error');
  });

  it('say nothing when their job is cancelled: what was known before holds on', async () => {
    const customer = await newCustomer();
    await endJob(customer.addressVerifications, { result: verified });
    const again = await ask(customer);
    await endJob([again], 'cancelled');
    expect(outline(await historyOf(customer))).toEqual(['requested cancelled', 'created verified current']);
  });

  const ask = async (customer: CustomerSnapshot): Promise<AddressVerificationSnapshot> => {
    const place = { customerId: customer.id, addressId: customer.addresses[0]!.id };
    const begun = await database.transaction((tx) =>
      test.context.get(CustomerAddresses).verify(tx, organizationId, place, { ...submitter, actor: 'bo' }),
    );
    if (begun === null || begun === 'no-vendor') throw new Error('It was not begun.');
    return begun;
  };

  it('are not begun twice while one is under way', async () => {
    const customer = await newCustomer();
    expect((await ask(customer)).id).toBe(customer.addressVerifications[0]!.id);
    await endJob(customer.addressVerifications, { result: verified });
    const [one, other] = await Promise.all([ask(customer), ask(customer)]);
    expect(one.id).toBe(other.id);
    expect(one).toMatchObject({ cause: 'requested', requestedBy: 'bo' });
    expect(outline(await historyOf(customer))).toEqual(['requested pending', 'created verified current']);
    await endJob([one], { result: { ...verified, outcome: 'undeliverable' } });
    expect(outline(await historyOf(customer))).toEqual(['requested undeliverable current', 'created verified']);
  });

  it('wait again when somebody has their job tried again, unless the address was changed or is asked about anew', async () => {
    const customer = await newCustomer();
    const [first] = customer.addressVerifications;
    await endJob([first!], { failed: 'address-vendor-unavailable' });
    await reopen(first!);
    expect(outline(await historyOf(customer))).toEqual(['created pending']);
    await endJob([first!], { failed: 'address-vendor-unavailable' });
    const second = await ask(customer);
    await reopen(first!);
    expect(outline(await historyOf(customer))).toEqual(['requested pending', 'created error current']);
    await endJob([second], 'cancelled');
    await reopen(second);
    expect(outline(await historyOf(customer))).toEqual(['requested pending', 'created error current']);
    await endJob([second], 'cancelled');
    await change(customer, [{ ...home, id: customer.addresses[0]!.id, line1: '13 Main Street' }]);
    await reopen(second);
    expect(outline(await historyOf(customer))).toEqual(['edited pending', 'requested void', 'created error']);
  });

  it('are of the organization alone', async () => {
    const customer = await newCustomer();
    const place = { customerId: customer.id, addressId: customer.addresses[0]!.id };
    const stranger = organizationIds.create();
    const addresses = test.context.get(CustomerAddresses);
    expect(await database.transaction((tx) => addresses.verify(tx, stranger, place, submitter))).toBeNull();
    expect(await addresses.exists(stranger, place)).toBe(false);
    expect(await test.context.get(AddressVerifications).list(stranger, place, { limit: 5 })).toEqual([]);
    expect(
      await test.context.get(AddressVerifications).asked(stranger, customer.addressVerifications[0]!.id),
    ).toBeNull();
  });

  describe('after the days that the operator has set', () => {
    const makeOlder = (customer: CustomerSnapshot, days: number) =>
      test.database.query(
        `UPDATE address_verifications SET settled_at = settled_at - $2 * interval '1 day' WHERE customer_id = $1`,
        [customer.id, days],
      );
    const beginDue = () => test.context.get(AddressRechecks).beginDue();

    it('are begun again, once, and hold on meanwhile', async () => {
      await beginDue();
      const [due, young] = [await newCustomer(), await newCustomer()];
      for (const customer of [due, young]) await endJob(customer.addressVerifications, { result: verified });
      await makeOlder(due, 31);
      await makeOlder(young, 29);
      const begun = await Promise.all([beginDue(), beginDue()]);
      expect(begun[0] + begun[1]).toBe(1);
      expect(outline(await historyOf(due))).toEqual(['recheck pending', 'created verified current']);
      expect(outline(await historyOf(young))).toEqual(['created verified current']);
      const [job] = await test.database.query<{ lane: number }>(
        `SELECT lane FROM jobs WHERE type = 'address-verification' ORDER BY id DESC LIMIT 1`,
      );
      expect(job!.lane).toBe(1);
      expect(await beginDue()).toBe(0);
    });

    it('are not of customers that were deleted, nor of addresses that were changed', async () => {
      const [gone, changed] = [await newCustomer(), await newCustomer()];
      for (const customer of [gone, changed]) await endJob(customer.addressVerifications, { result: verified });
      await makeOlder(gone, 31);
      await makeOlder(changed, 31);
      await change(changed, [{ ...home, id: changed.addresses[0]!.id, line1: '13 Main Street' }]);
      await database.transaction((tx) => customers.remove(tx, organizationId, gone.id));
      expect(await beginDue()).toBe(0);
    });
  });
});
