import { checkedCryptoAddress, type CryptoAddress } from '../crypto-addresses/crypto-address';
import { type KeyOwner, type NationalId, nationalIdFault } from '../mexico/national-id';
import type { Address, CustomerInput, RepresentativeInput, TaxId } from './customer-record';
import { keyOwnerOf, nationalIdInTaxId } from './key-owner';
import { taxIdFault } from './tax-id';
import { US_STATES } from './us-states';

/** What is wrong with a customer's data. */
export interface CustomerFault {
  /** A JSON pointer into the input, without `#`. */
  readonly pointer: string;
  /** What is wrong, or what would be right; never the value. */
  readonly detail: string;
}

/** A change may add to those that are there, so no field of the request can tell. */
const MOST_EXTERNAL_IDS = 20;

/** What no single field can tell: what a type must have and must not, and what must agree. */
export function customerFaults(input: CustomerInput): CustomerFault[] {
  const { type, individual, business, taxId, addresses, representatives } = input;
  const { nationalIds = [], cryptoAddresses = [], beneficiaries = [] } = input;
  const owner = keyOwnerOf(input);
  const isIndividual = type === 'individual';
  const primary = addresses.flatMap((address, index) => (address.type === 'primary' ? [index] : []));
  return [
    ...(isIndividual && individual === undefined ? [required('/individual', 'an individual')] : []),
    ...(isIndividual && business !== undefined ? [notOf('/business', 'an individual')] : []),
    ...(isIndividual && representatives.length > 0 ? [notOf('/representatives', 'an individual')] : []),
    ...(!isIndividual && business === undefined ? [required('/business', 'a business')] : []),
    ...(!isIndividual && individual !== undefined ? [notOf('/individual', 'a business')] : []),
    ...taxIdFaults('/taxId', taxId, isIndividual ? ['ssn', 'itin', 'foreign'] : ['ein', 'foreign'], owner),
    ...nationalIdFaults(nationalIds, owner),
    ...primary.slice(1).map((index) => ({
      pointer: `/addresses/${index}/type`,
      detail: 'There can be one primary address; say secondary of the others.',
    })),
    ...addresses.flatMap((address, index) => addressFaults(`/addresses/${index}`, address)),
    ...representatives.flatMap((each, index) => representativeFaults(`/representatives/${index}`, each)),
    ...ownershipFaults(representatives),
    ...cryptoAddressFaults(cryptoAddresses),
    ...beneficiaries.flatMap(({ address }, index) =>
      address === undefined ? [] : addressFaults(`/beneficiaries/${index}/address`, address),
    ),
    ...(Object.keys(input.externalIds).length > MOST_EXTERNAL_IDS
      ? [
          {
            pointer: '/externalIds',
            detail: `There can be ${MOST_EXTERNAL_IDS} at most, with those that are there already.`,
          },
        ]
      : []),
  ];
}

const required = (pointer: string, what: string): CustomerFault => ({
  pointer,
  detail: `It is required of ${what}.`,
});

const notOf = (pointer: string, what: string): CustomerFault => ({
  pointer,
  detail: `It does not belong to ${what}. Leave it out.`,
});

function taxIdFaults(
  pointer: string,
  taxId: TaxId | null | undefined,
  allowed: readonly TaxId['type'][],
  owner: KeyOwner | undefined,
): CustomerFault[] {
  if (taxId === null || taxId === undefined) return [];
  if (!allowed.includes(taxId.type)) {
    return [{ pointer: `${pointer}/type`, detail: `It must be one of ${allowed.join(', ')} here.` }];
  }
  const [rfc] = nationalIdInTaxId(taxId);
  const fault = rfc !== undefined && owner !== undefined ? nationalIdFault(rfc, owner) : taxIdFault(taxId);
  return fault === undefined ? [] : [{ pointer: `${pointer}/number`, detail: `It ${fault}.` }];
}

function addressFaults(pointer: string, { country, region, postalCode }: Address): CustomerFault[] {
  if (country !== 'US') return [];
  return [
    ...(region === undefined || !US_STATES.has(region)
      ? [{ pointer: `${pointer}/region`, detail: 'In the United States it must be the two capitals of a state.' }]
      : []),
    ...(postalCode === undefined || !/^\d{5}(-\d{4})?$/.test(postalCode)
      ? [
          {
            pointer: `${pointer}/postalCode`,
            detail: 'In the United States it must be a ZIP code: 12345 or 12345-6789.',
          },
        ]
      : []),
  ];
}

function representativeFaults(pointer: string, representative: RepresentativeInput): CustomerFault[] {
  const { taxId, address } = representative;
  const owner = { type: 'individual', person: representative } as const;
  return [
    ...taxIdFaults(`${pointer}/taxId`, taxId, ['ssn', 'itin', 'foreign'], owner),
    ...(address === undefined ? [] : addressFaults(`${pointer}/address`, address)),
  ];
}

function ownershipFaults(representatives: readonly RepresentativeInput[]): CustomerFault[] {
  const total = representatives.reduce((sum, { ownershipPercent = 0 }) => sum + ownershipPercent, 0);
  // Thirds do not add up to 100 exactly.
  return total > 100.01
    ? [{ pointer: '/representatives', detail: 'Together they cannot own more than 100 percent.' }]
    : [];
}

function nationalIdFaults(nationalIds: readonly NationalId[], owner: KeyOwner | undefined): CustomerFault[] {
  return nationalIds.flatMap((each, index) => {
    const pointer = `/nationalIds/${index}`;
    if (nationalIds.findIndex(({ type }) => type === each.type) < index) {
      return [{ pointer: `${pointer}/type`, detail: 'There can be one of each type.' }];
    }
    const fault = owner === undefined ? undefined : nationalIdFault(each, owner);
    return fault === undefined ? [] : [{ pointer: `${pointer}/number`, detail: `It ${fault}.` }];
  });
}

function cryptoAddressFaults(addresses: readonly CryptoAddress[]): CustomerFault[] {
  const checked = addresses.map(checkedCryptoAddress);
  return checked.flatMap((each, index) => {
    const pointer = `/cryptoAddresses/${index}`;
    if ('fault' in each) return [{ pointer: `${pointer}/${each.field}`, detail: `It ${each.fault}.` }];
    const first = checked.findIndex(
      (other) => !('fault' in other) && other.currency === each.currency && other.address === each.address,
    );
    return first < index ? [{ pointer, detail: 'The address stands here twice.' }] : [];
  });
}
