import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type CustomerId, type ProposalId, type StatusChangeId, statusChangeIds } from '../customer-ids';
import { changeReasonPlace } from '../records/sealed-places';
import { type CustomerStatus, levelOf, statusAt } from './customer-status';
import { StatusProposals } from './status-proposals.repository';
import type { ChangeCause, StatusChangeSnapshot } from './status-change';

export interface NewStatusChange {
  readonly customerId: CustomerId;
  readonly organizationId: OrganizationId;
  readonly from: CustomerStatus | null;
  readonly to: CustomerStatus;
  readonly cause: ChangeCause;
  readonly actor: string | null;
  readonly apiKeyId: string | null;
  readonly reason: string | null;
  readonly evidence: readonly string[];
  readonly proposalId: ProposalId | null;
}

interface ChangeRow {
  readonly id: StatusChangeId;
  readonly fromLevel: number | null;
  readonly toLevel: number;
  readonly cause: ChangeCause;
  readonly actor: string | null;
  readonly apiKeyId: string | null;
  readonly reason: Buffer | null;
  readonly evidence: readonly string[];
  readonly proposalId: ProposalId | null;
  readonly changedAt: Date;
}

/** Every move of every customer, kept as it was made. */
@Injectable()
export class StatusHistory {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly proposals: StatusProposals,
  ) {}

  async record(tx: Transaction, changes: readonly NewStatusChange[]): Promise<void> {
    for (const change of changes) {
      const id = statusChangeIds.create();
      const reason =
        change.reason === null
          ? null
          : await this.encryption.seal(change.organizationId, changeReasonPlace(id), Buffer.from(change.reason));
      await tx.query(
        `INSERT INTO customer_status_changes (id, customer_id, organization_id, from_status, to_status, cause, actor,
                                              api_key_id, reason, evidence, proposal_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          id,
          change.customerId,
          change.organizationId,
          change.from === null ? null : levelOf(change.from),
          levelOf(change.to),
          change.cause,
          change.actor,
          change.apiKeyId,
          reason,
          change.evidence,
          change.proposalId,
        ],
      );
    }
  }

  /** Newest first. */
  async list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<StatusChangeSnapshot[]> {
    const rows = await this.database.query<ChangeRow>(
      `SELECT id, from_status AS "fromLevel", to_status AS "toLevel", cause, actor, api_key_id AS "apiKeyId", reason,
              evidence, proposal_id AS "proposalId", changed_at AS "changedAt"
       FROM customer_status_changes
       WHERE customer_id = $1 AND organization_id = $2 AND ($3::text IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [customerId, organizationId, page.before ?? null, page.limit],
    );
    const proposalIds = rows.map(({ proposalId }) => proposalId).filter((id) => id !== null);
    const proposals = await this.proposals.find(organizationId, proposalIds);
    return Promise.all(
      rows.map(async ({ fromLevel, toLevel, reason, proposalId, ...change }) => ({
        ...change,
        from: fromLevel === null ? null : statusAt(fromLevel),
        to: statusAt(toLevel),
        reason:
          reason === null
            ? null
            : (await this.encryption.open(organizationId, changeReasonPlace(change.id), reason)).toString(),
        proposal: proposals.find(({ id }) => id === proposalId) ?? null,
      })),
    );
  }
}
