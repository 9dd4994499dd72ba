import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { readIdentityMindNotification } from '@bonafide/identity-vendors';
import { eventually, projectRoot, Stack } from '@bonafide/testing';

const authorization = `Basic ${Buffer.from('sandbox-merchant:sandbox-license-key').toString('base64')}`;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('the vendor simulator', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['vendor-simulator'] });
  }, 60_000);

  afterAll(() => stack.stop(), 30_000);

  beforeEach(async () => {
    expect((await call('POST', '/__sim/reset')).status).toBe(204);
  });

  const call = async (
    method: string,
    path: string,
    body: unknown = {},
    headers: Readonly<Record<string, string>> = { authorization },
  ): Promise<Answer> => {
    const content = method === 'GET' ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(stack.simulatorUrl + path, {
      method,
      headers: { ...headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
      ...content,
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  };

  const submit = (fields: object): Promise<Answer> => call('POST', '/im/account/consumer', { man: 'cus_1', ...fields });

  it('lets nobody in without the credentials', async () => {
    for (const headers of [{}, { authorization: 'Basic x' }, { authorization: authorization.slice(6) }]) {
      expect(await call('POST', '/im/account/consumer', { man: 'x' }, headers)).toMatchObject({
        status: 401,
        body: { error_message: 'Unauthorized' },
      });
    }
  });

  it.each([
    ['no account name', { man: undefined }, 'man'],
    ['an id that is a number', { tid: 7 }, 'tid'],
    ['an id that is too long', { tid: 'x'.repeat(41) }, 'tid'],
    ['a name that is too long', { bln: 'x'.repeat(51) }, 'bln'],
    ['an unknown field that is too long', { custom: 'x'.repeat(129) }, 'custom'],
    ['milliseconds', { tti: 1_520_305_964_000 }, 'ISO 8601'],
    ['a date that is none', { dob: '29.02.1984' }, 'ISO 8601'],
    ['a hash that is none', { pach: 'dd91898995dfef188eca122c5e0dd92f3aa3', ptoken: 'x' }, 'pach'],
    ['an image that is no base64', { scanData: 'not base64!' }, 'base64'],
    ['an image that is too large', { scanData: Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64') }, '5 MB'],
    ['a stage that there is not', { stage: 6 }, 'stage'],
    ['a field without a value', { bmn: null }, 'bmn'],
  ])('refuses %s', async (_, fields, words) => {
    const { status, body } = await submit(fields);
    expect({ status, message: body.error_message }).toEqual({ status: 400, message: expect.stringContaining(words) });
  });

  it.each(['Zm9v', 'image/jpeg;base64,Zm9v', 'data:image/jpeg;base64,Zm9v'])(
    'takes an image written as %s',
    async (scanData) => {
      expect(await submit({ scanData, faceImages: [scanData] })).toMatchObject({ status: 200, body: { state: 'A' } });
    },
  );

  it('says less when an application is read than when it is submitted', async () => {
    const { body: submitted } = await submit({ tid: 'vck_1' });
    expect(submitted).toMatchObject({
      res: 'ACCEPT',
      user: 'UNKNOWN',
      frp: 'ACCEPT',
      rcd: expect.stringMatching(/\d/),
    });
    for (const id of ['vck_1', String(submitted.mtid), `v2/${String(submitted.mtid)}`]) {
      const { body } = await call('GET', `/im/account/consumer/${id}`);
      expect(Object.keys(body).sort()).toEqual(['ednaScoreCard', 'mtid', 'rcd', 'state', 'tid']);
      expect(body).toMatchObject({ tid: 'vck_1', state: 'A', rcd: '' });
    }
    expect(await call('GET', '/im/account/merchant/vck_1')).toMatchObject({ status: 404 });
  });

  it('takes the same id again for the next stage, and not for another application', async () => {
    const stages = await Promise.all(
      [await submit({ tid: 'vck_1' }), await submit({ tid: 'vck_1' }), await submit({ tid: 'vck_2' })].map(
        async ({ body }) => {
          const { etr } = body.ednaScoreCard as { etr: { stage: string }[] };
          return [body.mtid, etr[0]?.stage];
        },
      ),
    );
    expect(stages).toEqual([
      ['92514582', '1'],
      ['92514582', '2'],
      ['92514583', '1'],
    ]);
  });

  it('takes the answers to what it has asked the applicant', async () => {
    await submit({ tid: 'vck_1', bln: 'SMS' });
    await submit({ tid: 'vck_2', bln: 'SMS' });
    expect((await call('POST', '/im/account/consumer/vck_1/quizresponse', { smsCode: '1234' })).body).toMatchObject({
      state: 'A',
    });
    expect((await call('POST', '/im/account/consumer/vck_2/quizresponse', { smsCode: '4321' })).body).toMatchObject({
      state: 'R',
    });
  });

  it('shows which fields came and how long they were, and not what stood there', async () => {
    await submit({ tid: 'vck_1', bln: 'Threlkeld', dob: '1984-02-29', faceImages: ['Zm9v'] });
    const { body } = await call('GET', '/__sim/requests');
    expect(body.data).toEqual([
      {
        vendor: 'identitymind',
        method: 'POST',
        path: '/im/account/consumer',
        status: 200,
        fields: {
          man: { type: 'string', size: 5, value: 'cus_1' },
          tid: { type: 'string', size: 5, value: 'vck_1' },
          bln: { type: 'string', size: 9 },
          dob: { type: 'string', size: 10 },
          faceImages: { type: 'list', size: 1 },
        },
      },
    ]);
    expect(stack.log('vendor-simulator')).not.toMatch(/Threlkeld|1984-02-29/);
  });

  describe('when it is told to', () => {
    it('answers the next questions as scripted, and then as usual', async () => {
      const next = [{ fault: 'status-503' }, { verdict: { state: 'D', res: 'DENY', fired: ['dv:3'] } }];
      await call('POST', '/__sim/scenario', { next });
      const answers = [await submit({}), await submit({}), await submit({})];
      expect(answers.map(({ status, body }) => [status, body.state])).toEqual([
        [503, undefined],
        [200, 'D'],
        [200, 'A'],
      ]);
    });

    it('takes its time, and answers others meanwhile', async () => {
      const verdict = { state: 'R', res: 'MANUAL_REVIEW' };
      await call('POST', '/__sim/scenario', { next: [{ verdict, delayMs: 2_000 }] });
      const ended: unknown[] = [];
      const slow = submit({ tid: 'vck_1' }).then(({ body }) => ended.push(body.state));
      await eventually(async () => ((await call('GET', '/__sim/scenario')).body.next as unknown[]).length === 0);
      ended.push((await submit({ tid: 'vck_2' })).body.state);
      await slow;
      expect(ended).toEqual(['A', 'R']);
    });

    it('leaves a case pending for as many readings', async () => {
      await call('POST', '/__sim/scenario', { pollsUntilDecided: 3 });
      await submit({ tid: 'vck_1', bln: 'PENDING' });
      const read = async () => (await call('GET', '/im/account/consumer/vck_1')).body.state;
      expect([await read(), await read(), await read(), await read()]).toEqual(['P', 'P', 'A', 'A']);
    });

    it.each([
      ['something that there is not', { faults: [] }, 'faults'],
      ['a fault that there is not', { next: [{ fault: 'status-418' }] }, 'status-429'],
      ['an empty answer', { next: [{}] }, 'verdict'],
      ['time that runs backwards', { next: [{ fault: 'status-503', delayMs: -1 }] }, 'delayMs'],
      ['no number', { pollsUntilDecided: 0 }, 'pollsUntilDecided'],
      ['no URL', { webhook: { url: 'here', credentials: 'a:b' } }, 'webhook'],
      ['a list', [], 'object'],
    ])('refuses %s, and says what it takes', async (_, scenario, words) => {
      const { status, body } = await call('POST', '/__sim/scenario', scenario);
      expect({ status, problem: body.problem }).toEqual({ status: 400, problem: expect.stringContaining(words) });
    });
  });

  describe('with somebody to notify', () => {
    let receiver: Server;
    let received: { readonly authorization: string | undefined; readonly body: string }[];

    beforeEach(async () => {
      received = [];
      receiver = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          received.push({ authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() });
          response.end('{"status":"ok"}');
        });
      });
      await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/vendor-webhooks/identitymind`;
      await call('POST', '/__sim/scenario', { webhook: { url, credentials: 'identitymind:sandbox-notifications' } });
    });

    afterEach(async () => {
      await new Promise((resolve) => {
        receiver.close(resolve);
        receiver.closeAllConnections();
      });
    });

    const notified = () =>
      received.map(({ authorization: header, body }) =>
        readIdentityMindNotification(header, body, ['identitymind:sandbox-notifications']),
      );

    it('tells that a case was decided, and it reads so', async () => {
      expect((await submit({ tid: 'vck_1', bln: 'PENDINGDENY' })).body.state).toBe('P');
      await eventually(() => received.length === 1);
      expect(notified()).toMatchObject([{ tid: 'vck_1', state: 'D' }]);
      expect((await call('GET', '/im/account/consumer/vck_1')).body.state).toBe('D');
    });

    it('tells everything twice when asked to, and nobody takes it for two changes', async () => {
      await submit({ tid: 'vck_1', bln: 'DUPLICATE' });
      await eventually(() => received.length === 2);
      expect(new Set(notified().map(({ dedupeKey }) => dedupeKey)).size).toBe(1);
    });

    it('tells the end before the beginning when asked to, and the moments say so', async () => {
      await submit({ tid: 'vck_1', bln: 'OUTOFORDER' });
      await eventually(() => received.length === 2);
      const [end, beginning] = notified();
      expect([end?.state, beginning?.state]).toEqual(['A', 'P']);
      expect(end?.newestMs).toBeGreaterThan(beginning?.newestMs ?? Infinity);
    });
  });

  it('does not start in production', async () => {
    const key = randomBytes(32).toString('base64');
    const environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: stack.database.url,
      REDIS_URL: 'redis://127.0.0.1:1',
      ENCRYPTION_MASTER_KEYS: `k1:${key}`,
      API_KEY_PEPPER: key,
      TLS_TERMINATED_BY_PROXY: 'true',
      VENDOR_SIMULATOR_PORT: '0',
      OPERATIONS_PORT: '0',
    };
    const ended = await new Promise<{ readonly code: unknown; readonly said: string }>((resolve) =>
      execFile(
        process.execPath,
        [join(projectRoot, 'dist/apps/vendor-simulator/src/main.js')],
        { env: environment, timeout: 30_000 },
        (error, _output, said) => resolve({ code: error?.code, said }),
      ),
    );
    expect(ended).toEqual({ code: 1, said: expect.stringContaining('BONAFIDE_MODE=sandbox') });
  }, 40_000);
});
