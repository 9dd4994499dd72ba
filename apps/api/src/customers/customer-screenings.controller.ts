import type { Caller } from '@bonafide/access';
import { type CustomerId, CustomerReader, Customers, CustomerScreenings } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type ListSetId, type PublicationSnapshot, Screenings } from '@bonafide/screening';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { noSuchCustomer } from './customer-problems';
import { CustomerScreeningView, RequestedScreeningsView, RequestScreeningsBody } from './customer-screenings.dto';
import { CustomerParameter } from './customers.controller';

@ApiTags('Customers')
@Controller('v1/customers/:customerId/screenings')
export class CustomerScreeningsController {
  constructor(
    private readonly customers: Customers,
    private readonly reader: CustomerReader,
    private readonly customerScreenings: CustomerScreenings,
    private readonly screenings: Screenings,
  ) {}

  @Post()
  @Operation({
    id: 'screenCustomer',
    summary: 'Screen all names of a customer again',
    description:
      'Until the answers are there the customer is not clear, and stands no higher than it may without that.',
    scope: 'customers:write',
    status: 202,
    answer: RequestedScreeningsView,
    problems: ['not-found'],
    isPost: true,
  })
  async screen(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() { actor }: RequestScreeningsBody,
  ): Promise<RequestedScreeningsView> {
    const round = await this.customers.screenAgain(tx, organizationId, id, { apiKeyId, actor: actor ?? null });
    if (round === null) throw noSuchCustomer();
    return RequestedScreeningsView.of(round);
  }

  @Get()
  @Operation({
    id: 'listCustomerScreenings',
    summary: 'List the screenings of a customer, newest first',
    scope: 'customers:read',
    status: 200,
    answer: CustomerScreeningView,
    isPage: true,
    problems: ['not-found'],
  })
  async list(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Query() query: PageQuery,
  ) {
    if ((await this.reader.find(organizationId, id)) === null) throw noSuchCustomer();
    const page = await cursorPage(
      query,
      async (before, limit) => {
        const found = await this.customerScreenings.list(organizationId, id, { before, limit });
        return found.map((screening) => ({ ...screening, id: screening.screeningId }));
      },
      (screening) => screening,
    );
    const setIds = new Set(page.data.flatMap(({ result }) => result.listSetId ?? []));
    const sets = new Map<ListSetId | null, readonly PublicationSnapshot[]>();
    for (const setId of setIds) sets.set(setId, await this.screenings.publicationsOf(setId));
    const data = page.data.map((screening) =>
      CustomerScreeningView.of(screening, sets.get(screening.result.listSetId) ?? []),
    );
    return { ...page, data };
  }
}
