import { randomBytes } from 'node:crypto';

import {
  type AppName,
  describeWithRedis,
  eventually,
  expectProblem,
  fileIn,
  type Organization,
  type ScreeningFileDetails,
  Stack,
  uploadFile,
  WebhookReceiver,
} from '@bonafide/testing';
import { base58 } from '@scure/base';
import { Redis } from 'ioredis';

interface Submitted {
  readonly id: string;
  readonly jobId: string;
}

const apps: readonly AppName[] = [
  'api',
  'bulk-screening-worker',
  'dispatcher',
  'kyc-worker',
  'ofac-screening-worker',
  'webhook-delivery-worker',
];
const queues = [
  'ofac-screening',
  'screening-file-part-bulk',
  'webhook-delivery',
  'rescreening-planning',
  'rescreening-part',
  'identity-verification',
  'vendor-feedback',
];

const word = (): string => [...randomBytes(14)].map((byte) => 'abcdefghijklmnopqrst'.charAt(byte % 20)).join('');

/** What nobody but its owner may read. Each is a word of its own, so that finding one tells where it came from. */
const planted = {
  name: `Zorvath ${word()}`,
  alternativeName: `Quellim ${word()}`,
  birthDate: '1907-03-29',
  street: `1 ${word()} Street`,
  city: `Port ${word()}`,
  documentNumber: word().toUpperCase(),
  // 900 to 999 begin no social security number.
  socialSecurityNumber: '900-55-4321',
  freeText: word(),
  urlPath: word(),
  garbage: word(),
  fieldName: word(),
  rowName: `Ilmar Quenby Varnostra ${word()}`,
  rowId: word(),
  brokenRow: word(),
  columnTitle: word(),
  customerName: `Quorvenal ${word()}`,
  customerNickName: `Brusk ${word()}`,
  customerBirthDate: '1909-11-17',
  customerEmail: `${word()}@example.com`,
  customerTaxId: '219-09-9988',
  customerPhone: '+12175550877',
  customerStreet: `2 ${word()} Street`,
  customerReason: word(),
  // Of Solana, whose addresses have no checksum.
  wallet: base58.encode(randomBytes(32)),
  beneficiaryName: `Marvolent ${word()}`,
  beneficiaryEmail: `${word()}@example.com`,
  blockedEmail: `${word()}@example.com`,
  blockedReason: word(),
  holdReason: word(),
  governmentIdNumber: word().toUpperCase(),
  governmentIdStreet: `3 ${word()} Street`,
  deviceFingerprint: word(),
  deviceIp: '203.0.113.177',
  decisionReason: word(),
  representativeName: `Telmarish ${word()}`,
  representativeTaxId: '219-09-9977',
};

/** Rows with hits and with errors, and a column that is not read. */
const file = [
  `id,name,birth_date,country,${planted.columnTitle}`,
  `${planted.rowId},${planted.rowName},,GE,`,
  `2,Jane Roe,${planted.brokenRow},GE,`,
  `3,"${planted.brokenRow},,,`,
  '',
].join('\n');

const subject = {
  type: 'person',
  name: planted.name,
  alternativeNames: [planted.alternativeName, 'Ilmar Quenby Varnostra'],
  birthDate: planted.birthDate,
  countries: ['GE'],
  identifications: [
    { type: 'passport', number: planted.documentNumber, country: 'GE' },
    { type: 'ssn', number: planted.socialSecurityNumber, country: 'US' },
  ],
  addresses: [{ line1: planted.street, city: planted.city, country: 'GE' }],
};

const [firstName = '', lastName = ''] = planted.customerName.split(' ');
const [representativeFirst = '', representativeLast = ''] = planted.representativeName.split(' ');

/** That of somebody with one surname who was born on that day. */
const rfc = `${lastName.slice(0, 2)}${firstName.slice(0, 2)}091117ZX7`.toUpperCase();

const customer = {
  type: 'individual',
  individual: {
    firstName,
    lastName,
    nickName: planted.customerNickName,
    birthDate: planted.customerBirthDate,
  },
  email: planted.customerEmail,
  taxId: { type: 'ssn', number: planted.customerTaxId },
  phones: [{ type: 'mobile', number: planted.customerPhone }],
  nationalIds: [{ type: 'rfc', number: rfc }],
  cryptoAddresses: [{ currency: 'SOL', address: planted.wallet }],
  beneficiaries: [{ name: planted.beneficiaryName, email: planted.beneficiaryEmail }],
  addresses: [
    {
      type: 'primary',
      line1: planted.customerStreet,
      city: 'Springfield',
      region: 'IL',
      postalCode: '62701',
      country: 'US',
    },
  ],
};
const business = {
  type: 'business',
  business: { legalName: 'Tavish Test Trading LLC' },
  representatives: [
    {
      firstName: representativeFirst,
      lastName: representativeLast,
      birthDate: planted.customerBirthDate,
      taxId: { type: 'ssn', number: planted.representativeTaxId },
    },
  ],
};

describeWithRedis('personal data and secrets (needs Redis)', () => {
  const markers = new Map<string, string>(Object.entries({ ...planted, rfc }));
  let stack: Stack;
  let receiver: WebhookReceiver;
  let acme: Organization;
  let completed: Submitted;
  let failed: Submitted;
  let undecipherable: Submitted;
  let screenedFile: ScreeningFileDetails;
  let failedFile: ScreeningFileDetails;
  let customerId: string;
  let verificationPath: string;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({ apps, env: { LOG_LEVEL: 'debug', WEBHOOK_RETRY_SECONDS: '0.1,0.1' } });
    acme = await stack.newOrganization('Acme');
    const endpoint = await acme.api.post<{ secret: string }>(
      '/v1/webhook-endpoints',
      { url: receiver.url },
      { 'idempotency-key': 'endpoint-1' },
    );
    markers.set('webhookSecret', endpoint.body.secret.replace('whsec_', ''));
    markers.set('apiKey', acme.api.apiKey!.split('_')[3]!);
    markers.set('operatorKey', stack.operator.apiKey!.split('_')[3]!);
    await runWhatWorks();
    await makeCustomers();
    await verifyCustomers();
    await runWhatFails();
    await sendWhatIsRefused();
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
  }, 30_000);

  const submit = async (externalId: string): Promise<Submitted> =>
    (await acme.api.post<Submitted>('/v1/screenings', { ...subject, externalId }, { 'idempotency-key': externalId }))
      .body;

  const hitsOfCompleted = async (): Promise<readonly { readonly id: string }[]> =>
    (await acme.api.get<{ hits: { id: string }[] }>(`/v1/screenings/${completed.id}`)).body.hits;

  const messagesAboutCompleted = async () =>
    [completed, ...(await hitsOfCompleted())].flatMap(({ id }) => receiver.about(id));

  async function runWhatWorks(): Promise<void> {
    receiver.nextResponses.push({ status: 500 }, { status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    completed = await submit('planted-completed');
    // The screening and its hits are told of once each, and two of the messages twice.
    await eventually(async () => (await messagesAboutCompleted()).length === (await hitsOfCompleted()).length + 3, {
      withinMs: 30_000,
    });
    await acme.api.post('/v1/screenings/batch', { screenings: [subject, subject] });
    const uploaded = await uploadFile(acme.api, file, {
      headers: { 'idempotency-key': 'file-1' },
      query: '?threshold=0.5',
    });
    screenedFile = await fileIn(acme.api, 'completed', uploaded.body.id);
    await writeAboutHits();
    await screenAgain();
  }

  /** Somebody who is monitored, of whom the hits that are found again have been dismissed before. */
  async function screenAgain(): Promise<void> {
    const monitored = { ...subject, externalId: 'planted-monitored', monitor: true };
    const { id } = (await acme.api.post<Submitted>('/v1/screenings', monitored)).body;
    const { hits } = await eventually(async () => {
      const { body } = await acme.api.get<{ state: string; hits: { id: string }[] }>(`/v1/screenings/${id}`);
      return body.state !== 'pending' && body;
    });
    for (const hit of hits) {
      const dismissal = { decision: 'dismiss', reasonCode: 'name-differs', actor: 'ana' };
      await acme.api.post(`/v1/screening-hits/${hit.id}/dispositions`, dismissal);
    }
    const run = (await acme.api.post<{ id: string }>('/v1/rescreenings')).body;
    await eventually(async () => {
      const { body } = await acme.api.get<{ state: string; hitsFound: number }>(`/v1/rescreenings/${run.id}`);
      return body.state === 'completed' && body.hitsFound > 0;
    });
  }

  /** Two customers, what people do with them, and what is refused. */
  async function makeCustomers(): Promise<void> {
    const { api } = acme;
    const made = await api.post<{ id: string }>('/v1/customers', customer, { 'idempotency-key': 'customer-1' });
    expect(made.status).toBe(201);
    customerId = made.body.id;
    expect((await api.post('/v1/customers', business)).status).toBe(201);
    await eventually(async () => (await api.get<{ sanctionsState: string }>(path())).body.sanctionsState === 'clear');
    const grounds = { actor: 'ana', reason: `It is ${planted.customerReason}.` };
    await api.post(path('/attestations'), { fact: 'identity_verified', identityVersion: 1, ...grounds });
    for (const status of ['rejected', 'ofac']) {
      expect((await api.call('PUT', path('/status'), { status, ...grounds })).status).toBe(200);
    }
    const read = await api.post<{ number: string }>(
      path('/tax-id/decrypt'),
      { actor: 'ana' },
      { 'idempotency-key': 'decrypt-1' },
    );
    expect(read.body.number).toBe(planted.customerTaxId);
    const search = { name: planted.customerName, email: planted.customerEmail };
    const found = await api.post<{ data: unknown[] }>('/v1/customers/search', search, {
      'idempotency-key': 'search-1',
    });
    expect(found.body.data).toHaveLength(1);
    expect((await api.patch(path(), { individual: { nickName: planted.customerNickName } })).status).toBe(200);
    const wrong = { ...customer, taxId: { type: 'ein', number: planted.customerTaxId } };
    expectProblem(await api.post('/v1/customers', wrong), 422, 'validation-failed');
    expectProblem(
      await api.post('/v1/customers', { ...customer, email: planted.customerName }),
      422,
      'validation-failed',
    );
    const wrongKey = { ...customer, nationalIds: [{ type: 'curp', number: rfc }] };
    expectProblem(await api.post('/v1/customers', wrongKey), 422, 'validation-failed');
    const whole = await api.post<{ number: string }>(path('/national-ids/decrypt'), { actor: 'ana', type: 'rfc' });
    expect(whole.body.number).toBe(rfc);
    const blocked = {
      kind: 'email',
      value: planted.blockedEmail,
      outcome: 'declined',
      reason: `It is ${planted.blockedReason}.`,
      actor: 'ana',
    };
    expect((await api.post('/v1/block-list', blocked, { 'idempotency-key': 'blocked-1' })).status).toBe(201);
    expectProblem(await api.post('/v1/block-list', blocked), 409, 'state-conflict');
    expectProblem(await api.post('/v1/block-list', { ...blocked, kind: 'ip' }), 422, 'validation-failed');
    for (const isHeld of [true, false]) {
      const hold = { isHeld, reason: `It is ${planted.holdReason}.`, actor: 'ana' };
      expect((await api.call('PUT', path('/legal-hold'), hold)).status).toBe(200);
    }
    const asExternalId = { ...customer, externalIds: { crm: planted.customerName } };
    expectProblem(await api.post('/v1/customers', asExternalId), 422, 'validation-failed');
  }

  /** By the sandbox vendor: one that is approved, and one that a person decides about. */
  async function verifyCustomers(): Promise<void> {
    const { api } = acme;
    const verification = {
      level: 'cip',
      governmentId: {
        type: 'passport',
        number: planted.governmentIdNumber,
        country: 'FR',
        address: { line1: planted.governmentIdStreet, city: planted.city, country: 'FR' },
      },
      device: { ip: planted.deviceIp, fingerprint: planted.deviceFingerprint },
    };
    const verified = await api.post<{ id: string }>('/v1/customers', customer);
    const ofVerified = `/v1/customers/${verified.body.id}/verifications`;
    const asked = await api.post<{ id: string }>(ofVerified, verification, { 'idempotency-key': 'verify-1' });
    expect(asked.status).toBe(202);
    verificationPath = `${ofVerified}/${asked.body.id}`;
    const when = (read: string, state: string) =>
      eventually(async () => (await api.get<{ state: string }>(read)).body.state === state);
    await when(verificationPath, 'approved');
    const wrong = { ...verification, governmentId: { ...verification.governmentId, type: planted.governmentIdNumber } };
    expectProblem(await api.post(path('/verifications'), wrong), 422, 'validation-failed');

    const made = await api.post<{ id: string }>('/v1/customers', {
      ...customer,
      individual: { firstName, lastName: 'REVIEW', birthDate: planted.customerBirthDate },
      nationalIds: [],
    });
    const ofOther = `/v1/customers/${made.body.id}/verifications`;
    const { body: second } = await api.post<{ id: string }>(ofOther, { level: 'kyc' });
    await when(`${ofOther}/${second.id}`, 'needs_review');
    const decision = { decision: 'approve', actor: 'ana', reason: `It is ${planted.decisionReason}.` };
    const decided = await api.call('PUT', `${ofOther}/${second.id}/decision`, decision);
    expect(markersIn(JSON.stringify(decided.body))).toEqual(['decisionReason']);
    const notice = await fetch(`${stack.operator.baseUrl}/vendor-webhooks/identitymind`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`planted:${planted.garbage}`).toString('base64')}` },
      body: planted.garbage,
    });
    expect(notice.status).toBe(401);
  }

  const path = (rest = ''): string => `/v1/customers/${customerId}${rest}`;

  /** What people write may name somebody, so it is kept as a name is. */
  async function writeAboutHits(): Promise<void> {
    const [hit] = await hitsOfCompleted();
    if (hit === undefined) throw new Error('There is no hit to write about.');
    const [actor, text] = ['ana', `It is ${planted.freeText}.`];
    await acme.api.post(`/v1/screening-hits/${hit.id}/notes`, { actor, text }, { 'idempotency-key': 'note-1' });
    const dismissal = { decision: 'dismiss', reasonCode: 'name-differs', actor, comment: text };
    const decided = await acme.api.post(`/v1/screening-hits/${hit.id}/dispositions`, dismissal);
    expect(decided.status).toBe(201);
    const { body } = await acme.api.get<{ data: { id: string }[] }>('/v1/screening-suppressions');
    await acme.api.post(`/v1/screening-suppressions/${body.data[0]!.id}/revoke`, { actor, comment: text });
    const settings = { dispositionReview: 'single', submitterMayDecide: true, actor, reason: text };
    expect((await acme.api.call('PUT', '/v1/screening-settings', settings)).status).toBe(200);
    expectProblem(await acme.api.post(`/v1/screening-hits/${hit.id}/dispositions`, dismissal), 409, 'state-conflict');
  }

  /** Between acceptance and dispatch one payload is erased, and another one’s is put in the place of a third. */
  async function runWhatFails(): Promise<void> {
    await stack.process('dispatcher').stop(12_000);
    [failed, undecipherable] = [await submit('planted-failed'), await submit('planted-undecipherable')];
    await stack.database.query('UPDATE jobs SET payload = (SELECT payload FROM jobs WHERE id = $1) WHERE id = $2', [
      failed.jobId,
      undecipherable.jobId,
    ]);
    await stack.database.query('UPDATE jobs SET payload = NULL WHERE id = $1', [failed.jobId]);
    failedFile = (await uploadFile(acme.api, file)).body;
    await stack.database.query(
      'UPDATE jobs SET payload = NULL WHERE id = (SELECT job_id FROM screening_file_parts WHERE file_id = $1)',
      [failedFile.id],
    );
    await stack.startApp('dispatcher', 'dispatcher-2');
    await eventually(() => receiver.about(failed.id).length > 0, { withinMs: 30_000 });
    await fileIn(acme.api, 'failed', failedFile.id);
    await eventually(
      async () => {
        const { body } = await acme.api.get<{ pastAttempts: unknown[] }>(`/v1/jobs/${undecipherable.jobId}`);
        return body.pastAttempts.length > 0;
      },
      { withinMs: 30_000 },
    );
  }

  async function sendWhatIsRefused(): Promise<void> {
    const { api } = acme;
    expectProblem(await uploadFile(api, `${planted.columnTitle},id\n${planted.rowName},1\n`), 422, 'unreadable-file');
    const misspelt = { query: `?${planted.fieldName}=${planted.fieldName}` };
    expectProblem(await uploadFile(api, file, misspelt), 400, 'invalid-parameter');
    expectProblem(await api.post('/v1/screenings', { ...subject, threshold: 9 }), 422, 'validation-failed');
    expectProblem(await api.post('/v1/screenings', { ...subject, [planted.fieldName]: 1 }), 422, 'validation-failed');
    expectProblem(await api.post('/v1/screenings', { ...subject, externalId: planted.name }), 422, 'validation-failed');
    const cutOff = JSON.stringify({ ...subject, alternativeNames: [planted.garbage] }).slice(0, -2);
    expectProblem(await api.post('/v1/screenings', cutOff), 400, 'malformed-json');
    expectProblem(await api.get(`/v1/screenings/${planted.urlPath}`), 404, 'not-found');
    expectProblem(await api.get(`/v1/${planted.urlPath}`), 404, 'not-found');
    expectProblem(await api.get(`/v1/%zz${planted.urlPath}`), 400, 'invalid-parameter');
    expectProblem(await api.get(`/v1/screenings?cursor=${planted.urlPath}&limit=1`), 400, 'invalid-parameter');
    expectProblem(await api.get(`/v1/screenings?${planted.urlPath}=${planted.urlPath}`), 400, 'invalid-parameter');
    const target = { url: `http://10.0.0.1/${planted.urlPath}?q=${planted.urlPath}` };
    expectProblem(await api.post('/v1/webhook-endpoints', target), 422, 'target-not-allowed');
    const headers = {
      'x-request-id': `not sane ${planted.garbage}`,
      'user-agent': planted.garbage,
      referer: planted.garbage,
    };
    expect((await api.call('GET', '/v1/me', undefined, headers)).status).toBe(200);
    expectProblem(
      await api
        .as(`${stack.operator.apiKey!.slice(0, -1)}${stack.operator.apiKey!.endsWith('7') ? '6' : '7'}`)
        .get('/v1/me'),
      401,
      'unknown-api-key',
    );
    await sendWhatTheDatabaseRefuses();
  }

  /** Postgres shows the row that it refuses in its message. */
  async function sendWhatTheDatabaseRefuses(): Promise<void> {
    await stack.database.query(
      `ALTER TABLE screenings ADD CONSTRAINT planted CHECK (external_id <> '${planted.garbage}')`,
    );
    const answer = await acme.api.post('/v1/screenings', { ...subject, externalId: planted.garbage });
    expect(markersIn(JSON.stringify(expectProblem(answer, 500, 'internal-error')))).toEqual([]);
    await stack.database.query('ALTER TABLE screenings DROP CONSTRAINT planted');
  }

  /** Which of the markers a text holds, as they are or as bytes in hexadecimal or base64. */
  function markersIn(text: string): string[] {
    const lower = text.toLowerCase();
    return [...markers]
      .filter(([, marker]) => {
        const hex = Buffer.from(marker).toString('hex');
        // Without its ends, for base64 writes those by what stands beside them.
        const base64 = [0, 1, 2].map((shift) =>
          Buffer.from(`${' '.repeat(shift)}${marker}`)
            .toString('base64')
            .slice(4, -4),
        );
        const parts = [marker, marker.replaceAll('-', ''), encodeURIComponent(marker), hex];
        return parts.some((part) => lower.includes(part.toLowerCase())) || base64.some((part) => text.includes(part));
      })
      .map(([name]) => name);
  }

  it('are where they belong: their owner can read them', async () => {
    const { body } = await acme.api.get<{ state: string; hits: unknown[] }>(`/v1/screenings/${completed.id}`);
    expect(body.state).toBe('clear');
    expect(body.hits.length).toBeGreaterThan(0);
    expect(markersIn(JSON.stringify(body)).sort()).toEqual(
      ['alternativeName', 'birthDate', 'city', 'documentNumber', 'name', 'socialSecurityNumber', 'street'].sort(),
    );
    expect((await acme.api.get<{ state: string }>(`/v1/screenings/${failed.id}`)).body.state).toBe('error');
    const { body: lines } = await acme.api.get<string>(`/v1/screening-files/${screenedFile.id}/result`);
    expect(markersIn(lines).sort()).toEqual(['brokenRow', 'rowId', 'rowName']);
    expect(screenedFile).toMatchObject({ unusedColumns: [planted.columnTitle], rows: { withHits: 1, errors: 2 } });
    const { body: partial } = await acme.api.get<string>(`/v1/screening-files/${failedFile.id}/result?partial=true`);
    expect(markersIn(partial)).toEqual(['rowId']);
    const ofCustomer = await Promise.all(
      ['', '/status', '/status-history', '/attestations', '/retention'].map((rest) => acme.api.get<object>(path(rest))),
    );
    expect(markersIn(JSON.stringify(ofCustomer.map(({ body: about }) => about))).sort()).toEqual(
      [
        'beneficiaryEmail',
        'beneficiaryName',
        'customerBirthDate',
        'customerEmail',
        'customerName',
        'customerNickName',
        'customerPhone',
        'customerReason',
        'customerStreet',
        'holdReason',
        'wallet',
      ].sort(),
    );
    const blocked = await acme.api.get<object>('/v1/block-list');
    expect(markersIn(JSON.stringify(blocked.body))).toEqual(['blockedReason']);
    const verification = await acme.api.get<object>(verificationPath);
    expect(markersIn(JSON.stringify(verification.body))).toEqual([]);
    const [hit] = await hitsOfCompleted();
    const written = await Promise.all(
      [`/v1/screening-hits/${hit!.id}`, '/v1/screening-suppressions', '/v1/screening-settings'].map((path) =>
        acme.api.get<object>(path),
      ),
    );
    for (const answer of written) expect(markersIn(JSON.stringify(answer.body))).toContain('freeText');
  });

  it('are nowhere in Redis', async () => {
    const redis = new Redis(stack.environment.REDIS_URL!);
    const found: string[] = [];
    try {
      for await (const keys of redis.scanStream({ match: `*${stack.environment.QUEUE_PREFIX!}*`, count: 1_000 })) {
        for (const key of keys as string[]) found.push(key, JSON.stringify(await valueOf(redis, key)));
      }
    } finally {
      redis.disconnect();
    }
    const all = found.join('\n');
    for (const { jobId } of [completed, failed, undecipherable]) expect(all).toContain(jobId);
    expect(all).toContain('payload-gone');
    expect(markersIn(all)).toEqual([]);
  });

  it('are nowhere in the log, not even in that of debugging', () => {
    const log = [...apps, 'dispatcher-2'].map((app) => stack.log(app)).join('');
    for (const { jobId } of [completed, failed, undecipherable]) expect(log).toContain(jobId);
    for (const event of ['job.unexpected-error', 'http.unexpected-error']) expect(log).toContain(event);
    expect(markersIn(log)).toEqual([]);
  });

  it.each(apps)('are nowhere in the metrics of %s', async (app) => {
    const text = await (
      await fetch(`${stack.operationsUrl(app === 'dispatcher' ? 'dispatcher-2' : app)}/metrics`)
    ).text();
    expect(text).toContain('bonafide_');
    expect(markersIn(text)).toEqual([]);
  });

  it('are nowhere in what Bull Board tells its page', async () => {
    const authorization = `Basic ${Buffer.from(`operator:${stack.operator.apiKey!}`).toString('base64')}`;
    const board = async (path: string): Promise<string> => {
      const answer = await fetch(`${stack.operator.baseUrl}/ops/queues/api/queues${path}`, {
        headers: { authorization },
      });
      expect(answer.status).toBe(200);
      return answer.text();
    };
    const pages = await Promise.all([
      ...queues.map((queue) => board(`?activeQueue=${queue}&page=1&jobsPerPage=100`)),
      ...[completed, failed, undecipherable].flatMap(({ jobId }) => [
        board(`/ofac-screening/${jobId}-1`),
        board(`/ofac-screening/${jobId}-1/logs`),
      ]),
    ]);
    for (const { jobId } of [completed, failed, undecipherable]) expect(pages.join('')).toContain(jobId);
    expect(markersIn(pages.join('\n'))).toEqual([]);
  });

  it('are nowhere in a webhook', async () => {
    expect((await messagesAboutCompleted()).length).toBeGreaterThan(3);
    const sent = receiver.received.map(({ headers, body }) => JSON.stringify(headers) + body).join('\n');
    expect(markersIn(sent)).toEqual([]);
  });

  it('are nowhere in what is told of jobs, events and deliveries', async () => {
    const paths = [
      '/v1/jobs',
      '/v1/screening-hits',
      '/v1/events',
      '/v1/webhook-deliveries',
      '/v1/webhook-endpoints',
      '/v1/screenings',
      '/v1/screening-files',
    ];
    const lists = await Promise.all(paths.map((path) => acme.api.get<object>(`${path}?limit=200`)));
    const job = await acme.api.get<object>(`/v1/jobs/${undecipherable.jobId}`);
    expect(markersIn(JSON.stringify([...lists, job].map(({ body }) => body)))).toEqual([]);
  });

  it('are in no table of the database but sealed, except for the names of customers', async () => {
    const tables = await stack.database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY name`,
    );
    expect(tables.length).toBeGreaterThan(12);
    const withMarkers: Record<string, string[]> = {};
    let all = '';
    for (const { name } of tables) {
      // A row as text shows every column, and bytes in hexadecimal.
      const rows = await stack.database.query<{ row: string }>(`SELECT row::text AS row FROM ${name} AS row`);
      const text = rows.map(({ row }) => row).join('\n');
      const found = markersIn(text);
      if (found.length > 0) withMarkers[name] = found;
      all += text;
    }
    for (const text of ['planted-completed', failed.jobId, 'payload-gone']) expect(all).toContain(text);
    // By what customers are searched, and nothing else of them.
    expect(withMarkers).toEqual({ 'public.customers': ['customerName', 'customerNickName'] });
    const unsearched = await stack.database.query<{ row: string }>(
      `SELECT (to_jsonb(customer) - 'name' - 'sort_name' - 'search_names')::text AS row FROM customers AS customer`,
    );
    expect(markersIn(unsearched.map(({ row }) => row).join('\n'))).toEqual([]);
  }, 30_000);
});

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    case 'none':
      return null;
    default:
      throw new Error(`The test cannot read a Redis value of type ${type}.`);
  }
}
