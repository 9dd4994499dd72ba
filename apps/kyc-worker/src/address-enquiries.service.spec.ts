import {
  AddressLookups,
  type AddressVerificationId,
  addressVerificationIds,
  CustomersModule,
} from '@bonafide/customers';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import {
  type AddressAnswer,
  type AddressLookup,
  type AddressVendor,
  type AnsweredLookups,
  VendorError,
} from '@bonafide/identity-vendors';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { AddressEnquiries, type AddressEnquiry } from './address-enquiries.service';

const organizationId = organizationIds.create();
const address = { line1: '12 Main Street', city: 'Testville', region: 'IL', postalCode: '62701', country: 'US' };
const verified: AddressAnswer = { outcome: 'verified', reasons: [], vendorCodes: ['dpv:Y'], correction: null };

interface LookupRow {
  readonly call_id: string;
  readonly state: string;
  readonly cost_micros: number;
  readonly http_status: number | null;
  readonly error_class: string | null;
  readonly answer: Buffer | null;
}

/** A vendor that does as it is told and remembers its requests. */
class ToldVendor implements AddressVendor {
  readonly id = 'smarty';
  readonly costMicros = 700;
  openForMs: number | null = null;
  readonly requests: AddressLookup[][] = [];

  constructor(
    private readonly answer: (lookups: readonly AddressLookup[]) => Promise<AnsweredLookups> | AnsweredLookups,
  ) {}

  obstacleOf(): null {
    return null;
  }

  cut(lookups: readonly AddressLookup[]): AddressLookup[][] {
    return lookups.length === 0 ? [] : [[...lookups]];
  }

  async verify(lookups: readonly AddressLookup[]): Promise<AnsweredLookups> {
    this.requests.push([...lookups]);
    return this.answer(lookups);
  }
}

const allVerified = (lookups: readonly AddressLookup[]): AnsweredLookups => ({
  answers: new Map(lookups.map(({ reference }) => [reference, verified])),
  httpStatus: 200,
});

describe('asking address vendors', () => {
  let test: TestContext;
  let lookups: AddressLookups;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, CustomersModule);
    lookups = test.context.get(AddressLookups);
    await test.context.get(FieldEncryption).prepare(organizationId);
    await test.database.query(
      `INSERT INTO customers (id, organization_id, type, name, sort_name, search_names, record, status, sanctions_state, created_at)
       VALUES ('cus_1', $1, 'individual', 'x', 'x', 'x', '', 2, 'pending', now())`,
      [organizationId],
    );
  }, 60_000);

  afterAll(() => test.close());

  async function enquiries(count: number): Promise<AddressEnquiry[]> {
    const ids = Array.from({ length: count }, () => addressVerificationIds.create());
    await test.database.query(
      `INSERT INTO address_verifications (id, organization_id, customer_id, address_id, job_id, vendor, cause, state, address)
       SELECT id, $1, 'cus_1', id, 'job_1', 'smarty', 'created', 'pending', '' FROM unnest($2::text[]) AS id`,
      [organizationId, ids],
    );
    return ids.map((reference) => ({ reference, address }));
  }

  const askAll = (vendor: AddressVendor, asked: readonly AddressEnquiry[], through = new AddressEnquiries(lookups)) =>
    Promise.all(asked.map((enquiry) => through.ask(organizationId, vendor, enquiry)));

  const rowsOf = (asked: readonly AddressEnquiry[]): Promise<LookupRow[]> =>
    test.database.query<LookupRow>(
      `SELECT call_id, state, cost_micros, http_status, error_class, answer FROM address_lookups
       WHERE verification_id = ANY ($1) ORDER BY id`,
      [asked.map(({ reference }) => reference)],
    );

  it('asks in one request about all that wait, a hundred at most, each once', async () => {
    const asked = await enquiries(250);
    const vendor = new ToldVendor(allVerified);
    expect(await askAll(vendor, asked)).toEqual(asked.map(() => verified));
    expect(vendor.requests.flat()).toHaveLength(250);
    expect(new Set(vendor.requests.flat().map(({ reference }) => reference)).size).toBe(250);
    expect(vendor.requests.length).toBeLessThanOrEqual(4);
    expect(Math.max(...vendor.requests.map(({ length }) => length))).toBe(100);
  });

  it('writes each address down before the request leaves, and its answer, sealed, after', async () => {
    const asked = await enquiries(2);
    const during: LookupRow[] = [];
    const vendor = new ToldVendor(async (sent) => {
      during.push(...(await rowsOf(asked)));
      return allVerified(sent);
    });
    await askAll(vendor, asked);
    expect(during.map(({ state, cost_micros }) => [state, cost_micros])).toEqual([
      ['sent', 700],
      ['sent', 700],
    ]);
    const after = await rowsOf(asked);
    expect(after.map(({ state, http_status }) => [state, http_status])).toEqual([
      ['answered', 200],
      ['answered', 200],
    ]);
    expect(new Set(after.map(({ call_id }) => call_id)).size).toBe(1);
    expect(after[0]!.answer!.toString('latin1')).not.toContain('verified');
  });

  it('does not buy an answer again that a worker has had and not settled', async () => {
    const asked = await enquiries(2);
    await askAll(new ToldVendor(allVerified), asked.slice(0, 1));
    const later = new ToldVendor(allVerified);
    expect(await askAll(later, asked)).toEqual([verified, verified]);
    expect(later.requests.flat().map(({ reference }) => reference)).toEqual([asked[1]!.reference]);
  });

  it('asks again what a worker had sent when it died, and keeps both rows', async () => {
    const asked = await enquiries(1);
    await lookups.sent(organizationId, [asked[0]!.reference], { vendor: 'smarty', costMicros: 700 });
    expect(await askAll(new ToldVendor(allVerified), asked)).toEqual([verified]);
    expect((await rowsOf(asked)).map(({ state }) => state)).toEqual(['sent', 'answered']);
  });

  it('has all that went together fail together when there is no answer, and records it as not billed when it was refused', async () => {
    const asked = await enquiries(3);
    const error = new VendorError('unauthorized', 'Words of ours.', { httpStatus: 402 });
    const vendor = new ToldVendor(() => Promise.reject(error));
    expect(await askAll(vendor, asked)).toEqual([error, error, error]);
    expect(
      (await rowsOf(asked)).map(({ state, error_class, cost_micros }) => [state, error_class, cost_micros]),
    ).toEqual(asked.map(() => ['failed', 'unauthorized', 0]));
  });

  it('takes a request that got no answer for one that may have been billed', async () => {
    const asked = await enquiries(1);
    await askAll(new ToldVendor(() => Promise.reject(new VendorError('timeout', 'Words of ours.'))), asked);
    expect(await rowsOf(asked)).toMatchObject([{ state: 'failed', error_class: 'timeout', cost_micros: 700 }]);
  });

  it('does not let one address that the vendor refuses take the others with it', async () => {
    const asked = await enquiries(8);
    const poison = asked[5]!.reference;
    const error = new VendorError('rejected_request', 'Words of ours.', { httpStatus: 400 });
    const vendor = new ToldVendor((sent) => {
      if (sent.some(({ reference }) => reference === poison)) throw error;
      return allVerified(sent);
    });
    const answers = await askAll(vendor, asked);
    expect(answers.map((answer) => answer === error)).toEqual(asked.map(({ reference }) => reference === poison));
    expect(answers.filter((answer) => answer === verified)).toHaveLength(7);
  });

  it('keeps what is readable of an answer, and takes the rest for none', async () => {
    const asked = await enquiries(2);
    const bad: AddressVerificationId = asked[1]!.reference;
    const vendor = new ToldVendor((sent) => ({
      answers: new Map(sent.map(({ reference }) => [reference, reference === bad ? 'unreadable' : verified] as const)),
      httpStatus: 200,
    }));
    expect(await askAll(vendor, asked)).toEqual([verified, 'unreadable']);
    expect((await rowsOf(asked)).map(({ state, error_class }) => [state, error_class])).toEqual([
      ['answered', null],
      ['failed', 'unreadable'],
    ]);
  });

  it('sends nothing, and writes nothing down, while the vendor is left alone', async () => {
    const asked = await enquiries(1);
    const vendor = new ToldVendor(allVerified);
    vendor.openForMs = 9_000;
    expect(await askAll(vendor, asked)).toMatchObject([{ errorClass: 'unavailable', retryAfterMs: 9_000 }]);
    expect(await rowsOf(asked)).toEqual([]);
    expect(vendor.requests).toEqual([]);
  });

  it('never has addresses of two organizations in one request', async () => {
    const asked = await enquiries(2);
    const stranger = organizationIds.create();
    await test.context.get(FieldEncryption).prepare(stranger);
    const through = new AddressEnquiries(lookups);
    const vendor = new ToldVendor(allVerified);
    await Promise.all([through.ask(organizationId, vendor, asked[0]!), through.ask(stranger, vendor, asked[1]!)]);
    expect(vendor.requests.map(({ length }) => length)).toEqual([1, 1]);
  });
});
