import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type SettingPerson, type SettingsSource, SettingsVersions } from './settings-versions.repository';
import {
  type AppliedThresholds,
  DEFAULT_THRESHOLDS,
  ownThreshold,
  type ThresholdsInForce,
  type ThresholdsSnapshot,
  type TriedThresholds,
} from './thresholds';

/** The thresholds of organizations, version after version. */
@Injectable()
export class ScreeningThresholds {
  /** What holds until an organization sets something else. */
  readonly initial: ThresholdsInForce = { version: 0, ...DEFAULT_THRESHOLDS };
  private readonly versions: SettingsVersions<TriedThresholds>;

  constructor(database: Database, encryption: FieldEncryption) {
    this.versions = new SettingsVersions<TriedThresholds>(database, encryption, 'screening_thresholds', {
      threshold: 'threshold',
      listThresholds: 'list_thresholds',
      backtestId: 'backtest_id',
    });
  }

  /** Those in force at this moment. @param source the open transaction, where there is one: no second connection is taken */
  async current(source: SettingsSource, organizationId: OrganizationId): Promise<ThresholdsInForce> {
    const { version, threshold, listThresholds } =
      (await this.versions.current(source, organizationId)) ?? this.initial;
    return { version, threshold, listThresholds };
  }

  /** What each request is screened by: its own threshold for all lists, or else the organization's at this moment. */
  async appliedTo(
    source: SettingsSource,
    organizationId: OrganizationId,
    requests: readonly { readonly threshold: number | null }[],
  ): Promise<AppliedThresholds[]> {
    const isAsked = requests.some(({ threshold }) => threshold === null);
    const inForce = isAsked ? await this.current(source, organizationId) : this.initial;
    return requests.map(({ threshold }) => (threshold === null ? inForce : ownThreshold(threshold)));
  }

  /** Newest first. @param source the open transaction, to see what was set in it */
  list(organizationId: OrganizationId, limit: number, source?: SettingsSource): Promise<ThresholdsSnapshot[]> {
    return this.versions.list(organizationId, limit, source);
  }

  /** Until the transaction ends nobody else sets thresholds. */
  lock(tx: Transaction, organizationId: OrganizationId): Promise<void> {
    return this.versions.lock(tx, organizationId);
  }

  /** The next version. Two that set at once take turns. */
  set(
    tx: Transaction,
    organizationId: OrganizationId,
    thresholds: TriedThresholds,
    person: SettingPerson,
  ): Promise<ThresholdsSnapshot> {
    return this.versions.set(tx, organizationId, thresholds, person);
  }
}
