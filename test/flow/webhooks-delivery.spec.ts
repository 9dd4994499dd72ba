import { setTimeout as sleep } from 'node:timers/promises';

import {
  type DeliverySummary,
  eventually,
  type Organization,
  type Page,
  type ReceivedWebhook,
  Stack,
  type SubmittedScreening,
  Subscriber,
} from '@bonafide/testing';
import { Webhook } from 'standardwebhooks';

jest.setTimeout(60_000);

/** Longer than a second, so that every attempt falls into a second of its own: timestamps have no fractions. */
const RETRY_MS = 1_100;

describe('a webhook delivery', () => {
  let stack: Stack;
  let acme: Organization;
  const subscribers: Subscriber[] = [];

  const subscribe = async (settings: { readonly eventTypes?: readonly string[]; readonly by?: Organization } = {}) => {
    const subscriber = await Subscriber.register((settings.by ?? acme).api, settings);
    subscribers.push(subscriber);
    return subscriber;
  };

  beforeAll(async () => {
    stack = await Stack.start({
      env: { WEBHOOK_RETRY_SECONDS: `${RETRY_MS / 1_000},${RETRY_MS / 1_000}`, WEBHOOK_TIMEOUT_MS: '1000' },
    });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await Promise.all(subscribers.map((subscriber) => subscriber.stop()));
  });

  it('is tried again under the same id with the same bytes, each time under a new timestamp and signature', async () => {
    const subscriber = await subscribe();
    subscriber.answer({ status: 500, body: 'out of paper' }, { status: 500, body: 'still out of paper' });
    const eventId = await subscriber.sendTest();

    const delivery = await subscriber.deliveryIn('delivered', eventId);
    const sent = subscriber.sent(eventId);
    expect(subscriber.receiver.received).toEqual(sent);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    for (const webhook of sent) expect(verified(subscriber, webhook)).toMatchObject({ id: eventId });

    const timestamps = sent.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(new Set(timestamps).size).toBe(3);
    expect(new Set(sent.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
    sent.forEach(({ receivedAt }, index) => {
      expect(Math.abs(timestamps[index]! - receivedAt / 1_000)).toBeLessThan(2);
    });

    expect(delivery).toMatchObject({ attempts: 3, nextAttemptAt: null, eventType: 'webhook_endpoint.test' });
    expect(delivery.pastAttempts).toMatchObject([
      { number: 1, status: 500, errorCode: 'endpoint-answered-500', responseExcerpt: 'out of paper' },
      { number: 2, status: 500, errorCode: 'endpoint-answered-500', responseExcerpt: 'still out of paper' },
      { number: 3, status: 200, errorCode: null, responseExcerpt: '' },
    ]);
    for (const { durationMs } of delivery.pastAttempts) expect(durationMs).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['in seconds, longer than the schedule', () => '2', 2_000],
    ['as a date, longer than the schedule', () => new Date(Date.now() + 4_000).toUTCString(), 2_900],
    ['shorter than the schedule', () => '0', RETRY_MS],
  ])('is left alone for as long as Retry-After says: %s', async (_, retryAfter, leastMs) => {
    const subscriber = await subscribe();
    subscriber.answer({ status: 429, headers: { 'retry-after': retryAfter() } });
    const eventId = await subscriber.sendTest();

    await eventually(() => subscriber.sent(eventId).length === 1);
    const waiting = await eventually(async () => {
      const delivery = await subscriber.deliveryIn('pending', eventId);
      return delivery.attempts === 1 && delivery;
    });
    await subscriber.deliveryIn('delivered', eventId);
    const [first, second] = subscriber.sent(eventId);
    expect(second!.receivedAt - first!.receivedAt).toBeGreaterThanOrEqual(leastMs);
    expect(Date.parse(waiting.nextAttemptAt!)).toBeLessThanOrEqual(second!.receivedAt);
    expect(Date.parse(waiting.nextAttemptAt!) - first!.receivedAt).toBeGreaterThanOrEqual(leastMs);
  });

  it('that uses up its schedule fails, its job with it, and nothing more is sent', async () => {
    const subscriber = await subscribe();
    subscriber.receiver.response = { status: 503, body: 'closed' };
    const eventId = await subscriber.sendTest();

    const delivery = await subscriber.deliveryIn('failed', eventId);
    expect(delivery).toMatchObject({ attempts: 3, nextAttemptAt: null });
    expect(delivery.settledAt).not.toBeNull();
    expect(delivery.pastAttempts.map(({ status }) => status)).toEqual([503, 503, 503]);
    const job = await subscriber.jobOf(eventId, stack.operator);
    expect(job).toMatchObject({
      type: 'webhook-delivery',
      state: 'failed',
      attempts: 3,
      error: { code: 'endpoint-answered-503' },
    });
    await sleep(RETRY_MS * 1.5);
    expect(subscriber.sent(eventId)).toHaveLength(3);
  });

  it('never follows a redirect', async () => {
    const [subscriber, elsewhere] = [await subscribe(), await subscribe({ eventTypes: ['screening.error'] })];
    const headers = { location: elsewhere.receiver.url };
    subscriber.answer({ status: 302, headers }, { status: 307, headers }, { status: 308, headers });
    const eventId = await subscriber.sendTest();

    const { pastAttempts } = await subscriber.deliveryIn('failed', eventId);
    expect(pastAttempts.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      [302, 'endpoint-answered-302'],
      [307, 'endpoint-answered-307'],
      [308, 'endpoint-answered-308'],
    ]);
    expect(elsewhere.receiver.connections).toBe(0);
  });

  it('goes to each endpoint that wants the type, under one id, and to no other', async () => {
    const bystander = await subscribe({ by: await stack.newOrganization('Bystander') });
    const zenith = await stack.newOrganization('Zenith');
    const wanted = [['*'], ['screening.*'], ['screening.clear'], ['screening.error', 'screening.clear']];
    const unwanted = [
      ['screening.error'],
      ['screening.hit.*'],
      ['webhook_endpoint.*'],
      ['screening.cancelled', 'webhook_endpoint.test'],
    ];
    const told = await Promise.all(wanted.map((eventTypes) => subscribe({ by: zenith, eventTypes })));
    const untold = await Promise.all(unwanted.map((eventTypes) => subscribe({ by: zenith, eventTypes })));

    const { body: screening } = await zenith.api.post<SubmittedScreening>('/v1/screenings', {
      name: 'Ada Butterworth',
    });
    await eventually(() => told.every(({ receiver }) => receiver.about(screening.id).length === 1));

    const [eventId] = [...new Set(told.flatMap(({ receiver }) => receiver.received.map(({ id }) => id)))];
    for (const subscriber of told) {
      expect(subscriber.receiver.received).toHaveLength(1);
      expect(verified(subscriber, subscriber.receiver.received[0]!)).toMatchObject({ id: eventId });
    }
    const { body: deliveries } = await zenith.api.get<Page<DeliverySummary>>(
      `/v1/webhook-deliveries?eventId=${eventId!}`,
    );
    expect(deliveries.data.map(({ endpointId }) => endpointId).sort()).toEqual(
      told.map(({ endpointId }) => endpointId).sort(),
    );
    for (const subscriber of [...untold, bystander]) expect(subscriber.receiver.connections).toBe(0);
  });

  it('signs with the secret of its endpoint and no other', async () => {
    const [one, other] = [await subscribe(), await subscribe()];
    const eventId = await one.sendTest();
    await one.deliveryIn('delivered', eventId);
    const [webhook] = one.sent(eventId);
    expect(() => verified(one, webhook!)).not.toThrow();
    expect(() => verified(other, webhook!)).toThrow('No matching signature found');
  });

  it.each([
    ['ASCII', 'x'.repeat(5_000_000), 1_024],
    ['text of several bytes a letter', '€'.repeat(1_000_000), 1_023],
  ])('keeps no more than a KiB of a huge answer: %s', async (_, body, keptBytes) => {
    const subscriber = await subscribe();
    subscriber.answer({ status: 200, body });
    const eventId = await subscriber.sendTest();

    const { pastAttempts } = await subscriber.deliveryIn('delivered', eventId);
    const { responseExcerpt } = pastAttempts[0]!;
    expect(Buffer.byteLength(responseExcerpt!)).toBe(keptBytes);
    expect(body.startsWith(responseExcerpt!)).toBe(true);
  });

  it('that gets no answer in time has failed for now, and says so', async () => {
    const subscriber = await subscribe();
    subscriber.answer({ status: 200, delayMs: 10_000 });
    const eventId = await subscriber.sendTest();

    const { pastAttempts } = await subscriber.deliveryIn('delivered', eventId);
    expect(pastAttempts).toMatchObject([
      { status: null, errorCode: 'timeout', responseExcerpt: null },
      { status: 200, errorCode: null },
    ]);
    expect(pastAttempts[0]!.durationMs).toBeGreaterThanOrEqual(990);
  });

  it('to a server that is not there says that the connection was refused', async () => {
    const subscriber = await subscribe();
    await subscriber.stop();
    const eventId = await subscriber.sendTest();

    const delivery = await eventually(async () => {
      const current = await subscriber.deliveryOf(eventId);
      return current.attempts > 0 && current;
    });
    expect(delivery.pastAttempts[0]).toMatchObject({ status: null, errorCode: 'connection-refused' });
  });
});

/** The body as the receiver's own library reads it. @throws when the signature is not right */
function verified({ secret }: Subscriber, { body, headers }: ReceivedWebhook): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
