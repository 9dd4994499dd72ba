import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Hits, type ScreeningHitId, screeningHitIds } from '@bonafide/screening';
import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { AddHitNoteBody, AssignHitBody, HitNoteView, HitsQuery, HitSummaryView, HitView } from './hit.dto';

const HitParameter = () => IdParameter('hitId', screeningHitIds, 'screening hit');

@ApiTags('Hits')
@Controller('v1/screening-hits')
export class HitsController {
  constructor(private readonly hits: Hits) {}

  @Get()
  @Operation({
    id: 'listScreeningHits',
    summary: 'List hits, newest first',
    description: "An analyst's queue is `?state=pending_review`, of their own with `assignee`.",
    scope: 'hits:read',
    status: 200,
    answer: HitSummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: HitsQuery) {
    const { dueBefore, limit: _limit, cursor: _cursor, ...filter } = query;
    const due = dueBefore === undefined ? {} : { dueBefore: new Date(dueBefore) };
    return cursorPage(
      query,
      (before, limit) => this.hits.list(organizationId, { ...filter, ...due, before, limit }),
      HitSummaryView.of,
    );
  }

  @Get(':hitId')
  @Operation({
    id: 'getScreeningHit',
    summary: 'Read a hit with its evidence, history and notes',
    scope: 'hits:read',
    status: 200,
    answer: HitView,
    problems: ['not-found'],
  })
  async read(@TheOrganization() organizationId: OrganizationId, @HitParameter() id: ScreeningHitId): Promise<HitView> {
    return HitView.of(await this.find(organizationId, id));
  }

  @Patch(':hitId')
  @Operation({
    id: 'assignScreeningHit',
    summary: 'Say who looks at a hit, and until when',
    description: 'What is left out stays as it is; null takes it away.',
    scope: 'hits:write',
    status: 200,
    answer: HitSummaryView,
    problems: ['not-found', 'state-conflict', ...problemsOfBodies],
    audited: true,
  })
  async assign(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @HitParameter() id: ScreeningHitId,
    @Body() { assignee, dueAt }: AssignHitBody,
  ): Promise<HitSummaryView> {
    const due = typeof dueAt === 'string' ? new Date(dueAt) : dueAt;
    const answer = await this.hits.assign(tx, organizationId, id, { assignee, dueAt: due });
    if (answer === null) throw notFound('screening hit');
    if (answer !== 'done') {
      throw new Problem('state-conflict', `The hit is ${answer.refusedAs}: nobody has to look at it any more.`);
    }
    return HitSummaryView.of(await this.find(organizationId, id, tx));
  }

  @Post(':hitId/notes')
  @Operation({
    id: 'addScreeningHitNote',
    summary: 'Write a note to a hit',
    description: 'Kept sealed and for ever; it decides nothing.',
    scope: 'hits:write',
    status: 201,
    answer: HitNoteView,
    problems: ['not-found'],
    isPost: true,
    audited: true,
  })
  async note(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @HitParameter() id: ScreeningHitId,
    @Body() { actor, text }: AddHitNoteBody,
  ): Promise<HitNoteView> {
    const note = await this.hits.addNote(tx, organizationId, id, { actor, apiKeyId, text });
    if (note === null) throw notFound('screening hit');
    return HitNoteView.of(note);
  }

  private async find(organizationId: OrganizationId, id: ScreeningHitId, tx?: Transaction) {
    const hit = await this.hits.find(organizationId, id, tx);
    if (hit === null) throw notFound('screening hit');
    return hit;
  }
}
