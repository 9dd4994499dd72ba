import { bech32, bech32m } from '@scure/base';

import { type AddressCheck, decoded } from './checked-address';

interface Decoded {
  readonly prefix: string;
  readonly words: number[];
}

/** A witness program of 2 to 40 bytes: version 0 in Bech32 (BIP 173), 1 to 16 in Bech32m (BIP 350). */
export const segwitAddress =
  (prefix: string): AddressCheck =>
  (address) => {
    const plain: Decoded | null = decoded(() => bech32.decode(address as `${string}1${string}`));
    const modified: Decoded | null = decoded(() => bech32m.decode(address as `${string}1${string}`));
    const found = plain ?? modified;
    const [version, ...words] = found?.words ?? [];
    if (found?.prefix !== prefix || version === undefined || version > 16) return null;
    if ((version === 0) !== (plain !== null)) return null;
    const program = decoded(() => bech32.fromWords(words));
    if (program === null || program.length < 2 || program.length > 40) return null;
    if (version === 0 && program.length !== 20 && program.length !== 32) return null;
    return address.toLowerCase();
  };

/** Sapling addresses of Zcash: 43 bytes in Bech32 (Zcash protocol specification, 5.6.3.1). */
export const saplingAddress: AddressCheck = (address) => {
  const found: Decoded | null = decoded(() => bech32.decode(address as `${string}1${string}`));
  if (found?.prefix !== 'zs') return null;
  const content = decoded(() => bech32.fromWords(found.words));
  return content?.length === 43 ? address.toLowerCase() : null;
};

/** Unified addresses of Zcash (ZIP 316): Bech32m without its limit of length. What they hold is shuffled and not looked into. */
export const unifiedAddress: AddressCheck = (address) => {
  const found: Decoded | null = decoded(() => bech32m.decode(address as `${string}1${string}`, false));
  if (found?.prefix !== 'u') return null;
  const content = decoded(() => bech32m.fromWords(found.words));
  return content !== null && content.length >= 48 ? address.toLowerCase() : null;
};
