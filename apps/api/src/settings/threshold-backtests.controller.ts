import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import {
  BACKTEST_SCREENINGS,
  type ThresholdBacktestId,
  thresholdBacktestIds,
  ThresholdBacktests,
} from '@bonafide/screening';
import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { notFound } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import {
  CreateThresholdBacktestBody,
  ThresholdBacktestSummaryView,
  ThresholdBacktestView,
} from './threshold-backtest.dto';
import { thresholdsOf } from './thresholds.dto';

@ApiTags('Thresholds')
@Controller('v1/threshold-backtests')
export class ThresholdBacktestsController {
  constructor(private readonly backtests: ThresholdBacktests) {}

  @Post()
  @Operation({
    id: 'createThresholdBacktest',
    summary: 'Find out what other thresholds would change',
    description:
      'Screens the subjects of your last screenings anew, under the thresholds in force and under these, on the same lists. Nothing of those screenings changes. A webhook tells when it is done.',
    scope: 'settings:write',
    status: 202,
    answer: ThresholdBacktestSummaryView,
    hasLocation: true,
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: CreateThresholdBacktestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ThresholdBacktestSummaryView> {
    const { actor, screenings = BACKTEST_SCREENINGS.byDefault } = body;
    const request = { ...thresholdsOf(body), screenings, actor, apiKeyId };
    const started = await this.backtests.start(tx, organizationId, request);
    void reply.header('location', `/v1/threshold-backtests/${started.id}`);
    return ThresholdBacktestSummaryView.of(started);
  }

  @Get()
  @Operation({
    id: 'listThresholdBacktests',
    summary: 'List backtests, newest first',
    scope: 'settings:read',
    status: 200,
    answer: ThresholdBacktestSummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: PageQuery) {
    return cursorPage(
      query,
      (before, limit) => this.backtests.list(organizationId, before, limit),
      ThresholdBacktestSummaryView.of,
    );
  }

  @Get(':backtestId')
  @Operation({
    id: 'getThresholdBacktest',
    summary: 'Read a backtest with examples of the hits gained and lost',
    scope: 'settings:read',
    status: 200,
    answer: ThresholdBacktestView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @IdParameter('backtestId', thresholdBacktestIds, 'threshold backtest') id: ThresholdBacktestId,
  ): Promise<ThresholdBacktestView> {
    const backtest = await this.backtests.find(organizationId, id);
    if (backtest === null) throw notFound('threshold backtest');
    return ThresholdBacktestView.of(backtest);
  }
}
