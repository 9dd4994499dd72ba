import { type AddressAnswer, type AddressVendor, AddressVendors, VendorError } from '@bonafide/identity-vendors';
import { Stack } from '@bonafide/testing';

const SECRET = 'simulated-token';

interface Recorded {
  readonly vendor: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, { readonly size: number | null; readonly value?: unknown }>>;
}

const lookup = (line1: string, more: object = {}) => ({
  reference: `avf_${line1.replaceAll(' ', '-').toLowerCase()}`,
  address: { line1, city: 'Testville', region: 'IL', postalCode: '62701', country: 'US', ...more },
});

describe('the adapter of Smarty, against the simulator', () => {
  let stack: Stack;
  let opened: AddressVendors[] = [];

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['vendor-simulator'] });
  }, 120_000);

  afterEach(async () => {
    await Promise.all(opened.map((vendors) => vendors.onApplicationShutdown()));
    opened = [];
    await simulate('/__sim/reset');
  });

  afterAll(() => stack.stop(), 30_000);

  const simulate = (path: string, body: unknown = {}): Promise<Response> =>
    fetch(`${stack.simulatorUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const requests = async (): Promise<readonly Recorded[]> =>
    ((await (await fetch(`${stack.simulatorUrl}/__sim/requests`)).json()) as { data: Recorded[] }).data;

  /** A new one each time, with a circuit of its own. */
  function smarty(settings: Readonly<Record<string, string>> = {}): AddressVendor {
    const before = { ...process.env };
    try {
      Object.assign(process.env, {
        BONAFIDE_MODE: 'sandbox',
        SMARTY_AUTH_ID: 'simulated',
        SMARTY_AUTH_TOKEN: SECRET,
        SMARTY_URL: `${stack.simulatorUrl}/street-address`,
        SMARTY_TIMEOUT_MS: '2000',
        ...settings,
      });
      const vendors = new AddressVendors();
      opened.push(vendors);
      const vendor = vendors.find('smarty');
      if (vendor === undefined) throw new Error('It has no credentials.');
      return vendor;
    } finally {
      process.env = before;
    }
  }

  const notStopped = new AbortController().signal;
  const ask = async (line1: string, more: object = {}): Promise<AddressAnswer | 'unreadable' | undefined> => {
    const asked = lookup(line1, more);
    return (await smarty().verify([asked], notStopped)).answers.get(asked.reference);
  };

  it.each([
    ['12 Main Street', {}, 'verified', 'entire-address-confirmed'],
    ['12 North Main Street', { line2: 'Apartment 4' }, 'verified', 'entire-address-confirmed'],
    ['12 Misspelt Street', {}, 'corrected', 'entire-address-confirmed'],
    ['12 Nowhere Street', {}, 'undeliverable', 'house-number-invalid'],
    ['12 Unheard Street', {}, 'undeliverable', 'not-in-postal-data'],
    ['12 Missing Street', {}, 'undeliverable', 'not-found'],
    ['12 Vacant Street', {}, 'undeliverable', 'vacant'],
    ['12 Tower Street', {}, 'unverified', 'unit-missing'],
    ['12 Tower Street', { line2: 'Suite 5' }, 'verified', 'entire-address-confirmed'],
    ['12 Main Street', { line2: 'Apt 999' }, 'unverified', 'unit-not-recognized'],
    ['12 Ambiguous Street', {}, 'unverified', 'several-addresses-match'],
    ['12 Mailbox Street', {}, 'verified', 'mail-agency'],
  ])('reads the answer to "%s" %o: %s', async (line1, more, outcome, reason) => {
    expect(await ask(line1, more)).toMatchObject({ outcome, reasons: expect.arrayContaining([reason]) });
  });

  it('gives the form in which the vendor knows the address', async () => {
    expect(await ask('12 Misspelt Street')).toMatchObject({
      correction: { line1: '12 Mended St', city: 'Testville', region: 'IL', postalCode: '62701-0001', country: 'US' },
    });
  });

  it('tells the answers of one request apart by our ids, in whatever number they come', async () => {
    const asked = ['1 Main Street', '2 Missing Street', '3 Ambiguous Street', '4 Nowhere Street'].map((line) =>
      lookup(line),
    );
    const { answers } = await smarty().verify(asked, notStopped);
    const outcomes = asked
      .map(({ reference }) => answers.get(reference))
      .map((answer) => Object(answer).outcome as string);
    expect(outcomes).toEqual(['verified', 'undeliverable', 'unverified', 'undeliverable']);
    const [request] = await requests();
    expect(request).toMatchObject({ vendor: 'smarty', path: '/street-address' });
    expect(request!.fields).toMatchObject({
      lookups: { size: 4 },
      inputIds: { value: asked.map(({ reference }) => reference) },
      matches: { value: ['invalid'] },
    });
  });

  it('says who it is in a header, and nothing but the license in the URL', async () => {
    await smarty({ SMARTY_LICENSE: 'us-core-cloud' }).verify([lookup('1 Main Street')], notStopped);
    expect((await requests())[0]!.fields.queryNames!.value).toEqual(['license']);
  });

  it.each([
    ['a refused request', { kind: 'status', status: 400 }, { errorClass: 'rejected_request', httpStatus: 400 }],
    ['one that is too large', { kind: 'status', status: 413 }, { errorClass: 'rejected_request', httpStatus: 413 }],
    [
      'too many requests',
      { kind: 'status', status: 429, retryAfterSeconds: 7 },
      { errorClass: 'throttled', retryAfterMs: 7_000 },
    ],
    ['a failure', { kind: 'status', status: 500 }, { errorClass: 'unavailable', httpStatus: 500 }],
    ['a gateway without its server', { kind: 'status', status: 504 }, { errorClass: 'unavailable' }],
    ['a redirect', { kind: 'status', status: 302 }, { errorClass: 'contract' }],
    ['an answer that does not come', { kind: 'latency', delayMs: 5_000 }, { errorClass: 'timeout' }],
    ['a connection that breaks', { kind: 'reset' }, { errorClass: 'unavailable' }],
    ['an answer that breaks off', { kind: 'broken-body' }, { errorClass: 'unavailable' }],
    ['half of an answer', { kind: 'truncated-json' }, { errorClass: 'contract' }],
    ['another form of answer', { kind: 'other-json' }, { errorClass: 'contract' }],
    ['an answer to somebody else', { kind: 'foreign-input' }, { errorClass: 'contract' }],
  ])('takes %s for no answer', async (_, fault, error) => {
    await simulate('/__sim/smarty/faults', [{ times: 1, ...fault }]);
    const vendor = smarty();
    const failure: unknown = await vendor
      .verify([lookup('12 Quillon Street')], notStopped)
      .catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(VendorError);
    expect(failure).toMatchObject(error);
    expect((failure as VendorError).message).not.toMatch(/quillon|simulated/i);
    // The next one is let through: one failure is none of the vendor's habits.
    await expect(vendor.verify([lookup('1 Main Street')], notStopped)).resolves.toBeDefined();
  });

  it('takes a code that is in no documentation for unreadable, and for no pass', async () => {
    await simulate('/__sim/smarty/faults', [{ kind: 'unknown-code', times: 1 }]);
    expect(await ask('12 Main Street')).toBe('unreadable');
  });

  it.each([
    ['wrong credentials', { SMARTY_AUTH_TOKEN: 'another-token' }, 401],
    ['an account without a subscription', { SMARTY_AUTH_ID: 'unpaid' }, 402],
  ])(
    'does not let %s pass for a fault that goes by, shows no credentials, and leaves the vendor alone',
    async (_, settings, httpStatus) => {
      const vendor = smarty(settings);
      const failure: unknown = await vendor
        .verify([lookup('1 Main Street')], notStopped)
        .catch((caught: unknown) => caught);
      expect(failure).toMatchObject({ errorClass: 'unauthorized', httpStatus });
      const shown = `${String(failure)} ${JSON.stringify(failure)} ${(failure as Error).stack ?? ''}`;
      for (const secret of [SECRET, 'another-token', Buffer.from(`simulated:${SECRET}`).toString('base64')]) {
        expect(shown).not.toContain(secret);
      }
      expect(vendor.openForMs).toBeGreaterThan(0);
    },
  );

  it('leaves a vendor alone that has failed five times in a row', async () => {
    await simulate('/__sim/smarty/faults', [{ kind: 'status', status: 503, times: 9 }]);
    const vendor = smarty();
    for (let failure = 0; failure < 5; failure++) {
      expect(vendor.openForMs).toBeNull();
      await expect(vendor.verify([lookup('1 Main Street')], notStopped)).rejects.toMatchObject({ httpStatus: 503 });
    }
    expect(vendor.openForMs).toBeGreaterThan(0);
    await expect(vendor.verify([lookup('1 Main Street')], notStopped)).rejects.toMatchObject({
      errorClass: 'unavailable',
      httpStatus: null,
    });
    expect(await requests()).toHaveLength(5);
  });

  it('is refused by the simulator what Smarty refuses', async () => {
    const post = (body: unknown, id = 'simulated', token = SECRET) =>
      fetch(`${stack.simulatorUrl}/street-address?auth-id=${id}&auth-token=${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
      });
    const one = { street: '1 Main Street', zipcode: '62701' };
    const statuses = await Promise.all([
      post([one]),
      post([one], 'nobody'),
      post([one], 'unpaid'),
      post(Array(101).fill(one)),
      post([{ ...one, zipcode: 62701 }]),
      post({}),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 401, 402, 413, 400, 400]);
  });
});
