import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import {
  type DecisionRules,
  DEFAULT_SCREENING_SETTINGS,
  type ScreeningSettings,
  type ScreeningSettingsSnapshot,
} from './screening-settings';
import { type SettingPerson, type SettingsSource, SettingsVersions } from './settings-versions.repository';

/** How organizations want their hits decided, version after version. */
@Injectable()
export class ScreeningSettingsHistory {
  /** What holds until an organization sets something else. */
  readonly initial = DEFAULT_SCREENING_SETTINGS;
  private readonly versions: SettingsVersions<DecisionRules>;

  constructor(database: Database, encryption: FieldEncryption) {
    this.versions = new SettingsVersions<DecisionRules>(database, encryption, 'screening_settings', {
      dispositionReview: 'disposition_review',
      submitterMayDecide: 'submitter_may_decide',
    });
  }

  async current(source: SettingsSource, organizationId: OrganizationId): Promise<ScreeningSettings> {
    return (await this.versions.current(source, organizationId)) ?? this.initial;
  }

  /** Newest first. @param source the open transaction, to see what was set in it */
  list(organizationId: OrganizationId, limit: number, source?: SettingsSource): Promise<ScreeningSettingsSnapshot[]> {
    return this.versions.list(organizationId, limit, source);
  }

  /** The next version. Two that set at once take turns. */
  set(
    tx: Transaction,
    organizationId: OrganizationId,
    rules: DecisionRules,
    person: SettingPerson,
  ): Promise<ScreeningSettingsSnapshot> {
    return this.versions.set(tx, organizationId, rules, person);
  }
}
