import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, SupervisedProcess } from '@bonafide/local-servers';
import { type AppName, eventually, type Organization, projectRoot, Stack, WebhookReceiver } from '@bonafide/testing';

interface Submitted {
  readonly id: string;
  readonly jobId: string;
}

interface Readiness {
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
}

const checksOf: Readonly<Record<AppName, readonly string[]>> = {
  api: ['postgres'],
  'bulk-screening-worker': ['postgres', 'progress', 'sanctions-lists'],
  dispatcher: ['dispatching', 'postgres'],
  'kyc-worker': ['postgres', 'progress'],
  'list-refresh-worker': ['postgres', 'progress'],
  'ofac-screening-worker': ['postgres', 'progress', 'sanctions-lists'],
  'vendor-simulator': ['simulator'],
  'webhook-delivery-worker': ['postgres', 'progress'],
};
const apps = Object.keys(checksOf) as AppName[];

describe('the operation of the processes', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let acme: Organization;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({ apps, env: { DISPATCH_BACKLOG: '1', WEBHOOK_RETRY_SECONDS: '0.1,0.1' } });
    acme = await stack.newOrganization('Acme');
    await acme.api.post('/v1/webhook-endpoints', { url: receiver.url });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
  }, 30_000);

  const ask = async (app: string, path: string): Promise<{ status: number; type: string; text: string }> => {
    const answer = await fetch(`${stack.operationsUrl(app)}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
  };

  /** The value of a metric with these labels, whatever other labels it has; null when there is none. */
  const metric = async (
    app: AppName,
    name: string,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<number | null> => {
    const { text } = await ask(app, '/metrics');
    const line = text
      .split('\n')
      .filter((each) => each.startsWith(`${name}{`) || each.startsWith(`${name} `))
      .find((each) => Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)));
    return line === undefined ? null : Number(line.split(' ').at(-1));
  };

  it.each(apps)('%s says that it lives, is ready and how it does', async (app) => {
    const [live, ready, metrics] = await Promise.all(['/livez', '/readyz', '/metrics'].map((path) => ask(app, path)));
    expect(live).toMatchObject({ status: 200, text: '{"status":"alive"}' });
    expect(ready!.status).toBe(200);
    const { status, checks } = JSON.parse(ready!.text) as Readiness;
    expect(status).toBe('ready');
    expect(Object.keys(checks).sort()).toEqual(checksOf[app]);
    expect(new Set(Object.values(checks))).toEqual(new Set(['up']));
    expect(metrics).toMatchObject({
      status: 200,
      type: expect.stringMatching(/^text\/plain; version=0\.0\.4/) as string,
    });
    expect(metrics!.text).toMatch(/^bonafide_process_cpu_seconds_total [\d.]+$/m);
    expect(metrics!.text).toMatch(/^bonafide_nodejs_eventloop_lag_seconds [\d.e-]+$/m);
  });

  it.each(apps.filter((app) => app !== 'api'))('%s serves nothing else on its port', async (app) => {
    expect((await ask(app, '/')).status).toBe(404);
    expect((await ask(app, '/v1/screenings')).status).toBe(404);
    const posted = await fetch(`${stack.operationsUrl(app)}/metrics`, { method: 'POST' });
    expect(posted.status).toBe(404);
  });

  it('counts and measures a screening and its webhook on their way through the processes', async () => {
    receiver.nextResponses.push({ status: 500 });
    const { body } = await acme.api.post<Submitted>('/v1/screenings', { name: 'Wilhelmina Butterworth' });
    await eventually(() => receiver.about(body.id).length === 2, { withinMs: 20_000 });
    const delivered = { result: 'delivered' };
    await eventually(
      async () => (await metric('webhook-delivery-worker', 'bonafide_webhook_attempts_total', delivered)) === 1,
    );

    const screening = { type: 'ofac-screening' };
    const delivery = { type: 'webhook-delivery' };
    expect({
      submitted: await metric('api', 'bonafide_jobs_submitted_total', { ...screening, lane: 'interactive' }),
      dispatched: await metric('dispatcher', 'bonafide_jobs_dispatched_total', { ...screening, lane: 'interactive' }),
      waited: await metric('ofac-screening-worker', 'bonafide_job_wait_seconds_count', screening),
      ran: await metric('ofac-screening-worker', 'bonafide_job_run_seconds_count', {
        ...screening,
        state: 'completed',
      }),
      ended: await metric('ofac-screening-worker', 'bonafide_job_attempts_total', { ...screening, state: 'completed' }),
      cleared: await metric('ofac-screening-worker', 'bonafide_screenings_total', { state: 'clear' }),
      deliverySubmitted: await metric('ofac-screening-worker', 'bonafide_jobs_submitted_total', delivery),
      deliveryFailed: await metric('webhook-delivery-worker', 'bonafide_job_attempts_total', {
        ...delivery,
        state: 'accepted',
      }),
      deliveryCompleted: await metric('webhook-delivery-worker', 'bonafide_job_attempts_total', {
        ...delivery,
        state: 'completed',
      }),
      webhookFailed: await metric('webhook-delivery-worker', 'bonafide_webhook_attempts_total', { result: 'failed' }),
    }).toEqual({
      submitted: 1,
      dispatched: 1,
      waited: 1,
      ran: 1,
      ended: 1,
      cleared: 1,
      deliverySubmitted: 1,
      deliveryFailed: 1,
      deliveryCompleted: 1,
      webhookFailed: 1,
    });
    expect(await metric('ofac-screening-worker', 'bonafide_job_run_seconds_sum', screening)).toBeLessThan(20);
    expect(await metric('ofac-screening-worker', 'bonafide_sanctions_list_entries', { list: 'us-ofac-sdn' })).toBe(30);
    const request = { method: 'POST', route: '/v1/screenings', status: '202' };
    expect(await metric('api', 'bonafide_http_request_seconds_count', request)).toBe(1);
  }, 30_000);

  it('labels its metrics with words and never with ids', async () => {
    for (const app of apps) {
      const { text } = await ask(app, '/metrics');
      expect(text).not.toMatch(/(org|scr|job|evt|whe|whd|key|pub)_[0-9a-z]{26}/);
    }
  });

  describe('without a worker that can screen', () => {
    const emptyDirectory = mkdtempSync(join(tmpdir(), 'bonafide-no-list-'));
    let withoutList: SupervisedProcess;
    let operationsUrl: string;
    let submitted: readonly Submitted[];

    beforeAll(async () => {
      await stack.process('ofac-screening-worker').stop(12_000);
      submitted = await Promise.all(
        [1, 2, 3].map(
          async (number) => (await acme.api.post<Submitted>('/v1/screenings', { name: `Test ${number}` })).body,
        ),
      );
    }, 30_000);

    afterAll(async () => {
      await withoutList.stop(12_000);
      rmSync(emptyDirectory, { recursive: true });
    }, 30_000);

    it('tells how many jobs wait in which state, and how long the oldest does', async () => {
      const ofState = (state: string) =>
        metric('dispatcher', 'bonafide_jobs', { type: 'ofac-screening', state, lane: 'interactive' });
      await eventually(async () => (await ofState('queued')) === 1 && (await ofState('accepted')) === 2, {
        withinMs: 30_000,
      });
      const oldest = () =>
        metric('dispatcher', 'bonafide_jobs_oldest_due_seconds', { type: 'ofac-screening', lane: 'interactive' });
      const first = await oldest();
      expect(first).toBeGreaterThan(0);
      await eventually(async () => ((await oldest()) ?? 0) > (first ?? 0), { withinMs: 30_000 });
    }, 70_000);

    it('a worker that has no list is alive and not ready', async () => {
      // What the workers before it have put to use would stay in use.
      await stack.database.query(`UPDATE list_publications SET state = 'superseded'`);
      const port = await freePort();
      operationsUrl = `http://127.0.0.1:${port}`;
      withoutList = new SupervisedProcess({
        name: 'without-list',
        script: join(projectRoot, 'dist/apps/ofac-screening-worker/src/main.js'),
        cwd: projectRoot,
        env: {
          ...stack.environment,
          OPERATIONS_PORT: String(port),
          LIST_DIRS: emptyDirectory,
          LIST_DOWNLOAD: 'false',
        },
        logFile: join(emptyDirectory, 'without-list.log'),
        isReady: async () => (await fetch(`${operationsUrl}/livez`).catch(() => null))?.status === 200,
      });
      await withoutList.start();
      await withoutList.ready(60_000);

      const ready = await fetch(`${operationsUrl}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toEqual({
        status: 'not ready',
        checks: { postgres: 'up', 'sanctions-lists': 'down', progress: 'up' },
      });
    }, 70_000);

    it('and lets what it is given wait: nothing is cleared, and nobody is told anything', async () => {
      await eventually(
        async () => {
          const jobs = await Promise.all(
            submitted.map(({ jobId }) =>
              acme.api.get<{ state: string; pastAttempts: { outcome: string }[] }>(`/v1/jobs/${jobId}`),
            ),
          );
          return jobs.every(({ body }) => body.pastAttempts.some(({ outcome }) => outcome === 'waiting'));
        },
        { withinMs: 30_000 },
      );
      for (const { id } of submitted) {
        const { body } = await acme.api.get<object>(`/v1/screenings/${id}`);
        expect(body).toMatchObject({ state: 'pending', hitCount: null, lists: [], hits: [] });
        expect(receiver.about(id)).toEqual([]);
      }
      const cleared = await acme.api.get<{ data: Submitted[] }>('/v1/screenings?state=clear');
      const ids = submitted.map(({ id }) => id);
      expect(cleared.body.data.filter(({ id }) => ids.includes(id))).toEqual([]);
    }, 40_000);

    it('until a worker comes that has a list', async () => {
      await stack.startApp('ofac-screening-worker', 'with-list');
      await eventually(
        async () => {
          const screenings = await Promise.all(
            submitted.map(({ id }) => acme.api.get<{ state: string }>(`/v1/screenings/${id}`)),
          );
          return screenings.every(({ body }) => body.state === 'clear');
        },
        { withinMs: 60_000, everyMs: 200 },
      );
    }, 120_000);
  });
});
