import { setTimeout as sleep } from 'node:timers/promises';

import {
  type DeliverySummary,
  type EndpointDetails,
  eventually,
  expectProblem,
  type Organization,
  type Page,
  type ReceivedWebhook,
  Stack,
  Subscriber,
} from '@bonafide/testing';
import { Webhook } from 'standardwebhooks';

jest.setTimeout(60_000);

const path = '/v1/webhook-endpoints';
/** Public, as the documentation networks of RFC 5737 are not; nothing is ever sent there. */
const publicUrl = 'https://93.184.216.34/';
const absentId = 'whe_01kaf3s8h4e0qv8dpz2j9r7n5c';

describe('a webhook endpoint', () => {
  let stack: Stack;
  let acme: Organization;
  const subscribers: Subscriber[] = [];

  const subscribe = async (by: Organization = acme) => {
    const subscriber = await Subscriber.register(by.api);
    subscribers.push(subscriber);
    return subscriber;
  };
  const endpointOf = async ({ endpointId }: Subscriber, by: Organization = acme) =>
    (await by.api.get<EndpointDetails>(`${path}/${endpointId}`)).body;

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'webhook-delivery-worker'],
      env: { WEBHOOK_RETRY_SECONDS: '1,1,1' },
    });
  }, 120_000);

  // An organization of its own for each test: endpoints that want everything hear of each other.
  beforeEach(async () => {
    acme = await stack.newOrganization('Acme');
  });

  afterEach(async () => {
    await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
  });

  afterAll(() => stack.stop());

  describe('is kept', () => {
    it('from its creation, which alone shows the secret, to its deletion', async () => {
      const wishes = { url: 'http://127.0.0.1:9/hooks?tenant=7', eventTypes: ['screening.*'], description: 'Back end' };
      const created = await acme.api.post<EndpointDetails & { secret: string }>(path, wishes);
      const { secret, ...endpoint } = created.body;
      expect(created.status).toBe(201);
      expect(created.headers.get('location')).toBe(`${path}/${endpoint.id}`);
      expect(endpoint).toMatchObject({ ...wishes, enabled: true, disabledReason: null, failingSince: null });
      expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);

      const read = await acme.api.get<EndpointDetails>(`${path}/${endpoint.id}`);
      expect(read.body).toEqual(endpoint);
      const listed = await acme.api.get<Page<EndpointDetails>>(path);
      expect(listed.body).toEqual({ data: [endpoint], hasMore: false, nextCursor: null });

      const changes = { url: 'http://127.0.0.1:9/other', eventTypes: ['*'], description: null };
      const changed = await acme.api.patch<EndpointDetails>(`${path}/${endpoint.id}`, changes);
      expect(changed).toMatchObject({ status: 200, body: { ...changes, id: endpoint.id } });
      expect(changed.body).not.toHaveProperty('secret');
      expect((await acme.api.get(`${path}/${endpoint.id}`)).body).toEqual(changed.body);
      const nothing = { url: null, eventTypes: null, enabled: null };
      expect(await acme.api.patch(`${path}/${endpoint.id}`, nothing)).toMatchObject({
        status: 200,
        body: changed.body,
      });

      expect((await acme.api.delete(`${path}/${endpoint.id}`)).status).toBe(204);
      expectProblem(await acme.api.get(`${path}/${endpoint.id}`), 404, 'not-found');
      expectProblem(await acme.api.delete(`${path}/${endpoint.id}`), 404, 'not-found');
      expect((await acme.api.get<Page<EndpointDetails>>(path)).body.data).toEqual([]);
    });

    it('with its secret encrypted in the table and in no log', async () => {
      const { endpointId, secret } = await subscribe();
      const [row] = await stack.database.query<{ text: string; secret: Buffer }>(
        'SELECT endpoint::text AS text, secret FROM webhook_endpoints AS endpoint WHERE id = $1',
        [endpointId],
      );
      const key = secret.replace(/^whsec_/, '');
      for (const form of [secret, key, Buffer.from(key, 'base64').toString('latin1')]) {
        expect(row!.secret.includes(form, 0, 'latin1')).toBe(false);
        expect(row!.text).not.toContain(form);
      }
      expect(stack.log()).not.toContain(key);
    });

    it('from other organizations, to whom it is not there', async () => {
      const { endpointId } = await subscribe();
      const { api } = await stack.newOrganization('Zenith');
      const calls = [
        api.get(`${path}/${endpointId}`),
        api.patch(`${path}/${endpointId}`, { description: 'mine' }),
        api.delete(`${path}/${endpointId}`),
        api.post(`${path}/${endpointId}/rotate-secret`, {}),
        api.post(`${path}/${endpointId}/test`),
        api.get(`${path}/${absentId}`),
      ];
      for (const answer of await Promise.all(calls)) expectProblem(answer, 404, 'not-found');
      expect((await api.get<Page<EndpointDetails>>(path)).body.data).toEqual([]);
    });

    it.each([
      ['no URL', {}, '#/url'],
      [
        'an unknown event type',
        { url: 'https://example.com/', eventTypes: ['screening.*', 'nothing.*'] },
        '#/eventTypes',
      ],
      ['no event type', { url: 'https://example.com/', eventTypes: [] }, '#/eventTypes'],
      ['a type twice', { url: 'https://example.com/', eventTypes: ['*', '*'] }, '#/eventTypes'],
      ['a secret of its own', { url: 'https://example.com/', secret: 'whsec_mine' }, '#/secret'],
      ['a URL that is too long', { url: `https://example.com/${'a'.repeat(2_048)}` }, '#/url'],
    ])('not with %s', async (_, body, pointer) => {
      const { errors } = expectProblem(await acme.api.post(path, body), 422, 'validation-failed');
      expect(errors).toEqual([expect.objectContaining({ pointer })]);
    });
  });

  describe('is signed for', () => {
    it('by both secrets while they overlap, and by the new one alone afterwards', async () => {
      const subscriber = await subscribe();
      const rotate = (overlapSeconds: number) =>
        acme.api.post<EndpointDetails & { secret: string }>(`${path}/${subscriber.endpointId}/rotate-secret`, {
          overlapSeconds,
        });
      const sent = async () => {
        const eventId = await subscriber.sendTest();
        await subscriber.deliveryIn('delivered', eventId);
        return subscriber.sent(eventId)[0]!;
      };

      const second = await rotate(2);
      expect(second.body.secret).not.toBe(subscriber.secret);
      expect(Date.parse(second.body.previousSecretUntil!) - Date.now()).toBeLessThanOrEqual(2_000);
      expect(signersOf(await sent(), [subscriber.secret, second.body.secret])).toEqual([true, true]);
      await sleep(2_100);
      expect(signersOf(await sent(), [subscriber.secret, second.body.secret])).toEqual([false, true]);

      const third = await rotate(3_600);
      expect(signersOf(await sent(), [second.body.secret, third.body.secret])).toEqual([true, true]);
      const fourth = await rotate(0);
      expect(fourth.body.previousSecretUntil).toBeNull();
      expect(signersOf(await sent(), [third.body.secret, fourth.body.secret])).toEqual([false, true]);
      expect((await endpointOf(subscriber)) as object).not.toHaveProperty('secret');
    });
  });

  describe('is switched off', () => {
    it('at once when it answers 410, and the others of its organization are told', async () => {
      const [gone, other] = [await subscribe(), await subscribe()];
      gone.answer({ status: 410 });
      const eventId = await gone.sendTest();

      const [told] = await eventually(() => {
        const about = other.receiver.about(gone.endpointId);
        return about.length > 0 && about;
      });
      expect(told!.event).toMatchObject({
        type: 'webhook_endpoint.disabled',
        data: { id: gone.endpointId, object: 'webhook_endpoint', state: 'disabled', sequence: 2 },
      });
      expect(await endpointOf(gone)).toMatchObject({ enabled: false, disabledReason: 'endpoint-gone' });
      // What was still to be sent to it is not sent any more.
      const delivery = await gone.deliveryIn('cancelled', eventId);
      expect(delivery.pastAttempts).toMatchObject([{ status: 410, errorCode: 'endpoint-answered-410' }]);
      expect(gone.receiver.received).toHaveLength(1);
      expect(await gone.deliveriesOf(told!.id)).toEqual([]);
      expect(await endpointOf(other)).toMatchObject({ enabled: true });
    });

    it('when it has failed for too long, and the others of its organization are told', async () => {
      const [failing, other] = [await subscribe(), await subscribe()];
      failing.receiver.response = { status: 500 };
      const eventId = await failing.sendTest();
      await eventually(async () => (await endpointOf(failing)).failingSince !== null);
      expect(await endpointOf(failing)).toMatchObject({ enabled: true });
      await stack.database.query(
        `UPDATE webhook_endpoints SET failing_since = now() - interval '120 hours 1 minute' WHERE id = $1`,
        [failing.endpointId],
      );

      await eventually(() => other.receiver.about(failing.endpointId).length === 1);
      expect(other.receiver.about(failing.endpointId)[0]!.event.type).toBe('webhook_endpoint.disabled');
      expect(await endpointOf(failing)).toMatchObject({ enabled: false, disabledReason: 'failing-too-long' });
      await failing.deliveryIn('cancelled', eventId);
    });

    it('not when it failed and recovered: a success ends the series of failures', async () => {
      const subscriber = await subscribe();
      subscriber.answer({ status: 500 });
      const eventId = await subscriber.sendTest();
      await eventually(async () => (await endpointOf(subscriber)).failingSince !== null);
      await subscriber.deliveryIn('delivered', eventId);
      expect(await endpointOf(subscriber)).toMatchObject({ enabled: true, failingSince: null });
    });

    it.each([
      ['switched off', 'endpoint-disabled', ({ api }: Organization, id: string) => api.patch(id, { enabled: false })],
      ['deleted', 'endpoint-deleted', ({ api }: Organization, id: string) => api.delete(id)],
    ])('by its owner: what was to be sent to an endpoint that was %s is cancelled', async (_, code, change) => {
      const subscriber = await subscribe();
      subscriber.answer({ status: 500 });
      const eventId = await subscriber.sendTest();
      await eventually(() => subscriber.sent(eventId).length === 1);
      expect((await change(acme, `${path}/${subscriber.endpointId}`)).status).toBeLessThan(300);

      const delivery = await subscriber.deliveryIn('cancelled', eventId);
      expect(delivery).toMatchObject({ attempts: 1, nextAttemptAt: null });
      expect(await subscriber.jobOf(eventId, stack.operator)).toMatchObject({ state: 'cancelled', error: { code } });
      expect(subscriber.receiver.received).toHaveLength(1);
    });

    it('and on again, from when on it is sent to, what was missed when it is replayed', async () => {
      const subscriber = await subscribe();
      subscriber.answer({ status: 410 });
      const missed = await subscriber.sendTest();
      await subscriber.deliveryIn('cancelled', missed);
      expectProblem(await acme.api.post(`${path}/${subscriber.endpointId}/test`), 409, 'state-conflict');

      const on = await acme.api.patch<EndpointDetails>(`${path}/${subscriber.endpointId}`, { enabled: true });
      expect(on.body).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
      await subscriber.deliveryIn('delivered', await subscriber.sendTest());
      await replay(acme, await subscriber.deliveryOf(missed));
      await subscriber.deliveryIn('delivered', missed);
      expect(subscriber.sent(missed)).toHaveLength(2);
    });
  });

  it('alone is sent its test event, whatever types it wants', async () => {
    const other = await subscribe();
    const subscriber = await Subscriber.register(acme.api, { eventTypes: ['screening.error'] });
    subscribers.push(subscriber);
    const eventId = await subscriber.sendTest();
    await subscriber.deliveryIn('delivered', eventId);
    expect(subscriber.receiver.received).toMatchObject([
      { id: eventId, event: { type: 'webhook_endpoint.test', data: { id: subscriber.endpointId, sequence: 1 } } },
    ]);
    const { body: deliveries } = await acme.api.get<Page<DeliverySummary>>(`/v1/webhook-deliveries?eventId=${eventId}`);
    expect(deliveries.data).toHaveLength(1);
    expect(other.receiver.connections).toBe(0);
  });

  describe('is sent a delivery again', () => {
    it('under the same id, byte for byte, as the next attempt of the same delivery', async () => {
      const subscriber = await subscribe();
      subscriber.answer({ status: 500 });
      const eventId = await subscriber.sendTest();
      const delivery = await subscriber.deliveryIn('delivered', eventId);
      const answer = await replay(acme, delivery);
      expect(answer.headers.get('location')).toBe(`/v1/webhook-deliveries/${delivery.id}`);
      expect(answer.body).toMatchObject({ id: delivery.id, eventId, state: 'pending', attempts: 2, settledAt: null });

      const replayed = await subscriber.deliveryIn('delivered', eventId);
      expect(replayed.pastAttempts.map(({ number, status }) => [number, status])).toEqual([
        [1, 500],
        [2, 200],
        [3, 200],
      ]);
      const sent = subscriber.sent(eventId);
      expect(sent).toHaveLength(3);
      expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
      expect(signersOf(sent[2]!, [subscriber.secret])).toEqual([true]);
    });

    it('but not while it is still being tried', async () => {
      const subscriber = await subscribe();
      subscriber.answer({ status: 200, delayMs: 1_500 });
      const eventId = await subscriber.sendTest();
      const { id } = await subscriber.deliveryOf(eventId);
      expectProblem(await acme.api.post(`/v1/webhook-deliveries/${id}/replay`), 409, 'state-conflict');
      await subscriber.deliveryIn('delivered', eventId);
      expect(subscriber.sent(eventId)).toHaveLength(1);
    });

    it('but not by another organization', async () => {
      const subscriber = await subscribe();
      const { id } = await subscriber.deliveryIn('delivered', await subscriber.sendTest());
      const { api } = await stack.newOrganization('Zenith');
      expectProblem(await api.post(`/v1/webhook-deliveries/${id}/replay`), 404, 'not-found');
    });
  });
});

describe('a target that must not be reached', () => {
  const hosts = [
    '127.0.0.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '0.0.0.0',
    '%31%32%37.0.0.1',
    '127。0。0。1',
    'localhost',
    'LOCALHOST',
    'sub.localhost',
    '169.254.169.254',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '[::1]',
    '[::]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
    '[ff02::1]',
  ];

  describe('with no private network allowed', () => {
    let stack: Stack;
    let acme: Organization;

    beforeAll(async () => {
      stack = await Stack.start({ apps: ['api'], env: { WEBHOOK_ALLOWED_CIDRS: '', WEBHOOK_ALLOW_HTTP: 'true' } });
      acme = await stack.newOrganization();
    }, 120_000);

    afterAll(() => stack.stop());

    it.each(hosts)('is refused when the endpoint is made, and when it is changed: %s', async (host) => {
      const { body: endpoint } = await acme.api.post<EndpointDetails>(path, { url: publicUrl });
      for (const url of [`http://${host}/hooks`, `https://${host}:8443/hooks`]) {
        for (const answer of [
          await acme.api.post(path, { url }),
          await acme.api.patch(`${path}/${endpoint.id}`, { url }),
        ]) {
          const { errors } = expectProblem(answer, 422, 'target-not-allowed');
          expect(errors).toEqual([expect.objectContaining({ pointer: '#/url' })]);
          expect(JSON.stringify(answer.body)).not.toContain('/hooks');
        }
      }
      expect((await acme.api.get<EndpointDetails>(`${path}/${endpoint.id}`)).body.url).toBe(publicUrl);
    });

    it('is not stored when it was refused', async () => {
      const rows = await stack.database.query('SELECT DISTINCT url FROM webhook_endpoints');
      expect(rows).toEqual([{ url: publicUrl }]);
    });
  });

  describe('in production, where messages are not sent in the clear', () => {
    let stack: Stack;
    let acme: Organization;

    beforeAll(async () => {
      stack = await Stack.start({ apps: ['api'], env: { WEBHOOK_ALLOW_HTTP: '' } });
      acme = await stack.newOrganization();
    }, 120_000);

    afterAll(() => stack.stop());

    it.each([
      ['http', 'http://93.184.216.34/hooks', 'not https'],
      ['a URL with a password', 'https://user:password@93.184.216.34/', 'user name or a password'],
      ['no URL at all', 'not a url', 'not valid'],
    ])('is %s', async (_, url, words) => {
      const { detail, errors } = expectProblem(await acme.api.post(path, { url }), 422, 'target-not-allowed');
      expect(detail).toContain(words);
      expect(errors).toEqual([{ pointer: '#/url', detail }]);
    });
  });

  it('is refused again by the worker, before anything is sent, when what is allowed has changed meanwhile', async () => {
    const stack = await Stack.start({ apps: ['api', 'dispatcher'], env: { WEBHOOK_RETRY_SECONDS: '0.1' } });
    await stack.startApp('webhook-delivery-worker', 'webhook-delivery-worker', { WEBHOOK_ALLOWED_CIDRS: '' });
    const acme = await stack.newOrganization();
    const subscriber = await Subscriber.register(acme.api);
    try {
      const delivery = await subscriber.deliveryIn('failed', await subscriber.sendTest());
      expect(delivery.pastAttempts).toMatchObject([
        { status: null, errorCode: 'target-not-allowed', responseExcerpt: null },
        { status: null, errorCode: 'target-not-allowed', responseExcerpt: null },
      ]);
      expect(subscriber.receiver.connections).toBe(0);
    } finally {
      await stack.stop();
      await subscriber.stop();
    }
  });
});

function replay({ api }: Organization, { id }: DeliverySummary) {
  return api.post<DeliverySummary>(`/v1/webhook-deliveries/${id}/replay`);
}

/** Of each secret, whether the message is signed with it; there are no other signatures than those. */
function signersOf({ body, headers }: ReceivedWebhook, secrets: readonly string[]): boolean[] {
  const signed = secrets.map((secret) => {
    try {
      new Webhook(secret).verify(body, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  });
  expect(String(headers['webhook-signature']).split(' ')).toHaveLength(signed.filter(Boolean).length);
  return signed;
}
