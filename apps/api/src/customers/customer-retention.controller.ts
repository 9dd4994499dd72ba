import type { Caller } from '@bonafide/access';
import { type CustomerId, CustomerRetention, type RetentionSnapshot } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { noSuchCustomer } from './customer-problems';
import { CustomerRetentionView, LegalHoldBody } from './customer-retention.dto';
import { CustomerParameter } from './customers.controller';

@ApiTags('Customers')
@Controller('v1/customers/:customerId')
export class CustomerRetentionController {
  constructor(private readonly retention: CustomerRetention) {}

  @Get('retention')
  @Operation({
    id: 'getCustomerRetention',
    summary: 'Read how long a customer is kept',
    description: 'Also of one that was deleted or erased.',
    scope: 'customers:read',
    status: 200,
    answer: CustomerRetentionView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
  ): Promise<CustomerRetentionView> {
    return viewOf(await this.retention.find(organizationId, id));
  }

  @Put('legal-hold')
  @Operation({
    id: 'holdCustomer',
    summary: 'Keep a customer from being erased, or end that',
    description: 'Also one that was deleted, until it is erased: what is gone cannot be held.',
    scope: 'customers:decide',
    status: 200,
    answer: CustomerRetentionView,
    problems: ['not-found', 'state-conflict', ...problemsOfBodies],
    audited: true,
  })
  async hold(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() { isHeld, reason, actor }: LegalHoldBody,
  ): Promise<CustomerRetentionView> {
    const written = await this.retention.write(tx, organizationId, id, isHeld, { reason, actor, apiKeyId });
    if (written === 'already') {
      throw new Problem('state-conflict', isHeld ? 'The customer is held already.' : 'Nobody holds the customer.');
    }
    return viewOf(written);
  }
}

function viewOf(retention: RetentionSnapshot | null): CustomerRetentionView {
  if (retention === null) throw noSuchCustomer();
  return CustomerRetentionView.of(retention);
}
