import type { Beneficiary, CryptoAddress, CustomerInput, CustomerSnapshot } from '@bonafide/customers';

import type { CustomerBody, CustomerChangeBody } from './customer.dto';
import type { CustomerAddressBody, PhoneBody, RepresentativeBody, TaxIdBody } from './customer-parts.dto';
import type { BeneficiaryBody, CustomerCryptoAddressBody, NationalIdBody } from './customer-property.dto';

/** The whole record. */
export function inputOf(body: CustomerBody): CustomerInput {
  const { type, individual, business, email, taxId } = body;
  return {
    type,
    individual: individual == null ? undefined : said(individual),
    business: business == null ? undefined : said(business),
    email: email ?? undefined,
    taxId: taxIdOf(taxId),
    ...nationalIdsOf(body.nationalIds),
    phones: (body.phones ?? []).map(phoneOf),
    addresses: (body.addresses ?? []).map(addressOf),
    representatives: (body.representatives ?? []).map(representativeOf),
    beneficiaries: (body.beneficiaries ?? []).map(beneficiaryOf),
    cryptoAddresses: (body.cryptoAddresses ?? []).map(cryptoAddressOf),
    externalIds: body.externalIds ?? {},
  };
}

/** The record that is there, with a change put on it. */
export function changedInput(current: CustomerSnapshot, change: CustomerChangeBody): CustomerInput {
  const { individual, business, email, taxId, phones, addresses, representatives, externalIds } = change;
  const { nationalIds, cryptoAddresses, beneficiaries } = change;
  return {
    type: current.type,
    individual: merged(current.individual, individual),
    business: merged(current.business, business),
    email: (email === undefined ? current.email : email) ?? undefined,
    taxId: taxIdOf(taxId),
    ...nationalIdsOf(nationalIds),
    phones: phones === undefined ? current.phones : listOf(phones).map(phoneOf),
    addresses: addresses === undefined ? current.addresses : listOf(addresses).map(addressOf),
    representatives:
      representatives === undefined
        ? current.representatives.map(({ taxId: _shown, ...each }) => each)
        : listOf(representatives).map(representativeOf),
    cryptoAddresses:
      cryptoAddresses === undefined ? current.cryptoAddresses : listOf(cryptoAddresses).map(cryptoAddressOf),
    beneficiaries: beneficiaries === undefined ? current.beneficiaries : listOf(beneficiaries).map(beneficiaryOf),
    externalIds: externalIds === null ? {} : said({ ...current.externalIds, ...externalIds }),
  };
}

type Said<Thing> = { [Key in keyof Thing]: Exclude<Thing[Key], null> };

/** Without what is null or undefined: both say that there is nothing. */
const said = <Thing extends object>(thing: Thing): Said<Thing> =>
  Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== null && value !== undefined)) as Said<Thing>;

/** Null takes a list away as it does anything else. */
const listOf = <Item>(items: readonly Item[] | null): readonly Item[] => items ?? [];

function merged<Thing extends object>(current: Thing | null, change: object | null | undefined): Thing | undefined {
  if (change === undefined) return current ?? undefined;
  if (change === null) return undefined;
  return said({ ...current, ...withoutUndefined(change) }) as Thing;
}

/** A change that was made an instance of a class has every field of it. */
const withoutUndefined = (change: object): object =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

const taxIdOf = (taxId: TaxIdBody | null | undefined): CustomerInput['taxId'] =>
  taxId == null ? taxId : { type: taxId.type, number: taxId.number.trim(), country: taxId.country ?? 'US' };

/** Left out: they stay. */
const nationalIdsOf = (
  nationalIds: readonly NationalIdBody[] | null | undefined,
): Pick<CustomerInput, 'nationalIds'> =>
  nationalIds === undefined ? {} : { nationalIds: listOf(nationalIds).map(({ type, number }) => ({ type, number })) };

const phoneOf = ({ id, type, number }: PhoneBody): CustomerInput['phones'][number] => ({
  ...said({ id }),
  type,
  number,
});

const addressOf = (address: CustomerAddressBody): CustomerInput['addresses'][number] => said(address);

function beneficiaryOf({ address, ...beneficiary }: BeneficiaryBody): Beneficiary {
  return { ...said(beneficiary), ...(address == null ? {} : { address: said(address) }) };
}

const cryptoAddressOf = ({ currency, address }: CustomerCryptoAddressBody): CryptoAddress => ({ currency, address });

function representativeOf({
  taxId,
  address,
  isControlPerson,
  ...representative
}: RepresentativeBody): CustomerInput['representatives'][number] {
  return {
    ...said(representative),
    isControlPerson: isControlPerson ?? false,
    ...(address == null ? {} : { address: said(address) }),
    ...(taxId === undefined ? {} : { taxId: taxIdOf(taxId) }),
  };
}
