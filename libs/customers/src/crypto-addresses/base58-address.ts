import { createHash } from 'node:crypto';

import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58, base58xmr, base58xrp, createBase58check } from '@scure/base';

import { type AddressCheck, decoded } from './checked-address';

const sha256 = (content: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(content).digest());

/** Base58 with four bytes of a doubled SHA-256 (Bitcoin, "Base58Check encoding"). */
export const base58check = createBase58check(sha256);

/** The same in the alphabet of the XRP Ledger (xrpl.org, "Base58 encodings"). */
const base58checkOfXrp = {
  decode(text: string): Uint8Array {
    const bytes = base58xrp.decode(text);
    const content = bytes.subarray(0, -4);
    const checksum = sha256(sha256(content)).subarray(0, 4);
    if (!Buffer.from(checksum).equals(bytes.subarray(-4))) throw new Error('The checksum is wrong.');
    return content;
  },
};

const HASH_BYTES = 20;

/** Addresses of a hash of 20 bytes. @param versions the bytes that may stand before it, each written in hexadecimal */
export const hashAddress =
  (versions: readonly string[], codec: { readonly decode: (text: string) => Uint8Array } = base58check): AddressCheck =>
  (address) => {
    const content = decoded(() => codec.decode(address));
    if (content === null || content.length <= HASH_BYTES) return null;
    const version = Buffer.from(content.subarray(0, content.length - HASH_BYTES)).toString('hex');
    return versions.includes(version) ? address : null;
  };

/** Classic addresses only: the newer X-addresses hold a tag of the receiver besides, and no list has them. */
export const xrpAddress: AddressCheck = hashAddress(['00'], base58checkOfXrp);

/** A public key as it is. It has no checksum, so only its length tells. */
export const solanaAddress: AddressCheck = (address) =>
  decoded(() => base58.decode(address))?.length === 32 ? address : null;

/** Standard addresses and subaddresses of the main network (69 bytes), and integrated ones, with 8 bytes more of a payment. */
const MONERO_BYTES: ReadonlyMap<number, number> = new Map([
  [18, 69],
  [42, 69],
  [19, 77],
]);

/** Two keys, after which come four bytes of Keccak-256 (getmonero.org, "Standard address"). */
export const moneroAddress: AddressCheck = (address) => {
  const content = decoded(() => base58xmr.decode(address));
  const [network] = content ?? [];
  if (content === null || network === undefined || MONERO_BYTES.get(network) !== content.length) return null;
  const checksum = keccak_256(content.subarray(0, -4)).subarray(0, 4);
  return Buffer.from(checksum).equals(content.subarray(-4)) ? address : null;
};
