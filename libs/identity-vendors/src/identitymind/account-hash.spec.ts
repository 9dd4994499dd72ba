import { hashBankAccount, hashBitcoinAddress, hashCard } from './account-hash';

/** Published by the vendor for its sandbox. The salt of production is a secret. */
const salt = '54l73D47';

describe("IdentityMind's hash of an account", () => {
  it('of a US bank account is the one that the vendor published', () => {
    expect(hashBankAccount({ routingNumber: '321076479', accountNumber: '74600015199010' }, salt)).toEqual({
      hash: '3f57733f34b677294fed96efd440b8d9e7728fa5',
      token: '321076XXXXXXXX9010',
    });
  });

  it.each(['SN12K00100152000025690007542', 'sn12 K001 0015 2000 0256 9000 7542'])(
    'of the IBAN %s is the one that the vendor published, however it is written',
    (iban) => {
      expect(hashBankAccount({ iban }, salt)).toEqual({
        hash: 'dd91898995dfef188eca122c5e0dd92f3aa34550',
        token: 'SN12K0XXXXXXXX7542',
      });
    },
  );

  it.each([
    ['4012012301230123', '32c1950468af7489efb48c911f9550092ebf34c5', '401201XXXXXX0123'],
    ['4111-1111-1111-1111', '4513bfe30439b317d3a504ecac74858965a89ce7', '411111XXXXXX1111'],
  ])('of the card %s is the one that the vendor published', (number, hash, token) => {
    expect(hashCard(number, salt)).toEqual({ hash, token });
  });

  it('depends on the salt', () => {
    const account = { routingNumber: '321076479', accountNumber: '74600015199010' };
    expect(hashBankAccount(account, '\0'.repeat(10)).hash).toBe('5d12d38d98531d72c8e83a028982929650d58fac');
  });

  it('of a Bitcoin address takes it as it is written', () => {
    expect(hashBitcoinAddress('1BoatSLRHtKNngkdXEeobR76b53LETtpyT', salt)).toMatch(/^[0-9a-f]{40}$/);
    expect(hashBitcoinAddress('a-b', salt)).not.toBe(hashBitcoinAddress('ab', salt));
  });

  it('shows nothing of a number that is hardly longer than what a token shows', () => {
    expect(hashBankAccount({ iban: 'AB12345678' }, salt).token).toBe('XXXXXXXX');
  });
});
