import { setTimeout as sleep } from 'node:timers/promises';

import { eventually, type Organization, Stack, WebhookReceiver } from '@bonafide/testing';

import { AcceptedWork, expectExactlyOnce, newExternalIds, type Refusal } from './accepted-work';
import { describeFaults, OwnServers } from './own-servers';

const CLIENTS = 8;
const BATCH_CLIENTS = 4;
const BATCH_SIZE = 100;

describeFaults('Postgres', () => {
  let servers: OwnServers;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;
  let work: AcceptedWork;

  beforeAll(async () => {
    servers = await OwnServers.start();
    receiver = await WebhookReceiver.start();
    receiver.response = { status: 200, delayMs: 50 };
    stack = await Stack.start({
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { JOB_LEASE_MS: '3000', RATE_LIMIT_PER_MINUTE: '1000000', WEBHOOK_RETRY_SECONDS: '1,1,1,1,1,1,1,1,1' },
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

  const outages: readonly (readonly [string, () => Promise<void>])[] = [
    ['restarted', () => servers.postgres.restart()],
    [
      'killed with -9 and started again',
      async () => {
        await servers.postgres.kill9();
        await sleep(1_000);
        await servers.postgres.restart();
      },
    ],
  ];

  it.each(outages)(
    '%s three times under clients that repeat until it is accepted: all is done, once',
    async (_, outage) => {
      const asked: string[] = [];
      let isOver = false;
      const clients = Array.from({ length: CLIENTS }, async () => {
        while (!isOver) {
          const [externalId = ''] = newExternalIds(1);
          asked.push(externalId);
          while (!(await work.single(externalId, externalId))) await sleep(100);
          await sleep(20);
        }
      });
      for (let count = 0; count < 3; count += 1) {
        await sleep(1_000);
        await outage();
      }
      await sleep(1_000);
      isOver = true;
      await Promise.all(clients);

      expectOnlyUnavailable(work.refusals);
      expect(work.refusals.length).toBeGreaterThan(0);
      expect(work.ids.length).toBe(asked.length);
      expect(work.ids.length).toBeGreaterThan(100);
      await expectExactlyOnce(stack, receiver, work, 30_000);
      expect(await storedOf(stack, asked)).toEqual(
        asked.map((externalId) => ({ externalId, count: 1 })).sort(byExternalId),
      );
    },
    120_000,
  );

  it.each(outages)(
    '%s in the middle of batches: each is stored as a whole or not at all',
    async (_, outage) => {
      const batches: { readonly externalIds: string[]; readonly answer: Promise<boolean> }[] = [];
      let isOver = false;
      const clients = Array.from({ length: BATCH_CLIENTS }, async () => {
        while (!isOver) {
          const externalIds = newExternalIds(BATCH_SIZE);
          const answer = work.batch(externalIds);
          batches.push({ externalIds, answer });
          await sleep((await answer) ? 20 : 200);
        }
      });
      await eventually(() => expect(work.ids.length).toBeGreaterThan(0));
      await outage();
      isOver = true;
      await Promise.all(clients);

      expectOnlyUnavailable(work.refusals);
      expect(work.refusals.length).toBeGreaterThan(0);
      for (const { externalIds, answer } of batches) {
        const stored = (await storedOf(stack, externalIds)).length;
        // One that was stored while the connection broke was not answered; it is there as a whole all the same.
        expect(stored === BATCH_SIZE || (stored === 0 && !(await answer))).toBe(true);
      }
      await expectExactlyOnce(stack, receiver, work, 60_000);
    },
    120_000,
  );
});

/** Nothing but "not now": never an error of ours, never a 202 that is none. */
function expectOnlyUnavailable(refusals: readonly Refusal[]): void {
  const allowed: readonly Refusal[] = [
    { status: 503, code: 'not-available' },
    { status: 409, code: 'idempotency-in-flight' },
    { status: 'no answer', code: null },
  ];
  expect(
    refusals.filter(({ status, code }) => !allowed.some((each) => each.status === status && each.code === code)),
  ).toEqual([]);
}

function storedOf(stack: Stack, externalIds: readonly string[]): Promise<{ externalId: string; count: number }[]> {
  return stack.database.query(
    `SELECT external_id AS "externalId", count(*)::integer AS count FROM screenings
     WHERE external_id = ANY ($1) GROUP BY external_id ORDER BY external_id COLLATE "C"`,
    [externalIds],
  );
}

function byExternalId(a: { readonly externalId: string }, b: { readonly externalId: string }): number {
  return a.externalId < b.externalId ? -1 : 1;
}
