import { eventually, type Organization, Stack, WebhookReceiver } from '@bonafide/testing';
import { Queue } from 'bullmq';
import { Client } from 'pg';

import { AcceptedWork, expectExactlyOnce, newExternalIds } from './accepted-work';
import { describeFaults, OwnServers } from './own-servers';

const COUNT = 20;

interface QueuedMessage {
  readonly jobId: string;
  readonly dispatchSeq: number;
}

describeFaults('a process that dies between one line and the next', () => {
  let servers: OwnServers;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;
  let queue: Queue<QueuedMessage>;
  let work: AcceptedWork;

  beforeAll(async () => {
    servers = await OwnServers.start();
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { JOB_LEASE_MS: '2000', WEBHOOK_RETRY_SECONDS: '1,1,1,1,1,1,1,1,1' },
    });
    acme = await stack.newOrganization();
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url });
    queue = new Queue('ofac-screening-bulk', {
      prefix: `{${stack.environment['QUEUE_PREFIX'] ?? ''}:ofac-screening}`,
      connection: { url: servers.redis.url },
    });
  }, 180_000);

  beforeEach(() => {
    work = new AcceptedWork(acme.api);
  });

  afterAll(async () => {
    await queue.close();
    await stack.stop();
    await receiver.stop();
    await servers.stop();
  }, 60_000);

  it('a dispatcher that marked jobs as queued and never queued them: they are given out again', async () => {
    await stack.process('dispatcher').stop();
    await work.batch(newExternalIds(COUNT));
    await stack.database.query(
      `UPDATE jobs SET state = 'queued', dispatch_seq = dispatch_seq + 1, queued_at = now() WHERE subject_id = ANY ($1)`,
      [work.ids],
    );
    await stack.startApp('dispatcher');

    const outcomes = await expectExactlyOnce(stack, receiver, work, 15_000);
    expect(outcomes).toEqual({});
    expect(await recoveries(stack, 'ofac-screening')).toEqual({ 'lost-by-queue': COUNT });
    expect(await dispatchesOf(stack, work)).toEqual([2]);
  }, 60_000);

  it('messages that come several times, and messages of the past: one attempt each', async () => {
    await stack.process('ofac-screening-worker').stop();
    await work.batch(newExternalIds(COUNT));
    const queued = await eventually(async () => {
      const messages = await messagesAbout(stack, work);
      return messages.length === COUNT && messages;
    });
    const copies = [0, 1, 2].flatMap((copy) =>
      queued.flatMap(({ jobId, dispatchSeq }) => [
        { name: 'copy', data: { jobId, dispatchSeq }, opts: { jobId: `${jobId}-${dispatchSeq}-copy-${copy}` } },
        { name: 'past', data: { jobId, dispatchSeq: 0 }, opts: { jobId: `${jobId}-past-${copy}` } },
      ]),
    );
    await queue.addBulk(copies);
    await stack.startApp('ofac-screening-worker');

    await expectExactlyOnce(stack, receiver, work, 15_000);
    await eventually(async () =>
      expect(await queue.getJobCounts('wait', 'prioritized', 'active')).toMatchObject({ wait: 0, active: 0 }),
    );
    expect(await attemptsOf(stack, work)).toEqual([1]);
    await expectExactlyOnce(stack, receiver, work, 1_000);
  }, 60_000);

  it('a worker that took a message and had no time to claim the job: another gets it soon', async () => {
    // Nobody can claim while the rows are locked; so the worker dies with the message in its hands.
    await stack.process('ofac-screening-worker').stop();
    await work.batch(newExternalIds(COUNT));
    await eventually(async () => expect(await messagesAbout(stack, work)).toHaveLength(COUNT));
    const lock = new Client({ connectionString: stack.database.url });
    await lock.connect();
    await lock.query('BEGIN');
    await lock.query('SELECT id FROM jobs WHERE subject_id = ANY ($1) FOR UPDATE', [work.ids]);
    const worker = await stack.startApp('ofac-screening-worker');
    await eventually(async () => expect(await queue.getActiveCount()).toBe(COUNT));
    await worker.kill9();
    await lock.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    await lock.query('ROLLBACK');
    await lock.end();

    await expectExactlyOnce(stack, receiver, work, 15_000);
    expect(await attemptsOf(stack, work)).toEqual([1]);
  }, 60_000);

  it.each([
    ['after another has done its job', 0],
    ['while another does its job', 2_500],
  ])(
    'a worker that stood still beyond its lease and wakes %s: what it says changes nothing',
    async (_, othersTakeMs) => {
      await stack.process('webhook-delivery-worker').stop();
      const sleeper = await stack.startApp('webhook-delivery-worker', `sleeper-${othersTakeMs}`);
      receiver.nextResponses.push(
        ...newExternalIds(COUNT).map(() => ({ status: 500, delayMs: 1_000 })),
        ...newExternalIds(COUNT).map(() => ({ status: 200, delayMs: othersTakeMs })),
      );
      await work.batch(newExternalIds(COUNT));
      const receivedOf = () => receiver.received.filter(({ event }) => work.ids.includes(event.data.id)).length;
      await eventually(() => expect(receivedOf()).toBe(COUNT));
      process.kill(sleeper.pid ?? 0, 'SIGSTOP');
      await stack.startApp('webhook-delivery-worker');
      if (othersTakeMs === 0) await expectExactlyOnce(stack, receiver, work, 20_000);
      await eventually(() => expect(receivedOf()).toBe(2 * COUNT), { withinMs: 20_000 });

      process.kill(sleeper.pid ?? 0, 'SIGCONT');
      await eventually(() => expect(lostAttempts(stack.log(sleeper.name))).toBe(COUNT));
      await expectExactlyOnce(stack, receiver, work, 10_000);
      expect(receivedOf()).toBe(2 * COUNT);
      // What the sleeper heard from the endpoint is not told: the attempt was no longer its own.
      expect(await traceOf(stack, work)).toEqual(
        Array.from({ length: COUNT }, () => ({
          state: 'delivered',
          sent: 1,
          attempt: 2,
          failed: 1,
          outcomes: ['lost'],
        })),
      );
      await sleeper.stop();
    },
    60_000,
  );
});

function messagesAbout(stack: Stack, { ids }: AcceptedWork): Promise<QueuedMessage[]> {
  return stack.database.query<QueuedMessage>(
    `SELECT id AS "jobId", dispatch_seq AS "dispatchSeq" FROM jobs WHERE subject_id = ANY ($1) AND state = 'queued'`,
    [ids],
  );
}

async function dispatchesOf(stack: Stack, { ids }: AcceptedWork): Promise<number[]> {
  const rows = await stack.database.query<{ seq: number }>(
    'SELECT DISTINCT dispatch_seq AS seq FROM jobs WHERE subject_id = ANY ($1)',
    [ids],
  );
  return rows.map(({ seq }) => seq);
}

async function attemptsOf(stack: Stack, { ids }: AcceptedWork): Promise<number[]> {
  const rows = await stack.database.query<{ attempt: number }>(
    'SELECT DISTINCT attempt FROM jobs WHERE subject_id = ANY ($1)',
    [ids],
  );
  return rows.map(({ attempt }) => attempt);
}

/** What is stored of the deliveries and of the attempts at them. */
function traceOf(stack: Stack, { ids }: AcceptedWork): Promise<object[]> {
  return stack.database.query(
    `SELECT delivery.state, delivery.attempts AS sent, jobs.attempt, jobs.failed_attempts AS failed,
            array(SELECT outcome FROM job_attempts WHERE job_id = jobs.id ORDER BY attempt) AS outcomes
     FROM events JOIN webhook_deliveries AS delivery ON delivery.event_id = events.id JOIN jobs ON jobs.id = delivery.job_id
     WHERE events.object_id = ANY ($1)`,
    [ids],
  );
}

function lostAttempts(log: string): number {
  return log.split('\n').filter((line) => line.includes('"job.attempt-ended"') && line.includes('"state":"lost"'))
    .length;
}

async function recoveries(stack: Stack, type: string): Promise<Record<string, number>> {
  const response = await fetch(`${stack.operationsUrl('dispatcher')}/metrics`);
  const found = (await response.text()).matchAll(
    /^bonafide_jobs_recovered_total\{type="([^"]+)",reason="([^"]+)"\} (\d+)$/gm,
  );
  return Object.fromEntries(
    [...found]
      .filter(([, of]) => of === type)
      .map(([, , reason = '', count]): [string, number] => [reason, Number(count)]),
  );
}
