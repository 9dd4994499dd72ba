import { keccak_256 } from '@noble/hashes/sha3.js';

import type { AddressCheck } from './checked-address';

/**
 * Ethereum and the chains that took over its addresses. Letters of both cases are a checksum and must be right (EIP-55);
 * of one case they are none. @returns it with its checksum
 */
export const evmAddress: AddressCheck = (address) => {
  const [, digits] = /^0x([0-9a-f]{40})$/iu.exec(address) ?? [];
  if (digits === undefined) return null;
  const lower = digits.toLowerCase();
  const checked = checksummed(lower);
  const hasChecksum = digits !== lower && digits !== digits.toUpperCase();
  return hasChecksum && digits !== checked ? null : `0x${checked}`;
};

/** A letter is a capital where the hash of the address has a digit of 8 or more. */
function checksummed(lower: string): string {
  const hash = Buffer.from(keccak_256(Buffer.from(lower, 'ascii'))).toString('hex');
  return [...lower]
    .map((digit, index) => (Number.parseInt(hash[index] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit))
    .join('');
}
