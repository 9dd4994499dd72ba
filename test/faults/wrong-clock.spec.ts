import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, type Organization, Stack, WebhookReceiver } from '@bonafide/testing';

import { AcceptedWork, expectExactlyOnce, newExternalIds } from './accepted-work';
import { describeFaults, OwnServers } from './own-servers';

const HOUR_MS = 3_600_000;
const LEASE_MS = 2_000;

describeFaults('processes whose clock is an hour ahead or behind', () => {
  let servers: OwnServers;
  let receiver: WebhookReceiver;
  let stack: Stack;
  let acme: Organization;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-clock-'));
    servers = await OwnServers.start();
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      apps: ['api'],
      env: { JOB_LEASE_MS: String(LEASE_MS), WEBHOOK_RETRY_SECONDS: '1,1,1' },
    });
    acme = await stack.newOrganization();
    // Not what is told of lists, which the first of the workers takes up.
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url, eventTypes: ['screening.*'] });
    const [ahead, behind] = [clockOff(HOUR_MS), clockOff(-HOUR_MS)];
    await stack.startApp('dispatcher', 'dispatcher-ahead', ahead);
    await stack.startApp('dispatcher', 'dispatcher-behind', behind);
    await stack.startApp('ofac-screening-worker', 'ofac-screening-worker-ahead', ahead);
    await stack.startApp('ofac-screening-worker', 'ofac-screening-worker-behind', behind);
    await stack.startApp('webhook-delivery-worker', 'webhook-delivery-worker-ahead', ahead);
    await stack.startApp('webhook-delivery-worker', 'webhook-delivery-worker-behind', behind);
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
    await servers.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  /** The environment of a process that sees the time shifted by so much. */
  function clockOff(shiftMs: number): Readonly<Record<string, string>> {
    const file = join(directory, `clock-${shiftMs}.cjs`);
    writeFileSync(file, shiftedClock(shiftMs));
    return { NODE_OPTIONS: `--require "${file}"` };
  }

  it('see another time than the database', async () => {
    for (const [name, shiftMs] of [
      ['dispatcher-ahead', HOUR_MS],
      ['dispatcher-behind', -HOUR_MS],
    ] as const) {
      const [line = '{}'] = stack
        .log(name)
        .split('\n')
        .filter((each) => each.includes('"time"'));
      const { time } = JSON.parse(line) as { time: string };
      expect(Math.abs(Date.parse(time) - Date.now() - shiftMs)).toBeLessThan(120_000);
    }
  });

  it('hold their leases while they work for longer than a lease lasts', async () => {
    const work = new AcceptedWork(acme.api);
    receiver.response = { status: 200, delayMs: 2 * LEASE_MS };
    await work.batch(newExternalIds(60));
    const outcomes = await expectExactlyOnce(stack, receiver, work, 30_000);
    // Beyond what one endpoint may have at a time, deliveries wait their turn.
    expect(Object.keys(outcomes).filter((outcome) => outcome !== 'waiting')).toEqual([]);
    expect(receiver.received.length).toBe(60);
  }, 60_000);

  it('try again when it is due, not an hour later and not an hour too early', async () => {
    const work = new AcceptedWork(acme.api);
    receiver.response = { status: 200 };
    receiver.nextResponses.push(...newExternalIds(10).map(() => ({ status: 500 })));
    await work.batch(newExternalIds(10));
    await expectExactlyOnce(stack, receiver, work, 15_000);
    for (const id of work.ids) {
      const [first, second] = receiver.about(id).map(({ receivedAt }) => receivedAt);
      expect(second! - first!).toBeGreaterThanOrEqual(1_000);
      expect(second! - first!).toBeLessThan(6_000);
    }
  }, 60_000);

  it('do what others leave behind when they die, and only then', async () => {
    const work = new AcceptedWork(acme.api);
    receiver.response = { status: 200, delayMs: 1_000 };
    const before = receiver.received.length;
    await work.batch(newExternalIds(40));
    await eventually(() => expect(receiver.received.length).toBeGreaterThanOrEqual(before + 40));
    await stack.process('webhook-delivery-worker-behind').kill9();
    await sleep(100);
    const outcomes = await expectExactlyOnce(stack, receiver, work, 20_000);
    expect(outcomes['lost']).toBeGreaterThan(0);
    expect(receiver.received.length - before).toBe(40 + (outcomes['lost'] ?? 0));
  }, 60_000);
});

/** Loaded before the program: every clock of JavaScript that tells the time of day is off. */
const shiftedClock = (shiftMs: number): string => `
const RealDate = Date;
globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ${shiftMs});
    else super(...given);
  }
  static now() {
    return RealDate.now() + ${shiftMs};
  }
};
`;
