import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type SuppressionId, suppressionIds, Suppressions } from '@bonafide/screening';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { RevokeSuppressionBody, SuppressionsQuery, SuppressionView } from './suppression.dto';

const SuppressionParameter = () => IdParameter('suppressionId', suppressionIds, 'suppression');

@ApiTags('Hits')
@Controller('v1/screening-suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: Suppressions) {}

  @Get()
  @Operation({
    id: 'listScreeningSuppressions',
    summary: 'List the dismissals that keep hits from coming back, newest first',
    scope: 'hits:read',
    status: 200,
    answer: SuppressionView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: SuppressionsQuery) {
    const { externalId, list, hitId, inForce } = query;
    return cursorPage(
      query,
      (before, limit) => this.suppressions.list(organizationId, { externalId, list, hitId, inForce, before, limit }),
      SuppressionView.of,
    );
  }

  @Get(':suppressionId')
  @Operation({
    id: 'getScreeningSuppression',
    summary: 'Read a suppression',
    scope: 'hits:read',
    status: 200,
    answer: SuppressionView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @SuppressionParameter() id: SuppressionId,
  ): Promise<SuppressionView> {
    const suppression = await this.suppressions.find(organizationId, id);
    if (suppression === null) throw notFound('suppression');
    return SuppressionView.of(suppression);
  }

  @Post(':suppressionId/revoke')
  @Operation({
    id: 'revokeScreeningSuppression',
    summary: 'Let a hit that was dismissed come back',
    description: 'At the next screening. What was decided stays as it is.',
    scope: 'hits:decide',
    status: 200,
    answer: SuppressionView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async revoke(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @SuppressionParameter() id: SuppressionId,
    @Body() { actor, comment = null }: RevokeSuppressionBody,
  ): Promise<SuppressionView> {
    const revoked = await this.suppressions.revoke(tx, organizationId, id, { actor, apiKeyId, comment });
    if (revoked === null) throw notFound('suppression');
    if (revoked === 'already') {
      throw new Problem(
        'state-conflict',
        'The suppression was revoked before. The hit comes back at the next screening.',
      );
    }
    return SuppressionView.of(revoked);
  }
}
