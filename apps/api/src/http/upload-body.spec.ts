import { createServer, request as httpRequest, type ClientRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { UploadBody, UploadFailure, type UploadLimits } from './upload-body';

const limits: UploadLimits = { bytesAtMost: 1_000, idleMs: 10_000, totalMs: 10_000 };

describe('the body of an upload', () => {
  let server: Server;
  let client: ClientRequest;

  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  /** Reads a body that the client has begun to send, and answers 200 or with why not. */
  async function read(
    send: (client: ClientRequest) => void,
    given: Partial<UploadLimits> = {},
    perChunk: (chunk: Buffer) => void = () => undefined,
  ): Promise<{
    readonly text: string;
    readonly sha256: string | null;
    readonly failure: string | null;
    readonly status: number;
  }> {
    let text = '';
    let sha256: string | null = null;
    let failure: string | null = null;
    server = createServer((request, response) => {
      const body = new UploadBody(request, { ...limits, ...given });
      const reading = async () => {
        for await (const chunk of body.chunks()) {
          text += chunk.toString();
          perChunk(chunk);
        }
        sha256 = body.sha256();
      };
      reading()
        .catch((error: unknown) => {
          failure = error instanceof UploadFailure ? error.reason : (error as Error).message;
        })
        .finally(() => response.writeHead(failure === null ? 200 : 400).end());
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    client = httpRequest({ port: (server.address() as AddressInfo).port, method: 'POST' });
    const status = await new Promise<number>((resolve) => {
      client.on('response', (response) => resolve(response.statusCode ?? 0));
      client.on('error', () => setTimeout(() => resolve(0), 50));
      send(client);
    });
    return { text, sha256, failure, status };
  }

  it('is read as it comes, and known by its hash', async () => {
    const { text, sha256, status } = await read((sending) => sending.end('id,name\n'));
    expect({ text, status }).toEqual({ text: 'id,name\n', status: 200 });
    expect(sha256).toBe('40d6bfdc74eae2ed68a97137ce414fa4ca6de1b3831cfd9a73c4622d8a8942c1');
  });

  it('is refused when the client sends nothing for too long, and the client hears of it', async () => {
    const { text, failure, status } = await read((sending) => sending.write('id,name\n'), { idleMs: 50 });
    expect({ text, failure, status }).toEqual({ text: 'id,name\n', failure: 'idle', status: 400 });
  });

  it('is refused when it takes too long in all, however busy the client is', async () => {
    const sendOn = (sending: ClientRequest) => {
      const timer = setInterval(() => sending.write('x'), 10);
      sending.on('close', () => clearInterval(timer));
    };
    expect(await read(sendOn, { totalMs: 100, bytesAtMost: 1e9 })).toMatchObject({ failure: 'too-long', status: 400 });
  });

  it('is refused when it is too large', async () => {
    const { failure, status } = await read((sending) => sending.write('x'.repeat(1_001)));
    expect({ failure, status }).toEqual({ failure: 'too-large', status: 400 });
  });

  it('is refused when it is cut off', async () => {
    const { failure } = await read((sending) => {
      sending.write('id,name\n1,Jane', () => setTimeout(() => sending.destroy(), 20));
    });
    expect(failure).toBe('cut-off');
  });

  it('that its reader refuses still has a client who hears why, although it goes on sending', async () => {
    const refuse = () => {
      throw new Error('No column.');
    };
    const { failure, status } = await read(
      (sending) => {
        for (let count = 0; count < 200; count++) sending.write('x'.repeat(65_536));
        sending.end();
      },
      { bytesAtMost: 1e9 },
      refuse,
    );
    expect({ failure, status }).toEqual({ failure: 'No column.', status: 400 });
  });
});
