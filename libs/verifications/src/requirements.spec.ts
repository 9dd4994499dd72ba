import type { CustomerSnapshot } from '@bonafide/customers';
import type { GovernmentId } from '@bonafide/identity-vendors';

import { plannedChecks } from './planned-checks';
import { documentIsRequired, missingElements } from './requirements';
import { isSameAddress, verifiedPartiesOf } from './verified-parties';

const home = { line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' };
const ssn = { type: 'ssn', country: 'US', masked: '***-**-9999' } as const;

const aCustomer = (change: Partial<CustomerSnapshot> = {}): CustomerSnapshot => ({
  id: 'cus_1',
  type: 'individual',
  name: 'Quillon Marbeck',
  status: 'none',
  sanctionsState: 'clear',
  externalIds: {},
  createdAt: new Date(0),
  updatedAt: new Date(0),
  hold: null,
  identityVersion: 1,
  facts: {
    identityVerifiedAt: null,
    taxIdVerifiedAt: null,
    sanctions: { state: 'clear', since: new Date(0), listSetId: null, listsCheckedAt: null },
  },
  individual: { firstName: 'Quillon', lastName: 'Marbeck', birthDate: '1971-02-03' },
  business: null,
  email: null,
  taxId: ssn,
  phones: [],
  addresses: [{ ...home, id: 'adr_1', type: 'primary' }],
  addressVerifications: [],
  representatives: [],
  nationalIds: [],
  beneficiaries: [],
  cryptoAddresses: [],
  duplicateCount: 0,
  ...change,
});

const owner = {
  id: 'rep_1',
  firstName: 'Tavish',
  lastName: 'Orlebar',
  ownershipPercent: 25,
  isControlPerson: false,
  birthDate: '1970-01-02',
  address: home,
  taxId: ssn,
} as const;
const controller = { ...owner, id: 'rep_2', ownershipPercent: 0, isControlPerson: true } as const;
const aBusiness = (change: Partial<CustomerSnapshot> = {}): CustomerSnapshot =>
  aCustomer({
    type: 'business',
    individual: null,
    business: { legalName: 'Marbeck Test Trading LLC' },
    taxId: { type: 'ein', country: 'US', masked: '**-***6789' },
    representatives: [owner, controller],
    ...change,
  });

const passport: GovernmentId = { type: 'passport', number: 'X0000001', country: 'FR' };
const given = (level: 'kyc' | 'cip', governmentId: GovernmentId | null = null) => ({
  level,
  governmentId,
  device: null,
});
const pointers = (customer: CustomerSnapshot, request: ReturnType<typeof given>): string[] =>
  missingElements(customer, request).map(({ pointer }) => pointer);

describe('what a verification takes', () => {
  it('is all listed at once', () => {
    const bare = aCustomer({ individual: { firstName: 'Quillon', lastName: 'Marbeck' }, taxId: null, addresses: [] });
    expect(pointers(bare, given('cip'))).toEqual(['/individual/birthDate', '/addresses', '/taxId']);
    expect(missingElements(bare, given('kyc'))[0]!.detail).toContain('PATCH /v1/customers/{id}');
  });

  it.each<[string, Partial<CustomerSnapshot>, ReturnType<typeof given>, readonly string[]]>([
    ['kyc takes no tax number', { taxId: null }, given('kyc'), []],
    [
      'an address must be the primary one',
      { addresses: [{ ...home, id: 'adr_1', type: 'secondary' }] },
      given('kyc'),
      ['/addresses'],
    ],
    [
      'cip takes a number of the United States',
      { taxId: { ...ssn, type: 'foreign', country: 'FR' } },
      given('cip'),
      ['/taxId'],
    ],
    ['or an ITIN', { taxId: { ...ssn, type: 'itin' } }, given('cip'), []],
    ['or another country’s passport', { taxId: null }, given('cip', passport), []],
    ['not one of the United States', { taxId: null }, given('cip', { ...passport, country: 'US' }), ['/taxId']],
    ['nor another document', { taxId: null }, given('cip', { ...passport, type: 'identity_card' }), ['/taxId']],
    [
      'nor one that has expired',
      { taxId: null },
      given('cip', { ...passport, expiresOn: '2001-01-01' }),
      ['/governmentId/expiresOn'],
    ],
    [
      'a driver’s licence takes its state',
      {},
      given('kyc', { ...passport, type: 'drivers_license', country: 'US' }),
      ['/governmentId/region'],
    ],
  ])('of an individual: %s', (_, change, request, missing) => {
    expect(pointers(aCustomer(change), request)).toEqual(missing);
  });

  it.each<[string, Partial<CustomerSnapshot>, ReturnType<typeof given>, readonly string[]]>([
    ['nothing more', {}, given('cip'), []],
    ['its tax number and address', { taxId: null, addresses: [] }, given('kyc'), ['/addresses', '/taxId']],
    ['somebody who controls it', { representatives: [owner] }, given('kyc'), ['/representatives']],
    [
      'birth date and address of owners',
      { representatives: [{ ...owner, birthDate: undefined, address: undefined }, controller] },
      given('kyc'),
      ['/representatives/0/birthDate', '/representatives/0/address'],
    ],
    [
      'nothing of who owns less',
      { representatives: [{ ...owner, ownershipPercent: 24.9, birthDate: undefined }, controller] },
      given('kyc'),
      [],
    ],
    [
      'the numbers of owners for cip',
      { representatives: [controller, { ...owner, taxId: null }] },
      given('cip'),
      ['/representatives/1/taxId'],
    ],
    ['no document', {}, given('kyc', passport), ['/governmentId']],
  ])('of a business: %s', (_, change, request, missing) => {
    expect(pointers(aBusiness(change), request)).toEqual(missing);
  });
});

describe('what is looked at', () => {
  const planned = (customer: CustomerSnapshot, request: ReturnType<typeof given>) =>
    plannedChecks(verifiedPartiesOf(customer, new Map(), request), documentIsRequired(customer, request)).map(
      ({ representativeId, stage, isRequired, skipReason }) => [representativeId, stage, isRequired, skipReason],
    );

  it('is the identity, and as skipped all that nothing was given for', () => {
    expect(planned(aCustomer(), given('kyc'))).toEqual([
      [null, 'block_list', true, null],
      [null, 'identity', true, null],
      [null, 'residential_address', false, 'same_address'],
      [null, 'government_id', false, 'not_given'],
      [null, 'device', false, 'not_given'],
    ]);
  });

  it('is the residence too when another address stands on the document', () => {
    const elsewhere = { ...passport, address: { ...home, line1: '9 Other Road' } };
    expect(planned(aCustomer(), given('kyc', elsewhere)).slice(2, 4)).toEqual([
      [null, 'residential_address', true, null],
      [null, 'government_id', false, null],
    ]);
  });

  it('is the passport for sure when it stands in for the tax number', () => {
    expect(planned(aCustomer({ taxId: null }), given('cip', passport))[3]).toEqual([null, 'government_id', true, null]);
    expect(planned(aCustomer(), given('cip', passport))[3]).toEqual([null, 'government_id', false, null]);
  });

  it('is the business, and each owner and controller once', () => {
    const minor = { ...owner, id: 'rep_3', ownershipPercent: 24.9 } as const;
    const both = { ...controller, ownershipPercent: 60 };
    expect(planned(aBusiness({ representatives: [owner, minor, both] }), given('kyc'))).toEqual([
      [null, 'block_list', true, null],
      [null, 'identity', true, null],
      ['rep_1', 'block_list', true, null],
      ['rep_1', 'identity', true, null],
      ['rep_2', 'block_list', true, null],
      ['rep_2', 'identity', true, null],
    ]);
  });

  it.each<[string, object, boolean]>([
    [
      'case, dots and four more digits are no other address',
      { line1: '12 TEST STREET.', postalCode: '62701-1234' },
      true,
    ],
    ['another house is', { line1: '13 Test Street' }, false],
    ['another flat is', { line2: 'Flat 2' }, false],
    ['another country is', { country: 'CA' }, false],
  ])('%s', (_, change, isSame) => {
    expect(isSameAddress(home, { ...home, ...change })).toBe(isSame);
  });
});
