import { setTimeout as sleep } from 'node:timers/promises';

import {
  describeWithRedis,
  eventually,
  type JobDetails,
  type Organization,
  Stack,
  type SubmittedScreening,
  Subscriber,
} from '@bonafide/testing';
import { Queue } from 'bullmq';

jest.setTimeout(120_000);

let stack: Stack;
const subscribers: Subscriber[] = [];

afterEach(async () => {
  await stack.stop();
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
});

const subscribe = async ({ api }: Organization): Promise<Subscriber> => {
  const subscriber = await Subscriber.register(api);
  subscribers.push(subscriber);
  return subscriber;
};

const screen = async ({ api }: Organization) =>
  (await api.post<SubmittedScreening>('/v1/screenings', { name: 'Ada Butterworth' })).body;

const screenMany = async ({ api }: Organization, count: number): Promise<readonly SubmittedScreening[]> => {
  const screenings = Array.from({ length: count }, (_, index) => ({ name: `Person ${index}` }));
  return (await api.post<{ data: SubmittedScreening[] }>('/v1/screenings/batch', { screenings })).body.data;
};

const countIn = async (state: string): Promise<number> => {
  const [row] = await stack.database.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM jobs WHERE state = $1',
    [state],
  );
  return row!.count;
};

const jobOf = async (jobId: string) => (await stack.operator.get<JobDetails>(`/v1/jobs/${jobId}`)).body;

/**
 * Until ledger and queue have been compared for the first time: a Redis that nobody knows yet counts as one that was
 * wiped, and what it was given before is given to it again.
 */
const compared = () =>
  eventually(() => stack.environment.QUEUE_BACKEND === 'postgres' || stack.log().includes('reconcile.queue-wiped'));

/** The ids of the jobs of screenings in the order in which a worker took them up. */
const startOrder = async (): Promise<string[]> => {
  const rows = await stack.database.query<{ id: string }>(
    `SELECT id FROM jobs WHERE type = 'ofac-screening' AND started_at IS NOT NULL ORDER BY started_at`,
  );
  return rows.map(({ id }) => id);
};

describe('the dispatcher', () => {
  it('puts the single job of one organization among the first, and before the crowd that came earlier', async () => {
    stack = await Stack.start({ apps: ['api'], env: { DISPATCH_BACKLOG: '10', WORKER_CONCURRENCY: '1' } });
    const [acme, zenith, latecomer] = await Promise.all(
      ['Acme', 'Zenith', 'Latecomer'].map((name) => stack.newOrganization(name)),
    );
    await screenMany(acme!, 500);
    const [single] = await screenMany(zenith!, 1);

    await stack.startApp('dispatcher');
    await compared();
    await eventually(async () => (await countIn('queued')) === 10);
    expect((await jobOf(single!.jobId)).state).toBe('queued');

    // The backlog is full of the crowd's jobs by now, and nobody works.
    const [late] = await screenMany(latecomer!, 1);
    await sleep(500);
    expect((await jobOf(late!.jobId)).state).toBe('accepted');
    await stack.startApp('ofac-screening-worker');
    await eventually(async () => (await countIn('completed')) === 502, { withinMs: 60_000 });
    const order = await startOrder();
    expect(order.indexOf(single!.jobId)).toBeLessThan(10);
    expect(order.indexOf(late!.jobId)).toBeLessThan(50);
  });

  it('has interactive jobs done before bulk ones that came earlier, but for the one in the bulk’s only hand', async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher'],
      env: { WORKER_CONCURRENCY: '1', WORKER_BULK_CONCURRENCY: '1' },
    });
    const acme = await stack.newOrganization('Acme');
    await screenMany(acme, 200);
    await eventually(async () => (await countIn('queued')) === 200);
    const { jobId } = await screen(acme);
    await eventually(async () => (await countIn('queued')) === 201);
    await stack.startApp('ofac-screening-worker');
    await eventually(async () => (await countIn('completed')) === 201, { withinMs: 60_000 });
    expect((await startOrder()).indexOf(jobId)).toBeLessThanOrEqual(1);
  });

  it('leaves hands free for a single request and its webhook when the bulk fills all that it has', async () => {
    stack = await Stack.start({ env: { WORKER_BULK_CONCURRENCY: '1', WEBHOOK_TIMEOUT_MS: '25000' } });
    const acme = await stack.newOrganization('Acme');
    const subscriber = await subscribe(acme);
    // The first webhook about the bulk hangs, and those behind it have no hand.
    subscriber.answer({ status: 200, delayMs: 20_000 });
    const many = await screenMany(acme, 5);
    await eventually(() => subscriber.receiver.received.length === 1);
    await eventually(async () => (await countIn('completed')) === 5);

    const single = await screen(acme);
    await eventually(() => subscriber.receiver.about(single.id).length === 1, { withinMs: 10_000 });
    const told = many.filter(({ id }) => subscriber.receiver.about(id).length > 0);
    expect(told).toHaveLength(1);
    const lanesOf = await stack.database.query<{ lane: number; count: number }>(
      `SELECT lane, count(*)::integer AS count FROM jobs WHERE type = 'webhook-delivery' GROUP BY lane ORDER BY lane`,
    );
    expect(lanesOf).toEqual([
      { lane: 0, count: 1 },
      { lane: 1, count: 5 },
    ]);
  });

  it('keeps no more in the queue than the backlog, however much is accepted', async () => {
    stack = await Stack.start({ apps: ['api', 'dispatcher'], env: { DISPATCH_BACKLOG: '50' } });
    await stack.startApp('dispatcher', 'another dispatcher');
    await compared();
    const acme = await stack.newOrganization('Acme');
    await Promise.all([screenMany(acme, 1_000), screenMany(acme, 1_000), screen(acme)]);
    await eventually(async () => (await countIn('queued')) >= 51);
    for (let look = 1; look <= 20; look++) {
      const [queued] = await stack.database.query<{ bulk: number; interactive: number }>(
        `SELECT count(*) FILTER (WHERE lane = 1)::integer AS bulk, count(*) FILTER (WHERE lane = 0)::integer AS interactive
         FROM jobs WHERE state = 'queued'`,
      );
      expect(queued).toEqual({ bulk: 50, interactive: 1 });
      await sleep(50);
    }
    expect(await countIn('accepted')).toBe(1_950);
    await stack.startApp('ofac-screening-worker');
    await eventually(async () => (await countIn('completed')) === 2_001, { withinMs: 90_000 });
  });
});

describe('a worker whose lease has run out', () => {
  it('has lost its job to another, and its late answer does not count', async () => {
    // Each worker has one hand: the one that waits for an answer takes nothing else up.
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'webhook-delivery-worker'],
      env: { WEBHOOK_RETRY_SECONDS: '0.1,0.1', WORKER_CONCURRENCY: '1', JOB_LEASE_MS: '60000' },
    });
    await stack.startApp('webhook-delivery-worker', 'another worker');
    const acme = await stack.newOrganization('Acme');
    const subscriber = await subscribe(acme);
    subscriber.answer({ status: 500, body: 'late', delayMs: 8_000 }, { status: 200, body: 'in time' });
    const eventId = await subscriber.sendTest();
    await eventually(() => subscriber.sent(eventId).length === 1);
    const { id } = await subscriber.jobOf(eventId, stack.operator);
    await stack.database.query(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);

    const delivery = await subscriber.deliveryIn('delivered', eventId, 7_000);
    expect(delivery.pastAttempts).toMatchObject([{ status: 200, responseExcerpt: 'in time' }]);
    const settled = await jobOf(id);
    expect(settled).toMatchObject({ state: 'completed', attempts: 2 });
    expect(settled.pastAttempts).toMatchObject([{ number: 1, outcome: 'lost', errorCode: 'worker-lost' }]);

    const [first, second] = ['webhook-delivery-worker', 'another worker'].map((name) => () => endingsOf(id, name));
    await eventually(() => first!().length + second!().length === 2, { withinMs: 12_000 });
    expect([...first!(), ...second!()].sort()).toEqual(['attempt 1: lost', 'attempt 2: completed']);
    expect(first!()).toHaveLength(1);
    expect(await jobOf(id)).toEqual(settled);
    expect(await subscriber.deliveryOf(eventId)).toEqual(delivery);
    expect(subscriber.sent(eventId)).toHaveLength(2);
  });

  /** How the attempts at a job ended that a process has made, as its log says. */
  const endingsOf = (jobId: string, name: string): string[] =>
    stack
      .log(name)
      .split('\n')
      .filter((line) => line.includes('"job.attempt-ended"') && line.includes(jobId))
      .map((line) => JSON.parse(line) as { attempt: number; state: string })
      .map(({ attempt, state }) => `attempt ${attempt}: ${state}`);
});

describeWithRedis('the queue in Redis (needs Redis)', () => {
  let queue: Queue<{ jobId: string; dispatchSeq: number }>;

  const openQueue = (type: string, name = type) => {
    const { QUEUE_PREFIX, REDIS_URL } = stack.environment;
    queue = new Queue(name, { prefix: `{${QUEUE_PREFIX!}:${type}}`, connection: { url: REDIS_URL! } });
  };

  afterEach(() => queue.close());

  it.each(['one worker', 'two workers'])('may say the same ten times to %s: one attempt is made', async (workers) => {
    stack = await Stack.start({ apps: ['api', 'dispatcher'] });
    openQueue('webhook-delivery');
    const acme = await stack.newOrganization('Acme');
    const subscriber = await subscribe(acme);
    const eventId = await subscriber.sendTest();
    await eventually(async () => (await countIn('queued')) === 1);
    const original = await eventually(async () => (await queue.getJobs(['waiting']))[0] ?? false);
    await queue.addBulk(
      Array.from({ length: 9 }, (_, copy) => ({ name: 'copy', data: original.data, opts: { jobId: `copy-${copy}` } })),
    );

    await stack.startApp('webhook-delivery-worker');
    if (workers === 'two workers') await stack.startApp('webhook-delivery-worker', 'another worker');
    await subscriber.deliveryIn('delivered', eventId);
    await eventually(async () => (await queue.getWaitingCount()) + (await queue.getActiveCount()) === 0);
    expect(subscriber.sent(eventId)).toHaveLength(1);
    const { id } = await subscriber.jobOf(eventId, stack.operator);
    expect(await jobOf(id)).toMatchObject({ state: 'completed', attempts: 1, pastAttempts: [] });
    const answers = (await queue.getCompleted()).map(({ returnvalue }) => String(returnvalue));
    expect(answers.filter((answer) => answer === 'completed')).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('Not ours'))).toHaveLength(answers.length - 1);
    expect(answers.length).toBeGreaterThanOrEqual(10);
    expect(await queue.getFailedCount()).toBe(0);
  });

  it('holds ids only, and no more of them than the backlog', async () => {
    stack = await Stack.start({ apps: ['api', 'dispatcher'], env: { DISPATCH_BACKLOG: '50' } });
    openQueue('ofac-screening', 'ofac-screening-bulk');
    await compared();
    const acme = await stack.newOrganization('Acme');
    await Promise.all([screenMany(acme, 1_000), screenMany(acme, 1_000)]);
    await eventually(async () => (await countIn('queued')) === 50);
    await sleep(1_000);
    const jobs = await queue.getJobs(['waiting', 'prioritized', 'delayed', 'active', 'completed', 'failed']);
    expect(jobs).toHaveLength(50);
    for (const { data, id } of jobs) {
      expect(data).toEqual({ jobId: expect.stringMatching(/^job_[0-9a-z]{26}$/), dispatchSeq: 1 });
      expect(id).toBe(`${data.jobId}-1`);
    }
  });
});
