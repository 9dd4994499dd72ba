import { ScreeningModule } from '@bonafide/screening';
import { WebhooksModule } from '@bonafide/webhooks';
import { Module } from '@nestjs/common';

import { Attestations } from './ladder/attestations.service';
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
import { Representatives } from './records/representatives.repository';
import { SealedTaxIds } from './records/sealed-tax-ids.service';
import { TaxIds } from './records/tax-ids.service';
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
    CustomerReader,
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
  ],
  exports: [
    Customers,
    CustomerReader,
    CustomerSearch,
    CustomerScreenings,
    TaxIds,
    StatusHistory,
    StatusMoves,
    StatusProposals,
    Attestations,
  ],
})
export class CustomersModule {}
