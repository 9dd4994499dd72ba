import type { Database, Transaction } from '@bonafide/database';
import type { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';

import type { DecidingPerson } from '../hits/disposition';
import { settingsReasonPlace } from '../screenings/sealed-places';

/** The database, or the open transaction to see what was set in it. */
export type SettingsSource = Pick<Transaction, 'query' | 'prepared'>;

/** Who sets something, and why. */
export interface SettingPerson extends DecidingPerson {
  readonly reason: string;
}

/** Settings with their version, which counts from 1. */
export type Versioned<Values extends object> = Values & { readonly version: number };

/** One version with who set it, when and why. */
export type SettingsSnapshot<Values extends object> = Versioned<Values> & SettingPerson & { readonly setAt: Date };

const WHO = `actor, api_key_id AS "apiKeyId", reason, set_at AS "setAt"`;

/** Settings of organizations in a table of their own, version after version; none is ever changed or removed. */
export class SettingsVersions<Values extends object> {
  private readonly names: readonly (keyof Values & string)[];
  private readonly columns: readonly string[];
  private readonly selected: string;

  /** @param columns the table's column for each of the values */
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly table: string,
    columns: Readonly<Record<keyof Values & string, string>>,
  ) {
    this.names = Object.keys(columns) as (keyof Values & string)[];
    this.columns = this.names.map((name) => columns[name]);
    this.selected = this.names.map((name) => `${columns[name]} AS "${name}"`).join(', ');
  }

  /** Null for an organization that has never set any. */
  async current(source: SettingsSource, organizationId: OrganizationId): Promise<Versioned<Values> | null> {
    const [settings] = await source.prepared<Versioned<Values>>(
      `current ${this.table}`,
      `SELECT version, ${this.selected} FROM ${this.table} WHERE organization_id = $1 ORDER BY version DESC LIMIT 1`,
      [organizationId],
    );
    return settings ?? null;
  }

  /** Newest first. */
  async list(
    organizationId: OrganizationId,
    limit: number,
    source: SettingsSource = this.database,
  ): Promise<SettingsSnapshot<Values>[]> {
    const rows = await source.query<Versioned<Values> & { readonly reason: Buffer }>(
      `SELECT version, ${this.selected}, ${WHO} FROM ${this.table}
       WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`,
      [organizationId, limit],
    );
    const reasons = await this.encryption.openMany(
      organizationId,
      rows.map(({ version, reason }) => ({ place: this.reasonPlace(version), sealed: reason })),
    );
    return rows.map((row, index) => {
      const reason = reasons[index];
      if (!reason) throw new Error(`The reason of version ${row.version} in ${this.table} does not open any more.`);
      return { ...row, reason: reason.toString() } as unknown as SettingsSnapshot<Values>;
    });
  }

  /** Until the transaction ends nobody else sets a version. */
  async lock(tx: Transaction, organizationId: OrganizationId): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('bonafide ' || $1 || ' ' || $2, 0))`, [
      this.table.replaceAll('_', ' '),
      organizationId,
    ]);
  }

  /** The next version. Two that set at once take turns. */
  async set(
    tx: Transaction,
    organizationId: OrganizationId,
    values: Values,
    { actor, apiKeyId, reason }: SettingPerson,
  ): Promise<SettingsSnapshot<Values>> {
    await this.lock(tx, organizationId);
    const version = ((await this.current(tx, organizationId))?.version ?? 0) + 1;
    const sealed = await this.encryption.seal(organizationId, this.reasonPlace(version), Buffer.from(reason));
    const parameters = [organizationId, version, actor, apiKeyId, sealed, ...this.names.map((name) => values[name])];
    const [row] = await tx.query<{ setAt: Date }>(
      `INSERT INTO ${this.table} (organization_id, version, actor, api_key_id, reason, ${this.columns.join(', ')})
       VALUES (${parameters.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING set_at AS "setAt"`,
      parameters,
    );
    if (row === undefined) throw new Error('The settings that were just stored are not there.');
    return { ...values, version, actor, apiKeyId, reason, setAt: row.setAt };
  }

  private reasonPlace(version: number) {
    return settingsReasonPlace(this.table, version);
  }
}
