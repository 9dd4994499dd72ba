import { base58check, hashAddress, moneroAddress, solanaAddress, xrpAddress } from './base58-address';
import { saplingAddress, segwitAddress, unifiedAddress } from './bech32-address';
import { cashAddress, cashAddressOf, legacyAddressOf, withoutPrefix } from './bitcoin-cash-address';
import { type AddressCheck, anyOf, decoded } from './checked-address';
import { evmAddress } from './evm-address';

/** Where a customer holds or receives a currency. */
export interface CryptoAddress {
  /** One of {@link cryptoCurrencies}. */
  readonly currency: string;
  readonly address: string;
}

const bitcoin = anyOf(hashAddress(['00', '05']), segwitAddress('bc'));
const tron = hashAddress(['41']);

/** What an address of each currency is. Version bytes are those of the currency's own reference program (`chainparams`). */
const checks = {
  BTC: bitcoin,
  BCH: anyOf(cashAddress, hashAddress(['00', '05'])),
  BSV: hashAddress(['00', '05']),
  BTG: anyOf(hashAddress(['26', '17']), segwitAddress('btg')),
  LTC: anyOf(hashAddress(['30', '32', '05']), segwitAddress('ltc')),
  DASH: hashAddress(['4c', '10']),
  DOGE: hashAddress(['1e', '16']),
  XVG: hashAddress(['1e', '21']),
  ZEC: anyOf(hashAddress(['1cb8', '1cbd']), saplingAddress, unifiedAddress),
  XMR: moneroAddress,
  XRP: xrpAddress,
  TRX: tron,
  SOL: solanaAddress,
  ETH: evmAddress,
  ETC: evmAddress,
  BNB: evmAddress,
  ARB: evmAddress,
  OP: evmAddress,
  BASE: evmAddress,
  POL: evmAddress,
  AVAX: evmAddress,
  DAI: evmAddress,
  // Tokens have the addresses of the chains they are on; that of Tether on Bitcoin was its first.
  USDC: anyOf(evmAddress, tron, solanaAddress),
  USDT: anyOf(evmAddress, tron, bitcoin, solanaAddress),
} as const satisfies Readonly<Record<string, AddressCheck>>;

export const cryptoCurrencies: readonly string[] = Object.keys(checks);

/** Other names of the same, among them those on the lists of OFAC. */
const sameCurrency: Readonly<Record<string, string>> = { XBT: 'BTC', BCC: 'BCH', BSC: 'BNB', MATIC: 'POL' };

/** It as it is stored, or what is wrong with it. Nobody asks a chain: whether somebody has the key to it is not known. */
export function checkedCryptoAddress({
  currency,
  address,
}: CryptoAddress): CryptoAddress | { readonly field: 'currency' | 'address'; readonly fault: string } {
  const upper = currency.trim().toUpperCase();
  const known = sameCurrency[upper] ?? upper;
  const check = Object.hasOwn(checks, known) ? checks[known as keyof typeof checks] : undefined;
  if (check === undefined) {
    return { field: 'currency', fault: `must be one of ${cryptoCurrencies.join(', ')}; no other can be checked` };
  }
  const written = check(address.trim());
  if (written === null) {
    return {
      field: 'address',
      fault: `is no ${known} address: a character is wrong or missing, or it is of another currency`,
    };
  }
  return { currency: known, address: written };
}

/** @param addresses without faults */
export const storedCryptoAddresses = (addresses: readonly CryptoAddress[]): CryptoAddress[] =>
  addresses.map((given) => {
    const checked = checkedCryptoAddress(given);
    if ('fault' in checked) throw new Error('A crypto address was to be stored that is none.');
    return checked;
  });

/**
 * Every way in which a list may write the address: forms with and without a prefix, and the older form beside the newer.
 * @param checked as {@link checkedCryptoAddress} returns it
 */
export function spellingsOf({ currency, address }: CryptoAddress): string[] {
  if (currency === 'BCH') return bitcoinCashSpellings(address);
  if (currency === 'LTC') return litecoinSpellings(address);
  return [address];
}

function bitcoinCashSpellings(address: string): string[] {
  const isOwnForm = address.includes(':');
  const [own, legacy] = isOwnForm ? [address, legacyAddressOf(address)] : [cashAddressOf(address), address];
  return [...(own === null ? [] : [withoutPrefix(own)]), ...(legacy === null ? [] : [legacy])];
}

/** Script hashes began with a 3, as Bitcoin's, before they began with an M. */
function litecoinSpellings(address: string): string[] {
  const [version, ...hash] = decoded(() => base58check.decode(address)) ?? [];
  if (version !== 0x32 && version !== 0x05) return [address];
  return [address, base58check.encode(Uint8Array.from([version === 0x32 ? 0x05 : 0x32, ...hash]))];
}
