import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describeWithSharedData } from '@bonafide/testing';

import { checkedCryptoAddress, spellingsOf } from './crypto-address';

const addressOf = (currency: string, address: string): string | null => {
  const checked = checkedCryptoAddress({ currency, address });
  return 'fault' in checked ? null : checked.address;
};

/** Examples of the standards themselves, and addresses of contracts and programs that everybody knows. */
const published: readonly [currency: string, source: string, address: string][] = [
  ['BTC', 'the first block', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['BTC', 'BIP 16', '3P14159f73E4gFr7JterCCQh9QjiTjiZrG'],
  ['BTC', 'BIP 173', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['BTC', 'BIP 350', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  ['BTC', 'BIP 350', 'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y'],
  ['BTC', 'BIP 350', 'bc1sw50qgdz25j'],
  ['BCH', 'CashAddr', 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
  ['BCH', 'CashAddr', 'bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq'],
  ['ETH', 'EIP-55', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['ETH', 'EIP-55', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'],
  ['ETH', 'EIP-55', '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB'],
  ['ETH', 'EIP-55', '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb'],
  ['ETH', 'EIP-55', '0x52908400098527886E0F7030069857D2E4169EE7'],
  ['XRP', 'the first account', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh'],
  ['TRX', 'the contract of Tether', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['SOL', 'the system program', '11111111111111111111111111111111'],
  ['SOL', 'the token program', 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'],
  [
    'XMR',
    'the donations of the Monero project',
    '44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A',
  ],
  [
    'XMR',
    'the subaddress for donations',
    '888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H',
  ],
];

describe('the address of a currency', () => {
  it.each(published)('of %s is taken as %s has it: %s', (currency, _, address) => {
    expect(addressOf(currency, address)).toBe(address);
  });

  it.each(published)('of %s is none with two letters exchanged (%s: %s)', (currency, _, address) => {
    const at = [...address].findIndex((letter, index) => index > 2 && letter !== address[index + 1]);
    const exchanged = [...address];
    [exchanged[at], exchanged[at + 1]] = [address[at + 1]!, address[at]!];
    if (currency === 'SOL') return; // It has no checksum: any 32 bytes are one.
    // Two digits of one case, or no letters at all, are a checksum neither before nor after.
    const isUnchecked = currency === 'ETH' && /^0x[0-9A-F]+$|^0x[0-9a-f]+$/.test(exchanged.join(''));
    expect(addressOf(currency, exchanged.join('')) === null || isUnchecked).toBe(true);
  });

  it.each([
    ['BTC', 'Bech32 where Bech32m must be (BIP 350)', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd'],
    ['BTC', 'Bech32m where Bech32 must be (BIP 350)', 'bc1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47'],
    ['BTC', 'version 17 (BIP 350)', 'bc130xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq7zwz4w'],
    ['BTC', 'a program of one byte (BIP 350)', 'bc1pw5dgrnzv'],
    ['BTC', 'a program that is too short for its version (BIP 173)', 'bc1qr508d6qejxtdg4y5r3zarvaryvqyzf3du'],
    ['BTC', 'mixed case', 'bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['BTC', 'an address of the test network (BIP 173)', 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx'],
    ['BTC', 'one of Litecoin', 'LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz'],
    ['ETH', 'a wrong capital (EIP-55)', '0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['ETH', 'a digit too few', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae'],
    ['ETH', 'no 0x', '5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    ['XRP', "Bitcoin's alphabet", '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['TRX', "Bitcoin's version", '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['SOL', '31 bytes', '1111111111111111111111111111111'],
    ['BTC', 'nothing', ''],
  ])('of %s is not %s', (currency, _, address) => {
    expect(addressOf(currency, address)).toBeNull();
  });

  it.each([
    ['ETH', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['ETH', '0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['BTC', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['BCH', 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a', 'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
    ['XBT', ' 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ])('of %s is stored in one form: %s as %s', (currency, address, stored) => {
    expect(addressOf(currency, address)).toBe(stored);
  });

  it('of a currency that nobody can check is refused, with those that can be', () => {
    expect(checkedCryptoAddress({ currency: 'ABC', address: 'x' })).toMatchObject({
      field: 'currency',
      fault: expect.stringContaining('BTC, BCH'),
    });
    expect(checkedCryptoAddress({ currency: 'constructor', address: 'x' })).toMatchObject({ field: 'currency' });
  });
});

describe('the spellings under which an address may be listed', () => {
  // The examples of the CashAddr specification.
  it.each([
    ['1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu', 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a'],
    ['1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR', 'qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy'],
    ['16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb', 'qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r'],
    ['3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC', 'ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq'],
    ['3LDsS579y7sruadqu11beEJoTjdFiFCdX4', 'pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e'],
    ['31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw', 'pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37'],
  ])('are both forms of Bitcoin Cash: %s and %s', (legacy, own) => {
    expect(spellingsOf({ currency: 'BCH', address: legacy })).toEqual([own, legacy]);
    expect(spellingsOf({ currency: 'BCH', address: `bitcoincash:${own}` })).toEqual([own, legacy]);
  });

  it('are both forms of a script hash of Litecoin', () => {
    const spellings = spellingsOf({ currency: 'LTC', address: '3P14159f73E4gFr7JterCCQh9QjiTjiZrG' });
    expect(spellings).toHaveLength(2);
    const [older, newer] = spellings as [string, string];
    expect(newer).toMatch(/^M/);
    expect(addressOf('LTC', newer)).toBe(newer);
    expect(spellingsOf({ currency: 'LTC', address: newer })).toEqual([newer, older]);
  });

  it('are the address alone otherwise', () => {
    expect(spellingsOf({ currency: 'XRP', address: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh' })).toHaveLength(1);
  });
});

describeWithSharedData('ofac/crypto-addresses-2024-09', 'the addresses that OFAC lists', (folder) => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('are addresses to us: %s', (file) => {
    const currency = /_([A-Z]+)\.json$/.exec(file)?.[1] ?? '';
    const listed = JSON.parse(readFileSync(join(folder, file), 'utf8')) as string[];
    const isOurs = (address: string) => {
      const checked = checkedCryptoAddress({ currency, address });
      return !('fault' in checked) && spellingsOf(checked).some((spelling) => sameAs(spelling, address));
    };
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.filter((address) => !isOurs(address))).toEqual(mistaken[currency] ?? []);
  });
});

/** OFAC lists a payment id of Monero as though it were an address, and one address of Tron as one of Bitcoin. */
const mistaken: Readonly<Record<string, readonly unknown[]>> = {
  XMR: [expect.stringMatching(/^[0-9a-f]{64}$/)],
  XBT: [expect.stringMatching(/^T[1-9A-Za-z]{33}$/)],
};

/** The engine compares hexadecimal addresses without regard to case. */
const sameAs = (one: string, other: string): boolean =>
  one.startsWith('0x') ? one.toLowerCase() === other.toLowerCase() : one === other;
