export {
  type AddedEntry,
  type BlockedEntry,
  BlockList,
  type BlockListMatch,
  type BlockOutcome,
  blockOutcomes,
  outcomeOfMatches,
} from './block-list/block-list.service';
export { type BlockedKind, blockedKinds } from './block-list/blocked-value';
export { type CryptoAddress, cryptoCurrencies } from './crypto-addresses/crypto-address';
export {
  addressIds,
  type BlockedEntryId,
  blockedEntryIds,
  type CustomerId,
  customerIds,
  type RepresentativeId,
  representativeIds,
} from './customer-ids';
export { AddressLookups, type SentLookup } from './addresses/address-lookups.repository';
export { AddressRechecks } from './addresses/address-rechecks.service';
export {
  addressStates,
  addressVerificationCauses,
  type AddressVerificationId,
  addressVerificationIds,
  type AddressVerificationSnapshot,
  addressVerificationStates,
} from './addresses/address-verification';
export { addressVendorId } from './addresses/address-verification.config';
export { AddressVerifications, type AskedAddress } from './addresses/address-verifications.service';
export { CustomerAddresses } from './addresses/customer-addresses.service';
export { CustomersModule } from './customers.module';
export { sanctionsStates } from './ladder/customer-facts';
export { type CustomerStatus, customerStatuses, levelOf } from './ladder/customer-status';
export {
  Attestations,
  type AttestationSnapshot,
  type AttestedFact,
  attestedFacts,
} from './ladder/attestations.service';
export { eligibilityRequirements, type TransferRole, transferRoles, unmetForRole } from './ladder/eligibility';
export { IdentityResults } from './ladder/identity-results.service';
export {
  factsAfterVerification,
  holds,
  type IdentityVerdict,
  movedByVerification,
  type MoveVerdict,
  requirementsOf,
  type VerificationLevel,
  verificationLevels,
} from './ladder/ladder-rules';
export { changeCauses, type ProposalSnapshot, type StatusChangeSnapshot } from './ladder/status-change';
export { StatusHistory } from './ladder/status-history.repository';
export { StatusMoves } from './ladder/status-moves.service';
export { StatusProposals } from './ladder/status-proposals.repository';
export { agreements } from './mexico/agreement';
export { type KeysAgreement, type NationalId, type NationalIdType, nationalIdTypes } from './mexico/national-id';
export { CustomerReader } from './records/customer-reader.service';
export {
  addressTypes,
  type Beneficiary,
  type CustomerInput,
  type CustomerType,
  customerTypes,
  type EntityType,
  entityTypes,
  isBeneficialOwner,
  phoneTypes,
  type TaxId,
  taxIdTypes,
} from './records/customer-record';
export type { CustomerSnapshot, CustomerSummary, Duplicate, StoredRepresentative } from './records/customer-snapshot';
export { type CustomerAnswer, Customers } from './records/customers.service';
export { NationalIds } from './records/national-ids.service';
export { RecordHistory, type RecordVersion } from './records/record-history.repository';
export { TaxIds } from './records/tax-ids.service';
export { CustomerErasure } from './retention/customer-erasure.service';
export { CustomerRetention, type LegalHold, type RetentionSnapshot } from './retention/customer-retention.service';
export { type ErasedCustomer, type ErasureListener, ErasureListeners } from './retention/erasure-listeners.service';
export { type CustomerScreening, CustomerScreenings } from './screening/customer-screenings.service';
export type { CustomerScreeningLink } from './screening/screening-links.repository';
export { type CustomerFilter, customerOrders, CustomerSearch } from './search/customer-search.repository';
