import { setTimeout as sleep } from 'node:timers/promises';

import { answersOk } from '@bonafide/local-servers';
import { eventually, type Organization, Stack, WebhookReceiver } from '@bonafide/testing';

import { AcceptedWork, expectExactlyOnce } from './accepted-work';
import { describeFaults, OwnServers } from './own-servers';
import { redisCommand } from './redis-command';

describeFaults('Redis', () => {
  let servers: OwnServers;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;
  let work: AcceptedWork;

  beforeAll(async () => {
    servers = await OwnServers.start();
    receiver = await WebhookReceiver.start();
    // So that there is always something queued and something running.
    receiver.response = { status: 200, delayMs: 200 };
    stack = await Stack.start({
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { JOB_LEASE_MS: '3000' },
    });
    acme = await stack.newOrganization();
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url });
  }, 180_000);

  beforeEach(() => {
    work = new AcceptedWork(acme.api);
  });

  afterEach(() => {
    const names = ['api', 'dispatcher', 'ofac-screening-worker', 'webhook-delivery-worker'];
    expect(names.map((name) => stack.process(name).ends)).toEqual([0, 0, 0, 0]);
  });

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
    await servers.stop();
  }, 60_000);

  it('wiped six times while jobs are queued and running: nothing is lost', async () => {
    const submitting = work.keepSubmitting(6_000);
    for (let wipes = 0; wipes < 6; wipes += 1) {
      await sleep(900);
      expect(await redisCommand(servers.redis.url, 'FLUSHALL')).toBe('+OK');
    }
    await submitting;
    await expectAllDone(200);
  }, 90_000);

  it('frozen for 5 s: what was accepted meanwhile is done when it thaws', async () => {
    const submitting = work.keepSubmitting(7_000);
    await sleep(1_000);
    servers.redis.freeze();
    await sleep(5_000);
    servers.redis.thaw();
    await submitting;
    await expectAllDone(200);
  }, 90_000);

  it('killed with -9 and started again with what it had written: nothing is lost', async () => {
    const submitting = work.keepSubmitting(5_000);
    await sleep(1_500);
    await servers.redis.kill9();
    await sleep(1_000);
    await servers.redis.restart();
    await submitting;
    await expectAllDone(150);
  }, 90_000);

  it('killed with -9 and started again empty: nothing is lost', async () => {
    const submitting = work.keepSubmitting(5_000);
    await sleep(1_500);
    await servers.redis.kill9();
    servers.emptyRedisDirectory();
    await sleep(1_000);
    await servers.redis.restart();
    await submitting;
    await expectAllDone(150);
  }, 90_000);

  it('down for 10 s: the API accepts as quickly as before, and stays ready', async () => {
    const usual = new AcceptedWork(acme.api);
    await usual.keepSubmitting(2_000);
    await expectExactlyOnce(stack, receiver, usual, 20_000);

    await servers.redis.kill9();
    let unready = 0;
    const watch = setInterval(() => {
      void answersOk(`${stack.operationsUrl('api')}/readyz`).then((isReady) => (unready += isReady ? 0 : 1));
    }, 250);
    await work.keepSubmitting(10_000);
    clearInterval(watch);
    const during = [...work.durationsMs];
    expect(
      await stack.database.query(`SELECT id FROM jobs WHERE state NOT IN ('completed', 'failed', 'cancelled')`),
    ).toHaveLength(work.ids.length);
    await servers.redis.restart();

    expect(unready).toBe(0);
    expect(during.length).toBeGreaterThan(150);
    expect(median(during)).toBeLessThan(3 * median(usual.durationsMs) + 20);
    expect(Math.max(...during)).toBeLessThan(2_000);
    await expectAllDone(250);
  }, 90_000);

  it('down while the API starts: it starts, and accepts', async () => {
    await servers.redis.kill9();
    await stack.process('api').stop();
    await stack.startApp('api');
    expect(await work.single()).toBe(true);
    await servers.redis.restart();
    await eventually(() => expectAllDone(0), { withinMs: 20_000 });
  }, 60_000);

  async function expectAllDone(atLeast: number): Promise<void> {
    expect(work.refusals).toEqual([]);
    expect(work.ids.length).toBeGreaterThan(atLeast);
    const outcomes = await expectExactlyOnce(stack, receiver, work, 20_000);
    // Who runs a job does not need Redis: no attempt is given up because Redis is away.
    expect(outcomes['lost']).toBeUndefined();
  }
});

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
