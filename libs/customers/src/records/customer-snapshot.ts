import type { ListSetId } from '@bonafide/screening';

import type { CustomerId, RepresentativeId } from '../customer-ids';
import type { SanctionsState } from '../ladder/customer-facts';
import type { CustomerStatus } from '../ladder/customer-status';
import type { Hold } from '../ladder/ladder-rules';
import type {
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

/** A customer with all that is kept of it, except for whole tax numbers. */
export interface CustomerSnapshot extends CustomerSummary {
  readonly hold: Hold | null;
  readonly facts: KnownFacts;
  readonly individual: Individual | null;
  readonly business: Business | null;
  readonly email: string | null;
  readonly taxId: MaskedTaxId | null;
  readonly phones: readonly (Phone & { readonly id: string })[];
  readonly addresses: readonly (CustomerAddress & { readonly id: string })[];
  readonly representatives: readonly StoredRepresentative[];
  /** How many others of the organization have the same tax number. */
  readonly duplicateCount: number;
}

/** What is sealed of a customer in one piece. */
export interface SealedRecord {
  readonly individual?: Individual | undefined;
  readonly business?: Business | undefined;
  readonly email?: string | undefined;
  readonly taxId?: MaskedTaxId | undefined;
}

/** Another customer, or somebody of one, with the same tax number. */
export interface Duplicate {
  readonly customerId: CustomerId;
  readonly name: string;
  readonly status: CustomerStatus;
  /** Null when the number is the customer's own. */
  readonly representativeId: RepresentativeId | null;
}
