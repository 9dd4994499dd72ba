import { isComparable, type ScreenedSubject } from '@bonafide/screening';

import { type CryptoAddress, spellingsOf } from '../crypto-addresses/crypto-address';
import type { CustomerId, RepresentativeId } from '../customer-ids';
import type { Address, CustomerType, Individual, Business, Representative } from '../records/customer-record';
import { fullNameOf } from '../records/searchable-name';

/** What of a customer is looked for on lists. */
export interface ScreenedCustomer {
  readonly id: CustomerId;
  readonly type: CustomerType;
  readonly individual?: Individual | null | undefined;
  readonly business?: Business | null | undefined;
  readonly addresses: readonly Address[];
  readonly cryptoAddresses?: readonly CryptoAddress[] | undefined;
  readonly representatives: readonly (Representative & { readonly id: RepresentativeId })[];
}

/** One name that matters, or several of one and the same. */
export interface ScreenedParty {
  /** Null for the customer itself. */
  readonly representativeId: RepresentativeId | null;
  readonly subject: ScreenedSubject;
}

/**
 * Everybody who is screened for a customer: itself under all its names and with its wallets, and each who acts for it or owns
 * a part of it.
 * Tax numbers are left out: a screening shows its subject, and those are shown to nobody.
 */
export function screenedPartiesOf(customer: ScreenedCustomer): ScreenedParty[] {
  const { individual, business, addresses, representatives, cryptoAddresses = [] } = customer;
  const wallets = walletsOf(cryptoAddresses);
  return [
    ...(individual
      ? [{ representativeId: null, subject: { ...personSubject(individual, addresses), ...wallets } }]
      : []),
    ...(business ? [{ representativeId: null, subject: { ...businessSubject(business, addresses), ...wallets } }] : []),
    ...representatives.map((each) => ({
      representativeId: each.id,
      subject: personSubject(each, each.address === undefined ? [] : [each.address]),
    })),
  ];
}

function personSubject(
  person: Pick<Individual, 'firstName' | 'middleName' | 'lastName' | 'suffix' | 'nickName' | 'birthDate'>,
  addresses: readonly Address[],
): ScreenedSubject {
  return {
    type: 'person',
    ...namesOf(fullNameOf(person), person.nickName),
    ...(person.birthDate === undefined ? {} : { birthDate: person.birthDate }),
    ...placesOf(addresses),
  };
}

function businessSubject({ legalName, doingBusinessAs }: Business, addresses: readonly Address[]): ScreenedSubject {
  return {
    type: 'business',
    ...namesOf(legalName, doingBusinessAs),
    ...placesOf(addresses),
  };
}

/**
 * A name that nobody can compare goes alone, so that its screening fails and a person sees to it: that somebody is called Bob
 * as well clears nobody.
 */
const namesOf = (name: string, other: string | undefined): Pick<ScreenedSubject, 'name' | 'alternativeNames'> => ({
  name,
  alternativeNames: other !== undefined && isComparable(name) ? [other] : [],
});

const placesOf = (
  addresses: readonly Address[],
): Pick<ScreenedSubject, 'countries' | 'identifications' | 'addresses'> => ({
  countries: [],
  identifications: [],
  addresses: addresses.map(({ line1, line2, city, region, postalCode, country }) => ({
    line1,
    ...(line2 === undefined ? {} : { line2 }),
    city,
    ...(region === undefined ? {} : { region }),
    ...(postalCode === undefined ? {} : { postalCode }),
    country,
  })),
});

/** The engine compares addresses as they are written, so each goes in every form in which a list may have it. */
const walletsOf = (addresses: readonly CryptoAddress[]): Pick<ScreenedSubject, 'cryptoAddresses'> =>
  addresses.length === 0
    ? {}
    : {
        cryptoAddresses: addresses.flatMap((each) =>
          spellingsOf(each).map((address) => ({ currency: each.currency, address })),
        ),
      };
