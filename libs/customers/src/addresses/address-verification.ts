import type { JobId } from '@bonafide/jobs';
import { defineId, type Id } from '@bonafide/identifiers';

import type { CustomerId } from '../customer-ids';
import type { Address } from '../records/customer-record';

/** One time that an address was, or is to be, verified. Vendors know their question by it. */
export type AddressVerificationId = Id<'avf'>;
export const addressVerificationIds = defineId('avf');

/** What an address can be. Only `verified` says that it is right as it was entered. */
export const addressStates = ['verified', 'corrected', 'undeliverable', 'unverified', 'error'] as const;
export type AddressState = (typeof addressStates)[number];

/**
 * The states of a verification. `cancelled`: somebody has cancelled its job; `void`: the address was changed, or the customer
 * deleted, before there was an answer. Neither says anything of the address.
 */
export const addressVerificationStates = ['pending', ...addressStates, 'cancelled', 'void'] as const;
export type AddressVerificationState = (typeof addressVerificationStates)[number];

/** Why it was verified: with the customer, after an edit, because somebody asked, or because it was long ago. */
export const addressVerificationCauses = ['created', 'edited', 'requested', 'recheck'] as const;
export type AddressVerificationCause = (typeof addressVerificationCauses)[number];

export interface AddressVerificationSnapshot {
  readonly id: AddressVerificationId;
  readonly customerId: CustomerId;
  readonly addressId: string;
  readonly jobId: JobId;
  readonly vendor: string;
  readonly cause: AddressVerificationCause;
  readonly state: AddressVerificationState;
  /** Whether it says how the address stands. */
  readonly isCurrent: boolean;
  /** With `corrected` and nothing else: the form in which the vendor knows the address. */
  readonly correction: Address | null;
  /** Codes; their words are in `libs/identity-vendors`. */
  readonly reasons: readonly string[];
  readonly vendorCodes: readonly string[];
  readonly errorCode: string | null;
  /** The person who asked; null for the system, or for a key that named nobody. */
  readonly requestedBy: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** Whether both are the same place, written the same. What the address is used for is no matter. */
export const isSameContent = (one: Address, other: Address): boolean =>
  (['line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const).every((part) => one[part] === other[part]);
