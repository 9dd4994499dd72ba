import type { Caller } from '@bonafide/access';
import {
  Attestations,
  type CustomerId,
  CustomerReader,
  StatusHistory,
  StatusMoves,
  StatusProposals,
  unmetForRole,
} from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import {
  AttestationBody,
  AttestationView,
  CustomerStatusView,
  EligibilityQuery,
  EligibilityView,
  MoveCustomerBody,
  StatusChangeView,
} from './customer-ladder.dto';
import { noSuchCustomer } from './customer-problems';
import { CustomerParameter } from './customers.controller';
import { refusedMove } from './refused-move';

@ApiTags('Customers')
@Controller('v1/customers/:customerId')
export class CustomerLadderController {
  constructor(
    private readonly reader: CustomerReader,
    private readonly moves: StatusMoves,
    private readonly proposals: StatusProposals,
    private readonly history: StatusHistory,
    private readonly attestations: Attestations,
  ) {}

  @Get('status')
  @Operation({
    id: 'getCustomerStatus',
    summary: 'Read where a customer stands, and on which facts',
    scope: 'customers:read',
    status: 200,
    answer: CustomerStatusView,
    problems: ['not-found'],
  })
  status(@TheOrganization() organizationId: OrganizationId, @CustomerParameter() id: CustomerId) {
    return this.statusOf(organizationId, id);
  }

  @Put('status')
  @Operation({
    id: 'moveCustomer',
    summary: 'Move a customer on the ladder',
    description:
      'By the same rules as results do. Out of `deceased` and `rejected` it takes two people: the first one’s wish waits as `proposal` until another asks for the same.',
    scope: 'customers:decide',
    status: 200,
    answer: CustomerStatusView,
    problems: ['not-found', 'state-conflict', 'requirements-unmet', 'another-person-needed', ...problemsOfBodies],
    audited: true,
  })
  async move(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() { status, actor, reason, evidence = [] }: MoveCustomerBody,
  ): Promise<CustomerStatusView> {
    const grounds = { actor, apiKeyId, reason, evidence };
    const verdict = await this.moves.move(tx, organizationId, id, status, grounds);
    if (verdict === null) throw noSuchCustomer();
    if ('unmet' in verdict || 'refusal' in verdict) throw refusedMove(status, verdict);
    return this.statusOf(organizationId, id, tx);
  }

  @Get('status-history')
  @Operation({
    id: 'listCustomerStatusChanges',
    summary: 'List the moves of a customer, newest first',
    scope: 'customers:read',
    status: 200,
    answer: StatusChangeView,
    isPage: true,
    problems: ['not-found'],
  })
  async changes(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Query() query: PageQuery,
  ) {
    await this.find(organizationId, id);
    return cursorPage(
      query,
      (before, limit) => this.history.list(organizationId, id, { before, limit }),
      StatusChangeView.of,
    );
  }

  @Get('eligibility')
  @Operation({
    id: 'getCustomerEligibility',
    summary: 'Ask whether a customer may take part in a transfer',
    description: 'From the facts as they are now. What is unknown, pending or failed is not met.',
    scope: 'customers:read',
    status: 200,
    answer: EligibilityView,
    problems: ['not-found', 'invalid-parameter'],
  })
  async eligibility(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Query() { role }: EligibilityQuery,
  ): Promise<EligibilityView> {
    const { status, hold, facts } = await this.find(organizationId, id);
    const unmetRequirements = unmetForRole(
      role,
      { status, hold },
      {
        identityVerified: facts.identityVerifiedAt !== null,
        taxIdVerified: facts.taxIdVerifiedAt !== null,
        sanctions: facts.sanctions.state,
      },
    );
    return {
      customerId: id,
      role,
      eligible: unmetRequirements.length === 0,
      unmetRequirements,
      status,
      sanctionsState: facts.sanctions.state,
      listsCheckedAt: facts.sanctions.listsCheckedAt?.toISOString() ?? null,
    };
  }

  @Post('attestations')
  @Operation({
    id: 'attestCustomerFact',
    summary: 'Vouch for a fact about a customer, or take that back',
    description:
      'For what people verify, by documents or at the counter (31 CFR 1020.220(a)(2)(ii)). The customer moves to where the facts then bear it.',
    scope: 'customers:decide',
    status: 201,
    answer: AttestationView,
    problems: ['not-found', 'requirements-unmet', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async attest(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Body() { fact, holds = true, identityVersion, actor, reason, evidence = [] }: AttestationBody,
  ): Promise<AttestationView> {
    const grounds = { actor, apiKeyId, reason, evidence };
    const answer = await this.attestations.attest(tx, organizationId, id, {
      fact,
      holds,
      identityVersion,
      grounds,
    });
    if (answer === null) throw noSuchCustomer();
    if (answer === 'edited') {
      const detail = 'Who the customer is was changed since. Read it again, look at it, and name its identityVersion.';
      throw new Problem('state-conflict', detail, [{ pointer: '#/identityVersion', detail }]);
    }
    if ('lacks' in answer) {
      const detail = `The customer's record lacks what is to be verified: ${answer.lacks.join(', ')}. Add it first (PATCH /v1/customers/{id}).`;
      throw new Problem('requirements-unmet', detail, [], {}, answer.lacks);
    }
    return AttestationView.of(answer);
  }

  @Get('attestations')
  @Operation({
    id: 'listCustomerAttestations',
    summary: 'List what people have vouched for, newest first',
    scope: 'customers:read',
    status: 200,
    answer: AttestationView,
    isPage: true,
    problems: ['not-found'],
  })
  async listAttestations(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() id: CustomerId,
    @Query() query: PageQuery,
  ) {
    await this.find(organizationId, id);
    return cursorPage(
      query,
      (before, limit) => this.attestations.list(organizationId, id, { before, limit }),
      AttestationView.of,
    );
  }

  private async statusOf(organizationId: OrganizationId, id: CustomerId, tx?: Transaction) {
    const customer = await this.find(organizationId, id, tx);
    return CustomerStatusView.of(customer, await this.proposals.open(organizationId, id, tx));
  }

  private async find(organizationId: OrganizationId, id: CustomerId, tx?: Transaction) {
    const customer = await this.reader.find(organizationId, id, tx);
    if (customer === null) throw noSuchCustomer();
    return customer;
  }
}
