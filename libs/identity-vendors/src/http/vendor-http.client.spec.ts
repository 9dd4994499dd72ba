import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import type { VendorError } from '../port/vendor-error';
import { VendorHttpClient } from './vendor-http.client';

const noSignal = new AbortController().signal;

describe('the HTTP client for vendors', () => {
  let server: Server;
  let answer: RequestListener;
  const clients: VendorHttpClient[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

  afterAll(async () => {
    server.closeAllConnections();
    await promisify(server.close.bind(server))();
  });

  function clientOf(listener: RequestListener, path = ''): VendorHttpClient {
    answer = listener;
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const client = new VendorHttpClient({ baseUrl, timeoutMs: 2_000, headers: { authorization: 'Basic eDp5' } });
    clients.push(client);
    return client;
  }

  const answering = (status: number, headers: Record<string, string> = {}, body = '{"secret":"Zebulon"}') =>
    clientOf((_request, response) => response.writeHead(status, headers).end(body));

  const failureOf = async (client: VendorHttpClient): Promise<VendorError> =>
    client.send({ method: 'GET', path: '/x' }, noSignal).then(
      () => {
        throw new Error('There was an answer.');
      },
      (error: unknown) => error as VendorError,
    );

  it('sends the body as it is, with its own headers, below the path of the vendor', async () => {
    const seen: unknown[] = [];
    const client = clientOf((request, response) => {
      const { authorization, accept, 'content-type': type } = request.headers;
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push([request.method, request.url, authorization, accept, type, Buffer.concat(chunks).toString()]);
        response.end('{}');
      });
    }, '/edna/');
    const body = '{"bln":"Żółć"}';
    expect(await client.send({ method: 'POST', path: '/im/account/consumer', body }, noSignal)).toEqual({
      status: 200,
      body: '{}',
    });
    expect(seen).toEqual([
      ['POST', '/edna/im/account/consumer', 'Basic eDp5', 'application/json', 'application/json', body],
    ]);
  });

  it.each([
    [301, 'contract'],
    [400, 'rejected_request'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'contract'],
    [408, 'throttled'],
    [409, 'contract'],
    [413, 'rejected_request'],
    [422, 'rejected_request'],
    [425, 'throttled'],
    [429, 'throttled'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
  ])(
    'makes of the status %i the class %s, and keeps what the vendor wrote out of the sentence',
    async (status, errorClass) => {
      const error = await failureOf(answering(status, { location: 'http://127.0.0.1:1/' }));
      expect(error).toMatchObject({ errorClass, httpStatus: status, raw: '{"secret":"Zebulon"}' });
      expect(error.message).not.toContain('Zebulon');
    },
  );

  it('gives a status back that is expected', async () => {
    const client = answering(404);
    const isExpected = (status: number) => status === 404;
    expect(await client.send({ method: 'GET', path: '/x' }, noSignal, isExpected)).toMatchObject({ status: 404 });
  });

  it('keeps to Retry-After as seconds and as a date, and knows when there is none', async () => {
    expect(await failureOf(answering(429, { 'retry-after': '12' }))).toMatchObject({ retryAfterMs: 12_000 });
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    const { retryAfterMs } = await failureOf(answering(503, { 'retry-after': inAnHour }));
    expect(retryAfterMs).toBeGreaterThan(3_500_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
    expect(await failureOf(answering(429))).toMatchObject({ retryAfterMs: null });
  });

  it('reads no endless answer', async () => {
    const client = clientOf((_request, response) => {
      response.on('error', () => undefined);
      const flood = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' ')));
        response.once('drain', flood);
      };
      flood();
    });
    expect(await failureOf(client)).toMatchObject({ errorClass: 'contract', raw: null });
  });
});
