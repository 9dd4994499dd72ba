import { canonicalJson } from '@bonafide/identifiers';

import type { CryptoAddress } from '../crypto-addresses/crypto-address';
import type { Business, CustomerAddress, CustomerInput, Individual, Representative } from './customer-record';

/** What says who a customer is, besides tax numbers and other keys, which cannot be read back to be compared. */
export interface Identity {
  readonly individual?: Individual | null | undefined;
  readonly business?: Business | null | undefined;
  readonly addresses: readonly CustomerAddress[];
  /** With their ids: under one id nobody becomes somebody else. */
  readonly representatives: readonly (Representative & { readonly id: string })[];
}

/** Whether both say the same of who the customer is. How it can be reached, and its ids elsewhere, are not part of that. */
export const isSameIdentity = (one: Identity, other: Identity): boolean => written(one) === written(other);

/** Whether both have the same wallets, in any order. They say nothing of who a customer is, but are looked for on lists. */
export const hasSameWallets = (one: WithWallets, other: WithWallets): boolean => walletsOf(one) === walletsOf(other);

interface WithWallets {
  readonly cryptoAddresses: readonly CryptoAddress[];
}

const walletsOf = ({ cryptoAddresses }: WithWallets): string => canonicalJson(cryptoAddresses.map(plain).sort());

/** Whether a number was given, or taken away, for somebody that is there already. */
export const mentionsNumber = ({ taxId, nationalIds, representatives }: CustomerInput): boolean =>
  taxId !== undefined || nationalIds !== undefined || representatives.some((each) => each.taxId !== undefined);

function written({ individual, business, addresses, representatives }: Identity): string {
  const { legalName, doingBusinessAs, entityType, incorporationDate } = business ?? {};
  return plain({
    individual: individual ?? null,
    business: business ? { legalName, doingBusinessAs, entityType, incorporationDate } : null,
    addresses: addresses.map(({ id: _id, ...address }) => plain(address)).sort(),
    representatives: representatives.map(identityOf).sort(),
  });
}

function identityOf(representative: Identity['representatives'][number]): string {
  const { id, firstName, middleName, lastName, suffix, nickName, birthDate, address } = representative;
  const { ownershipPercent, isControlPerson } = representative;
  return plain({
    id,
    names: [firstName, middleName, lastName, suffix, nickName],
    birthDate,
    address,
    ownershipPercent,
    isControlPerson,
  });
}

/** Without what is undefined, which is as good as left out. */
const plain = (value: object): string => canonicalJson(JSON.parse(JSON.stringify(value)));
