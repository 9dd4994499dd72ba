import { request as httpRequest, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

import { eventually } from '@bonafide/testing';
import fastify, { type FastifyInstance } from 'fastify';

import { prepareUploads } from './upload-routes';

describe('the time that a request may take to arrive', () => {
  let server: FastifyInstance;

  beforeAll(async () => {
    server = fastify({ forceCloseConnections: true });
    prepareUploads(server, { requestTimeoutMs: 100, lingerMs: 50 });
    server.post('/refused', { config: { isUpload: true } }, (_, reply) => reply.code(401).send('refused'));
    server.post('/things', async () => 'stored');
    server.get('/things', () => new Promise((resolve) => setTimeout(() => resolve('read'), 400)));
    server.post('/files', { config: { isUpload: true } }, async ({ body }) => {
      let text = '';
      for await (const chunk of body as AsyncIterable<Buffer>) text += chunk.toString();
      return text;
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(() => server.close());

  /** @returns the status of the answer */
  const send = (method: string, path: string, type: string, write: (client: ClientRequest) => void): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = server.server.address() as AddressInfo;
      const client = httpRequest({ port, method, path, headers: { 'content-type': type } });
      client.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      client.on('error', reject);
      write(client);
    });

  const slowly = (client: ClientRequest) => {
    client.write('"a');
    setTimeout(() => client.end('b"'), 400).unref();
  };

  it('is bounded', async () => {
    expect(await send('POST', '/things', 'application/json', slowly)).toBe(408);
    expect(await send('POST', '/things', 'application/json', (client) => client.end('"ab"'))).toBe(200);
  });

  it('is not that of its answer', async () => {
    expect(await send('GET', '/things', 'text/plain', (client) => client.end())).toBe(200);
  });

  it('is short for the rest of an upload that was refused: what goes on for ever is cut off', async () => {
    let isClosed = false;
    const sendForEver = (client: ClientRequest) => {
      const timer = setInterval(() => client.write('x'), 5);
      client.on('close', () => {
        clearInterval(timer);
        isClosed = true;
      });
    };
    expect(await send('POST', '/refused', 'text/csv', sendForEver)).toBe(401);
    await eventually(() => isClosed);
  });

  it('is not that of an upload', async () => {
    expect(await send('POST', '/files', 'text/csv', slowly)).toBe(200);
  });
});
