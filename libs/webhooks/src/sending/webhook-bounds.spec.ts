import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { parseAddressAllowList } from './target-address';
import { WebhookClient } from './webhook.client';

const policy = { allowHttp: true, allowedRanges: parseAddressAllowList('WEBHOOK_ALLOWED_NETWORKS', ['127.0.0.0/8']) };

/** Writes the same bytes as fast as the other side takes them, until it hangs up. */
function pour(socket: Socket, bytes: string): void {
  while (!socket.destroyed && socket.write(bytes));
  socket.once('drain', () => pour(socket, bytes));
}

const hangUp = (socket: Socket) =>
  socket.destroyed ? Promise.resolve() : new Promise((resolve) => socket.once('close', resolve));

describe('a receiver that misbehaves', () => {
  let client: WebhookClient;
  let server: Server;
  let sockets: Socket[];

  beforeEach(() => {
    client = new WebhookClient({ policy });
    sockets = [];
  });

  afterEach(async () => {
    await client.close();
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  async function send(respond: (socket: Socket) => void, timeoutMs = 5_000) {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => respond(socket));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return client.send({ url, headers: {}, body: '{}', timeoutMs });
  }

  const sentBytes = () => sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0);
  // What the kernel buffers on both sides of a local connection, far below what the receivers here would send.
  const buffersBytes = 16 * 1024 * 1024;

  it('sends a huge body: it is cut off and still counts as an answer', async () => {
    const answer = await send((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${10 ** 12}\r\n\r\n`);
      pour(socket, 'a'.repeat(65_536));
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 200, excerpt: 'a'.repeat(1024) });
    expect(answer.durationMs).toBeLessThan(2_000);
    await hangUp(sockets[0]!);
    expect(sentBytes()).toBeLessThan(buffersBytes);
  });

  it('sends an endless chunked body: it is cut off', async () => {
    const answer = await send((socket) => {
      socket.write('HTTP/1.1 500 Oops\r\ntransfer-encoding: chunked\r\n\r\n');
      pour(socket, `400\r\n${'b'.repeat(1024)}\r\n`);
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 500, excerpt: 'b'.repeat(1024) });
    await hangUp(sockets[0]!);
    expect(sentBytes()).toBeLessThan(buffersBytes);
  });

  it('sends one byte of the body at a time: the deadline ends it', async () => {
    const answer = await send((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const drip = setInterval(() => socket.write('c'), 20);
      socket.once('close', () => clearInterval(drip));
    }, 200);
    expect(answer).toMatchObject({ kind: 'failed', code: 'timeout' });
    expect(answer.durationMs).toBeLessThan(1_000);
    await hangUp(sockets[0]!);
  });

  it('sends one byte of the headers at a time: the deadline ends it', async () => {
    const answer = await send((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const drip = setInterval(() => socket.write('d'), 20);
      socket.once('close', () => clearInterval(drip));
    }, 200);
    expect(answer).toMatchObject({ kind: 'failed', code: 'timeout' });
  });

  it.each([
    ['one endless header', 'e'.repeat(4096)],
    ['endlessly many headers', 'x-flood: f\r\n'.repeat(300)],
  ])('sends %s: refused after 16 KiB', async (_case, bytes) => {
    const answer = await send((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      pour(socket, bytes);
    });
    expect(answer).toMatchObject({ kind: 'failed', code: 'response-invalid' });
    await hangUp(sockets[0]!);
    expect(sentBytes()).toBeLessThan(buffersBytes);
  });

  it('sends endless trailers: refused', async () => {
    const answer = await send((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n');
      pour(socket, 'x-trailer: g\r\n'.repeat(300));
    });
    expect(answer).toMatchObject({ kind: 'failed', code: 'response-invalid' });
  });

  it('sends informational responses without end: the deadline ends it', async () => {
    const answer = await send((socket) => {
      const hint = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 10);
      socket.once('close', () => clearInterval(hint));
    }, 200);
    expect(answer).toMatchObject({ kind: 'failed', code: 'timeout' });
  });

  it.each([
    ['speaks another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'response-invalid'],
    ['answers with "100 Continue"', 'HTTP/1.1 100 Continue\r\n\r\n', 'response-invalid'],
    ['switches protocols', 'HTTP/1.1 101 Switching\r\nupgrade: ws\r\nconnection: upgrade\r\n\r\n', 'response-invalid'],
    ['gives no number as length', 'HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n', 'response-invalid'],
    ['closes without a word', '', 'connection-reset'],
    ['closes in the middle of the headers', 'HTTP/1.1 200 OK\r\ncontent-', 'connection-reset'],
    ['closes in the middle of the body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'connection-reset'],
    [
      'announces the close and closes in the middle of the body',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 9\r\n\r\nhalf',
      'connection-reset',
    ],
    [
      'closes in the middle of a chunk',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf',
      'connection-reset',
    ],
  ])('%s: %j is no answer', async (_case, bytes, code) => {
    const answer = await send((socket) => socket.end(bytes));
    expect(answer).toMatchObject({ kind: 'failed', code });
  });

  it('resets the connection', async () => {
    const answer = await send((socket) => socket.resetAndDestroy());
    expect(answer).toMatchObject({ kind: 'failed', code: 'connection-reset' });
  });

  it('does not end its body but closes, as HTTP/1.0 does: that is an answer', async () => {
    const answer = await send((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nold but whole'));
    expect(answer).toMatchObject({ kind: 'answered', status: 200, excerpt: 'old but whole' });
  });

  it('adds a second response to the first: the second is never the answer to another message', async () => {
    const response = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
    const first = await send((socket) => socket.write(response('first') + response('second')));
    expect(first).toMatchObject({ kind: 'answered', excerpt: 'first' });
    server.removeAllListeners('connection');
    server.on('connection', (socket) => {
      sockets.push(socket);
      socket.once('data', () => socket.write(response('third')));
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const next = await client.send({ url, headers: {}, body: '{}', timeoutMs: 1_000 });
    expect(next).toMatchObject({ kind: 'answered', excerpt: 'third' });
  });
});
