import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';
import { parseAddressAllowList } from './target-address';
import { WebhookClient, type WebhookClientOptions } from './webhook.client';

const allowedRanges = parseAddressAllowList('WEBHOOK_ALLOWED_NETWORKS', ['127.0.0.0/8']);

/** One DER element: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** A self-signed P-256 certificate (RFC 5280) for one DNS name and 127.0.0.1, valid from yesterday until tomorrow. */
function aCertificate(dnsName: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(dnsName)))));
  const time = (days: number) => {
    const iso = new Date(Date.now() + days * 86_400_000).toISOString();
    return der(0x17, Buffer.from(`${iso.slice(2, 19).replace(/\D/g, '')}Z`));
  };
  const names = der(0x30, der(0x82, Buffer.from(dnsName)), der(0x87, Buffer.from([127, 0, 0, 1])));
  const subjectAltName = der(0x30, Buffer.from('0603551d11', 'hex'), der(0x04, names));
  const body = der(
    0x30,
    Buffer.from('a003020102', 'hex'),
    der(0x02, createHash('sha256').update(dnsName).digest().subarray(0, 8).fill(1, 0, 1)),
    ecdsaWithSha256,
    name,
    der(0x30, time(-1), time(1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, subjectAltName)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines = der(0x30, body, ecdsaWithSha256, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

describe('webhooks over TLS', () => {
  const certificate = aCertificate('receiver.test');
  const sockets: Socket[] = [];
  let server: Server;

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  async function listen(listening: Server): Promise<number> {
    server = listening;
    server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => undefined)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  const aReceiver = () => listen(createHttpsServer(certificate, (_request, response) => response.end('ok')));

  function aClient(options: Partial<WebhookClientOptions>): WebhookClient {
    const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
    return new WebhookClient({ policy: { allowHttp: false, allowedRanges }, lookup, ...options });
  }

  async function send(url: string, options: Partial<WebhookClientOptions> = {}) {
    const client = aClient(options);
    const answer = await client.send({ url, headers: {}, body: '{}', timeoutMs: 2_000 });
    await client.close();
    return answer;
  }

  it('does not reach a receiver whose certificate is self-signed', async () => {
    const port = await aReceiver();
    const answer = await send(`https://receiver.test:${port}/`);
    expect(answer).toEqual({ kind: 'failed', code: 'tls-failed', durationMs: expect.any(Number) });
  });

  it('reaches a receiver whose certificate is trusted, by name and by address', async () => {
    const port = await aReceiver();
    const options = { certificateAuthority: certificate.cert };
    const askedFor: unknown[] = [];
    server.on('secureConnection', ({ servername }: TLSSocket) => askedFor.push(servername));
    const answered = { kind: 'answered', status: 200, excerpt: 'ok' };
    expect(await send(`https://receiver.test:${port}/`, options)).toMatchObject(answered);
    expect(await send(`https://127.0.0.1:${port}/`, options)).toMatchObject(answered);
    expect(askedFor).toEqual(['receiver.test', false]);
  });

  it('does not reach a receiver whose certificate is for another name or address', async () => {
    const port = await aReceiver();
    const options = { certificateAuthority: certificate.cert };
    expect(await send(`https://other.test:${port}/`, options)).toMatchObject({ code: 'tls-failed' });
    expect(await send(`https://127.0.0.2:${port}/`, options)).not.toMatchObject({ kind: 'answered' });
  });

  it('tells a receiver that does not speak TLS', async () => {
    const port = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n'))),
    );
    expect(await send(`https://receiver.test:${port}/`)).toMatchObject({ kind: 'failed', code: 'tls-failed' });
  });

  it('tells a receiver that hangs up during the handshake', async () => {
    const port = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await send(`https://receiver.test:${port}/`)).toMatchObject({ kind: 'failed', code: 'tls-failed' });
  });

  it.each([
    ['takes too long', 100, 'timeout'],
    ['is under way when the client is closed', 60_000, 'aborted'],
  ])('closes the connection when the handshake %s', async (_case, connectTimeoutMs, code) => {
    const port = await listen(createTcpServer((socket) => socket.resume()));
    const client = aClient({ connectTimeoutMs });
    const sending = client.send({ url: `https://receiver.test:${port}/`, headers: {}, body: '{}', timeoutMs: 2_000 });
    const [connection] = (await once(server, 'connection')) as [Socket];
    const hungUp = once(connection, 'close');
    if (code === 'aborted') await client.close();
    const answer = await sending;
    expect(answer).toMatchObject({ kind: 'failed', code });
    expect(answer.durationMs).toBeLessThan(1_000);
    await hungUp;
    await client.close();
  });
});
