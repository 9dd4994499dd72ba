import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '@bonafide/local-servers';
import { type ApiAnswer, ApiClient, eventually, expectProblem, type Organization, Stack } from '@bonafide/testing';

interface ApiKey {
  readonly id: string;
  readonly apiKey: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

interface Me {
  readonly apiKeyId: string;
  readonly organizationId: string | null;
  readonly scopes: readonly string[];
}

const someId = '01kaf3s8h4e0qv8dpz2j9r7n5c';
const unknownKey = `bfk_test_${'a'.repeat(16)}_${'b'.repeat(52)}`;

describe('access to the API', () => {
  let stack: Stack;
  let acme: Organization;
  /** Another process of the API, on the same database. */
  let elsewhere: ApiClient;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
    const port = await freePort();
    await stack.startApp('api', 'api-2', { API_PORT: String(port) });
    elsewhere = new ApiClient(`http://127.0.0.1:${port}`, null);
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const keysOf = ({ id }: Organization) => `/v1/organizations/${id}/api-keys`;
  const newKey = async (body: object = {}): Promise<ApiKey> => {
    const answer = await stack.operator.post<ApiKey>(keysOf(acme), { name: 'a key', scopes: ['jobs:read'], ...body });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const me = (apiKey: string, api = acme.api) => api.as(apiKey).get<Me>('/v1/me');

  describe('a request', () => {
    it.each([
      ['without a key', {}, 'missing-api-key'],
      ['with an empty key', { authorization: 'Bearer ' }, 'missing-api-key'],
      ['with another scheme', { authorization: 'Digest abc' }, 'missing-api-key'],
      ['with a garbled key', { authorization: 'Bearer bfk_test_nonsense' }, 'unknown-api-key'],
      ['with a key that nobody has made', { authorization: `Bearer ${unknownKey}` }, 'unknown-api-key'],
    ])('%s is answered 401, and how to do better', async (_, headers, code) => {
      for (const path of ['/v1/me', '/v1/screenings', '/v1/organizations']) {
        const answer = await stack.operator.as(null).call('GET', path, undefined, headers);
        expectProblem(answer, 401, code);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Bonafide"');
      }
    });

    it('with the right id and a wrong secret is answered as any unknown key', async () => {
      const { apiKey } = await newKey();
      const wrong = `${apiKey.slice(0, -1)}${apiKey.endsWith('a') ? 'b' : 'a'}`;
      expectProblem(await me(wrong), 401, 'unknown-api-key');
      expect((await me(apiKey)).status).toBe(200);
      expectProblem(await me(wrong), 401, 'unknown-api-key');
    });

    it('tells the key what it is and may do', async () => {
      const { id, apiKey } = await newKey({ scopes: ['jobs:read', 'events:read'] });
      expect((await me(apiKey)).body).toEqual({
        apiKeyId: id,
        organizationId: acme.id,
        scopes: ['jobs:read', 'events:read'],
      });
      const { body } = await stack.operator.get<Me>('/v1/me');
      expect(body).toMatchObject({ organizationId: null, scopes: ['operator'] });
    });
  });

  describe('a scope', () => {
    const routes: readonly (readonly [string, string, string])[] = [
      ['screenings:write', 'POST', '/v1/screenings'],
      ['screenings:write', 'POST', '/v1/screenings/batch'],
      ['screenings:read', 'GET', '/v1/screenings'],
      ['screenings:read', 'GET', `/v1/screenings/scr_${someId}`],
      ['jobs:read', 'GET', '/v1/jobs'],
      ['jobs:read', 'GET', `/v1/jobs/job_${someId}`],
      ['jobs:write', 'POST', `/v1/jobs/job_${someId}/cancel`],
      ['jobs:write', 'POST', `/v1/jobs/job_${someId}/retry`],
      ['webhooks:read', 'GET', '/v1/webhook-endpoints'],
      ['webhooks:write', 'POST', '/v1/webhook-endpoints'],
      ['webhooks:write', 'PATCH', `/v1/webhook-endpoints/whe_${someId}`],
      ['webhooks:write', 'DELETE', `/v1/webhook-endpoints/whe_${someId}`],
      ['webhooks:write', 'POST', `/v1/webhook-endpoints/whe_${someId}/rotate-secret`],
      ['webhooks:write', 'POST', `/v1/webhook-endpoints/whe_${someId}/test`],
      ['webhooks:read', 'GET', '/v1/webhook-deliveries'],
      ['webhooks:write', 'POST', `/v1/webhook-deliveries/whd_${someId}/replay`],
      ['events:read', 'GET', '/v1/events'],
    ];
    const all = [...new Set(routes.map(([scope]) => scope))];

    it.each(routes)('%s is needed for %s %s', async (scope, method, path) => {
      const without = await newKey({ scopes: all.filter((other) => other !== scope) });
      const answer = await acme.api.as(without.apiKey).call(method, path, method === 'GET' ? undefined : {});
      expect(expectProblem(answer, 403, 'missing-scope').detail).toContain(scope);
      const only = await newKey({ scopes: [scope] });
      const allowed = await acme.api.as(only.apiKey).call(method, path, method === 'GET' ? undefined : {});
      expect([200, 404, 422]).toContain(allowed.status);
    });

    it.each([
      ['GET', '/v1/screenings'],
      ['POST', '/v1/screenings'],
      ['GET', '/v1/webhook-endpoints'],
      ['GET', '/v1/webhook-deliveries'],
      ['GET', `/v1/events/evt_${someId}`],
    ])('of an operator does not reach to an organization’s %s %s', async (method, path) => {
      const answer = await stack.operator.call(method, path, method === 'GET' ? undefined : { name: 'Test' });
      expectProblem(answer, 403, 'wrong-kind-of-key');
    });

    it.each([
      ['GET', '/v1/organizations'],
      ['POST', '/v1/organizations'],
      ['GET', `/v1/organizations/org_${someId}`],
      ['GET', `/v1/organizations/org_${someId}/api-keys`],
      ['POST', `/v1/organizations/org_${someId}/api-keys`],
    ])('of an organization, whichever, does not reach to the operator’s %s %s', async (method, path) => {
      expectProblem(await acme.api.call(method, path, method === 'GET' ? undefined : {}), 403, 'missing-scope');
    });

    it.each([[['operator']], [['screenings:read', 'operator']], [['*']], [[]], ['jobs:read']])(
      'list %j is none that an organization’s key may have',
      async (scopes) => {
        const { errors } = expectProblem(
          await stack.operator.post(keysOf(acme), { name: 'x', scopes }),
          422,
          'validation-failed',
        );
        expect(errors?.map(({ pointer }) => pointer)).toEqual(['#/scopes']);
      },
    );
  });

  describe('an API key', () => {
    it('is shown once: neither lists nor the database have it', async () => {
      const { id, apiKey } = await newKey();
      const secret = apiKey.split('_')[3]!;
      const list = await stack.operator.get<{ data: ApiKey[] }>(`${keysOf(acme)}?limit=200`);
      expect(list.body.data.map((key) => key.id)).toContain(id);
      expect(JSON.stringify(list.body)).not.toContain(secret);
      const rows = await stack.database.query<{ row: string }>('SELECT api_keys::text AS row FROM api_keys');
      expect(rows.length).toBeGreaterThan(1);
      const clear = [secret, Buffer.from(secret).toString('hex'), Buffer.from(apiKey).toString('hex')];
      expect(rows.filter(({ row }) => clear.some((text) => row.includes(text)))).toEqual([]);
    });

    it('works beside its successor while the overlap lasts, and no longer', async () => {
      const old = await newKey({ scopes: ['jobs:read', 'jobs:write'] });
      const { status, body: successor } = await stack.operator.post<ApiKey>(`${keysOf(acme)}/${old.id}/rotate`, {
        overlapSeconds: 3,
      });
      expect(status).toBe(201);
      expect(successor.id).not.toBe(old.id);
      expect(successor.scopes).toEqual(old.scopes);
      expect([(await me(old.apiKey)).status, (await me(successor.apiKey)).status]).toEqual([200, 200]);
      await eventually(async () => (await me(old.apiKey)).status === 401, { withinMs: 10_000 });
      expectProblem(await me(old.apiKey), 401, 'unknown-api-key');
      expect((await me(successor.apiKey)).status).toBe(200);
    }, 20_000);

    it('that is rotated without overlap is void at once', async () => {
      const old = await newKey();
      expect((await me(old.apiKey)).status).toBe(200);
      await stack.operator.post(`${keysOf(acme)}/${old.id}/rotate`, { overlapSeconds: 0 });
      expectProblem(await me(old.apiKey), 401, 'unknown-api-key');
    });

    it('that is rotated with null for the overlap expires as without a number', async () => {
      const old = await newKey();
      expect((await stack.operator.post(`${keysOf(acme)}/${old.id}/rotate`, { overlapSeconds: null })).status).toBe(
        201,
      );
      const { body } = await stack.operator.get<{ data: ApiKey[] }>(`${keysOf(acme)}?limit=200`);
      const { expiresAt } = body.data.find(({ id }) => id === old.id)!;
      const remainingMs = Date.parse(expiresAt!) - Date.now();
      expect(remainingMs).toBeGreaterThan(3_000_000);
      expect(remainingMs).toBeLessThanOrEqual(3_600_000);
    });

    it('does not live longer because it is rotated', async () => {
      const old = await newKey({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
      await stack.operator.post(`${keysOf(acme)}/${old.id}/rotate`, { overlapSeconds: 600 });
      const { body } = await stack.operator.get<{ data: ApiKey[] }>(`${keysOf(acme)}?limit=200`);
      expect(body.data.find(({ id }) => id === old.id)?.expiresAt).toBe(old.expiresAt);
    });

    it('that is revoked is void at once, in other processes within the second', async () => {
      const { id, apiKey } = await newKey();
      expect([(await me(apiKey)).status, (await me(apiKey, elsewhere)).status]).toEqual([200, 200]);
      const revoked = await stack.operator.delete<ApiKey>(`${keysOf(acme)}/${id}`);
      expect(revoked.status).toBe(200);
      expect(revoked.body.revokedAt).not.toBeNull();
      expectProblem(await me(apiKey), 401, 'unknown-api-key');
      // What a process remembers of a key it would otherwise trust for five seconds.
      await eventually(async () => (await me(apiKey, elsewhere)).status === 401, { withinMs: 1_000, everyMs: 20 });
      expectProblem(await stack.operator.post(`${keysOf(acme)}/${id}/rotate`, {}), 404, 'not-found');
    });

    it('expires when it was said to, also one that is in use', async () => {
      const { apiKey } = await newKey({ expiresAt: new Date(Date.now() + 2_000).toISOString() });
      expect((await me(apiKey)).status).toBe(200);
      await eventually(async () => (await me(apiKey)).status === 401, { withinMs: 4_000 });
    }, 10_000);

    it.each(['tomorrow', '2027-02-30T00:00:00Z', '2027-W05-1', '2027-032', 20270101, '2020-01-01T00:00:00Z'])(
      'is not made to expire at %p',
      async (expiresAt) => {
        const body = { name: 'x', scopes: ['jobs:read'], expiresAt };
        const { errors } = expectProblem(await stack.operator.post(keysOf(acme), body), 422, 'validation-failed');
        expect(errors?.map(({ pointer }) => pointer)).toEqual(['#/expiresAt']);
      },
    );

    it('tells when it was last used', async () => {
      const { id, apiKey } = await newKey();
      await me(apiKey);
      const used = await eventually(async () => {
        const { body } = await stack.operator.get<{ data: ApiKey[] }>(`${keysOf(acme)}?limit=200`);
        return body.data.find((key) => key.id === id)?.lastUsedAt ?? false;
      });
      expect(Date.now() - new Date(used).getTime()).toBeLessThan(60_000);
    });

    it('of one organization cannot be touched through another', async () => {
      const other = await stack.newOrganization('Other');
      const { id, apiKey } = await newKey();
      expectProblem(await stack.operator.delete(`${keysOf(other)}/${id}`), 404, 'not-found');
      expectProblem(
        await stack.operator.post(`${keysOf(other)}/${id}/rotate`, { overlapSeconds: 0 }),
        404,
        'not-found',
      );
      expect((await me(apiKey)).status).toBe(200);
    });
  });

  describe('the audit trail', () => {
    interface AuditRow {
      readonly organization_id: string | null;
      readonly actor: string;
      readonly action: string;
      readonly subject_id: string | null;
    }

    const entriesOf = ({ headers }: ApiAnswer<unknown>) =>
      stack.database.query<AuditRow>(
        'SELECT organization_id, actor, action, subject_id FROM audit_log WHERE request_id = $1',
        [headers.get('x-request-id')],
      );
    const actorOf = async (api: ApiClient) => (await api.get<Me>('/v1/me')).body.apiKeyId;

    it('has who did what to what of every operator’s change', async () => {
      const actor = await actorOf(stack.operator);
      const organization = await stack.operator.post<{ id: string }>('/v1/organizations', { name: 'Audited' });
      const path = `/v1/organizations/${organization.body.id}/api-keys`;
      const created = await stack.operator.post<ApiKey>(path, { name: 'x', scopes: ['jobs:read'] });
      const rotated = await stack.operator.post<ApiKey>(`${path}/${created.body.id}/rotate`, {});
      const revoked = await stack.operator.delete<ApiKey>(`${path}/${rotated.body.id}`);

      const entry = (action: string, subject_id: string) => [{ organization_id: null, actor, action, subject_id }];
      expect(await entriesOf(organization)).toEqual(entry('createOrganization', organization.body.id));
      expect(await entriesOf(created)).toEqual(entry('createApiKey', created.body.id));
      expect(await entriesOf(rotated)).toEqual(entry('rotateApiKey', rotated.body.id));
      expect(await entriesOf(revoked)).toEqual(entry('revokeApiKey', rotated.body.id));
    });

    it('has who did what to what of every change that an organization makes', async () => {
      const actor = await actorOf(acme.api);
      const path = '/v1/webhook-endpoints';
      const endpoint = await acme.api.post<{ id: string }>(path, { url: 'http://127.0.0.1:9/' });
      const { id } = endpoint.body;
      const changed = await acme.api.patch(`${path}/${id}`, { description: 'new' });
      const rotated = await acme.api.post(`${path}/${id}/rotate-secret`, {});
      await acme.api.post(`${path}/${id}/test`);
      const [delivery] = (await acme.api.get<{ data: { id: string }[] }>(`/v1/webhook-deliveries?endpointId=${id}`))
        .body.data;
      const jobs = await stack.operator.get<{ data: { id: string }[] }>(`/v1/jobs?subjectId=${delivery!.id}`);
      const jobId = jobs.body.data[0]!.id;
      const byOperator = await stack.operator.post(`/v1/jobs/${jobId}/cancel`);
      const replayed = await acme.api.post(`/v1/webhook-deliveries/${delivery!.id}/replay`);
      const screening = await acme.api.post<{ jobId: string }>('/v1/screenings', { name: 'Test' });
      const cancelled = await acme.api.post(`/v1/jobs/${screening.body.jobId}/cancel`);
      const retried = await acme.api.post(`/v1/jobs/${screening.body.jobId}/retry`);
      const deleted = await acme.api.delete(`${path}/${id}`);

      const entry = (action: string, subject_id: string) => [{ organization_id: acme.id, actor, action, subject_id }];
      expect(await entriesOf(endpoint)).toEqual(entry('createWebhookEndpoint', id));
      expect(await entriesOf(changed)).toEqual(entry('changeWebhookEndpoint', id));
      expect(await entriesOf(rotated)).toEqual(entry('rotateWebhookSecret', id));
      expect(await entriesOf(byOperator)).toMatchObject([
        { organization_id: null, action: 'cancelJob', subject_id: jobId },
      ]);
      expect(await entriesOf(replayed)).toEqual(entry('replayWebhookDelivery', delivery!.id));
      expect(await entriesOf(cancelled)).toEqual(entry('cancelJob', screening.body.jobId));
      expect(await entriesOf(retried)).toEqual(entry('retryJob', screening.body.jobId));
      expect(await entriesOf(deleted)).toEqual(entry('deleteWebhookEndpoint', id));
    });

    it('has nothing of a change that was refused', async () => {
      const refused = await acme.api.patch(`/v1/webhook-endpoints/whe_${someId}`, { description: 'new' });
      expectProblem(refused, 404, 'not-found');
      expect(await entriesOf(refused)).toEqual([]);
    });
  });

  describe('the rate limit', () => {
    const limited = async (rateLimitPerMinute: number): Promise<ApiClient> => {
      const { body } = await stack.operator.post<{ id: string }>('/v1/organizations', {
        name: 'Limited',
        rateLimitPerMinute,
      });
      const key = await stack.operator.post<ApiKey>(`/v1/organizations/${body.id}/api-keys`, {
        name: 'x',
        scopes: ['jobs:read'],
      });
      return acme.api.as(key.body.apiKey);
    };

    /** Waits for a minute that has enough of it left. */
    const inOneWindow = async () => {
      const left = 60 - ((Date.now() / 1_000) % 60);
      if (left < 8) await sleep(left * 1_000 + 100);
    };

    it('counts down, refuses what is too much, and leaves others alone', async () => {
      await inOneWindow();
      const api = await limited(5);
      const remaining: (string | undefined)[] = [];
      for (let call = 0; call < 5; call += 1) {
        const { status, headers } = await api.get('/v1/jobs');
        expect(status).toBe(200);
        expect(headers.get('ratelimit-policy')).toBe('"default";q=5;w=60');
        remaining.push(/^"default";r=(\d+);t=\d+$/.exec(headers.get('ratelimit') ?? '')?.[1]);
      }
      expect(remaining).toEqual(['4', '3', '2', '1', '0']);

      const refused = await api.get('/v1/jobs');
      expectProblem(refused, 429, 'rate-limited');
      expect(refused.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
      const retryAfter = Number(refused.headers.get('retry-after'));
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
      expect((await acme.api.get('/v1/jobs')).status).toBe(200);
      expect((await stack.operator.get('/v1/jobs')).status).toBe(200);
    }, 30_000);

    it('is one for all processes and for requests that come at once', async () => {
      await inOneWindow();
      const api = await limited(20);
      const processes = [api, elsewhere.as(api.apiKey)];
      const answers = await Promise.all(Array.from({ length: 60 }, (_, call) => processes[call % 2]!.get('/v1/jobs')));
      const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
      expect({ allowed: count(200), refused: count(429) }).toEqual({ allowed: 20, refused: 40 });
    }, 30_000);
  });
});
