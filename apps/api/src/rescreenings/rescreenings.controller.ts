import type { Transaction } from '@bonafide/database';
import { type OrganizationId } from '@bonafide/identifiers';
import { type RescreeningId, rescreeningIds, Rescreenings, type RescreeningSnapshot } from '@bonafide/screening';
import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheOrganization } from '../security/caller.decorator';
import {
  RescreeningPartsQuery,
  RescreeningPartsView,
  RescreeningPartView,
  RescreeningsQuery,
  RescreeningSummaryView,
} from './rescreening.dto';

const RescreeningParameter = () => IdParameter('rescreeningId', rescreeningIds, 'rescreening');

@ApiTags('Monitoring')
@Controller('v1/rescreenings')
export class RescreeningsController {
  constructor(private readonly rescreenings: Rescreenings) {}

  @Post()
  @Operation({
    id: 'createRescreening',
    summary: 'Screen all monitored subjects against the whole lists',
    description:
      'What changes in a list is screened by itself; this is for everything else, such as another threshold. One at a time. A webhook tells when it has ended.',
    scope: 'screenings:write',
    status: 202,
    answer: RescreeningSummaryView,
    hasLocation: true,
    problems: ['state-conflict'],
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RescreeningSummaryView> {
    const run = await this.rescreenings.request(tx, organizationId);
    if (run === null) throw new Problem('state-conflict', 'All subjects are being screened already.');
    void reply.header('location', `/v1/rescreenings/${run.id}`);
    return RescreeningSummaryView.of(run);
  }

  @Get()
  @Operation({
    id: 'listRescreenings',
    summary: 'List rescreenings, newest first',
    scope: 'screenings:read',
    status: 200,
    answer: RescreeningSummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: RescreeningsQuery) {
    const { list, publicationId, state } = query;
    return cursorPage(
      query,
      (before, limit) => this.rescreenings.list(organizationId, { list, publicationId, state, before, limit }),
      RescreeningSummaryView.of,
    );
  }

  @Get(':rescreeningId')
  @Operation({
    id: 'getRescreening',
    summary: 'Read a rescreening: what changed, who was screened, what was found',
    scope: 'screenings:read',
    status: 200,
    answer: RescreeningSummaryView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @RescreeningParameter() id: RescreeningId,
  ): Promise<RescreeningSummaryView> {
    return RescreeningSummaryView.of(await this.find(organizationId, id));
  }

  @Get(':rescreeningId/parts')
  @Operation({
    id: 'listRescreeningParts',
    summary: 'Read the proof of a rescreening: ranges of subjects, and what came of each',
    description: 'Together they are all subjects: their counts add up to those of the rescreening.',
    scope: 'screenings:read',
    status: 200,
    answer: RescreeningPartsView,
    problems: ['not-found', 'invalid-parameter'],
  })
  async parts(
    @TheOrganization() organizationId: OrganizationId,
    @RescreeningParameter() id: RescreeningId,
    @Query() { after, limit }: RescreeningPartsQuery,
  ): Promise<RescreeningPartsView> {
    await this.find(organizationId, id);
    const parts = await this.rescreenings.partsOf(id, after, limit + 1);
    return { data: parts.slice(0, limit).map(RescreeningPartView.of), hasMore: parts.length > limit };
  }

  @Post(':rescreeningId/cancel')
  @Operation({
    id: 'cancelRescreening',
    summary: 'Stop a rescreening',
    description: 'What was found stays. Whoever was not screened yet is not screened on what changed.',
    scope: 'screenings:write',
    status: 200,
    answer: RescreeningSummaryView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async cancel(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @RescreeningParameter() id: RescreeningId,
  ): Promise<RescreeningSummaryView> {
    const run = await this.rescreenings.cancel(tx, organizationId, id);
    if (run === null) throw notFound('rescreening');
    if (run === 'ended') throw new Problem('state-conflict', 'The rescreening has ended.');
    return RescreeningSummaryView.of(run);
  }

  private async find(organizationId: OrganizationId, id: RescreeningId): Promise<RescreeningSnapshot> {
    const run = await this.rescreenings.find(organizationId, id);
    if (run === null) throw notFound('rescreening');
    return run;
  }
}
