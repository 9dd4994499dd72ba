import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  eventually,
  expectProblem,
  type JobDetails,
  type Organization,
  Stack,
  type SubmittedScreening,
  Subscriber,
} from '@bonafide/testing';
import { appRoutes } from '@bull-board/api/dist/routes.js';

jest.setTimeout(60_000);

const board = '/ops/queues';
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What the board offers to change; see board-routes. */
const offered = [
  'PUT /api/queues/pause',
  'PUT /api/queues/resume',
  'PUT /api/queues/:queueName/pause',
  'PUT /api/queues/:queueName/resume',
  'PUT /api/queues/:queueName/retry/:queueStatus',
  'PUT /api/queues/:queueName/:jobId/retry',
];

interface BoardRoute {
  readonly method: string;
  readonly route: string;
}

const boardRoutes: readonly BoardRoute[] = [appRoutes.entryPoint, ...appRoutes.api].flatMap(({ method, route }) =>
  [route].flat().flatMap((path) => [method].flat().map((verb) => ({ method: verb.toUpperCase(), route: path }))),
);

/** The route with something in the place of each parameter. */
const urlOf = ({ route }: Pick<BoardRoute, 'route'>, { jobId = 'job-1' } = {}): string =>
  board +
  route
    .replace(':queueName', 'webhook-delivery')
    .replace(':jobId', jobId)
    .replace(':queueStatus', 'failed')
    .replace(':schedulerId', 'every-night');

const assetUrls: readonly string[] = (() => {
  const folder = join(dirname(require.resolve('@bull-board/ui/package.json')), 'dist/static');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => `${board}/static${join(parentPath, name).slice(folder.length)}`);
})();

interface BoardJob {
  readonly id: string;
  readonly data: object;
  readonly failedReason?: string;
  readonly stacktrace: readonly string[];
  readonly attempts: number;
}

interface BoardQueue {
  readonly name: string;
  readonly isPaused: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly jobs: readonly BoardJob[];
}

describe('Bull Board', () => {
  let stack: Stack;
  let acme: Organization;
  const subscribers: Subscriber[] = [];

  beforeAll(async () => {
    stack = await Stack.start({ env: { WEBHOOK_RETRY_SECONDS: '600,600' } });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterEach(async () => {
    await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
  });

  afterAll(() => stack.stop());

  const basic = (password: string) => `Basic ${Buffer.from(`operator:${password}`).toString('base64')}`;

  /** The path goes out as it is; `fetch` would tidy it up first. */
  function send(method: string, path: string, headers: Record<string, string> = {}) {
    const { hostname, port } = new URL(stack.operator.baseUrl);
    return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
      const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
      });
      request.on('error', reject);
      request.end();
    });
  }

  const operatorHeaders = () => ({ authorization: `Bearer ${stack.operator.apiKey!}` });
  const press = (path: string) => send('PUT', `${board}${path}`, operatorHeaders());

  async function queue(name: string, status = 'latest'): Promise<BoardQueue> {
    const query = `activeQueue=${name}&status=${status}&page=1&jobsPerPage=50`;
    const { body } = await stack.operator.get<{ queues: BoardQueue[] }>(`${board}/api/queues?${query}`);
    return body.queues.find((each) => each.name === name)!;
  }

  const jobOf = async (id: string) => (await stack.operator.get<JobDetails>(`/v1/jobs/${id}`)).body;

  /** A delivery that has failed once and would wait ten minutes for its next attempt, and its message on the board. */
  async function failedDelivery() {
    const subscriber = await Subscriber.register(acme.api);
    subscribers.push(subscriber);
    subscriber.answer({ status: 500, body: 'secret of the receiver' });
    const eventId = await subscriber.sendTest();
    await eventually(async () => (await subscriber.deliveryOf(eventId)).attempts === 1);
    const job = await subscriber.jobOf(eventId, stack.operator);
    const message = await eventually(
      async () => (await queue('webhook-delivery', 'failed')).jobs.find(({ id }) => id.startsWith(job.id)) ?? false,
    );
    return { subscriber, eventId, job, message };
  }

  describe('is closed', () => {
    it('has routes and assets that this test knows', () => {
      expect(boardRoutes.length).toBeGreaterThan(35);
      expect(boardRoutes.map(({ method, route }) => `${method} ${route}`)).toEqual(expect.arrayContaining(offered));
      expect(assetUrls.length).toBeGreaterThan(10);
    });

    it.each<[string, () => Record<string, string>]>([
      ['no key', () => ({})],
      ["an organization's key", () => ({ authorization: `Bearer ${acme.api.apiKey!}` })],
      ["an organization's key as a password", () => ({ authorization: basic(acme.api.apiKey!) })],
      ['a key that is nobody’s', () => ({ authorization: `Bearer ${stack.operator.apiKey!.slice(0, -4)}aaaa` })],
      ['a wrong password', () => ({ authorization: basic('operator') })],
      ['half a header', () => ({ authorization: 'Bearer' })],
    ])('to everybody with %s: every route by every method, and every asset', async (_, headers) => {
      const paths = [...new Set(boardRoutes.map((route) => urlOf(route))), ...assetUrls];
      const open: string[] = [];
      for (const path of paths) {
        const answers = await Promise.all(methods.map((method) => send(method, path, headers())));
        answers.forEach(({ status, body }, index) => {
          const isClosed = status === 401 && (methods[index] === 'HEAD' || body.includes('"code":"missing-api-key"'));
          if (!isClosed) open.push(`${methods[index]!} ${path}: ${status}`);
        });
      }
      expect(open).toEqual([]);
    });

    it('asks a browser for a password', async () => {
      const { headers } = await send('GET', board);
      expect(headers['www-authenticate']).toMatch(/^Basic realm="[^"]+", charset="UTF-8"$/);
    });

    it.each([
      ['//ops/queues/api/queues', 401],
      ['/ops//queues/api/queues', 401],
      ['/ops/queues//api/queues', 401],
      ['/ops/queues/api/queues/', 401],
      ['/ops/queues/', 401],
      ['/ops/queues?x=1', 401],
      ['/ops/queues#x', 401],
      ['/%6fps/queues/api/queues', 401],
      ['/ops%2fqueues/api/queues', 401],
      ['/ops/queues%2Fapi%2Fqueues', 401],
      ['/OPS/queues/api/queues', 401],
      ['/ops/QUEUES/api/queues', 401],
      ['/ops/queues/../queues/api/queues', 401],
      ['/ops/queues/./api/queues', 401],
      ['/ops/queues/%2e%2e/queues/api/queues', 401],
      ['/ops/queues/static/../api/queues', 401],
      ['/ops/queues/static/%2e%2e/index.ejs', 401],
      ['/ops/queues;x=1/api/queues', 401],
      ['/ops/queues/api/queues;x=1', 401],
      ['/ops/queues%00/api/queues', 404],
      ['/ops/queues/%', 400],
      ['/v1/../ops/queues/api/queues', 404],
      ['/ops/./queues/api/queues', 404],
      ['/ops\\queues\\api\\queues', 404],
      ['http://elsewhere/ops/queues/api/queues', 401],
    ])('to tricks with the path: %s', async (path, expected) => {
      const get = await send('GET', path);
      const put = await send('PUT', path.replace(/(\W|%2f)queues(?=\/?$)/i, '$1queues$1pause'));
      expect([get.status, put.status]).toEqual([expected, expected]);
      expect(get.body).not.toContain('"queues":[');
      expect((await queue('webhook-delivery')).isPaused).toBe(false);
    });
  });

  describe('is open to an operator', () => {
    it.each<[string, (key: string) => string]>([
      ['as a password', basic],
      ['as a bearer token', (key) => `Bearer ${key}`],
    ])('whose key comes %s: page, assets and API', async (_, authorization) => {
      const headers = { authorization: authorization(stack.operator.apiKey!) };
      const page = await send('GET', board, headers);
      expect(page).toMatchObject({ status: 200 });
      expect(page.body).toContain('<title>Bonafide</title>');
      const api = await send('GET', `${board}/api/queues`, headers);
      expect(api.status).toBe(200);
      const { queues } = JSON.parse(api.body) as { queues: BoardQueue[] };
      expect(queues.map(({ name }) => name).sort()).toEqual([
        'address-verification',
        'address-verification-bulk',
        'id-package-verification',
        'id-package-verification-bulk',
        'identity-verification',
        'identity-verification-bulk',
        'list-refresh',
        'list-refresh-bulk',
        'ofac-screening',
        'ofac-screening-bulk',
        'rescreening-part',
        'rescreening-part-bulk',
        'rescreening-planning',
        'rescreening-planning-bulk',
        'screening-file-part',
        'screening-file-part-bulk',
        'threshold-backtest',
        'threshold-backtest-bulk',
        'vendor-feedback',
        'vendor-feedback-bulk',
        'webhook-delivery',
        'webhook-delivery-bulk',
      ]);
      const assets = await Promise.all(assetUrls.map((path) => send('GET', path, headers)));
      expect(assets.filter(({ status }) => status !== 200)).toEqual([]);
    });

    it('and offers no change that the ledger could not follow', async () => {
      const { job, message } = await failedDelivery();
      const before = [await queue('webhook-delivery'), await queue('ofac-screening'), await jobOf(job.id)];
      const refused = boardRoutes.filter(
        ({ method, route }) => method !== 'GET' && !offered.includes(`${method} ${route}`),
      );
      expect(refused.length).toBeGreaterThan(15);
      for (const route of refused) {
        const answer = await stack.operator.call(route.method, urlOf(route, { jobId: message.id }), {});
        expect({ route: route.route, status: answer.status }).toEqual({ route: route.route, status: 405 });
        expectProblem(answer, 405, 'method-not-allowed');
      }
      // Nor with the methods that no route has.
      for (const method of ['POST', 'PATCH', 'DELETE']) {
        expect((await send(method, `${board}/api/queues/webhook-delivery/pause`, operatorHeaders())).status).toBe(405);
      }
      for (const status of ['completed', 'waiting', 'latest']) {
        expect((await press(`/api/queues/webhook-delivery/retry/${status}`)).status).toBe(405);
      }
      expect([await queue('webhook-delivery'), await queue('ofac-screening'), await jobOf(job.id)]).toEqual(before);
    });

    it.each([
      ['cross-site', 403],
      ['same-site', 403],
      ['same-origin', 200],
      ['none', 200],
    ])('but not to another site that uses the browser’s password: Sec-Fetch-Site %s', async (site, expected) => {
      const headers = { authorization: basic(stack.operator.apiKey!), 'sec-fetch-site': site };
      const { status } = await send('PUT', `${board}/api/queues/ofac-screening/pause`, headers);
      expect(status).toBe(expected);
      expect((await queue('ofac-screening')).isPaused).toBe(expected === 200);
      await press('/api/queues/ofac-screening/resume');
    });
  });

  describe('changes', () => {
    it.each(['', '/ofac-screening'])(
      'what is done: a pause of /api/queues%s holds jobs back until it is resumed',
      async (which) => {
        expect((await press(`/api/queues${which}/pause`)).status).toBe(200);
        expect((await queue('webhook-delivery')).isPaused).toBe(which === '');
        const { body: screening } = await acme.api.post<SubmittedScreening>('/v1/screenings', {
          name: 'Ada Butterworth',
        });
        await eventually(async () => (await jobOf(screening.jobId)).state === 'queued');
        // Longer than it takes until a job that is queued and not taken up is looked for.
        await sleep(4_500);
        expect(await jobOf(screening.jobId)).toMatchObject({ state: 'queued', attempts: 0 });
        const [row] = await stack.database.query('SELECT dispatch_seq FROM jobs WHERE id = $1', [screening.jobId]);
        expect(row).toEqual({ dispatch_seq: 1 });

        expect((await press(`/api/queues${which}/resume`)).status).toBe(200);
        await eventually(async () => (await jobOf(screening.jobId)).state === 'completed');
      },
    );

    it('nothing about a failed attempt: its code is all that is shown', async () => {
      const { message, job } = await failedDelivery();
      expect(message).toMatchObject({
        id: `${job.id}-1`,
        data: { jobId: job.id, dispatchSeq: 1 },
        failedReason: 'endpoint-answered-500',
        stacktrace: [],
      });
      const { body } = await send('GET', `${board}/api/queues/webhook-delivery/${message.id}`, operatorHeaders());
      const logs = await send('GET', `${board}/api/queues/webhook-delivery/${message.id}/logs`, operatorHeaders());
      for (const text of [body, logs.body, JSON.stringify(message)]) {
        expect(text).not.toMatch(/secret of the receiver|node_modules|\.ts:|\.js:/);
      }
    });

    it.each([
      ['the message', (id: string) => `/api/queues/webhook-delivery/${id}/retry`, 204],
      ['all failed messages', () => '/api/queues/webhook-delivery/retry/failed', 200],
    ])('when an attempt is made: a retry of %s is the next attempt in the ledger, at once', async (_, path, status) => {
      const { subscriber, eventId, job, message } = await failedDelivery();
      expect(await press(path(message.id))).toMatchObject({ status });
      await subscriber.deliveryIn('delivered', eventId);
      expect(await jobOf(job.id)).toMatchObject({
        state: 'completed',
        attempts: 2,
        pastAttempts: [{ number: 1, errorCode: 'endpoint-answered-500' }],
      });
      expect(subscriber.sent(eventId)).toHaveLength(2);
    });

    it('nothing about a job that has completed, when its message is sent back', async () => {
      const { subscriber, eventId, job, message } = await failedDelivery();
      await stack.operator.post(`/v1/jobs/${job.id}/retry`);
      await subscriber.deliveryIn('delivered', eventId);
      const completed = await jobOf(job.id);
      // The message of the first attempt is still there, and failed.
      expect((await press(`/api/queues/webhook-delivery/${message.id}/retry`)).status).toBe(204);
      await eventually(async () => {
        const { body } = await send('GET', `${board}/api/queues/webhook-delivery/${message.id}`, operatorHeaders());
        return body.includes('The ledger has nothing to try again');
      });
      expect(await jobOf(job.id)).toEqual(completed);
      expect(subscriber.sent(eventId)).toHaveLength(2);
    });
  });
});
