import { randomUUID } from 'node:crypto';

import { type ApiAnswer, type ApiClient, expectProblem, type Organization, Stack } from '@bonafide/testing';

interface Created {
  readonly id: string;
  readonly jobId: string;
  readonly secret: string;
}

describe('an Idempotency-Key', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const post = (api: ApiClient, path: string, body: unknown, key: string): Promise<ApiAnswer<Created>> =>
    api.post<Created>(path, body, { 'idempotency-key': key });
  const screen = (body: unknown, key: string) => post(acme.api, '/v1/screenings', body, key);

  const countScreenings = async (externalId: string): Promise<number | undefined> => {
    const [row] = await stack.database.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM screenings WHERE external_id = $1',
      [externalId],
    );
    return row?.count;
  };

  it('gives a repeated request the first answer, and the work is done once', async () => {
    const [key, externalId] = [randomUUID(), randomUUID()];
    const first = await screen({ name: 'Test', externalId }, key);
    const second = await screen({ name: 'Test', externalId }, key);

    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(`/v1/screenings/${first.body.id}`);
    expect(await countScreenings(externalId)).toBe(1);
  });

  it('takes a body with its fields in another order for the same', async () => {
    const [key, externalId] = [randomUUID(), randomUUID()];
    const addresses = [{ city: 'Tallmere', country: 'GE' }];
    const first = await screen({ name: 'Test', externalId, addresses }, key);
    const turned = [{ country: 'GE', city: 'Tallmere' }];
    const second = await screen({ addresses: turned, externalId, name: 'Test' }, key);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
  });

  it.each([
    ['another value', { name: 'Other', countries: ['GE', 'US'] }],
    ['a field more', { name: 'Test', countries: ['GE', 'US'], threshold: 0.9 }],
    ['a list in another order', { name: 'Test', countries: ['US', 'GE'] }],
  ])('with %s in the body is refused, and the first answer stays', async (_, other) => {
    const [key, externalId] = [randomUUID(), randomUUID()];
    const body = { name: 'Test', countries: ['GE', 'US'], externalId };
    const first = await screen(body, key);
    const problem = expectProblem(await screen({ ...other, externalId }, key), 422, 'idempotency-other-body');
    expect(problem.errors?.map(({ header }) => header)).toEqual(['Idempotency-Key']);
    expect(await countScreenings(externalId)).toBe(1);
    expect((await screen(body, key)).body).toEqual(first.body);
  });

  it('in 20 requests at once makes one screening; the others get its answer, or are told to wait', async () => {
    const [key, externalId] = [randomUUID(), randomUUID()];
    const body = { name: 'Test', externalId };
    const answers = await Promise.all(Array.from({ length: 20 }, () => screen(body, key)));

    expect(await countScreenings(externalId)).toBe(1);
    const accepted = answers.filter(({ status }) => status === 202);
    expect(new Set(accepted.map(({ body: { id } }) => id)).size).toBe(1);
    expect(accepted.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
    const early = answers.filter(({ status }) => status !== 202);
    for (const answer of early) {
      expectProblem(answer, 409, 'idempotency-in-flight');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect((await screen(body, key)).body.id).toBe(accepted[0]!.body.id);
  });

  it('belongs to its organization: the same key of another is another', async () => {
    const other = await stack.newOrganization('Other');
    const [key, externalId] = [randomUUID(), randomUUID()];
    const mine = await screen({ name: 'Test', externalId }, key);
    const theirs = await post(other.api, '/v1/screenings', { name: 'Test', externalId }, key);
    expect(theirs.status).toBe(202);
    expect(theirs.headers.get('idempotent-replayed')).toBeNull();
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect(await countScreenings(externalId)).toBe(2);
  });

  it('belongs to its operation and to what the path names', async () => {
    const key = randomUUID();
    const [one, two] = await Promise.all([
      screen({ name: 'One' }, randomUUID()),
      screen({ name: 'Two' }, randomUUID()),
    ]);
    const answers = [
      await screen({ name: 'Test' }, key),
      await post(acme.api, '/v1/screenings/batch', { screenings: [{ name: 'Test' }] }, key),
      await post(acme.api, `/v1/jobs/${one.body.jobId}/cancel`, undefined, key),
      await post(acme.api, `/v1/jobs/${two.body.jobId}/cancel`, undefined, key),
      await post(acme.api, `/v1/jobs/${one.body.jobId}/retry`, undefined, key),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('idempotent-replayed')])).toEqual(
      answers.map(() => [202, null]),
    );
    const again = await post(acme.api, `/v1/jobs/${two.body.jobId}/cancel`, undefined, key);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body.id).toBe(two.body.jobId);
  });

  it('is not used up by a request that was refused', async () => {
    const [key, externalId] = [randomUUID(), randomUUID()];
    expectProblem(await screen({ name: '', externalId }, key), 422, 'validation-failed');
    const unborn = { name: 'Test', birthDate: '1970-01-01', birthYear: 1970, externalId };
    expectProblem(await screen(unborn, key), 422, 'validation-failed');
    const corrected = await screen({ name: 'Test', externalId }, key);
    expect(corrected.status).toBe(202);
    expect(corrected.headers.get('idempotent-replayed')).toBeNull();
    expect(await countScreenings(externalId)).toBe(1);
  });

  it('is the same with the quotes of a structured field and without', async () => {
    const key = randomUUID();
    const first = await screen({ name: 'Test' }, `"${key}"`);
    const second = await screen({ name: 'Test' }, key);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
  });

  it.each(['', '""', 'with space', 'tab\tinside', 'ü', 'x'.repeat(256), "'; DROP TABLE jobs; --"])(
    '%p is refused',
    async (key) => {
      const { errors } = expectProblem(await screen({ name: 'Test' }, key), 400, 'invalid-header');
      expect(errors?.map(({ header }) => header)).toEqual(['Idempotency-Key']);
    },
  );

  it.each(['x'.repeat(255), "';DROP/**/TABLE/**/jobs;--", 'a/../b\\c%00'])('%p is as good as any', async (key) => {
    const first = await screen({ name: 'Test' }, key);
    expect(first.status).toBe(202);
    expect((await screen({ name: 'Test' }, key)).body).toEqual(first.body);
  });

  it('gives the secret of a webhook endpoint again, though the database cannot be read for it', async () => {
    const key = randomUUID();
    const body = { url: 'http://127.0.0.1:9/webhooks' };
    const first = await post(acme.api, '/v1/webhook-endpoints', body, key);
    const second = await post(acme.api, '/v1/webhook-endpoints', body, key);

    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(first.body.secret).toMatch(/^whsec_/);
    const [row] = await stack.database.query<{ body: Buffer }>('SELECT body FROM idempotency_keys WHERE key = $1', [
      key,
    ]);
    expect(row!.body.length).toBeGreaterThan(first.body.secret.length);
    expect(row!.body.includes(first.body.secret)).toBe(false);
    expect(row!.body.includes(first.body.id)).toBe(false);
    const [audit] = await stack.database.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM audit_log WHERE subject_id = $1',
      [first.body.id],
    );
    expect(audit?.count).toBe(1);
  });
});
