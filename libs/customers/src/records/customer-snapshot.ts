import type { ListSetId } from '@bonafide/screening';

import type { CryptoAddress } from '../crypto-addresses/crypto-address';
import type { AddressVerificationSnapshot } from '../addresses/address-verification';
import type { CustomerId, RepresentativeId } from '../customer-ids';
import type { SanctionsState } from '../ladder/customer-facts';
import type { CustomerStatus } from '../ladder/customer-status';
import type { Hold } from '../ladder/ladder-rules';
import type { MaskedNationalId } from '../mexico/national-id';
import type {
  Beneficiary,
  Business,
  CustomerAddress,
  CustomerType,
  Individual,
  MaskedTaxId,
  Phone,
  Representative,
} from './customer-record';

/** A customer as it is listed. */
export interface CustomerSummary {
  readonly id: CustomerId;
  readonly type: CustomerType;
  readonly name: string;
  readonly status: CustomerStatus;
  readonly sanctionsState: SanctionsState;
  readonly externalIds: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The facts that the ladder rests on, each with when it became so. */
export interface KnownFacts {
  readonly identityVerifiedAt: Date | null;
  readonly taxIdVerifiedAt: Date | null;
  readonly sanctions: {
    readonly state: SanctionsState;
    readonly since: Date;
    /** Of the current screening that rests on the oldest lists; null until all of them are done. */
    readonly listSetId: ListSetId | null;
    readonly listsCheckedAt: Date | null;
  };
}

export interface StoredRepresentative extends Representative {
  readonly id: RepresentativeId;
  readonly taxId: MaskedTaxId | null;
}

export type StoredBeneficiary = Beneficiary & { readonly id: string };

/** A customer with all that is kept of it, except for whole tax numbers. */
export interface CustomerSnapshot extends CustomerSummary {
  readonly hold: Hold | null;
  /** Grows with each change of who the customer is. */
  readonly identityVersion: number;
  readonly facts: KnownFacts;
  readonly individual: Individual | null;
  readonly business: Business | null;
  readonly email: string | null;
  readonly taxId: MaskedTaxId | null;
  readonly nationalIds: readonly MaskedNationalId[];
  readonly phones: readonly (Phone & { readonly id: string })[];
  readonly addresses: readonly (CustomerAddress & { readonly id: string })[];
  /** For each address what says how it stands, and what is being asked about it; in no order. */
  readonly addressVerifications: readonly AddressVerificationSnapshot[];
  readonly representatives: readonly StoredRepresentative[];
  readonly cryptoAddresses: readonly CryptoAddress[];
  readonly beneficiaries: readonly StoredBeneficiary[];
  /** How many others of the organization have the same tax number. */
  readonly duplicateCount: number;
}

/** What is sealed of a customer in one piece. */
export interface SealedRecord {
  readonly individual?: Individual | undefined;
  readonly business?: Business | undefined;
  readonly email?: string | undefined;
  readonly taxId?: MaskedTaxId | undefined;
  /** Undefined in records that were stored before there were any, as in those that have none. */
  readonly cryptoAddresses?: readonly CryptoAddress[] | undefined;
  readonly beneficiaries?: readonly StoredBeneficiary[] | undefined;
  readonly nationalIds?: readonly MaskedNationalId[] | undefined;
}

/** Another customer, or somebody of one, with the same tax number. */
export interface Duplicate {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly status: CustomerStatus;
  /** Null when the number is the customer's own. */
  readonly representativeId: RepresentativeId | null;
}
