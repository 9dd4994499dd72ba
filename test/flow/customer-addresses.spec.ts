import {
  type ApiClient,
  eventually,
  expectProblem,
  type Organization,
  type Page,
  Stack,
  Subscriber,
} from '@bonafide/testing';

import { anIndividual, create, type Customer } from './customers-ladder';

interface Standing {
  readonly state: string;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  readonly errorCode: string | null;
  readonly correctedAddress: Readonly<Record<string, string>> | null;
  readonly vendor: string | null;
  readonly verifiedAt: string | null;
  readonly requestedBy: string | null;
  readonly verificationId: string | null;
  readonly pendingVerificationId: string | null;
}

interface Verification extends Pick<Standing, 'errorCode' | 'correctedAddress' | 'vendor' | 'requestedBy'> {
  readonly id: string;
  readonly jobId: string;
  readonly state: string;
  readonly isCurrent: boolean;
  readonly cause: string;
  readonly vendorCodes: readonly string[];
}

const home = {
  type: 'primary',
  line1: '12 Main Street',
  city: 'Testville',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};

const living = (...lines: readonly (string | object)[]) =>
  anIndividual({
    addresses: lines.map((line, index) => ({
      ...home,
      type: index === 0 ? 'primary' : 'secondary',
      ...(typeof line === 'string' ? { line1: line } : line),
    })),
  });

describe('addresses of customers', () => {
  let stack: Stack;
  let acme: Organization;
  let rival: Organization;
  let api: ApiClient;

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'vendor-simulator', 'webhook-delivery-worker'],
      env: { ADDRESS_VENDOR: 'smarty' },
    });
    await startWorker();
    [acme, rival] = [await stack.newOrganization('Acme'), await stack.newOrganization('Rival')];
    api = acme.api;
  }, 180_000);

  afterEach(() => simulate('/__sim/reset'));
  afterAll(() => stack.stop(), 30_000);

  const startWorker = (name = 'kyc-worker') =>
    stack.startApp('kyc-worker', name, {
      SMARTY_AUTH_ID: 'simulated',
      SMARTY_AUTH_TOKEN: 'simulated-token',
      SMARTY_URL: `${stack.simulatorUrl}/street-address`,
      SMARTY_COST_MICROS: '700',
    });

  const simulate = (path: string, body: unknown = {}): Promise<Response> =>
    fetch(`${stack.simulatorUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const fail = (...faults: readonly object[]) => simulate('/__sim/smarty/faults', faults);
  const requests = async () =>
    (
      (await (await fetch(`${stack.simulatorUrl}/__sim/requests`)).json()) as {
        data: { fields: { lookups: { size: number } } }[];
      }
    ).data;

  const standingsOf = async (id: string, by = api): Promise<readonly Standing[]> =>
    (await by.get<{ addresses: { verification: Standing }[] }>(`/v1/customers/${id}`)).body.addresses.map(
      ({ verification }) => verification,
    );
  const whenSettled = (id: string): Promise<readonly Standing[]> =>
    eventually(async () => {
      const standings = await standingsOf(id);
      return standings.every(({ pendingVerificationId }) => pendingVerificationId === null) && standings;
    });
  const settled = async (
    ...lines: readonly (string | object)[]
  ): Promise<{ customer: Customer; standing: Standing }> => {
    const customer = await create(api, living(...lines));
    return { customer, standing: (await whenSettled(customer.id))[0]! };
  };
  const pathOf = ({ id, addresses }: Customer, index = 0) => `/v1/customers/${id}/addresses/${addresses[index]!.id}`;
  const historyOf = async (customer: Customer, index = 0): Promise<readonly Verification[]> =>
    (await api.get<Page<Verification>>(`${pathOf(customer, index)}/verifications`)).body.data;

  it('are unverified until the vendor has answered, and then as it says', async () => {
    const created = (
      await api.post<Customer & { addresses: { verification: Standing }[] }>('/v1/customers', living('12 Main Street'))
    ).body;
    expect(created.addresses[0]!.verification).toMatchObject({
      state: 'unverified',
      reasons: [{ code: 'verification-pending' }],
      verifiedAt: null,
      pendingVerificationId: expect.stringMatching(/^avf_/),
    });
    const [standing] = await whenSettled(created.id);
    expect(standing).toMatchObject({
      state: 'verified',
      vendor: 'smarty',
      errorCode: null,
      correctedAddress: null,
      verificationId: created.addresses[0]!.verification.pendingVerificationId,
      reasons: expect.arrayContaining([
        { code: 'entire-address-confirmed', text: 'The whole address is known to the US Postal Service.' },
      ]),
    });
    expect(Date.parse(standing!.verifiedAt!)).toBeGreaterThan(0);
  });

  it.each([
    ['12 Nowhere Street', 'undeliverable', 'house-number-invalid'],
    ['12 Vacant Street', 'undeliverable', 'vacant'],
    ['12 Tower Street', 'unverified', 'unit-missing'],
    [{ country: 'GE', region: undefined, postalCode: '0105' }, 'unverified', 'country-not-covered'],
    [{ line1: `12 ${'Long '.repeat(12)}Street` }, 'unverified', 'too-long-for-vendor'],
  ])('tell of %o that it is %s: %s', async (line, state, reason) => {
    const { standing, customer } = await settled(line);
    expect(standing).toMatchObject({ state, errorCode: null, correctedAddress: null });
    expect(standing.reasons.map(({ code }) => code)).toContain(reason);
    const [verification] = await historyOf(customer);
    expect(verification).toMatchObject({ state, isCurrent: true, cause: 'created' });
  });

  it('have the vendor’s form beside what was entered, until somebody takes it over', async () => {
    const { customer, standing } = await settled('12 Misspelt Street');
    expect(standing).toMatchObject({
      state: 'corrected',
      correctedAddress: { line1: '12 Mended St', city: 'Testville', postalCode: '62701-0001' },
    });
    const read = async () =>
      (await api.get<Customer & { addresses: { line1: string }[] }>(`/v1/customers/${customer.id}`)).body;
    expect((await read()).addresses[0]!.line1).toBe('12 Misspelt Street');

    const accepted = await api.post<Customer & { addresses: { line1: string; postalCode: string; id: string }[] }>(
      `${pathOf(customer)}/accept-correction`,
      { actor: 'ana' },
    );
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({ status: 'review_required', hold: 'edit' });
    expect(accepted.body.addresses[0]).toMatchObject({
      id: customer.addresses[0]!.id,
      type: 'primary',
      line1: '12 Mended St',
      postalCode: '62701-0001',
    });
    expect(await whenSettled(customer.id)).toMatchObject([{ state: 'verified', requestedBy: 'ana' }]);
    expect((await historyOf(customer)).map(({ state, cause, isCurrent }) => [state, cause, isCurrent])).toEqual([
      ['verified', 'edited', true],
      ['corrected', 'created', false],
    ]);
    expectProblem(await api.post(`${pathOf(customer)}/accept-correction`, {}), 409, 'state-conflict');
  });

  it('are verified again when somebody asks, which is answered with 202 and its place', async () => {
    const { customer, standing } = await settled('12 Main Street');
    const answer = await api.post<Verification>(`${pathOf(customer)}/verifications`, { actor: 'bo' });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ state: 'pending', cause: 'requested', requestedBy: 'bo', vendor: 'smarty' });
    const location = answer.headers.get('location')!;
    expect(location).toBe(`${pathOf(customer)}/verifications/${answer.body.id}`);
    const [again] = await whenSettled(customer.id);
    expect(again).toMatchObject({ state: 'verified', verificationId: answer.body.id, requestedBy: 'bo' });
    expect(again!.verificationId).not.toBe(standing.verificationId);
    expect((await api.get<Verification>(location)).body).toMatchObject({
      state: 'verified',
      isCurrent: true,
      vendorCodes: expect.arrayContaining(['dpv:Y']),
    });
  });

  it('are told of by webhook, without a word about where anybody lives', async () => {
    const subscriber = await Subscriber.register(acme.api, { eventTypes: ['customer.*'] });
    try {
      const { customer } = await settled('12 Planted Lane', '12 Nowhere Street');
      const told = await eventually(() => {
        const received = subscriber.receiver.about(customer.id);
        return received.length === 3 && received;
      });
      expect(told.map(({ event }) => event.type).sort()).toEqual([
        'customer.address_undeliverable',
        'customer.address_verified',
        'customer.created',
      ]);
      expect(told.map(({ event }) => event.data.sequence).sort()).toEqual([1, 2, 3]);
      expect(told.map(({ body }) => body).join()).not.toMatch(/Planted|Nowhere|Testville/);
    } finally {
      await subscriber.stop();
    }
  });

  it('go in few requests where many wait, and each is settled once', async () => {
    await stack.process('kyc-worker').stop();
    const customers: Customer[] = [];
    for (let index = 0; index < 40; index++) {
      customers.push(await create(api, living(`${index} Main Street`, `${index} Nowhere Street`)));
    }
    await startWorker();
    for (const { id } of customers) {
      expect((await whenSettled(id)).map(({ state }) => state)).toEqual(['verified', 'undeliverable']);
    }
    const sizes = (await requests()).map(({ fields }) => fields.lookups.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(80);
    expect(sizes.length).toBeLessThanOrEqual(20);
    const [counted] = await stack.database.query<{ lookups: number; cost: number }>(
      `SELECT count(*)::integer AS lookups, sum(cost_micros)::integer AS cost FROM address_lookups
       WHERE verification_id IN (SELECT id FROM address_verifications WHERE customer_id = ANY ($1)) AND state = 'answered'`,
      [customers.map(({ id }) => id)],
    );
    expect(counted).toEqual({ lookups: 80, cost: 56_000 });
  }, 90_000);

  it('are asked about again after a fault that goes by', async () => {
    await fail({ kind: 'reset', times: 1 }, { kind: 'status', status: 429, retryAfterSeconds: 1, times: 1 });
    const customer = await create(api, living('12 Main Street'));
    const [standing] = await eventually(
      async () => {
        const standings = await standingsOf(customer.id);
        return standings[0]!.state === 'verified' && standings;
      },
      { withinMs: 60_000 },
    );
    expect(standing).toMatchObject({ state: 'verified' });
    const lookups = await stack.database.query<{ state: string; error_class: string | null }>(
      `SELECT state, error_class FROM address_lookups WHERE verification_id = $1 ORDER BY id`,
      [standing!.verificationId],
    );
    expect(lookups).toEqual([
      { state: 'failed', error_class: 'unavailable' },
      { state: 'failed', error_class: 'throttled' },
      { state: 'answered', error_class: null },
    ]);
  }, 90_000);

  it.each([
    ['an answer that is half there', { kind: 'truncated-json' }, 'address-vendor-answer-not-understood'],
    ['a code that nobody knows', { kind: 'unknown-code' }, 'address-vendor-answer-not-understood'],
    ['a refused request', { kind: 'status', status: 400 }, 'address-vendor-rejected-request'],
  ])(
    'are in error, and no pass, after %s; and verified when they are asked about again',
    async (_, fault, errorCode) => {
      await fail({ times: 1, ...fault });
      const { customer, standing } = await settled('12 Main Street');
      expect(standing).toMatchObject({ state: 'error', errorCode, reasons: [], correctedAddress: null });
      const [failed] = await historyOf(customer);
      await api.post(`/v1/jobs/${failed!.jobId}/retry`);
      await eventually(async () => {
        expect(await standingsOf(customer.id)).toMatchObject([{ state: 'verified', errorCode: null }]);
      });
      expect((await historyOf(customer)).map(({ id }) => id)).toEqual([failed!.id]);
    },
  );

  it('are not touched by an answer that comes after an edit', async () => {
    await fail({ kind: 'latency', delayMs: 3_000, times: 1 });
    const customer = await create(api, living('12 Misspelt Street'));
    await eventually(async () => expect((await requests()).length).toBeGreaterThan(0));
    const edited = { ...home, id: customer.addresses[0]!.id, line1: '12 Nowhere Street' };
    await api.patch(`/v1/customers/${customer.id}`, { addresses: [edited] });
    const [standing] = await whenSettled(customer.id);
    expect(standing).toMatchObject({ state: 'undeliverable', correctedAddress: null });
    await eventually(async () => {
      const jobs = await stack.database.query<{ state: string }>(
        `SELECT jobs.state FROM jobs JOIN address_verifications ON job_id = jobs.id WHERE customer_id = $1`,
        [customer.id],
      );
      expect(jobs.map(({ state }) => state)).toEqual(['completed', 'completed']);
    });
    expect((await historyOf(customer)).map(({ state, isCurrent }) => [state, isCurrent])).toEqual([
      ['undeliverable', true],
      ['void', false],
    ]);
    expect(await standingsOf(customer.id)).toMatchObject([{ state: 'undeliverable' }]);
  }, 30_000);

  it('are asked about no more when the customer is deleted', async () => {
    await stack.process('kyc-worker').stop();
    const customer = await create(api, living('12 Main Street'));
    await api.delete(`/v1/customers/${customer.id}`);
    await startWorker();
    await eventually(async () => {
      const jobs = await stack.database.query<{ state: string; error_code: string | null }>(
        `SELECT jobs.state, jobs.error_code FROM jobs JOIN address_verifications ON job_id = jobs.id WHERE customer_id = $1`,
        [customer.id],
      );
      expect(jobs).toEqual([{ state: 'cancelled', error_code: 'address-verification-overtaken' }]);
    });
    expect(await requests()).toEqual([]);
    expectProblem(await api.get(`${pathOf(customer)}/verifications`), 404, 'not-found');
  }, 60_000);

  it('keep the history of one that was removed', async () => {
    const { customer } = await settled('12 Main Street', '12 Nowhere Street');
    await api.patch(`/v1/customers/${customer.id}`, { addresses: [{ ...home, id: customer.addresses[0]!.id }] });
    expect(await historyOf(customer, 1)).toMatchObject([{ state: 'undeliverable', isCurrent: false }]);
    expectProblem(await api.post(`${pathOf(customer, 1)}/verifications`, {}), 404, 'not-found');
  });

  it('are nobody else’s business', async () => {
    const { customer, standing } = await settled('12 Misspelt Street');
    const path = pathOf(customer);
    for (const answer of await Promise.all([
      rival.api.post(`${path}/verifications`, {}),
      rival.api.get(`${path}/verifications`),
      rival.api.get(`${path}/verifications/${standing.verificationId}`),
      rival.api.post(`${path}/accept-correction`, {}),
      api.get(`${path.slice(0, -3)}zzz/verifications`),
    ])) {
      expectProblem(answer, 404, 'not-found');
    }
    const reader = await stack.newOrganization('Reader', ['customers:read']);
    expectProblem(await reader.api.post(`${path}/verifications`, {}), 403, 'missing-scope');
    expectProblem(await api.post(`${path}/verifications`, { vendor: 'x' }), 422, 'validation-failed');
  });

  it('put the vendor’s refusal of our account where somebody sees it, and nothing passes', async () => {
    await stack.process('kyc-worker').stop();
    await stack.startApp('kyc-worker', 'unpaid-worker', {
      SMARTY_AUTH_ID: 'unpaid',
      SMARTY_AUTH_TOKEN: 'planted-secret',
      SMARTY_URL: `${stack.simulatorUrl}/street-address`,
    });
    const { standing } = await settled('12 Planted Lane');
    expect(standing).toMatchObject({ state: 'error', errorCode: 'address-vendor-wants-payment' });
    const metrics = await (await fetch(`${stack.operationsUrl('unpaid-worker')}/metrics`)).text();
    expect(metrics).toContain('bonafide_address_vendor_failures_total{vendor="smarty",class="unauthorized"} 1');
    expect(metrics).toContain('bonafide_address_verifications_total{state="error"} 1');
    expect(stack.log()).not.toMatch(/planted-secret|simulated-token|Planted Lane|Misspelt|Testville/);
    expect(stack.log()).not.toContain(Buffer.from('unpaid:planted-secret').toString('base64'));
  }, 60_000);
});
