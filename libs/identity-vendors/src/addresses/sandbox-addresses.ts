import type { AddressReason } from './address-reasons';
import type { AddressOutcome } from './address-vendor';

/** A word of the first line of an address, and what the sandbox says of the address. The table of docs/addresses.md. */
export type SandboxAddress =
  | { readonly word: string; readonly outcome: AddressOutcome; readonly reasons: readonly AddressReason[] }
  | { readonly word: string; readonly error: 'throttled' | 'unavailable' | 'payment' | 'unreadable' };

export const sandboxAddresses: readonly SandboxAddress[] = [
  { word: 'Misspelt', outcome: 'corrected', reasons: ['entire-address-confirmed'] },
  { word: 'Nowhere', outcome: 'undeliverable', reasons: ['not-in-postal-data', 'house-number-invalid'] },
  { word: 'Vacant', outcome: 'undeliverable', reasons: ['vacant', 'entire-address-confirmed'] },
  { word: 'Tower', outcome: 'unverified', reasons: ['unit-missing'] },
  { word: 'Ambiguous', outcome: 'unverified', reasons: ['several-addresses-match'] },
  { word: 'Mailbox', outcome: 'verified', reasons: ['entire-address-confirmed', 'mail-agency'] },
  { word: 'Busy', error: 'throttled' },
  { word: 'Outage', error: 'unavailable' },
  { word: 'Unpaid', error: 'payment' },
  { word: 'Garbled', error: 'unreadable' },
];
