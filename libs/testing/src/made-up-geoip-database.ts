import { writeFileSync } from 'node:fs';

/**
 * Writes a database of MaxMind's form (MaxMind DB File Format Specification 2.0) that says the countries of IPv4 networks.
 * @param countries ISO 3166-1 alpha-2, or null for a network without one, by network: `192.0.2.0/24`
 */
export function writeGeoIpDatabase(path: string, countries: Readonly<Record<string, string | null>>): void {
  const content: Buffer[] = [];
  const leaves = Object.entries(countries).map(([network, country]) => {
    const offset = content.reduce((sum, { length }) => sum + length, 0);
    content.push(country === null ? map({ traits: map({}) }) : map({ country: map({ iso_code: text(country) }) }));
    return { bits: bitsOf(network), offset };
  });
  const nodes: (number | { readonly offset: number } | null)[][] = [[null, null]];
  for (const { bits, offset } of leaves) insert(nodes, bits, offset);
  const tree = nodes.flatMap((node) => node.map((record) => record24(record, nodes.length)));
  const metadata = map({
    binary_format_major_version: number(5, 2),
    binary_format_minor_version: number(5, 0),
    build_epoch: Buffer.concat([Buffer.from([0x04, 0x02]), bytesOf(Math.floor(Date.now() / 1_000))]),
    database_type: text('Made-Up-Country'),
    ip_version: number(5, 6),
    node_count: number(6, nodes.length),
    record_size: number(5, 24),
  });
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
  writeFileSync(path, Buffer.concat([...tree, Buffer.alloc(16), ...content, marker, metadata]));
}

/** IPv4 lies under 96 zeros of IPv6. */
function bitsOf(network: string): number[] {
  const [address = '', length = '32'] = network.split('/');
  const bits = address.split('.').flatMap((byte) => [...Number(byte).toString(2).padStart(8, '0')].map(Number));
  return [...Array<number>(96).fill(0), ...bits.slice(0, Number(length))];
}

function insert(
  nodes: (number | { readonly offset: number } | null)[][],
  bits: readonly number[],
  offset: number,
): void {
  let node = 0;
  for (const [depth, bit] of bits.entries()) {
    if (depth === bits.length - 1) {
      nodes[node]![bit] = { offset };
      return;
    }
    const next = nodes[node]![bit];
    if (typeof next === 'number') {
      node = next;
    } else {
      nodes[node]![bit] = nodes.push([null, null]) - 1;
      node = nodes.length - 1;
    }
  }
}

function record24(record: number | { readonly offset: number } | null, nodeCount: number): Buffer {
  const value = record === null ? nodeCount : typeof record === 'number' ? record : nodeCount + 16 + record.offset;
  return Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
}

const bytesOf = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Kinds: 2 text, 5 two bytes, 6 four bytes, 7 a map; the number of bytes or pairs stands behind the kind. */
const text = (value: string): Buffer => Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)]);
const number = (kind: 5 | 6, value: number): Buffer =>
  Buffer.concat([Buffer.from([(kind << 5) | (kind === 5 ? 2 : 4)]), bytesOf(value).subarray(kind === 5 ? 2 : 0)]);
const map = (pairs: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    Buffer.from([(7 << 5) | Object.keys(pairs).length]),
    ...Object.entries(pairs).flatMap(([key, value]) => [text(key), value]),
  ]);
