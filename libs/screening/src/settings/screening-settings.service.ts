import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { DecidingPerson } from '../hits/disposition';
import { settingsReasonPlace } from '../screenings/sealed-places';
import {
  DEFAULT_SCREENING_SETTINGS,
  type ScreeningSettings,
  type ScreeningSettingsSnapshot,
} from './screening-settings';

interface SettingsRow extends Omit<ScreeningSettingsSnapshot, 'reason'> {
  readonly reason: Buffer;
}

const COLUMNS = `version, disposition_review AS "dispositionReview", submitter_may_decide AS "submitterMayDecide"`;
const WHO = `actor, api_key_id AS "apiKeyId", reason, set_at AS "setAt"`;

/** The settings of organizations, version after version; none is ever changed or removed. */
@Injectable()
export class ScreeningSettingsHistory {
  /** What holds until an organization sets something else. */
  readonly initial = DEFAULT_SCREENING_SETTINGS;

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  async current(source: Pick<Transaction, 'query'>, organizationId: OrganizationId): Promise<ScreeningSettings> {
    const [settings] = await source.query<ScreeningSettings>(
      `SELECT ${COLUMNS} FROM screening_settings WHERE organization_id = $1 ORDER BY version DESC LIMIT 1`,
      [organizationId],
    );
    return settings ?? this.initial;
  }

  /** Newest first. @param source the open transaction, to see what was set in it */
  async list(
    organizationId: OrganizationId,
    limit: number,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<ScreeningSettingsSnapshot[]> {
    const rows = await source.query<SettingsRow>(
      `SELECT ${COLUMNS}, ${WHO} FROM screening_settings WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`,
      [organizationId, limit],
    );
    return Promise.all(
      rows.map(async ({ reason, ...row }) => ({
        ...row,
        reason: (await this.encryption.open(organizationId, settingsReasonPlace(row.version), reason)).toString(),
      })),
    );
  }

  /** The next version. Two that set at once take turns. */
  async set(
    tx: Transaction,
    organizationId: OrganizationId,
    settings: Omit<ScreeningSettings, 'version'>,
    { actor, apiKeyId, reason }: DecidingPerson & { readonly reason: string },
  ): Promise<ScreeningSettingsSnapshot> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('bonafide screening settings ' || $1, 0))`, [
      organizationId,
    ]);
    const version = (await this.current(tx, organizationId)).version + 1;
    const place = settingsReasonPlace(version);
    const [row] = await tx.query<{ setAt: Date }>(
      `INSERT INTO screening_settings (organization_id, version, disposition_review, submitter_may_decide, actor, api_key_id, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING set_at AS "setAt"`,
      [
        organizationId,
        version,
        settings.dispositionReview,
        settings.submitterMayDecide,
        actor,
        apiKeyId,
        await this.encryption.seal(organizationId, place, Buffer.from(reason)),
      ],
    );
    if (row === undefined) throw new Error('The settings that were just stored are not there.');
    return { ...settings, version, actor, apiKeyId, reason, setAt: row.setAt };
  }
}
