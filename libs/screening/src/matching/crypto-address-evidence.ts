import { type ListedCryptoAddress } from '../lists/sanctions-entry';
import { type EntryFacts } from './entry-facts';
import { type Evidence } from './evidence';
import { ExactKeys } from './exact-keys';
import { type SubjectCryptoAddress } from './screening-subject';

const SAME_ADDRESS = 0.1;

/** A wallet both sides have. Another wallet says nothing: everybody may have any number. */
export function compareCryptoAddresses(
  subject: readonly SubjectCryptoAddress[],
  listed: readonly ListedCryptoAddress[],
): Evidence {
  for (const own of subject) {
    const same = listed.find(({ address }) => normalizeAddress(address) === normalizeAddress(own.address));
    if (!same) continue;
    const subjectText = own.currency === undefined ? own.address : `${own.currency} ${own.address}`;
    return {
      outcome: 'agrees',
      effect: SAME_ADDRESS,
      subject: subjectText,
      listed: `${same.currency} ${same.address}`,
    };
  }
  return { outcome: 'not-compared', effect: 0 };
}

/** Finds entries by their wallets. */
export class CryptoAddressIndex {
  private readonly byAddress: ExactKeys;

  constructor(entries: readonly Pick<EntryFacts, 'cryptoAddresses'>[]) {
    this.byAddress = new ExactKeys(
      entries.flatMap(({ cryptoAddresses }, entry) =>
        cryptoAddresses.map(({ address }): [string, number] => [normalizeAddress(address), entry]),
      ),
    );
  }

  /** Entries that may have one of the wallets; the comparison decides. */
  find(addresses: readonly SubjectCryptoAddress[]): number[] {
    return addresses.flatMap(({ address }) => this.byAddress.find(normalizeAddress(address)));
  }
}

/** Hexadecimal and Bech32 addresses mean the same in any case; in Base58 the case of a letter is part of it. */
function normalizeAddress(address: string): string {
  const trimmed = address.trim();
  const isCaseless = /^0x[0-9a-f]+$/iu.test(trimmed) || /^(?:bc|ltc|tb)1[0-9a-z]+$/iu.test(trimmed);
  return isCaseless ? trimmed.toLowerCase() : trimmed;
}
