import { setTimeout as sleep } from 'node:timers/promises';

import { type Organization, Stack, WebhookReceiver } from '@bonafide/testing';

import { AcceptedWork, expectExactlyOnce } from './accepted-work';
import { describeFaults, OwnServers } from './own-servers';

const LEASE_MS = 3_000;
const victims = [
  'dispatcher',
  'ofac-screening-worker',
  'ofac-screening-worker-2',
  'webhook-delivery-worker',
  'webhook-delivery-worker-2',
];

describeFaults('workers and the dispatcher killed with -9', () => {
  let servers: OwnServers;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    servers = await OwnServers.start();
    receiver = await WebhookReceiver.start();
    // So that there is always something under way to be killed.
    receiver.response = { status: 200, delayMs: 800 };
    stack = await Stack.start({
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { JOB_LEASE_MS: String(LEASE_MS), WEBHOOK_RETRY_SECONDS: '1,1,1,1,1,1,1,1,1' },
    });
    await stack.startApp('ofac-screening-worker', 'ofac-screening-worker-2');
    await stack.startApp('webhook-delivery-worker', 'webhook-delivery-worker-2');
    acme = await stack.newOrganization();
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url });
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
    await servers.stop();
  }, 60_000);

  it('lose nothing and do nothing twice', async () => {
    const work = new AcceptedWork(acme.api);
    const over = new AbortController();
    const submitting = work.keepSubmitting(15_000, { singlesAtLeast: 330 }).finally(() => over.abort());
    const order = rounds();
    let kills = 0;
    while (!over.signal.aborted) {
      const victim = stack.process(order.next().value);
      if (victim.pid !== null) kills += 1;
      await victim.kill9();
      await sleep(500 + Math.random() * 1_000);
    }
    await submitting;

    expect(kills).toBeGreaterThanOrEqual(8);
    expect(work.refusals).toEqual([]);
    expect(work.ids.length).toBeGreaterThan(600);
    const outcomes = await expectExactlyOnce(stack, receiver, work, 30_000);
    expect(outcomes['lost']).toBeGreaterThan(0);
  }, 180_000);
});

/** In rounds, each in an order of its own: chance must not spare one of them. One between two lives is passed over. */
function* rounds(): Generator<string, never> {
  for (;;) {
    yield* victims
      .map((name) => ({ name, place: Math.random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ name }) => name);
  }
}
