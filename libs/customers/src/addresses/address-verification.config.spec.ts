import { loadConfig, ModeConfig } from '@bonafide/configuration';

import { AddressVerificationConfig, addressVendorId } from './address-verification.config';

const vendorOf = (environment: Readonly<Record<string, string>>) =>
  addressVendorId(loadConfig(AddressVerificationConfig, environment), loadConfig(ModeConfig, environment));

describe('the vendor of addresses', () => {
  it.each([
    [{ BONAFIDE_MODE: 'sandbox' }, 'sandbox'],
    [{ BONAFIDE_MODE: 'sandbox', ADDRESS_VENDOR: 'none' }, null],
    [{ BONAFIDE_MODE: 'sandbox', ADDRESS_VENDOR: 'smarty' }, 'smarty'],
    [{ BONAFIDE_MODE: 'production' }, null],
    [{}, null],
    [{ ADDRESS_VENDOR: 'smarty' }, 'smarty'],
  ])('with %o is %s', (environment, vendor) => {
    expect(vendorOf(environment)).toBe(vendor);
  });

  it('is not made up in production', () => {
    expect(() => vendorOf({ ADDRESS_VENDOR: 'sandbox' })).toThrow('ADDRESS_VENDOR');
  });

  it.each([
    ['ADDRESS_VENDOR', 'usps'],
    ['ADDRESS_RECHECK_DAYS', '-1'],
    ['ADDRESS_RECHECK_DAYS', '1.5'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => vendorOf({ BONAFIDE_MODE: 'sandbox', [name]: value })).toThrow(name);
  });
});
