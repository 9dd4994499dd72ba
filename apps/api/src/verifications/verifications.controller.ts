import type { Caller } from '@bonafide/access';
import { type CustomerId, CustomerReader } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import {
  NewVerifications,
  type VerificationId,
  verificationIds,
  VerificationReader,
  Verifications,
} from '@bonafide/verifications';
import { Body, Controller, Get, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { noSuchCustomer } from '../customers/customer-problems';
import { CustomerParameter } from '../customers/customers.controller';
import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { requestOf } from './verification-input';
import { noSuchVerification, refusedChange, refusedRequest } from './verification-problems';
import { VerificationSummaryView, VerificationView } from './verification-view.dto';
import { DecideVerificationBody, VerifyCustomerBody } from './verification.dto';

const VerificationParameter = () => IdParameter('verificationId', verificationIds, 'verification');

@ApiTags('Verifications')
@Controller('v1/customers/:customerId/verifications')
export class VerificationsController {
  constructor(
    private readonly newVerifications: NewVerifications,
    private readonly verifications: Verifications,
    private readonly reader: VerificationReader,
    private readonly customers: CustomerReader,
  ) {}

  @Post()
  @Operation({
    id: 'verifyCustomer',
    summary: 'Have a customer verified by identity vendors',
    description:
      'What the level takes must be in the customer’s record: a 422 lists all that is missing, with pointers into that record. One is under way at a time. Of a business all beneficial owners and everybody who controls it are verified with it.',
    scope: 'customers:write',
    status: 202,
    answer: VerificationView,
    hasLocation: true,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async verify(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @Body() body: VerifyCustomerBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VerificationView> {
    await this.verifications.cancelOvertaken(tx, organizationId, customerId);
    const answer = await this.newVerifications.request(tx, organizationId, requestOf(customerId, apiKeyId, body));
    if (answer === null) throw noSuchCustomer();
    if (!('id' in answer)) throw refusedRequest(answer);
    void reply.header('location', `/v1/customers/${customerId}/verifications/${answer.id}`);
    return this.view(organizationId, customerId, answer.id, tx);
  }

  @Get()
  @Operation({
    id: 'listVerifications',
    summary: 'List the verifications of a customer, newest first',
    scope: 'customers:read',
    status: 200,
    answer: VerificationSummaryView,
    isPage: true,
    problems: ['not-found'],
  })
  async list(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @Query() query: PageQuery,
  ) {
    if ((await this.customers.find(organizationId, customerId)) === null) throw noSuchCustomer();
    return cursorPage(
      query,
      (before, limit) => this.reader.list(organizationId, customerId, { before, limit }),
      VerificationSummaryView.summaryOf,
    );
  }

  @Get(':verificationId')
  @Operation({
    id: 'getVerification',
    summary: 'Read a verification, with its checks',
    scope: 'customers:read',
    status: 200,
    answer: VerificationView,
    problems: ['not-found'],
  })
  read(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @VerificationParameter() id: VerificationId,
  ): Promise<VerificationView> {
    return this.view(organizationId, customerId, id);
  }

  @Post(':verificationId/cancel')
  @Operation({
    id: 'cancelVerification',
    summary: 'Cancel a verification that is not settled',
    description: 'Whatever a vendor says of it later is of no account. What was paid for stays paid.',
    scope: 'customers:write',
    status: 200,
    answer: VerificationView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async cancel(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @VerificationParameter() id: VerificationId,
  ): Promise<VerificationView> {
    await this.view(organizationId, customerId, id, tx);
    const answer = await this.verifications.cancel(tx, organizationId, id);
    if (answer !== 'done') throw refusedChange(answer);
    return this.view(organizationId, customerId, id, tx);
  }

  @Put(':verificationId/decision')
  @Operation({
    id: 'decideVerification',
    summary: 'Decide about a verification that needs review',
    description:
      'By a person, who answers for it. The customer moves as after a vendor’s answer, and vendors are told. It cannot be taken back: begin another verification, or move the customer.',
    scope: 'customers:decide',
    status: 200,
    answer: VerificationView,
    problems: ['not-found', 'state-conflict', ...problemsOfBodies],
    audited: true,
  })
  async decide(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @VerificationParameter() id: VerificationId,
    @Body() { decision, actor, reason }: DecideVerificationBody,
  ): Promise<VerificationView> {
    await this.view(organizationId, customerId, id, tx);
    const request = { decision, actor, apiKeyId, reason };
    const answer = await this.verifications.decide(tx, organizationId, id, request);
    if (answer !== 'done') throw refusedChange(answer);
    return this.view(organizationId, customerId, id, tx);
  }

  private async view(
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: VerificationId,
    tx?: Transaction,
  ): Promise<VerificationView> {
    const verification = await this.reader.find(organizationId, customerId, id, tx);
    if (verification === null) throw noSuchVerification();
    return VerificationView.of(verification);
  }
}
