import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network that may be called although it is not public. Made by `parseAddressAllowList`. */
export interface AddressRange {
  readonly network: Address;
  readonly prefixLength: number;
}

// RFC 6052 §2.1: behind NAT64 the last 32 bits are the IPv4 address that is called. DNS64 answers with these.
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
// RFC 4291 §2.4: the only part of IPv6 given out as global unicast. Outside it lie ::a.b.c.d and what has no use yet.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * The networks of an allow-list, each in CIDR form (`10.20.0.0/16`, `fd00::/8`).
 *
 * @param setting name of the setting the list comes from, for the error
 * @throws {RangeError} naming the setting and the entry that is not a network
 */
export function parseAddressAllowList(setting: string, cidrs: readonly string[]): readonly AddressRange[] {
  return cidrs.map((cidr) => parseRange(setting, cidr));
}

/**
 * Whether a webhook may be sent to this IP address: it is public unicast, or lies in the allow-list. An IPv4-mapped or
 * NAT64 address counts as the IPv4 address it reaches. The tunnels 6to4, Teredo and ::a.b.c.d are refused whatever they
 * carry: nobody receives webhooks there, and where they end is not ours to know.
 */
export function isAllowedAddress(address: string, allowList: readonly AddressRange[]): boolean {
  const written = parseAddress(address);
  if (written === null) return false;
  const reached = reachedAddress(written);
  return isPublic(reached) || allowList.some((range) => isWithin(written, range) || isWithin(reached, range));
}

function reachedAddress(address: Address): Address {
  if (address.kind() === 'ipv4') return address;
  const bytes = address.toByteArray();
  const isTranslated = (address as ipaddr.IPv6).isIPv4MappedAddress() || address.match(nat64);
  return isTranslated ? new ipaddr.IPv4(bytes.slice(-4)) : address;
}

function isPublic(address: Address): boolean {
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast));
}

function isWithin(address: Address, { network, prefixLength }: AddressRange): boolean {
  return address.kind() === network.kind() && address.match(network, prefixLength);
}

function parseRange(setting: string, cidr: string): AddressRange {
  const [written = '', prefix = '', ...rest] = cidr.split('/');
  const address = parseAddress(written);
  const bits = address?.kind() === 'ipv4' ? 32 : 128;
  if (address === null || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits || rest.length > 0) {
    throw new RangeError(`${setting}: "${cidr}" is not a network. Write it as 10.20.0.0/16 or fd00::/8.`);
  }
  const network = networkOf(address, prefix);
  // 10.20.30.40/8 opens sixteen million addresses to someone who meant one.
  if (network.toString() !== address.toString()) {
    throw new RangeError(
      `${setting}: "${cidr}" has bits behind its prefix. Write ${network.toString()}/${prefix} or ${written}/${bits}.`,
    );
  }
  return { network, prefixLength: Number(prefix) };
}

function networkOf(address: Address, prefix: string): Address {
  const cidr = `${address.toString()}/${prefix}`;
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
    : ipaddr.IPv6.networkAddressFromCIDR(cidr);
}

/**
 * Only what `net.isIP` takes: ipaddr.js alone also reads short and octal IPv4, which an operating system may read
 * differently. IPv6 goes through the URL parser because ipaddr.js takes `::127.0.0.1` for `::ffff:127.0.0.1`; that
 * also refuses zones (`fe80::1%eth0`).
 */
function parseAddress(text: string): Address | null {
  const family = isIP(text);
  if (family === 4) return ipaddr.IPv4.parse(text);
  const url = `http://[${text}]`;
  return family === 6 && URL.canParse(url) ? ipaddr.IPv6.parse(new URL(url).hostname.slice(1, -1)) : null;
}
