import {
  describeWithRedis,
  eventually,
  expectProblem,
  type JobDetails,
  type Organization,
  type Page,
  Stack,
  WebhookReceiver,
} from '@bonafide/testing';
import { Redis } from 'ioredis';
import { Client } from 'pg';

import { type Backtest, backtestedBy, backtestOf, begunBacktest, settledBacktest } from './backtested-thresholds';
import { confirmation, decide, dismissal, hitBy, screenedBy } from './hits-review';

jest.setTimeout(60_000);

/** With their scores on the made-up list. */
const testenko = { type: 'person', name: 'Verbina Testinka' }; // 0.8998
const pak = { type: 'person', name: 'Chol Pak' }; // 0.9009
const tamarisk = { type: 'business', name: 'Tamarisk Exchange' }; // 0.8985
const miller = { type: 'person', name: 'Wendelin Smoltkraft Miller' }; // 0.7307
const varnostra = { type: 'person', name: 'Ilmar Quenby Varnostra' }; // 1
const nobody = { type: 'person', name: 'Wilhelmina Butterworth' };

describe('a backtest of thresholds', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let acme: Organization;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'ofac-screening-worker', 'bulk-screening-worker', 'webhook-delivery-worker'],
      env: { JOB_LEASE_MS: '1500', LOG_LEVEL: 'debug' },
    });
  }, 120_000);

  beforeEach(async () => {
    acme = await stack.newOrganization();
  });

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
  }, 30_000);

  const eventsAbout = async (id: string) =>
    (await acme.api.get<Page<{ type: string }>>(`/v1/events?objectId=${id}`)).body.data.map(({ type }) => type);
  const jobOf = async ({ jobId }: Backtest) => (await acme.api.get<JobDetails>(`/v1/jobs/${jobId}`)).body;

  let release: () => Promise<void> = async () => undefined;

  /** Until it is released no worker reads screenings: what is under way stays so. */
  async function holdScreenings(): Promise<void> {
    const client = new Client({ connectionString: stack.database.url });
    await client.connect();
    release = async () => {
      release = async () => undefined;
      await client.end();
    };
    await client.query('BEGIN; LOCK TABLE screenings IN ACCESS EXCLUSIVE MODE');
  }

  afterEach(() => release());

  it('counts the hits that a higher threshold loses and shows them, true matches first', async () => {
    await hitBy(acme.api, pak);
    const dismissed = await hitBy(acme.api, tamarisk);
    const confirmed = await hitBy(acme.api, { ...testenko, externalId: 'applicant-1' });
    await hitBy(acme.api, varnostra);
    await screenedBy(acme.api, nobody);
    await screenedBy(acme.api, { type: 'person', name: 'ʔʕ' });
    expect((await decide(acme.api, dismissed.id, dismissal)).status).toBe(201);
    expect((await decide(acme.api, confirmed.id, confirmation)).status).toBe(201);

    const backtest = await backtestedBy(acme.api, { threshold: 0.95 });
    expect(backtest).toMatchObject({
      state: 'completed',
      threshold: 0.95,
      listThresholds: {},
      comparedWith: { version: 0, threshold: 0.8, listThresholds: {} },
      screeningsAsked: 1_000,
      actor: 'officer-1',
      errorCode: null,
      lists: [{ id: 'us-ofac-sdn', isMadeUp: true }],
    });
    expect(backtest.counts).toEqual({
      screenings: 5,
      skipped: [{ reason: 'name-not-comparable', screenings: 1 }],
      becomeClear: 3,
      comeIntoReview: 0,
      truncated: { before: 0, after: 0 },
      hits: { before: 4, after: 1, gained: 0, lost: 3 },
      lostDecisions: { confirmed: 1, dismissed: 1, undecided: 1 },
      byList: [{ list: 'us-ofac-sdn', before: 4, after: 1, gained: 0, lost: 3 }],
      byBand: [
        { band: 'strong', before: 2, after: 1, gained: 0, lost: 1 },
        { band: 'possible', before: 2, after: 0, gained: 0, lost: 2 },
        { band: 'weak', before: 0, after: 0, gained: 0, lost: 0 },
        { band: 'none', before: 0, after: 0, gained: 0, lost: 0 },
      ],
    });
    expect(backtest.examples.gained).toEqual([]);
    expect(backtest.examples.lost.map(({ entryId, decision }) => [entryId, decision])).toEqual([
      ['900030', 'confirmed'],
      ['900005', null],
      ['900018', 'dismissed'],
    ]);
    expect(backtest.examples.lost[0]).toEqual({
      screeningId: confirmed.screeningId,
      externalId: 'applicant-1',
      list: 'us-ofac-sdn',
      entryId: '900030',
      matchedName: 'TESTENKO, Verbena',
      score: 0.8998,
      band: 'possible',
      decision: 'confirmed',
    });
  });

  it('counts the hits that a lower threshold gains, and changes nothing of what was screened', async () => {
    const screening = await screenedBy(acme.api, { ...miller, externalId: 'applicant-2' });
    await screenedBy(acme.api, nobody);
    const { counts, examples } = await backtestedBy(acme.api, { threshold: 0.7 });
    expect(counts).toMatchObject({
      screenings: 2,
      becomeClear: 0,
      comeIntoReview: 1,
      hits: { before: 0, after: 1, gained: 1, lost: 0 },
    });
    expect(examples).toMatchObject({
      lost: [],
      gained: [
        { screeningId: screening.id, externalId: 'applicant-2', entryId: '900007', score: 0.7307, decision: null },
      ],
    });
    expect(await screenedBy(acme.api, miller)).toMatchObject({ state: 'clear', hits: [] });
    const [stored] = await stack.database.query(`SELECT state, hit_count FROM screenings WHERE id = $1`, [
      screening.id,
    ]);
    expect(stored).toEqual({ state: 'clear', hit_count: 0 });
  });

  it('knows a true match of the same customer that another screening has found', async () => {
    const confirmed = await hitBy(acme.api, { ...testenko, externalId: 'applicant-3' });
    await decide(acme.api, confirmed.id, confirmation);
    await screenedBy(acme.api, { ...testenko, externalId: 'applicant-3' });
    await screenedBy(acme.api, { ...testenko, externalId: 'applicant-4' });
    const { counts, examples } = await backtestedBy(acme.api, { threshold: 0.95, screenings: 2 });
    expect(counts).toMatchObject({ screenings: 2, lostDecisions: { confirmed: 1, dismissed: 0, undecided: 1 } });
    expect(examples.lost.map(({ externalId }) => externalId)).toEqual(['applicant-3', 'applicant-4']);
  });

  it('looks at the last screenings before it was asked for, and at nobody else’s', async () => {
    const rival = await stack.newOrganization();
    await screenedBy(acme.api, testenko);
    await screenedBy(rival.api, testenko);
    await acme.api.post('/v1/screenings/batch', { screenings: Array<object>(120).fill(nobody) });
    expect((await backtestedBy(acme.api, { threshold: 0.95, screenings: 120 })).counts).toMatchObject({
      screenings: 120,
      hits: { before: 0 },
    });
    expect((await backtestedBy(acme.api, { threshold: 0.95, screenings: 121 })).counts).toMatchObject({
      screenings: 121,
      hits: { before: 1, lost: 1 },
    });
    await stack.process('bulk-screening-worker').stop(12_000);
    const { id } = await begunBacktest(acme.api, { threshold: 0.95 });
    await screenedBy(acme.api, testenko);
    await stack.startApp('bulk-screening-worker');
    expect((await settledBacktest(acme.api, id)).counts).toMatchObject({ screenings: 121, hits: { before: 1 } });
  });

  it('is done once although the worker was killed at it, and tells of it once', async () => {
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url, eventTypes: ['threshold_backtest.*'] });
    await screenedBy(acme.api, testenko);
    await holdScreenings();
    const begun = await begunBacktest(acme.api, { threshold: 0.95 });
    await eventually(async () => (await jobOf(begun)).state === 'running');
    await stack.process('bulk-screening-worker').kill9();
    await release();
    expect(await backtestOf(acme.api, begun.id)).toMatchObject({ state: 'pending', counts: null });

    const backtest = await settledBacktest(acme.api, begun.id);
    expect(backtest.counts).toMatchObject({ screenings: 1, hits: { before: 1, after: 0, gained: 0, lost: 1 } });
    expect(backtest.examples.lost).toHaveLength(1);
    const job = await jobOf(begun);
    expect(job).toMatchObject({ state: 'completed', attempts: 2, pastAttempts: [{ outcome: 'lost' }] });
    expect(await eventsAbout(begun.id)).toEqual(['threshold_backtest.completed']);
    const [webhook] = await eventually(() => receiver.about(begun.id).length > 0 && receiver.about(begun.id));
    expect(webhook!.event).toMatchObject({
      type: 'threshold_backtest.completed',
      data: { id: begun.id, object: 'threshold_backtest', state: 'completed', sequence: 1 },
    });
    expect(Object.keys(webhook!.event.data as object).sort()).toEqual(['id', 'object', 'sequence', 'state']);
  });

  it('can be cancelled and taken up again', async () => {
    await screenedBy(acme.api, testenko);
    await holdScreenings();
    const begun = await begunBacktest(acme.api, { threshold: 0.95 });
    await eventually(async () => (await jobOf(begun)).state === 'running');
    await acme.api.post(`/v1/jobs/${begun.jobId}/cancel`);
    const cancelled = await settledBacktest(acme.api, begun.id);
    await release();
    expect(cancelled).toMatchObject({ state: 'cancelled', counts: null, errorCode: 'cancelled-by-request' });
    await acme.api.post(`/v1/jobs/${begun.jobId}/retry`);
    expect(await settledBacktest(acme.api, begun.id)).toMatchObject({ state: 'completed', errorCode: null });
    expect(await eventsAbout(begun.id)).toEqual(['threshold_backtest.completed', 'threshold_backtest.cancelled']);
  });

  it('fails when it cannot be done, and says so', async () => {
    await holdScreenings();
    const begun = await begunBacktest(acme.api, { threshold: 0.95 });
    await eventually(async () => (await jobOf(begun)).state === 'running');
    await stack.database.query(`UPDATE jobs SET payload = NULL WHERE id = $1`, [begun.jobId]);
    await stack.process('bulk-screening-worker').kill9();
    await release();
    expect(await settledBacktest(acme.api, begun.id)).toMatchObject({
      state: 'failed',
      counts: null,
      errorCode: 'payload-gone',
    });
    expect(await eventsAbout(begun.id)).toEqual(['threshold_backtest.failed']);
  });

  it('is listed newest first, without examples, and is not there for another organization', async () => {
    const first = await backtestedBy(acme.api, { threshold: 0.95 });
    const second = await backtestedBy(acme.api, { threshold: 0.9 });
    const { body: page } = await acme.api.get<Page<Backtest>>('/v1/threshold-backtests?limit=1');
    const { body: rest } = await acme.api.get<Page<Backtest>>(`/v1/threshold-backtests?cursor=${page.nextCursor!}`);
    expect([...page.data, ...rest.data].map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(page.data[0]).not.toHaveProperty('examples');
    const rival = await stack.newOrganization();
    expectProblem(await rival.api.get(`/v1/threshold-backtests/${first.id}`), 404, 'not-found');
  });

  it('keeps the answer of a POST under its Idempotency-Key and begins nothing twice', async () => {
    const headers = { 'idempotency-key': 'backtest-1' };
    const body = { threshold: 0.95, actor: 'officer-1' };
    const answers = [
      await acme.api.post<Backtest>('/v1/threshold-backtests', body, headers),
      await acme.api.post<Backtest>('/v1/threshold-backtests', body, headers),
    ];
    expect(answers[0]!.headers.get('location')).toBe(`/v1/threshold-backtests/${answers[0]!.body.id}`);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    const { body: page } = await acme.api.get<Page<Backtest>>('/v1/threshold-backtests');
    expect(page.data).toHaveLength(1);
  });

  describeWithRedis('(needs Redis)', () => {
    it('leaves names and examples nowhere but sealed in Postgres', async () => {
      const redis = new Redis(stack.environment.REDIS_URL!, { lazyConnect: false });
      const monitored: string[] = [];
      const monitor = await redis.monitor();
      monitor.on('monitor', (_time: string, parts: string[]) => monitored.push(parts.join(' ')));
      await screenedBy(acme.api, { ...testenko, externalId: 'applicant-5' });
      const { id, examples } = await backtestedBy(acme.api, { threshold: 0.95 });
      monitor.disconnect();
      redis.disconnect();
      expect(examples.lost).toHaveLength(1);
      const rows = await stack.database.query<{ row: string }>(
        `SELECT t::text AS row FROM threshold_backtests AS t WHERE id = $1
         UNION ALL SELECT t::text FROM jobs AS t WHERE subject_id = $1
         UNION ALL SELECT t::text FROM events AS t WHERE object_id = $1`,
        [id],
      );
      expect(rows).toHaveLength(3);
      expect(monitored.join('\n')).toContain('threshold-backtest');
      const written = [...rows.map(({ row }) => row), ...monitored, stack.log()].join('\n');
      const sealed = Buffer.from('TESTENKO').toString('hex');
      for (const word of ['Testinka', 'TESTENKO', sealed, '900030', 'applicant-5']) expect(written).not.toContain(word);
    });
  });
});
