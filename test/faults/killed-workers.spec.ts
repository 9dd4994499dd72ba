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
    receiver.response = { status: 200, delayMs: 200 };
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
    const submitting = work.keepSubmitting(15_000).finally(() => over.abort());
    let kills = 0;
    while (!over.signal.aborted) {
      kills += await killOneOf(stack);
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

/** @returns how many were killed: none when all are between two lives */
async function killOneOf(stack: Stack): Promise<0 | 1> {
  const alive = victims.map((name) => stack.process(name)).filter(({ pid }) => pid !== null);
  const victim = alive[Math.floor(Math.random() * alive.length)];
  await victim?.kill9();
  return victim === undefined ? 0 : 1;
}
