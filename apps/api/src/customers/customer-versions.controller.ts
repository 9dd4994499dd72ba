import { type CustomerId, CustomerReader, RecordHistory, type RecordVersion } from '@bonafide/customers';
import type { OrganizationId } from '@bonafide/identifiers';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags, PickType } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { TheOrganization } from '../security/caller.decorator';
import { noSuchCustomer } from './customer-problems';
import { CustomerView, EnteredAddressView, RepresentativeView } from './customer-view.dto';
import { CustomerParameter } from './customers.controller';

class CustomerRecordView extends PickType(CustomerView, [
  'individual',
  'business',
  'email',
  'taxId',
  'nationalIds',
  'phones',
  'representatives',
  'beneficiaries',
  'cryptoAddresses',
  'externalIds',
] as const) {
  @ApiProperty({ isArray: true, type: () => EnteredAddressView })
  addresses: readonly object[];
}

class CustomerVersionView {
  @ApiProperty({ example: 'rec_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ type: () => CustomerRecordView, description: 'What was entered until then. Tax numbers are masked.' })
  record: CustomerRecordView;

  @ApiProperty({ format: 'date-time' })
  replacedAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'The person who changed it, as the request named them.' })
  replacedBy: string | null;

  @ApiProperty({ example: 'key_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The API key with which it was changed.' })
  replacedWith: string;

  static of({ id, record, replacedAt, replacedBy, replacedWith }: RecordVersion): CustomerVersionView {
    return {
      id,
      record: { ...record, representatives: record.representatives.map(RepresentativeView.of) },
      replacedAt: replacedAt.toISOString(),
      replacedBy,
      replacedWith,
    };
  }
}

@ApiTags('Customers')
@Controller('v1/customers/:customerId/versions')
export class CustomerVersionsController {
  constructor(
    private readonly reader: CustomerReader,
    private readonly history: RecordHistory,
  ) {}

  @Get()
  @Operation({
    id: 'listCustomerVersions',
    summary: 'List what a customer’s record said before each change, newest first',
    scope: 'customers:read',
    status: 200,
    answer: CustomerVersionView,
    isPage: true,
    problems: ['not-found'],
  })
  async list(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Query() query: PageQuery,
  ) {
    if ((await this.reader.find(organizationId, id)) === null) throw noSuchCustomer();
    return cursorPage(
      query,
      (before, limit) => this.history.list(organizationId, id, { before, limit }),
      CustomerVersionView.of,
    );
  }
}
