import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

import { checkedCryptoAddress, spellingsOf } from '../crypto-addresses/crypto-address';
import type { TaxId } from '../records/customer-record';
import { comparableEmail } from '../records/email-address';
import { comparableTaxId } from '../records/tax-id';

/** Stored, so never renamed. */
export const blockedKinds = ['email', 'phone', 'tax_id', 'ip', 'crypto_address'] as const;
export type BlockedKind = (typeof blockedKinds)[number];

/** A value that an organization wants to hear of, as it is entered. */
export interface BlockedValue {
  readonly kind: BlockedKind;
  readonly value: string;
  /** Of tax numbers: who issued it (ISO 3166-1 alpha-2); the United States when it is left out. */
  readonly country?: string | undefined;
  /** Of crypto addresses. */
  readonly currency?: string | undefined;
}

export type ComparableValue =
  { readonly comparable: string } | { readonly field: 'value' | 'currency'; readonly fault: string };

/** The same text for two values that mean one and the same, or what is wrong with it. */
export function comparableValue({ kind, value, country = 'US', currency }: BlockedValue): ComparableValue {
  const text = value.trim();
  switch (kind) {
    case 'email':
      return /^[^\s@]{1,64}@[^\s@]+\.[^\s@.]+$/u.test(text)
        ? { comparable: comparableEmail(text) }
        : { field: 'value', fault: 'must be an e-mail address, such as ana@example.com' };
    case 'phone':
      return /^\+[1-9]\d{6,14}$/.test(text)
        ? { comparable: text }
        : { field: 'value', fault: 'must be in the form of E.164, such as +12175550123' };
    case 'tax_id':
      return comparableNumber(text, country);
    case 'ip':
      return isIP(text) === 0
        ? { field: 'value', fault: 'must be one IP address, such as 192.0.2.1 or 2001:db8::1' }
        : { comparable: comparableIp(text) };
    case 'crypto_address':
      return currency === undefined
        ? { field: 'currency', fault: 'is required of a crypto address' }
        : comparableWallet(text, currency);
  }
}

function comparableNumber(number: string, country: string): ComparableValue {
  const letters = number.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const isRight = country === 'US' ? number.replaceAll(/\D/g, '').length === 9 : letters.length >= 3;
  if (!isRight) {
    return { field: 'value', fault: country === 'US' ? 'must have nine digits' : 'must have letters or digits' };
  }
  return { comparable: comparableTaxId({ type: country === 'US' ? 'ssn' : 'foreign', number, country }) };
}

/** One address of IPv4 may be written as one of IPv6, and one of IPv6 in many ways, with the interface it was seen at. */
const comparableIp = (ip: string): string => ipaddr.process(ip.replace(/%.*$/, '')).toNormalizedString();

/** One wallet on all chains that have its form of address; the forms of one address are one. */
function comparableWallet(address: string, currency: string): ComparableValue {
  const checked = checkedCryptoAddress({ currency, address });
  if ('fault' in checked) return { field: checked.field === 'address' ? 'value' : 'currency', fault: checked.fault };
  return { comparable: spellingsOf(checked).sort()[0] ?? checked.address };
}

/** What is known of somebody that a block list may have. */
export interface BlockListApplicant {
  readonly emails?: readonly string[] | undefined;
  /** E.164. */
  readonly phones?: readonly string[] | undefined;
  readonly taxIds?: readonly TaxId[] | undefined;
  readonly ips?: readonly string[] | undefined;
  readonly cryptoAddresses?: readonly { readonly currency: string; readonly address: string }[] | undefined;
}

export const valuesOf = (applicant: BlockListApplicant): BlockedValue[] => [
  ...(applicant.emails ?? []).map((value) => ({ kind: 'email' as const, value })),
  ...(applicant.phones ?? []).map((value) => ({ kind: 'phone' as const, value })),
  ...(applicant.taxIds ?? []).map(({ number, country }) => ({ kind: 'tax_id' as const, value: number, country })),
  ...(applicant.ips ?? []).map((value) => ({ kind: 'ip' as const, value })),
  ...(applicant.cryptoAddresses ?? []).map(({ currency, address }) => ({
    kind: 'crypto_address' as const,
    value: address,
    currency,
  })),
];
