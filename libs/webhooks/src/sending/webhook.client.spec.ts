import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { parseAddressAllowList } from './target-address';
import { WebhookClient, type WebhookClientOptions, type WebhookRequest } from './webhook.client';

const local = { allowHttp: true, allowedRanges: parseAddressAllowList('WEBHOOK_ALLOWED_NETWORKS', ['127.0.0.0/8']) };

describe('webhook client', () => {
  const servers: Server[] = [];
  const clients: WebhookClient[] = [];

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  async function aReceiver(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks?tenant=7`;
  }

  function aClient(options: Partial<WebhookClientOptions> = {}): WebhookClient {
    const client = new WebhookClient({ policy: local, ...options });
    clients.push(client);
    return client;
  }

  const aRequest = (url: string, more: Partial<WebhookRequest> = {}): WebhookRequest => ({
    url,
    headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
    body: '{"type":"customer.verified","name":"Grüße"}',
    timeoutMs: 5_000,
    ...more,
  });

  async function textOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }

  it('posts the exact body and tells what the receiver answered', async () => {
    const seen: unknown[] = [];
    const url = await aReceiver((request, response) => {
      void textOf(request).then((body) => {
        const { 'user-agent': userAgent, 'webhook-id': id, 'content-type': type, host } = request.headers;
        seen.push({ method: request.method, path: request.url, userAgent, id, type, host, body });
        response.writeHead(202).end('taken');
      });
    });
    const answer = await aClient().send(aRequest(url));
    expect(answer).toEqual({
      kind: 'answered',
      status: 202,
      durationMs: expect.any(Number),
      retryAfterMs: null,
      excerpt: 'taken',
    });
    expect(answer.durationMs).toBeLessThan(5_000);
    expect(seen).toEqual([
      {
        method: 'POST',
        path: '/webhooks?tenant=7',
        userAgent: 'Bonafide-Webhooks/1',
        id: 'msg_1',
        type: 'application/json',
        host: new URL(url).host,
        body: '{"type":"customer.verified","name":"Grüße"}',
      },
    ]);
  });

  it('uses a connection again, and opens no more than its cap to one origin', async () => {
    const url = await aReceiver((_request, response) => setTimeout(() => response.end('ok'), 20));
    let connections = 0;
    servers[0]!.on('connection', () => (connections += 1));
    const client = aClient({ connectionsPerOrigin: 2 });
    await client.send(aRequest(url));
    // undici frees a connection one turn after the answer has been read.
    await new Promise(setImmediate);
    await client.send(aRequest(url));
    await new Promise(setImmediate);
    expect(connections).toBe(1);
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.send(aRequest(url))));
    expect(answers.map((answer) => answer.kind)).toEqual(Array.from({ length: 6 }, () => 'answered'));
    expect(connections).toBe(2);
  });

  it('does not follow a redirect', async () => {
    let calls = 0;
    const internal = await aReceiver((_request, response) => {
      calls += 1;
      response.end('secret');
    });
    const url = await aReceiver((_request, response) => response.writeHead(302, { location: internal }).end());
    expect(await aClient().send(aRequest(url))).toMatchObject({ kind: 'answered', status: 302, excerpt: '' });
    expect(calls).toBe(0);
  });

  it.each([204, 400, 410, 429, 500, 503])('passes the status %i on', async (status) => {
    const url = await aReceiver((_request, response) => response.writeHead(status).end());
    expect(await aClient().send(aRequest(url))).toMatchObject({ kind: 'answered', status });
  });

  it('reads Retry-After in seconds and as a date, up to 24 hours', async () => {
    const retryAfter = ['120', new Date(Date.now() + 60_000).toUTCString(), '31536000', 'later'];
    const url = await aReceiver((_request, response) => {
      response.writeHead(503, { 'retry-after': retryAfter.shift() }).end();
    });
    const client = aClient();
    const wait = async () => {
      const answer = await client.send(aRequest(url));
      return answer.kind === 'answered' ? answer.retryAfterMs : undefined;
    };
    expect(await wait()).toBe(120_000);
    const untilDate = await wait();
    expect(untilDate).toBeGreaterThan(55_000);
    expect(untilDate).toBeLessThanOrEqual(60_000);
    expect(await wait()).toBe(86_400_000);
    expect(await wait()).toBeNull();
  });

  it('says that nobody listens, and reaches the receiver once it is back', async () => {
    const url = await aReceiver((_request, response) => response.end('back'));
    const server = servers[0]!;
    server.close();
    await once(server, 'close');
    const client = aClient();
    const answer = await client.send(aRequest(url));
    expect(answer).toEqual({ kind: 'failed', code: 'connection-refused', durationMs: expect.any(Number) });
    await once(server.listen(Number(new URL(url).port), '127.0.0.1'), 'listening');
    expect(await client.send(aRequest(url))).toMatchObject({ kind: 'answered', excerpt: 'back' });
  });

  it('gives up when its time is over', async () => {
    const url = await aReceiver(() => undefined);
    const answer = await aClient().send(aRequest(url, { timeoutMs: 100 }));
    expect(answer).toMatchObject({ kind: 'failed', code: 'timeout' });
    expect(answer.durationMs).toBeLessThan(1_000);
  });

  it('counts the time in line for a connection', async () => {
    const url = await aReceiver(() => undefined);
    const client = aClient({ connectionsPerOrigin: 1 });
    const first = client.send(aRequest(url, { timeoutMs: 400 }));
    const waiting = await client.send(aRequest(url, { timeoutMs: 100 }));
    expect(waiting).toMatchObject({ kind: 'failed', code: 'timeout' });
    expect(waiting.durationMs).toBeLessThan(350);
    expect(await first).toMatchObject({ code: 'timeout' });
  });

  it('counts the time for which a name does not resolve', async () => {
    const client = aClient({ lookup: () => new Promise(() => undefined), connectTimeoutMs: 100 });
    const sending = (timeoutMs: number) => client.send(aRequest('http://slow.example/', { timeoutMs }));
    const answers = await Promise.all([sending(50), sending(5_000)]);
    expect(answers.map((answer) => answer.kind === 'failed' && answer.code)).toEqual(['timeout', 'timeout']);
    expect(answers[1].durationMs).toBeLessThan(1_000);
  });

  it('is aborted by its signal, before and after it started', async () => {
    const controller = new AbortController();
    const url = await aReceiver(() => controller.abort());
    const client = aClient();
    const aborted = { kind: 'failed', code: 'aborted' };
    expect(await client.send(aRequest(url, { signal: controller.signal }))).toMatchObject(aborted);
    expect(await client.send(aRequest(url, { signal: controller.signal }))).toMatchObject(aborted);
  });

  it('breaks off what is under way when it is closed, and sends nothing after', async () => {
    const client = aClient();
    const closed: Promise<void>[] = [];
    const url = await aReceiver(() => closed.push(client.close()));
    expect(await client.send(aRequest(url))).toMatchObject({ kind: 'failed', code: 'aborted' });
    await Promise.all(closed);
    expect(await client.send(aRequest(url))).toMatchObject({ kind: 'failed', code: 'aborted' });
  });

  it('can be closed while a name is being resolved', async () => {
    const client = aClient({ lookup: () => new Promise(() => undefined) });
    const sending = client.send(aRequest('http://slow.example/'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.close();
    expect(await sending).toMatchObject({ kind: 'failed', code: 'aborted' });
  });

  it.each([
    ['Host', '127.0.0.1'],
    ['content-length', '1'],
    ['transfer-encoding', 'chunked'],
    ['user-agent', 'curl'],
    ['webhook id', 'msg_1'],
    ['webhook-id', 'msg_1\r\nhost: internal'],
  ])('throws for the header %j: %j', async (name, value) => {
    const sending = aClient().send(aRequest('https://example.com/', { headers: { [name]: value } }));
    await expect(sending).rejects.toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining(`"${name}"`),
    });
    await expect(sending).rejects.not.toThrow('internal');
  });
});
