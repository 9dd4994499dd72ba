import { setTimeout as sleep } from 'node:timers/promises';

import { eventually, type Organization, Stack, WebhookReceiver } from '@bonafide/testing';
import { Client } from 'pg';

import { AcceptedWork, expectExactlyOnce, newExternalIds } from './accepted-work';
import { describeFaults, OwnServers } from './own-servers';

const COUNT = 20;
const WORKER = 'webhook-delivery-worker';
/** What an orchestrator commonly allows between SIGTERM and SIGKILL. */
const TEN_SECONDS = 10_000;

describeFaults('SIGTERM', () => {
  let servers: OwnServers;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;
  let work: AcceptedWork;

  beforeAll(async () => {
    servers = await OwnServers.start();
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      apps: ['api', 'dispatcher', 'ofac-screening-worker'],
      env: { JOB_LEASE_MS: '3000' },
    });
    acme = await stack.newOrganization();
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url });
  }, 180_000);

  beforeEach(() => {
    work = new AcceptedWork(acme.api);
    receiver.received.length = 0;
  });

  // Each test starts the worker that it ends.
  afterEach(() => stack.process(WORKER).stop(), 20_000);

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
    await servers.stop();
  }, 60_000);

  /** Starts a worker, and resolves when the receiver lets each of its deliveries wait for so long. */
  async function deliveriesThatHang(delayMs: number, env: Readonly<Record<string, string>> = {}): Promise<void> {
    receiver.response = { status: 200, delayMs };
    await stack.startApp(WORKER, WORKER, env);
    await work.batch(newExternalIds(COUNT));
    await eventually(() => expect(receiver.received.length).toBe(COUNT), { withinMs: 20_000 });
  }

  /** @returns after how long it was gone */
  async function terminate(name: string): Promise<number> {
    const startedAt = performance.now();
    await stack.process(name).stop(15_000);
    return performance.now() - startedAt;
  }

  async function expectHandedBack(): Promise<void> {
    expect(await jobsOf(stack, work)).toEqual([
      { state: 'for another', failed: 0, outcome: 'handed-back', deliveries: COUNT, reported: 0 },
    ]);
  }

  async function expectDeliveredByAnother(): Promise<void> {
    receiver.response = { status: 200 };
    await stack.startApp(WORKER);
    await expectExactlyOnce(stack, receiver, work, 20_000);
    expect(receiver.received.length).toBe(2 * COUNT);
    expect(await jobsOf(stack, work)).toEqual([
      { state: 'completed', failed: 0, outcome: 'handed-back', deliveries: COUNT, reported: COUNT },
    ]);
    await terminate(WORKER);
  }

  it('to a worker with deliveries that hang for 3 s: they are finished', async () => {
    await deliveriesThatHang(3_000);
    const tookMs = await terminate(WORKER);

    expect(stack.process(WORKER).lastExit).toEqual({ code: 0, signal: null });
    expect(tookMs).toBeLessThan(6_000);
    expect(await jobsOf(stack, work)).toEqual([
      { state: 'completed', failed: 0, outcome: null, deliveries: COUNT, reported: COUNT },
    ]);
    await expectExactlyOnce(stack, receiver, work, 1_000);
    expect(receiver.received.length).toBe(COUNT);
  }, 60_000);

  it('to a worker with deliveries that hang longer than the grace: they are handed back, and another delivers them', async () => {
    await deliveriesThatHang(20_000, { SHUTDOWN_GRACE_MS: '1000' });
    const tookMs = await terminate(WORKER);

    expect(stack.process(WORKER).lastExit).toEqual({ code: 0, signal: null });
    expect(tookMs).toBeLessThan(5_000);
    await eventually(() => expectHandedBack());
    await expectDeliveredByAnother();
  }, 60_000);

  it('to a worker while Redis hangs: it hands back and is gone in time', async () => {
    await deliveriesThatHang(20_000, { SHUTDOWN_GRACE_MS: '1000' });
    servers.redis.freeze();
    const tookMs = await terminate(WORKER);

    expect(stack.process(WORKER).lastExit).toEqual({ code: 0, signal: null });
    expect(tookMs).toBeLessThan(TEN_SECONDS);
    servers.redis.thaw();
    await expectDeliveredByAnother();
  }, 60_000);

  it('to a worker that is just claiming its jobs: they go back at once', async () => {
    receiver.response = { status: 200 };
    await work.batch(newExternalIds(COUNT));
    await eventually(async () => expect(await queuedDeliveries(stack)).toBe(COUNT));
    const lock = new Client({ connectionString: stack.database.url });
    await lock.connect();
    await lock.query('BEGIN');
    await lock.query(`SELECT id FROM jobs WHERE state = 'queued' FOR UPDATE`);
    await stack.startApp(WORKER);
    await eventually(async () => expect(await waitingForLock(lock)).toBeGreaterThan(0));
    // By now all of its messages have arrived.
    await sleep(500);
    const terminating = terminate(WORKER);
    await sleep(200);
    await lock.query('ROLLBACK');
    await lock.end();
    await terminating;

    expect(stack.process(WORKER).lastExit).toEqual({ code: 0, signal: null });
    expect(await countLost(stack)).toBe(0);
    await stack.startApp(WORKER);
    await expectExactlyOnce(stack, receiver, work, 20_000);
    expect(receiver.received.length).toBe(COUNT);
    expect(await jobsOf(stack, work)).toEqual([
      { state: 'completed', failed: 0, outcome: 'handed-back', deliveries: COUNT, reported: COUNT },
    ]);
    await terminate(WORKER);
  }, 60_000);

  it('to every process while Redis is dead: each is gone in time, and what was accepted is done later', async () => {
    await deliveriesThatHang(20_000, { SHUTDOWN_GRACE_MS: '1000' });
    await servers.redis.kill9();
    await sleep(500);
    const names = [WORKER, 'ofac-screening-worker', 'dispatcher'];
    const tookMs = await Promise.all(names.map(terminate));

    expect(names.map((name) => stack.process(name).lastExit)).toEqual(names.map(() => ({ code: 0, signal: null })));
    expect(Math.max(...tookMs)).toBeLessThan(TEN_SECONDS);
    await expectHandedBack();
    await servers.redis.restart();
    await Promise.all([stack.startApp('dispatcher'), stack.startApp('ofac-screening-worker')]);
    await expectDeliveredByAnother();
  }, 90_000);

  it('to a dispatcher that was started while Redis was dead', async () => {
    await stack.process('dispatcher').stop();
    await servers.redis.kill9();
    await stack.startApp('dispatcher');
    await work.batch(newExternalIds(COUNT));
    await sleep(1_000);
    const tookMs = await terminate('dispatcher');

    expect(stack.process('dispatcher').lastExit).toEqual({ code: 0, signal: null });
    expect(tookMs).toBeLessThan(TEN_SECONDS);
    await servers.redis.restart();
    receiver.response = { status: 200 };
    await Promise.all([stack.startApp('dispatcher'), stack.startApp(WORKER)]);
    await expectExactlyOnce(stack, receiver, work, 20_000);
  }, 90_000);

  it('to busy workers again and again: no attempt is lost', async () => {
    receiver.response = { status: 200, delayMs: 50 };
    const names = [WORKER, 'ofac-screening-worker'] as const;
    const before = await countLost(stack);
    const over = new AbortController();
    const submitting = work.keepSubmitting(12_000, { everyMs: 15 }).finally(() => over.abort());
    let terminated = 0;
    while (!over.signal.aborted) {
      for (const name of names) {
        await Promise.all([terminate(name), stack.startApp(name, `${name}-next`)]);
        expect(stack.process(name).lastExit).toEqual({ code: 0, signal: null });
        await Promise.all([terminate(`${name}-next`), stack.startApp(name)]);
        expect(stack.process(`${name}-next`).lastExit).toEqual({ code: 0, signal: null });
        terminated += 2;
      }
    }
    await submitting;

    await expectExactlyOnce(stack, receiver, work, 20_000);
    expect(terminated).toBeGreaterThanOrEqual(4);
    expect(await countLost(stack)).toBe(before);
    expect(receiver.received.length).toBe(work.ids.length);
  }, 120_000);
});

/** The delivery jobs of the work, counted by what is stored of them. */
function jobsOf(stack: Stack, { ids }: AcceptedWork): Promise<object[]> {
  return stack.database.query(
    `SELECT CASE WHEN jobs.state IN ('accepted', 'queued') THEN 'for another' ELSE jobs.state END AS state,
            jobs.failed_attempts AS failed, job_attempts.outcome, count(DISTINCT delivery.id)::integer AS deliveries,
            (SELECT count(*)::integer FROM webhook_attempts WHERE delivery_id = ANY (array_agg(delivery.id))) AS reported
     FROM events
     JOIN webhook_deliveries AS delivery ON delivery.event_id = events.id
     JOIN jobs ON jobs.id = delivery.job_id
     LEFT JOIN job_attempts ON job_attempts.job_id = jobs.id
     WHERE events.object_id = ANY ($1) GROUP BY 1, jobs.failed_attempts, job_attempts.outcome`,
    [ids],
  );
}

async function queuedDeliveries(stack: Stack): Promise<number> {
  const rows = await stack.database.query(`SELECT id FROM jobs WHERE type = 'webhook-delivery' AND state = 'queued'`);
  return rows.length;
}

async function waitingForLock(client: Client): Promise<number> {
  const { rows } = await client.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length;
}

async function countLost(stack: Stack): Promise<number> {
  const [row] = await stack.database.query<{ lost: number }>(
    `SELECT count(*)::integer AS lost FROM job_attempts WHERE outcome = 'lost'`,
  );
  return row?.lost ?? 0;
}
