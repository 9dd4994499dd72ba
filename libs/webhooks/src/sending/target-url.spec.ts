import { type LookupAddresses } from './lookup-addresses';
import { parseAddressAllowList } from './target-address';
import { checkTargetUrl, resolveTarget, TargetUrlError, type TargetPolicy } from './target-url';

const production: TargetPolicy = { allowHttp: false, allowedRanges: [] };
const sandbox: TargetPolicy = {
  allowHttp: true,
  allowedRanges: parseAddressAllowList('WEBHOOK_ALLOWED_NETWORKS', ['127.0.0.0/8']),
};

const answering =
  (...addresses: string[]): LookupAddresses =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

function refusalOf(url: string, policy = production): string {
  try {
    return checkTargetUrl(url, policy).href;
  } catch (error) {
    if (error instanceof TargetUrlError) return error.code;
    throw error;
  }
}

describe('target URL', () => {
  it.each([
    ['https://example.com/webhooks?tenant=7', 'https://example.com/webhooks?tenant=7'],
    ['https://EXAMPLE.com:8443', 'https://example.com:8443/'],
    ['https://93.184.216.34/', 'https://93.184.216.34/'],
    ['https://[2606:2800:220:1:248:1893:25c8:1946]/', 'https://[2606:2800:220:1:248:1893:25c8:1946]/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ])('%s is taken and stored as %s', (url, stored) => {
    expect(refusalOf(url)).toBe(stored);
  });

  it.each([
    '127.0.0.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '0.0.0.0',
    '%31%32%37.0.0.1',
    '127.0.0.1',
    '127。0。0。1',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'sub.localhost',
    'sub.localhost.',
    '169.254.169.254',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '[::1]',
    '[::]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fd00::1]',
    '[fe80::1]',
  ])('the host %s is refused', (host) => {
    expect(refusalOf(`https://${host}/webhooks`)).toBe('target-not-allowed');
    expect(refusalOf(`https://${host}:8443/webhooks`)).toBe('target-not-allowed');
  });

  it.each([
    ['example.com/webhooks', 'url-invalid'],
    ['', 'url-invalid'],
    ['https://', 'url-invalid'],
    ['https://999.1.1.1/', 'url-invalid'],
    ['https://[fe80::1%25eth0]/', 'url-invalid'],
    ['https://exam\tple.com/', 'url-invalid'],
    [' https://example.com/', 'url-invalid'],
    ['ftp://example.com/', 'url-invalid'],
    ['file:///etc/passwd', 'url-invalid'],
    ['gopher://example.com/', 'url-invalid'],
    [`https://example.com/${'a'.repeat(2048)}`, 'url-too-long'],
    ['http://example.com/', 'https-required'],
    ['https://user:password@example.com/', 'credentials-not-allowed'],
    ['https://user@example.com/', 'credentials-not-allowed'],
    ['https://example.com@127.0.0.1/', 'credentials-not-allowed'],
    ['https://example.com/#top', 'fragment-not-allowed'],
    ['https://example.com/#', 'fragment-not-allowed'],
    ['https://example.com./', 'trailing-dot-not-allowed'],
  ])('%j is refused: %s', (url, code) => {
    expect(refusalOf(url)).toBe(code);
  });

  it('of a sandbox may be http, and on localhost once the loopback network is in the allow-list', () => {
    expect(refusalOf('http://example.com/', sandbox)).toBe('http://example.com/');
    expect(refusalOf('http://127.0.0.1:4000/', sandbox)).toBe('http://127.0.0.1:4000/');
    expect(refusalOf('http://localhost:4000/', sandbox)).toBe('http://localhost:4000/');
    expect(refusalOf('http://10.0.0.1/', sandbox)).toBe('target-not-allowed');
    expect(refusalOf('http://[::1]/', sandbox)).toBe('target-not-allowed');
  });

  it('is not repeated in the error, which says what to do', () => {
    expect(() => checkTargetUrl('https://t0ken@example.com/', production)).toThrow(
      'Remove them and check the signature of the message instead.',
    );
  });
});

describe('resolving a target', () => {
  it('gives every address when all are public', async () => {
    const lookup = answering('93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946');
    expect(await resolveTarget('example.com', production, lookup)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:2800:220:1:248:1893:25c8:1946', family: 6 },
    ]);
  });

  it.each([
    ['is private', ['10.0.0.1']],
    ['is private behind a public one', ['93.184.216.34', '10.0.0.1']],
    ['is private before a public one', ['fd00::1', '93.184.216.34']],
    ['is mapped loopback', ['::ffff:127.0.0.1']],
  ])('refuses when an answer %s', async (_case, addresses) => {
    const resolving = resolveTarget('mixed.example', production, answering(...addresses));
    await expect(resolving).rejects.toMatchObject({ code: 'target-not-allowed' });
  });

  it('tells a name without addresses and a failing resolver from a forbidden target', async () => {
    await expect(resolveTarget('none.example', production, answering())).rejects.toMatchObject({ code: 'dns-failed' });
    const failing = () => Promise.reject(new Error('getaddrinfo ENOTFOUND gone.example'));
    await expect(resolveTarget('gone.example', production, failing)).rejects.toMatchObject({ code: 'dns-failed' });
  });

  it('checks literals, in brackets or without, and asks no resolver about them', async () => {
    const lookup = jest.fn<ReturnType<LookupAddresses>, []>();
    await expect(resolveTarget('[::1]', production, lookup)).rejects.toMatchObject({ code: 'target-not-allowed' });
    await expect(resolveTarget('::1', production, lookup)).rejects.toMatchObject({ code: 'target-not-allowed' });
    expect(await resolveTarget('127.0.0.1', sandbox, lookup)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(lookup).not.toHaveBeenCalled();
  });

  it('asks the operating system when no resolver is given', async () => {
    await expect(resolveTarget('localhost', production)).rejects.toMatchObject({ code: 'target-not-allowed' });
  });
});
