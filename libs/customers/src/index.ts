export { type CustomerId, customerIds, type RepresentativeId, representativeIds } from './customer-ids';
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
export { type MoveVerdict, requirementsOf } from './ladder/ladder-rules';
export { changeCauses, type ProposalSnapshot, type StatusChangeSnapshot } from './ladder/status-change';
export { StatusHistory } from './ladder/status-history.repository';
export { StatusMoves } from './ladder/status-moves.service';
export { StatusProposals } from './ladder/status-proposals.repository';
export { CustomerReader } from './records/customer-reader.service';
export {
  addressTypes,
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
export { TaxIds } from './records/tax-ids.service';
export { type CustomerScreening, CustomerScreenings } from './screening/customer-screenings.service';
export type { CustomerScreeningLink } from './screening/screening-links.repository';
export { type CustomerFilter, customerOrders, CustomerSearch } from './search/customer-search.repository';
