import fc from 'fast-check';
import { isAllowedAddress, parseAddressAllowList } from './target-address';

const allow = (...cidrs: string[]) => parseAddressAllowList('WEBHOOK_ALLOWED_NETWORKS', cidrs);

describe('target address', () => {
  it.each([
    ['IPv4', '93.184.216.34'],
    ['IPv6', '2606:2800:220:1:248:1893:25c8:1946'],
    ['IPv4-mapped', '::ffff:93.184.216.34'],
    ['NAT64 of a public address', '64:ff9b::5db8:d822'],
  ])('may be called when it is public: %s %s', (_form, address) => {
    expect(isAllowedAddress(address, [])).toBe(true);
  });

  it.each([
    ['unspecified', '0.0.0.0'],
    ['"this network"', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['loopback, other host', '127.255.255.254'],
    ['cloud metadata', '169.254.169.254'],
    ['RFC 1918', '10.0.0.1'],
    ['RFC 1918', '172.16.0.1'],
    ['RFC 1918', '172.31.255.255'],
    ['RFC 1918', '192.168.0.1'],
    ['carrier grade NAT', '100.64.0.1'],
    ['benchmarking', '198.18.0.1'],
    ['documentation', '203.0.113.1'],
    ['6to4 relay', '192.88.99.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 unspecified', '::'],
    ['IPv6 loopback', '::1'],
    ['IPv6 unique local', 'fd00::1'],
    ['IPv6 metadata service', 'fd00:ec2::254'],
    ['IPv6 link local', 'fe80::1'],
    ['IPv6 link local with a zone', 'fe80::1%eth0'],
    ['IPv6 link local with an odd zone', 'fe80::1%br-lan'],
    ['IPv6 site local', 'fec0::1'],
    ['IPv6 multicast', 'ff02::1'],
    ['IPv6 documentation', '2001:db8::1'],
    ['IPv6 discard', '100::1'],
    ['IPv6 not given out', '4000::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback in hex', '::ffff:7f00:1'],
    ['translated loopback', '::ffff:0:127.0.0.1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['IPv4-compatible public address', '::93.184.216.34'],
    ['NAT64 loopback', '64:ff9b::7f00:1'],
    ['NAT64 metadata', '64:ff9b::a9fe:a9fe'],
    ['local NAT64', '64:ff9b:1::7f00:1'],
    ['6to4 loopback', '2002:7f00:1::'],
    ['6to4 of a public address', '2002:5db8:d822::1'],
    ['Teredo', '2001:0:53aa:64c:0:fbad:80ff:fffe'],
    ['not an address', 'localhost'],
    ['not canonical', '127.1'],
    ['not canonical but public', '0135.0270.0330.042'],
    ['empty', ''],
  ])('may not be called: %s %s', (_form, address) => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  it('is judged the same written as IPv4, as IPv4-mapped or behind NAT64', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), (bytes) => {
        const ipv4 = bytes.join('.');
        const isAllowed = isAllowedAddress(ipv4, []);
        expect(isAllowedAddress(`::ffff:${ipv4}`, [])).toBe(isAllowed);
        expect(isAllowedAddress(`64:ff9b::${ipv4}`, [])).toBe(isAllowed);
      }),
    );
  });
});

describe('address allow-list', () => {
  it('opens exactly its networks', () => {
    const list = allow('10.20.0.0/16', '127.0.0.1/32', 'fd00::/8');
    expect(isAllowedAddress('10.20.255.255', list)).toBe(true);
    expect(isAllowedAddress('10.21.0.0', list)).toBe(false);
    expect(isAllowedAddress('127.0.0.1', list)).toBe(true);
    expect(isAllowedAddress('127.0.0.2', list)).toBe(false);
    expect(isAllowedAddress('fd12::1', list)).toBe(true);
    expect(isAllowedAddress('fe80::1', list)).toBe(false);
  });

  it('counts a mapped address as its IPv4 address but does not open tunnels to it', () => {
    const list = allow('127.0.0.0/8');
    expect(isAllowedAddress('::ffff:127.0.0.1', list)).toBe(true);
    expect(isAllowedAddress('64:ff9b::7f00:1', list)).toBe(true);
    expect(isAllowedAddress('2002:7f00:1::', list)).toBe(false);
    expect(isAllowedAddress('::127.0.0.1', list)).toBe(false);
    expect(isAllowedAddress('::1', list)).toBe(false);
  });

  it.each([
    '',
    '10.0.0.1',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0/8',
    '0x0a000000/8',
    'localhost/8',
    '10.0.0.0/-1',
    '10.0.0.0/8 ',
  ])('refuses %j and names the setting', (cidr) => {
    expect(() => allow('127.0.0.0/8', cidr)).toThrow(`WEBHOOK_ALLOWED_NETWORKS: "${cidr}" is not a network`);
  });

  it('refuses a network with bits behind its prefix and proposes what may have been meant', () => {
    expect(() => allow('10.20.30.40/8')).toThrow('Write 10.0.0.0/8 or 10.20.30.40/32.');
    expect(() => allow('fd00::1/8')).toThrow('Write fd00::/8 or fd00::1/128.');
  });
});
