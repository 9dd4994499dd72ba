import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { OfacDownloadClient } from './ofac-download.client';

type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

describe('OfacDownloadClient', () => {
  let server: Server;
  let answers: Record<string, Answer>;

  beforeEach(async () => {
    answers = {
      '/SDN.CSV': { status: 200, body: 'sdn' },
      '/ALT.CSV': { status: 200, body: 'alt' },
      '/ADD.CSV': { status: 200, body: 'add' },
      '/SDN_COMMENTS.CSV': { status: 200, body: 'comments' },
    };
    server = createServer((request, response) => {
      const { status, headers, body } = answers[request.url ?? ''] ?? { status: 404 };
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const fetchAll = () => new OfacDownloadClient(base()).fetch();

  it('fetches all four files', async () => {
    const files = await fetchAll();
    expect(Object.entries(files).map(([name, content]) => [name, (content as Buffer).toString()])).toEqual([
      ['sdn', 'sdn'],
      ['alt', 'alt'],
      ['add', 'add'],
      ['comments', 'comments'],
    ]);
  });

  it('follows a redirect on the same host', async () => {
    answers['/SDN.CSV'] = { status: 302, headers: { location: '/elsewhere.csv' } };
    answers['/elsewhere.csv'] = { status: 200, body: 'moved' };
    expect((await fetchAll()).sdn.toString()).toBe('moved');
  });

  it.each([
    [
      'to another host',
      { status: 302, headers: { location: 'http://127.0.0.2/SDN.CSV' } },
      'a place that is not known',
    ],
    [
      'to a look-alike of its storage',
      { status: 302, headers: { location: 'https://x.s3.amazonaws.com.evil.example/' } },
      'a place that is not known',
    ],
    ['for ever', { status: 302, headers: { location: '/SDN.CSV' } }, 'a place that is not known'],
  ])('refuses a redirect %s', async (_, answer, words) => {
    answers['/SDN.CSV'] = answer;
    await expect(fetchAll()).rejects.toThrow(words);
  });

  it('gives nothing when one of the files cannot be had', async () => {
    answers['/ADD.CSV'] = { status: 503 };
    await expect(fetchAll()).rejects.toThrow('OFAC answered 503');
  });

  it('says so when nobody answers', async () => {
    const closed = base();
    await new Promise((resolve) => server.close(resolve));
    await expect(new OfacDownloadClient(closed).fetch()).rejects.toThrow('could not be reached');
  });
});
