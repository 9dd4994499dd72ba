import { ScreeningModule } from '@bonafide/screening';
import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { BlockList } from './block-list/block-list.service';
import { AddressLookups } from './addresses/address-lookups.repository';
import { AddressRechecks } from './addresses/address-rechecks.service';
import { AddressVerificationJobSubject } from './addresses/address-verification-job-subject.service';
import { AddressVerifications } from './addresses/address-verifications.service';
import { CustomerAddresses } from './addresses/customer-addresses.service';
import { Attestations } from './ladder/attestations.service';
import { IdentityResults } from './ladder/identity-results.service';
import { Ladder } from './ladder/ladder.service';
import { Standings } from './ladder/standings.repository';
import { StatusHistory } from './ladder/status-history.repository';
import { StatusMoves } from './ladder/status-moves.service';
import { StatusProposals } from './ladder/status-proposals.repository';
import { ContactParts } from './records/contact-parts.repository';
import { CustomerReader } from './records/customer-reader.service';
import { CustomerWriter } from './records/customer-writer.service';
import { Customers } from './records/customers.service';
import { ExternalIds } from './records/external-ids.repository';
import { SealedNationalIds } from './records/national-ids.repository';
import { NationalIds } from './records/national-ids.service';
import { RecordHistory } from './records/record-history.repository';
import { Representatives } from './records/representatives.repository';
import { SealedTaxIds } from './records/sealed-tax-ids.service';
import { TaxIds } from './records/tax-ids.service';
import { CustomerErasure } from './retention/customer-erasure.service';
import { CustomerRetention } from './retention/customer-retention.service';
import { ErasureListeners } from './retention/erasure-listeners.service';
import { CustomerScreenings } from './screening/customer-screenings.service';
import { ScreeningLinks } from './screening/screening-links.repository';
import { CustomerSearch } from './search/customer-search.repository';

/**
 * Customers and their way on the ladder. Every process that settles screenings imports it: what follows for a customer is
 * written in the transaction that settles.
 */
@Module({
  imports: [WebhooksModule, ScreeningModule],
  providers: [
    ContactParts,
    ExternalIds,
    Representatives,
    SealedTaxIds,
    TaxIds,
    SealedNationalIds,
    NationalIds,
    CustomerReader,
    RecordHistory,
    CustomerWriter,
    Customers,
    CustomerSearch,
    ScreeningLinks,
    CustomerScreenings,
    Standings,
    Ladder,
    StatusHistory,
    StatusProposals,
    StatusMoves,
    Attestations,
    BlockList,
    ErasureListeners,
    CustomerErasure,
    CustomerRetention,
    IdentityResults,
    AddressVerifications,
    AddressVerificationJobSubject,
    AddressLookups,
    AddressRechecks,
    CustomerAddresses,
  ],
  exports: [
    Customers,
    CustomerReader,
    RecordHistory,
    CustomerSearch,
    CustomerScreenings,
    TaxIds,
    NationalIds,
    StatusHistory,
    StatusMoves,
    StatusProposals,
    Attestations,
    BlockList,
    ErasureListeners,
    CustomerErasure,
    CustomerRetention,
    IdentityResults,
    AddressVerifications,
    AddressLookups,
    AddressRechecks,
    CustomerAddresses,
  ],
})
export class CustomersModule {}
