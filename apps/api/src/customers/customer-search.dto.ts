import {
  type CustomerFilter,
  customerOrders,
  type CustomerStatus,
  customerStatuses,
  type CustomerType,
  customerTypes,
} from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';

import { PageQuery } from '../http/page-query.dto';
import { IsTime } from '../http/time.decorator';
import { EmailAddress, NamePart } from './customer-fields.decorator';
import { CustomerSummaryView, CustomerView } from './customer-view.dto';

/** What may stand in a URL: nothing of a person. */
export class CustomersQuery extends PageQuery {
  @ApiProperty({ required: false, enum: customerTypes })
  @IsOptional()
  @IsIn(customerTypes, { message: `type must be ${customerTypes.join(' or ')}` })
  type?: CustomerType;

  @ApiProperty({ required: false, enum: customerStatuses })
  @IsOptional()
  @IsIn(customerStatuses, { message: `status must be ${customerStatuses.join(', ')}` })
  status?: CustomerStatus;

  @ApiProperty({ required: false, enum: customerStatuses, description: 'This one or higher.' })
  @IsOptional()
  @IsIn(customerStatuses, { message: `minimumStatus must be ${customerStatuses.join(', ')}` })
  minimumStatus?: CustomerStatus;

  @ApiProperty({ required: false, format: 'date-time', description: 'At this time or later.' })
  @IsOptional()
  @IsTime()
  createdAfter?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Earlier than this.' })
  @IsOptional()
  @IsTime()
  createdBefore?: string;

  @ApiProperty({ required: false, example: 'salesforceId:00Q5e000001abcd', description: 'Key, colon, id.' })
  @IsOptional()
  @Matches(/^[A-Za-z][A-Za-z0-9_]{0,39}:[A-Za-z0-9._:-]{1,64}$/, {
    message: 'externalId must be a key, a colon and the id, such as salesforceId:00Q5e000001abcd',
  })
  externalId?: string;

  @ApiProperty({ required: false, enum: customerOrders, default: 'newest' })
  @IsOptional()
  @IsIn(customerOrders, { message: `sort must be ${customerOrders.join(', ')}` })
  sort: (typeof customerOrders)[number] = 'newest';

  @ApiProperty({ required: false, default: false, description: 'Whether to count all; it takes longer.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'includeTotal must be true or false' })
  includeTotal: boolean = false;
}

/** The same with what must not stand in a URL. */
export class CustomerSearchBody extends CustomersQuery {
  @ApiProperty({
    required: false,
    example: 'exampel',
    description: 'Words of any of its names in any order and script, also misspelt.',
  })
  @IsOptional()
  @NamePart(300)
  name?: string;

  @ApiProperty({
    required: false,
    example: 'ana@example.com',
    description: 'The whole address. Case does not count, nor do dots and what follows a plus at Gmail.',
  })
  @IsOptional()
  @EmailAddress()
  email?: string;
}

export function filterOf(query: CustomersQuery & Partial<CustomerSearchBody>): CustomerFilter {
  const { name, email, type, status, minimumStatus, createdAfter, createdBefore, externalId } = query;
  const colon = externalId?.indexOf(':');
  return {
    name,
    email,
    type,
    status,
    minimumStatus,
    createdAfter: createdAfter === undefined ? undefined : new Date(createdAfter),
    createdBefore: createdBefore === undefined ? undefined : new Date(createdBefore),
    externalIdKey: externalId?.slice(0, colon),
    externalIdValue: colon === undefined ? undefined : externalId?.slice(colon + 1),
  };
}

export class CustomersPageView {
  @ApiProperty({ isArray: true, type: () => CustomerSummaryView })
  data: readonly CustomerSummaryView[];

  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor` for the next page.' })
  nextCursor: string | null;

  @ApiProperty()
  hasMore: boolean;

  @ApiProperty({ required: false, description: 'How many there are; only when it was asked for.' })
  total?: number;
}

export class CustomerIdsQuery {
  @ApiProperty({
    isArray: true,
    type: String,
    minItems: 1,
    maxItems: 100,
    example: ['cus_01kaf3s8h4e0qv8dpz2j9r7n5c'],
    description: 'Up to 100 ids, separated by commas.',
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray({ message: 'ids must be customers’ ids, separated by commas' })
  @ArrayMinSize(1, { message: 'ids must have at least one id' })
  @ArrayMaxSize(100, { message: 'ids may have 100 ids; ask for the rest in another call' })
  @Matches(/^cus_[0-9a-z]{26}$/, { each: true, message: 'ids must be ids such as cus_…, separated by commas' })
  ids: string[];
}

class CustomerByIdView {
  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ type: () => CustomerView, nullable: true, description: 'Null when you have none with this id.' })
  customer: CustomerView | null;
}

export class CustomersByIdView {
  @ApiProperty({ isArray: true, type: () => CustomerByIdView, description: 'In the order of the request.' })
  data: readonly CustomerByIdView[];
}
