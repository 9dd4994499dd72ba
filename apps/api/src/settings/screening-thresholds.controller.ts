import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { ScreeningThresholds, ThresholdChanges } from '@bonafide/screening';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { refusedThresholds } from './refused-thresholds';
import { ScreeningThresholdsView, SetScreeningThresholdsBody } from './screening-thresholds.dto';
import { thresholdsOf } from './thresholds.dto';

const VERSIONS_SHOWN = 100;

@ApiTags('Thresholds')
@Controller('v1/screening-thresholds')
export class ScreeningThresholdsController {
  constructor(
    private readonly thresholds: ScreeningThresholds,
    private readonly changes: ThresholdChanges,
  ) {}

  @Get()
  @Operation({
    id: 'getScreeningThresholds',
    summary: 'From which score on a listed name is a hit, now and before',
    scope: 'settings:read',
    status: 200,
    answer: ScreeningThresholdsView,
  })
  async read(@TheOrganization() organizationId: OrganizationId): Promise<ScreeningThresholdsView> {
    const history = await this.thresholds.list(organizationId, VERSIONS_SHOWN);
    return ScreeningThresholdsView.of(history[0] ?? this.thresholds.initial, history);
  }

  @Put()
  @Operation({
    id: 'setScreeningThresholds',
    summary: 'Set the thresholds that a backtest has tried',
    description:
      'A new version; the earlier ones are kept. It holds for screenings from now on that bring no threshold of their own. `409` when the backtest is not completed, is older than 7 days, has skipped more screenings than it screened, or compares with a version that is not in force any more.',
    scope: 'settings:write',
    status: 200,
    answer: ScreeningThresholdsView,
    problems: [...problemsOfBodies, 'not-found', 'state-conflict'],
    audited: true,
  })
  async set(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() body: SetScreeningThresholdsBody,
  ): Promise<ScreeningThresholdsView> {
    const { backtestId, actor, reason } = body;
    const wanted = { ...thresholdsOf(body), backtestId };
    const answer = await this.changes.set(tx, organizationId, wanted, { actor, apiKeyId, reason });
    if ('refusal' in answer) throw refusedThresholds(answer.refusal);
    return ScreeningThresholdsView.of(answer.set, await this.thresholds.list(organizationId, VERSIONS_SHOWN, tx));
  }
}
