import { type LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type LookupAddresses } from './lookup-addresses';
import { parseAddressAllowList } from './target-address';
import { checkTargetUrl, resolveTarget } from './target-url';
import { WebhookClient } from './webhook.client';

const allow = (...cidrs: string[]) => parseAddressAllowList('WEBHOOK_ALLOWED_NETWORKS', cidrs);
const publicAddress = { address: '93.184.216.34', family: 4 };
const loopback = { address: '127.0.0.1', family: 4 };

describe('the targets of webhooks', () => {
  let internal: Server;
  let port: number;
  let calls: number;

  beforeEach(async () => {
    calls = 0;
    internal = createServer((_request, response) => response.end('internal'));
    internal.on('connection', () => (calls += 1));
    await once(internal.listen(0, '127.0.0.1'), 'listening');
    port = (internal.address() as AddressInfo).port;
  });

  afterEach(async () => {
    internal.closeAllConnections();
    internal.close();
    await once(internal, 'close');
  });

  async function send(url: string, lookup: LookupAddresses, allowedRanges = allow(), allowHttp = true) {
    const client = new WebhookClient({ policy: { allowHttp, allowedRanges }, lookup });
    const answer = await client.send({ url, headers: {}, body: '{}', timeoutMs: 2_000 });
    await client.close();
    return answer;
  }

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0.0.0.0',
    'localhost',
    'sub.localhost',
    '169.254.169.254',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
  ])('%s is refused by the URL check, and again at the connection', async (host) => {
    for (const scheme of ['http', 'https']) {
      const url = `${scheme}://${host}:${port}/`;
      expect(() => checkTargetUrl(url, { allowHttp: true, allowedRanges: [] })).toThrow(
        expect.objectContaining({ code: 'target-not-allowed' }) as Error,
      );
      const answer = await send(url, async () => [loopback]);
      expect(answer).toEqual({ kind: 'failed', code: 'target-not-allowed', durationMs: expect.any(Number) });
    }
    expect(calls).toBe(0);
  });

  it.each<[string, LookupAddress[]]>([
    ['public before private', [publicAddress, loopback]],
    ['private before public', [loopback, publicAddress]],
    ['mapped private', [{ address: '::ffff:127.0.0.1', family: 6 }]],
  ])('a name whose DNS answers are %s is refused at both checks', async (_case, answers) => {
    const lookup = async () => answers;
    await expect(resolveTarget('mixed.example', { allowedRanges: [] }, lookup)).rejects.toMatchObject({
      code: 'target-not-allowed',
    });
    expect(await send(`http://mixed.example:${port}/`, lookup)).toMatchObject({ code: 'target-not-allowed' });
    expect(calls).toBe(0);
  });

  it('a name that is public at the check and private at the connection is refused', async () => {
    const answers = [[publicAddress], [loopback]];
    const lookup: LookupAddresses = async () => answers.shift() ?? [];
    expect(await resolveTarget('rebind.example', { allowedRanges: [] }, lookup)).toEqual([publicAddress]);
    expect(await send(`http://rebind.example:${port}/`, lookup)).toMatchObject({ code: 'target-not-allowed' });
    expect(calls).toBe(0);
  });

  it('a connection that ends up elsewhere than at the checked address is closed before anything is sent', async () => {
    let received = 0;
    internal.on('connection', (socket) => socket.on('data', () => (received += 1)));
    for (const scheme of ['http', 'https']) {
      let reads = 0;
      // Public when it is checked, loopback each time after.
      const shifting: LookupAddress = {
        family: 4,
        get address() {
          reads += 1;
          return reads === 1 ? publicAddress.address : loopback.address;
        },
      };
      const answer = await send(`${scheme}://shifting.example:${port}/`, async () => [shifting]);
      expect(answer).toMatchObject({ kind: 'failed', code: 'target-not-allowed' });
    }
    expect(calls).toBe(2);
    expect(received).toBe(0);
  });

  it('the allow-list opens an address, by literal and by name', async () => {
    const lookup = async () => [loopback];
    const answered = { kind: 'answered', status: 200, excerpt: 'internal' };
    expect(await send(`http://127.0.0.1:${port}/`, lookup, allow('127.0.0.1/32'))).toMatchObject(answered);
    expect(await send(`http://receiver.example:${port}/`, lookup, allow('127.0.0.1/32'))).toMatchObject(answered);
    expect(await send(`http://127.0.0.1:${port}/`, lookup, allow('127.0.0.2/32'))).toMatchObject({
      code: 'target-not-allowed',
    });
  });

  it('the second address is tried when the first does not answer', async () => {
    const lookup = async () => [{ address: '127.0.0.9', family: 4 }, loopback];
    const answer = await send(`http://receiver.example:${port}/`, lookup, allow('127.0.0.0/8'));
    expect(answer).toMatchObject({ kind: 'answered', excerpt: 'internal' });
  });

  it.each([
    ['http', 'http://127.0.0.1/'],
    ['another scheme', 'ftp://127.0.0.1/'],
    ['no URL', 'somewhere'],
  ])('%s is refused where only https is allowed', async (_case, url) => {
    const answer = await send(url, async () => [loopback], allow('127.0.0.1/32'), false);
    expect(answer).toMatchObject({ kind: 'failed', code: 'target-not-allowed' });
  });

  it('a name that does not resolve is a DNS failure', async () => {
    const notFound = () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }));
    expect(await send('http://gone.example/', notFound)).toMatchObject({ kind: 'failed', code: 'dns-failed' });
    expect(await send('http://empty.example/', async () => [])).toMatchObject({ kind: 'failed', code: 'dns-failed' });
  });
});
