import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Dispositions, Hits, type ScreeningHitId, screeningHitIds } from '@bonafide/screening';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import {
  BulkDispositionBody,
  DecidedHitsView,
  DispositionBody,
  refuseContradictions,
  refuseRepeatedIds,
} from './disposition.dto';
import { HitView } from './hit.dto';
import { refusedDecision, refusedDecisions } from './refused-decision';

@ApiTags('Hits')
@Controller('v1/screening-hits')
export class DispositionsController {
  constructor(
    private readonly dispositions: Dispositions,
    private readonly hits: Hits,
  ) {}

  @Post('dispositions')
  @Operation({
    id: 'disposeOfScreeningHits',
    summary: 'Decide about up to 1,000 hits alike',
    description:
      'By the same rules as for a single one. All are decided or none is; `errors` names by their index those that stand in the way.',
    scope: 'hits:decide',
    status: 201,
    answer: DecidedHitsView,
    problems: ['not-found', 'state-conflict', 'another-person-needed'],
    isPost: true,
    audited: true,
  })
  async decideMany(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: BulkDispositionBody,
  ): Promise<DecidedHitsView> {
    refuseContradictions(body);
    refuseRepeatedIds(body);
    const request = requestOf(body, apiKeyId);
    const answer = await this.dispositions.decide(tx, organizationId, body.hitIds, request, 'bulk');
    if ('refused' in answer) throw refusedDecisions(answer.refused);
    return { data: answer.decided.map(({ hitId, dispositionId, to }) => ({ id: hitId, dispositionId, state: to })) };
  }

  @Post(':hitId/dispositions')
  @Operation({
    id: 'disposeOfScreeningHit',
    summary: 'Decide about a hit: dismiss it, or confirm a true match',
    description:
      'Where the organization asks for a second person, the first decision waits (`awaiting_second_review`): another person who agrees makes it final, one who disagrees sends it back to `pending_review`.',
    scope: 'hits:decide',
    status: 201,
    answer: HitView,
    problems: ['not-found', 'state-conflict', 'another-person-needed'],
    isPost: true,
    audited: true,
  })
  async decide(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @IdParameter('hitId', screeningHitIds, 'screening hit') id: ScreeningHitId,
    @Body() body: DispositionBody,
  ): Promise<HitView> {
    refuseContradictions(body);
    const request = requestOf(body, apiKeyId);
    const answer = await this.dispositions.decide(tx, organizationId, [id], request, 'interactive');
    if ('refused' in answer) {
      const [refusal] = answer.refused;
      throw refusal === undefined ? notFound('screening hit') : refusedDecision(refusal);
    }
    const hit = await this.hits.find(organizationId, id, tx);
    if (hit === null) throw notFound('screening hit');
    return HitView.of(hit);
  }
}

const requestOf = (
  { decision, reasonCode, comment = null, suppressUntil = null, actor }: DispositionBody,
  apiKeyId: string,
) => ({
  decision,
  reasonCode,
  comment,
  suppressUntil: suppressUntil === null ? null : new Date(suppressUntil),
  actor,
  apiKeyId,
});
