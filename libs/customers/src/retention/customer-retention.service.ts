import { loadConfig } from '@bonafide/configuration';
import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type CustomerId, type LegalHoldId, legalHoldIds } from '../customer-ids';
import { legalHoldEndPlace, legalHoldPlace } from '../records/sealed-places';
import { RetentionConfig } from './retention.config';

/** A person's word and who they are, by the id in the organization's own system. */
export interface HoldGrounds {
  readonly actor: string;
  readonly apiKeyId: string;
  readonly reason: string;
}

/** Why a customer is not erased, or was not until the hold ended. */
export interface LegalHold extends HoldGrounds {
  readonly since: Date;
  /** Null while it lasts. */
  readonly end: (HoldGrounds & { readonly at: Date }) | null;
}

/** How long a customer is kept. */
export interface RetentionSnapshot {
  readonly customerId: CustomerId;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  /** From when on it is erased, unless something holds it; null: it was not deleted. */
  readonly eraseAfter: Date | null;
  readonly erasedAt: Date | null;
  /** Newest first; none of a customer that was erased. */
  readonly legalHolds: readonly LegalHold[];
}

type Dates = Pick<RetentionSnapshot, 'createdAt' | 'deletedAt' | 'erasedAt'>;

interface HoldRow {
  readonly id: LegalHoldId;
  readonly since: Date;
  readonly actor: string;
  readonly apiKeyId: string;
  readonly reason: Buffer;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedWith: string | null;
  readonly endReason: Buffer | null;
}

/** What keeps a customer, or lets it go: also one that was deleted. */
@Injectable()
export class CustomerRetention {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @returns null when the organization never had such a customer */
  async find(
    organizationId: OrganizationId,
    customerId: CustomerId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<RetentionSnapshot | null> {
    const [dates] = await source.query<Dates>(
      `SELECT created_at AS "createdAt", deleted_at AS "deletedAt", NULL::timestamptz AS "erasedAt"
       FROM customers WHERE id = $1 AND organization_id = $2
       UNION ALL
       SELECT created_at, deleted_at, erased_at FROM erased_customers WHERE id = $1 AND organization_id = $2`,
      [customerId, organizationId],
    );
    if (dates === undefined) return null;
    const holds = await source.query<HoldRow>(
      `SELECT id, held_at AS since, actor, api_key_id AS "apiKeyId", reason, ended_at AS "endedAt", ended_by AS "endedBy",
              ended_with AS "endedWith", end_reason AS "endReason"
       FROM customer_legal_holds WHERE customer_id = $1 AND organization_id = $2 ORDER BY id DESC`,
      [customerId, organizationId],
    );
    const legalHolds = await Promise.all(holds.map((row) => this.open(organizationId, row)));
    return { customerId, ...dates, eraseAfter: eraseAfter(dates.deletedAt), legalHolds };
  }

  /**
   * Begins a hold, until which ends nothing of the customer is erased, or ends it.
   * @returns null when there is no such customer any more; `already`: it is (not) held
   */
  async write(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    isHeld: boolean,
    grounds: HoldGrounds,
  ): Promise<RetentionSnapshot | 'already' | null> {
    const [customer] = await tx.query<{ isHeld: boolean }>(
      `SELECT legal_hold_since IS NOT NULL AS "isHeld" FROM customers WHERE id = $1 AND organization_id = $2 FOR UPDATE`,
      [customerId, organizationId],
    );
    if (customer === undefined) return null;
    if (customer.isHeld === isHeld) return 'already';
    await (isHeld
      ? this.begin(tx, organizationId, customerId, grounds)
      : this.end(tx, organizationId, customerId, grounds));
    await tx.query(`UPDATE customers SET legal_hold_since = CASE WHEN $2 THEN now() END WHERE id = $1`, [
      customerId,
      isHeld,
    ]);
    return this.find(organizationId, customerId, tx);
  }

  /** Which of these are held: nothing of them is erased. None is held anew before the transaction ends. */
  async heldAmong(tx: Transaction, ids: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>> {
    const rows = await tx.query<{ id: CustomerId; isHeld: boolean }>(
      `SELECT id, legal_hold_since IS NOT NULL AS "isHeld" FROM customers WHERE id = ANY ($1) ORDER BY id FOR SHARE`,
      [ids],
    );
    return new Set(rows.filter(({ isHeld }) => isHeld).map(({ id }) => id));
  }

  /** Which of these were deleted, or are gone. */
  async deletedAmong(tx: Transaction, ids: readonly CustomerId[]): Promise<ReadonlySet<CustomerId>> {
    const rows = await tx.query<{ id: CustomerId }>(
      `SELECT id FROM unnest($1::text[]) AS asked (id)
       WHERE NOT EXISTS (SELECT 1 FROM customers WHERE customers.id = asked.id AND deleted_at IS NULL)`,
      [ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async begin(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    { actor, apiKeyId, reason }: HoldGrounds,
  ): Promise<void> {
    const id = legalHoldIds.create();
    const sealed = await this.encryption.sealJson(organizationId, legalHoldPlace(id), reason);
    await tx.query(
      `INSERT INTO customer_legal_holds (id, customer_id, organization_id, actor, api_key_id, reason)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, customerId, organizationId, actor, apiKeyId, sealed],
    );
  }

  private async end(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    { actor, apiKeyId, reason }: HoldGrounds,
  ): Promise<void> {
    const [open] = await tx.query<{ id: LegalHoldId }>(
      `SELECT id FROM customer_legal_holds WHERE customer_id = $1 AND ended_at IS NULL`,
      [customerId],
    );
    if (open === undefined) throw new Error('A customer is held, and by no hold.');
    const sealed = await this.encryption.sealJson(organizationId, legalHoldEndPlace(open.id), reason);
    await tx.query(
      `UPDATE customer_legal_holds SET ended_at = now(), ended_by = $2, ended_with = $3, end_reason = $4 WHERE id = $1`,
      [open.id, actor, apiKeyId, sealed],
    );
  }

  private async open(organizationId: OrganizationId, row: HoldRow): Promise<LegalHold> {
    const { id, since, actor, apiKeyId, endedAt, endedBy, endedWith, endReason } = row;
    const reason = await this.encryption.openJson<string>(organizationId, legalHoldPlace(id), row.reason);
    if (endedAt === null || endedBy === null || endedWith === null || endReason === null) {
      return { since, actor, apiKeyId, reason, end: null };
    }
    const why = await this.encryption.openJson<string>(organizationId, legalHoldEndPlace(id), endReason);
    const end = { at: endedAt, actor: endedBy, apiKeyId: endedWith, reason: why };
    return { since, actor, apiKeyId, reason, end };
  }
}

const DAY_MS = 86_400_000;

const eraseAfter = (deletedAt: Date | null): Date | null =>
  deletedAt === null
    ? null
    : new Date(deletedAt.getTime() + loadConfig(RetentionConfig).CUSTOMER_RETENTION_DAYS * DAY_MS);
