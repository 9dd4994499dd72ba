import type { Caller } from '@bonafide/access';
import { type CustomerId, customerIds, CustomerReader, Customers, CustomerSearch } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { changedInput, inputOf } from './customer-input';
import { noSuchCustomer, storedCustomer } from './customer-problems';
import { CustomerBody, CustomerChangeBody } from './customer.dto';
import {
  CustomerIdsQuery,
  CustomersByIdView,
  CustomerSearchBody,
  CustomersPageView,
  CustomersQuery,
  filterOf,
} from './customer-search.dto';
import { CustomerSummaryView, CustomerView } from './customer-view.dto';

export const CustomerParameter = () => IdParameter('customerId', customerIds, 'customer');

@ApiTags('Customers')
@Controller('v1/customers')
export class CustomersController {
  constructor(
    private readonly customers: Customers,
    private readonly reader: CustomerReader,
    private readonly search: CustomerSearch,
  ) {}

  @Post()
  @Operation({
    id: 'createCustomer',
    summary: 'Create a customer, and have all its names screened',
    description:
      'A tax number that another customer has is no reason to refuse it: `duplicateCount` tells. Its `status` is `none` until more is known.',
    scope: 'customers:write',
    status: 201,
    answer: CustomerView,
    hasLocation: true,
    problems: ['state-conflict'],
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: CustomerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerView> {
    const submitter = { apiKeyId, actor: body.actor ?? null };
    const customer = storedCustomer(await this.customers.create(tx, organizationId, inputOf(body), submitter));
    void reply.header('location', `/v1/customers/${customer.id}`);
    return CustomerView.of(customer);
  }

  @Get()
  @Operation({
    id: 'listCustomers',
    summary: 'List customers',
    description: 'By name or e-mail address: POST /v1/customers/search, for a URL is no place for them.',
    scope: 'customers:read',
    status: 200,
    answer: CustomersPageView,
    problems: ['invalid-parameter'],
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: CustomersQuery): Promise<CustomersPageView> {
    return this.page(organizationId, query);
  }

  @Post('search')
  @Operation({
    id: 'searchCustomers',
    summary: 'Search customers, also by name and e-mail address',
    scope: 'customers:read',
    status: 200,
    answer: CustomersPageView,
    problems: ['invalid-parameter'],
    isPost: true,
    keepsNoAnswer: true,
  })
  find(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: CustomerSearchBody,
  ): Promise<CustomersPageView> {
    return this.page(organizationId, body, tx);
  }

  @Get('bulk')
  @Operation({
    id: 'getCustomers',
    summary: 'Read up to 100 customers by their ids',
    description: 'An id that is not there does not fail the others.',
    scope: 'customers:read',
    status: 200,
    answer: CustomersByIdView,
    problems: ['invalid-parameter'],
  })
  async readMany(
    @TheOrganization() organizationId: OrganizationId,
    @Query() { ids }: CustomerIdsQuery,
  ): Promise<CustomersByIdView> {
    const found = await this.reader.findMany(organizationId, ids as CustomerId[]);
    const customers = new Map<string, CustomerView>(found.map((customer) => [customer.id, CustomerView.of(customer)]));
    return { data: ids.map((id) => ({ id, customer: customers.get(id) ?? null })) };
  }

  @Get(':customerId')
  @Operation({
    id: 'getCustomer',
    summary: 'Read a customer',
    scope: 'customers:read',
    status: 200,
    answer: CustomerView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
  ): Promise<CustomerView> {
    const customer = await this.reader.find(organizationId, id);
    if (customer === null) throw noSuchCustomer();
    return CustomerView.of(customer);
  }

  @Put(':customerId')
  @Operation({
    id: 'replaceCustomer',
    summary: 'Replace the record of a customer',
    description: changeDescription('Only tax numbers that are left out stay, for they cannot be read back.'),
    scope: 'customers:write',
    status: 200,
    answer: CustomerView,
    problems: ['not-found', 'state-conflict', ...problemsOfBodies],
    audited: true,
  })
  async replace(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() body: CustomerBody,
  ): Promise<CustomerView> {
    const submitter = { apiKeyId, actor: body.actor ?? null };
    const answer = await this.customers.change(tx, organizationId, id, () => inputOf(body), submitter);
    return CustomerView.of(storedCustomer(answer));
  }

  @Patch(':customerId')
  @Operation({
    id: 'changeCustomer',
    summary: 'Change some of the record of a customer',
    description: changeDescription(
      'What is left out stays; null takes away; a list takes the place of the one before.',
    ),
    scope: 'customers:write',
    status: 200,
    answer: CustomerView,
    problems: ['not-found', 'state-conflict', ...problemsOfBodies],
    audited: true,
  })
  async change(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() body: CustomerChangeBody,
  ): Promise<CustomerView> {
    const submitter = { apiKeyId, actor: body.actor ?? null };
    const change = (current: Parameters<typeof changedInput>[0]) => changedInput(current, body);
    return CustomerView.of(storedCustomer(await this.customers.change(tx, organizationId, id, change, submitter)));
  }

  @Delete(':customerId')
  @Operation({
    id: 'deleteCustomer',
    summary: 'Delete a customer',
    description: 'It is not shown any more; what the law has kept is erased when its time is over.',
    scope: 'customers:write',
    status: 204,
    problems: ['not-found'],
    audited: true,
  })
  async remove(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
  ): Promise<void> {
    if (!(await this.customers.remove(tx, organizationId, id))) throw noSuchCustomer();
  }

  private async page(
    organizationId: OrganizationId,
    query: CustomersQuery,
    tx?: Transaction,
  ): Promise<CustomersPageView> {
    const filter = filterOf(query);
    const page = await cursorPage(
      query,
      (after, limit) => this.search.find(organizationId, filter, { order: query.sort, after, limit }, tx),
      CustomerSummaryView.of,
    );
    if (!query.includeTotal) return page;
    return { ...page, total: await this.search.count(organizationId, filter, tx) };
  }
}

function changeDescription(how: string): string {
  return `${how} A change of who the customer is (names, birth date, tax number, addresses, representatives) takes back what was verified, puts it to \`review_required\`, and has all its names screened again.`;
}
