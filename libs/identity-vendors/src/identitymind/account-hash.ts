import { createHash } from 'node:crypto';

import type { BankAccount } from '../port/applicant';

/** How IdentityMind is told of an account without its number. */
export interface HashedAccount {
  /** `pach`: 40 hexadecimal digits. */
  readonly hash: string;
  /** `ptoken`: the first six characters and the last four. */
  readonly token: string;
}

/**
 * IdentityMind's hash of a bank account: SHA-1 over the salt and the number without its punctuation. Numbers are few and the
 * salt is the same for all, so that whoever has it can try them all: the hash is as sensitive as the number.
 */
export function hashBankAccount(account: BankAccount, salt: string): HashedAccount {
  const number = 'iban' in account ? account.iban.toUpperCase() : account.routingNumber + account.accountNumber;
  return { hash: hashOf(alphanumeric(number), salt), token: masked(alphanumeric(number), 8) };
}

/** The same of a payment card (`pccn`, `pcct`): its digits. */
export function hashCard(cardNumber: string, salt: string): HashedAccount {
  const digits = cardNumber.replace(/\D/g, '');
  return { hash: hashOf(digits, salt), token: masked(digits, 6) };
}

/** The same of a Bitcoin address (`pbc`), which has no other way to be written. */
export function hashBitcoinAddress(address: string, salt: string): string {
  return hashOf(address, salt);
}

const alphanumeric = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '');

const hashOf = (text: string, salt: string): string => createHash('sha1').update(salt).update(text).digest('hex');

/** What has ten characters or fewer would be shown whole, and is not shown at all. */
function masked(text: string, width: number): string {
  return text.length <= 10 ? 'X'.repeat(width) : `${text.slice(0, 6)}${'X'.repeat(width)}${text.slice(-4)}`;
}
