import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type CustomerId, type ProposalId, proposalIds } from '../customer-ids';
import { proposalReasonPlace } from '../records/sealed-places';
import { type CustomerStatus, levelOf, statusAt } from './customer-status';
import type { Grounds, ProposalSnapshot } from './status-change';

interface ProposalRow extends Omit<ProposalSnapshot, 'to' | 'reason'> {
  readonly toLevel: number;
  readonly reason: Buffer;
}

const COLUMNS = `id, to_status AS "toLevel", actor, api_key_id AS "apiKeyId", reason, evidence, proposed_at AS "proposedAt"`;

/** Moves that a first person wants. A customer has one that is open at most. */
@Injectable()
export class StatusProposals {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @param source the open transaction, to see what was proposed in it */
  async open(
    organizationId: OrganizationId,
    customerId: CustomerId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<ProposalSnapshot | null> {
    const [row] = await source.query<ProposalRow>(
      `SELECT ${COLUMNS} FROM customer_status_proposals
       WHERE customer_id = $1 AND organization_id = $2 AND closed_at IS NULL`,
      [customerId, organizationId],
    );
    return row === undefined ? null : this.snapshot(organizationId, row);
  }

  async find(organizationId: OrganizationId, ids: readonly ProposalId[]): Promise<ProposalSnapshot[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.query<ProposalRow>(
      `SELECT ${COLUMNS} FROM customer_status_proposals WHERE id = ANY ($1) AND organization_id = $2`,
      [ids, organizationId],
    );
    return Promise.all(rows.map((row) => this.snapshot(organizationId, row)));
  }

  /** In place of one that waits. */
  async propose(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    to: CustomerStatus,
    { actor, apiKeyId, reason, evidence }: Grounds,
  ): Promise<void> {
    await this.close(tx, customerId);
    const id = proposalIds.create();
    const sealed = await this.encryption.seal(organizationId, proposalReasonPlace(id), Buffer.from(reason));
    await tx.query(
      `INSERT INTO customer_status_proposals (id, customer_id, organization_id, to_status, actor, api_key_id, reason, evidence)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, customerId, organizationId, levelOf(to), actor, apiKeyId, sealed, evidence],
    );
  }

  async close(tx: Transaction, customerId: CustomerId): Promise<void> {
    await tx.query(
      `UPDATE customer_status_proposals SET closed_at = now() WHERE customer_id = $1 AND closed_at IS NULL`,
      [customerId],
    );
  }

  private async snapshot(organizationId: OrganizationId, { toLevel, reason, ...row }: ProposalRow) {
    const opened = await this.encryption.open(organizationId, proposalReasonPlace(row.id), reason);
    return { ...row, to: statusAt(toLevel), reason: opened.toString() };
  }
}
