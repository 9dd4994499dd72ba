import { setTimeout as sleep } from 'node:timers/promises';

import { Cancelled, Completed, TransientError, Waiting, WebhookDelivery } from '@bonafide/jobs';
import { performJob, WebhookReceiver } from '@bonafide/testing';
import type { DueDeliveries } from '@bonafide/webhooks';
import { Webhook } from 'standardwebhooks';

import { WebhookDeliveryProcessor } from './webhook-delivery.processor';

type Found = Awaited<ReturnType<DueDeliveries['find']>>;

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const olderSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const eventId = 'evt_01kaf3s8h4e0qv8dpz2j9r7n5c';
const body = JSON.stringify({ id: eventId, type: 'screening.clear', data: { id: 'scr_1', state: 'clear' } });

describe('the webhook delivery processor', () => {
  const environment = process.env;
  let receiver: WebhookReceiver;
  let processors: WebhookDeliveryProcessor[];

  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    processors = [];
    process.env = {
      ...environment,
      BONAFIDE_MODE: 'sandbox',
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_ALLOWED_CIDRS: '127.0.0.0/8',
    };
  });

  afterEach(async () => {
    process.env = environment;
    await Promise.all(processors.map((processor) => processor.onApplicationShutdown()));
    await receiver.stop();
  });

  function processorFinding(found: Partial<Exclude<Found, string>> | Extract<Found, string>) {
    const due = { eventId, endpointId: 'whe_01kaf3s8h4e0qv8dpz2j9r7n5c', url: receiver.url, body, secrets: [secret] };
    const answer = typeof found === 'string' ? found : { ...due, ...found };
    const processor = new WebhookDeliveryProcessor({ find: async () => answer } as unknown as DueDeliveries);
    processors.push(processor);
    return processor;
  }

  const deliver = (processor: WebhookDeliveryProcessor) =>
    performJob(WebhookDelivery, processor, { deliveryId: 'dlv_01kaf3s8h4e0qv8dpz2j9r7n5c' });

  async function failureOf(processor: WebhookDeliveryProcessor): Promise<TransientError> {
    const error: unknown = await deliver(processor).catch((thrown: unknown) => thrown);
    if (error instanceof TransientError) return error;
    throw new Error('The delivery did not fail as one that is tried again.');
  }

  it('sends the stored bytes, signed, and reports the answer', async () => {
    receiver.response = { status: 204 };
    const outcome = await deliver(processorFinding({}));
    expect((outcome as Completed<object>).result).toEqual({
      status: 204,
      durationMs: expect.any(Number),
      responseExcerpt: '',
    });
    const [received] = receiver.received;
    expect(received).toMatchObject({ id: eventId, body, headers: { 'content-type': 'application/json' } });
    expect(() => new Webhook(secret).verify(body, received!.headers as Record<string, string>)).not.toThrow();
  });

  it('signs with every live secret while a rotation overlaps', async () => {
    await deliver(processorFinding({ secrets: [secret, olderSecret] }));
    const headers = receiver.received[0]!.headers as Record<string, string>;
    for (const known of [secret, olderSecret]) {
      expect(() => new Webhook(known).verify(body, headers)).not.toThrow();
    }
  });

  it('has an answer other than 2xx tried again, as late as the receiver asks', async () => {
    receiver.response = { status: 503, headers: { 'retry-after': '90' }, body: 'come back later' };
    expect(await failureOf(processorFinding({}))).toMatchObject({
      code: 'endpoint-answered-503',
      retryAfterMs: 90_000,
      evidence: { status: 503, responseExcerpt: 'come back later' },
    });
  });

  it('does not follow a redirect', async () => {
    receiver.response = { status: 302, headers: { location: receiver.url } };
    expect((await failureOf(processorFinding({}))).code).toBe('endpoint-answered-302');
    expect(receiver.received).toHaveLength(1);
  });

  it('has a receiver that is not there tried again', async () => {
    expect(await failureOf(processorFinding({ url: 'http://127.0.0.1:1/' }))).toMatchObject({
      code: 'connection-refused',
      evidence: { status: null, responseExcerpt: null },
    });
  });

  it('connects to no address that is not public, unless it is allowed', async () => {
    process.env = { ...process.env, WEBHOOK_ALLOWED_CIDRS: '' };
    expect((await failureOf(processorFinding({}))).code).toBe('target-not-allowed');
    expect(receiver.received).toEqual([]);
  });

  it.each(['endpoint-deleted', 'endpoint-disabled', 'delivery-unknown'] as const)(
    'cancels what is not wanted any more: %s',
    async (reason) => {
      expect(await deliver(processorFinding(reason))).toEqual(new Cancelled(reason));
      expect(receiver.received).toEqual([]);
    },
  );

  it('lets a delivery wait when 20 hang at the same endpoint', async () => {
    receiver.response = { status: 200, delayMs: 1_800 };
    const processor = processorFinding({});
    const hanging = Array.from({ length: 20 }, () => deliver(processor));
    await sleep(1_300);
    expect(await deliver(processor)).toBeInstanceOf(Waiting);
    expect((await Promise.all(hanging)).filter((outcome) => outcome instanceof Completed)).toHaveLength(20);
    expect(await deliver(processor)).toBeInstanceOf(Completed);
  });

  it('holds up no delivery to an endpoint that answers quickly', async () => {
    const processor = processorFinding({});
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => deliver(processor)));
    expect(outcomes.filter((outcome) => outcome instanceof Completed)).toHaveLength(60);
  });
});
