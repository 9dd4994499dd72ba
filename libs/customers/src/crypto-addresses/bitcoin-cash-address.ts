import { bech32 } from '@scure/base';

import { base58check } from './base58-address';
import { type AddressCheck, decoded } from './checked-address';

const PREFIX = 'bitcoincash';
const DIGITS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n] as const;

/** Pay to public key hash, to script hash, and both when they take tokens: the version byte, and the byte of the older form. */
const KINDS: ReadonlyMap<number, number> = new Map([
  [0x00, 0x00],
  [0x08, 0x05],
  [0x10, 0x00],
  [0x18, 0x05],
]);

/**
 * The form of Bitcoin Cash's own, with its prefix or without (the CashAddr specification: 40 bits of a BCH code over the
 * prefix and the content). @returns it with its prefix
 */
export const cashAddress: AddressCheck = (address) => {
  const content = contentOf(address);
  return content === null ? null : `${PREFIX}:${withoutPrefix(address)}`;
};

/** The same address in the form that Bitcoin has too, or null when it is none of 20 bytes. @param address of {@link cashAddress} */
export function legacyAddressOf(address: string): string | null {
  const [version, ...hash] = contentOf(address) ?? [];
  const kind = version === undefined ? undefined : KINDS.get(version);
  return kind === undefined ? null : base58check.encode(Uint8Array.from([kind, ...hash]));
}

/** The other way round. @returns null when it is no address of that form */
export function cashAddressOf(legacy: string): string | null {
  const [kind, ...hash] = decoded(() => base58check.decode(legacy)) ?? [];
  if ((kind !== 0x00 && kind !== 0x05) || hash.length !== 20) return null;
  const words = bech32.toWords(Uint8Array.from([kind === 0x00 ? 0x00 : 0x08, ...hash]));
  const sum = polymod([...prefixWords, ...words, ...Array<number>(8).fill(0)]);
  const checksum = Array.from({ length: 8 }, (_, index) => Number((sum >> BigInt(5 * (7 - index))) & 31n));
  return `${PREFIX}:${[...words, ...checksum].map((word) => DIGITS[word]).join('')}`;
}

/** As lists write it. */
export const withoutPrefix = (address: string): string => {
  const lower = address.toLowerCase();
  return lower.startsWith(`${PREFIX}:`) ? lower.slice(PREFIX.length + 1) : lower;
};

/** Version and hash. */
function contentOf(address: string): number[] | null {
  if (address !== address.toLowerCase() && address !== address.toUpperCase()) return null;
  const words = [...withoutPrefix(address)].map((digit) => DIGITS.indexOf(digit));
  if (words.length < 8 || words.includes(-1) || polymod([...prefixWords, ...words]) !== 0n) return null;
  const content = decoded(() => [...bech32.fromWords(words.slice(0, -8))]);
  const [version] = content ?? [];
  return content?.length === 21 && version !== undefined && KINDS.has(version) ? content : null;
}

const prefixWords = [...[...PREFIX].map((letter) => letter.charCodeAt(0) & 31), 0];
function polymod(words: readonly number[]): bigint {
  let sum = 1n;
  for (const word of words) {
    const top = sum >> 35n;
    sum = ((sum & 0x07ffffffffn) << 5n) ^ BigInt(word);
    for (const [bit, generator] of GENERATORS.entries()) {
      if ((top >> BigInt(bit)) & 1n) sum ^= generator;
    }
  }
  return sum ^ 1n;
}
