import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { ScreeningSettingsHistory } from '@bonafide/screening';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { ScreeningSettingsView, SetScreeningSettingsBody } from './screening-settings.dto';

const VERSIONS_SHOWN = 100;

@ApiTags('Hits')
@Controller('v1/screening-settings')
export class ScreeningSettingsController {
  constructor(private readonly settings: ScreeningSettingsHistory) {}

  @Get()
  @Operation({
    id: 'getScreeningSettings',
    summary: 'How your organization wants hits decided, now and before',
    scope: 'settings:read',
    status: 200,
    answer: ScreeningSettingsView,
  })
  async read(@TheOrganization() organizationId: OrganizationId): Promise<ScreeningSettingsView> {
    const history = await this.settings.list(organizationId, VERSIONS_SHOWN);
    return ScreeningSettingsView.of(history[0] ?? this.settings.initial, history);
  }

  @Put()
  @Operation({
    id: 'setScreeningSettings',
    summary: 'Say how your organization wants hits decided',
    description:
      'A new version; the earlier ones are kept. It holds for decisions from now on: what waits for a second person still gets one.',
    scope: 'settings:write',
    status: 200,
    answer: ScreeningSettingsView,
    problems: [...problemsOfBodies],
    audited: true,
  })
  async set(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @Body() { dispositionReview, submitterMayDecide, actor, reason }: SetScreeningSettingsBody,
  ): Promise<ScreeningSettingsView> {
    const who = { actor, apiKeyId, reason };
    const set = await this.settings.set(tx, organizationId, { dispositionReview, submitterMayDecide }, who);
    return ScreeningSettingsView.of(set, await this.settings.list(organizationId, VERSIONS_SHOWN, tx));
  }
}
