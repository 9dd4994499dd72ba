import { type BlockedKind, comparableValue } from './blocked-value';

const same: readonly [BlockedKind, object, string, string][] = [
  ['email', {}, 'Ana.Example+bank@gmail.com', 'anaexample@googlemail.com'],
  ['email', {}, 'Ana@Example.com', 'ana@example.com'],
  ['tax_id', {}, '219-09-9999', '219 09 9999'],
  ['tax_id', { country: 'MX' }, 'hegg-560427-ab1', 'HEGG560427AB1'],
  ['tax_id', { country: 'FR' }, '12-34-56-78', '12345678'],
  ['ip', {}, '::ffff:192.0.2.1', '192.0.2.1'],
  ['ip', {}, '2001:db8::1%eth0', '2001:db8::1'],
  ['ip', {}, '2001:DB8:0:0::1', '2001:db8::1'],
  [
    'crypto_address',
    { currency: 'ETH' },
    '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  ],
  [
    'crypto_address',
    { currency: 'BCH' },
    '1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu',
    'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
  ],
];

describe('a blocked value', () => {
  it.each(same)('(%s %j) %s is %s', (kind, more, one, other) => {
    const [first, second] = [one, other].map((value) => comparableValue({ kind, value, ...more }));
    expect(first).toHaveProperty('comparable');
    expect(second).toEqual(first);
  });

  it.each<[BlockedKind, object, string, string]>([
    ['email', {}, 'a.na@example.com', 'ana@example.com'],
    ['tax_id', { country: 'MX' }, '219-09-9999', '219-09-9998'],
    ['ip', {}, '192.0.2.1', '192.0.2.10'],
  ])('(%s) %s is not %s', (kind, more, one, other) => {
    expect(comparableValue({ kind, value: one, ...more })).not.toEqual(
      comparableValue({ kind, value: other, ...more }),
    );
  });

  it('of one country is none of another', () => {
    const value = { kind: 'tax_id', value: '219099999' } as const;
    expect(comparableValue({ ...value, country: 'MX' })).not.toEqual(comparableValue(value));
  });

  it.each<[BlockedKind, object, string, string]>([
    ['email', {}, 'ana', 'value'],
    ['phone', {}, '2175550123', 'value'],
    ['tax_id', {}, '12', 'value'],
    ['tax_id', { country: 'MX' }, '--', 'value'],
    ['ip', {}, '192.0.2.0/24', 'value'],
    ['ip', {}, '192.168.1', 'value'],
    ['crypto_address', {}, '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', 'currency'],
    ['crypto_address', { currency: 'NONE' }, '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', 'currency'],
    ['crypto_address', { currency: 'BTC' }, '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', 'value'],
  ])('(%s %j) is not %s, and the field is named', (kind, more, value, field) => {
    expect(comparableValue({ kind, value, ...more })).toMatchObject({ field });
  });
});
