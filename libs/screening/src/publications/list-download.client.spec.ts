import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { OFAC_SDN_LIST } from '../lists/ofac/ofac-editions';
import { downloadSites } from './download-sites';
import type { FileValidators } from './list-checks.repository';
import { ListDownloadClient } from './list-download.client';

type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

describe('the download of a list', () => {
  let server: Server;
  let asked: (readonly [url: string, etag: string | undefined])[];
  let answers: Record<string, Answer>;

  beforeEach(async () => {
    asked = [];
    answers = {
      '/SDN.CSV': { status: 200, body: 'sdn' },
      '/ALT.CSV': { status: 200, body: 'alt' },
      '/ADD.CSV': { status: 200, body: 'add' },
      '/SDN_COMMENTS.CSV': { status: 200, body: 'comments' },
    };
    server = createServer((request, response) => {
      const etag = request.headers['if-none-match'];
      asked.push([request.url ?? '', etag]);
      const answer = answers[request.url ?? ''] ?? { status: 404 };
      const { status, headers, body }: Answer =
        etag !== undefined && etag === answer.headers?.etag ? { status: 304 } : answer;
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const fetchAll = async (known?: FileValidators, from = base()) => {
    const site = downloadSites(from).get(OFAC_SDN_LIST);
    if (site === undefined) throw new Error('OFAC has no site.');
    return new ListDownloadClient(site).fetch(known);
  };
  const filesOf = async (known?: FileValidators) => {
    const download = await fetchAll(known);
    if (download.kind === 'unchanged') throw new Error('Nothing was fetched.');
    return download;
  };

  it('fetches all four files', async () => {
    const { files } = await filesOf();
    expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
      ['sdn.csv', 'sdn'],
      ['alt.csv', 'alt'],
      ['add.csv', 'add'],
      ['sdn_comments.csv', 'comments'],
    ]);
  });

  it('fetches nothing while the publisher says that all is as it was', async () => {
    for (const [path, answer] of Object.entries(answers))
      answers[path] = { ...answer, headers: { etag: `"1-${path}"`, 'last-modified': 'Fri, 20 Nov 2026 08:00:00 GMT' } };
    const { validators } = await filesOf();
    expect(await fetchAll(validators)).toEqual({ kind: 'unchanged' });
  });

  it('fetches all files of a publication anew when one of them has changed', async () => {
    for (const [path, answer] of Object.entries(answers)) answers[path] = { ...answer, headers: { etag: '"1"' } };
    const { validators } = await filesOf();
    answers['/ALT.CSV'] = { status: 200, body: 'alt 2', headers: { etag: '"2"' } };
    const { files, validators: later } = await filesOf(validators);
    expect([...files.values()].map(String)).toEqual(['sdn', 'alt 2', 'add', 'comments']);
    expect(later['alt.csv']).toEqual({ etag: '"2"' });
    expect(asked.slice(4).filter(([, etag]) => etag === undefined)).toHaveLength(3);
  });

  it('follows a redirect on the same host', async () => {
    answers['/SDN.CSV'] = { status: 302, headers: { location: '/elsewhere.csv' } };
    answers['/elsewhere.csv'] = { status: 200, body: 'moved' };
    expect((await filesOf()).files.get('sdn.csv')?.toString()).toBe('moved');
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
    await expect(fetchAll()).rejects.toThrow('The publisher answered 503');
  });

  it('says so when nobody answers', async () => {
    const closed = base();
    await new Promise((resolve) => server.close(resolve));
    await expect(fetchAll({}, closed)).rejects.toThrow('could not be reached');
  });
});
