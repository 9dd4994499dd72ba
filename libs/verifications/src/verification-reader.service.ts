import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { CustomerId } from '@bonafide/customers';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { LockedVerifications, SUMMARY_COLUMNS } from './locked-verifications.repository';
import { decisionReasonPlace } from './sealed-places';
import type { VerificationId } from './verification-ids';
import type { DecisionSnapshot, VerificationSnapshot, VerificationSummary } from './verification-snapshot';

interface VerificationRow extends VerificationSummary {
  readonly decision: DecisionSnapshot['decision'] | null;
  readonly decidedBy: string;
  readonly decidedWith: string;
  readonly decisionReason: Buffer;
  readonly decidedAt: Date;
}

/** Verifications as they are shown: nothing of whom they are about. */
@Injectable()
export class VerificationReader {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly verifications: LockedVerifications,
  ) {}

  /**
   * @param customerId whose it has to be
   * @param source the open transaction, to see what was changed in it
   */
  async find(
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: VerificationId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<VerificationSnapshot | null> {
    const [row] = await source.query<VerificationRow>(
      `SELECT ${SUMMARY_COLUMNS}, decision, decided_by AS "decidedBy", decided_with AS "decidedWith",
              decision_reason AS "decisionReason", decided_at AS "decidedAt"
       FROM verifications WHERE id = $1 AND organization_id = $2 AND customer_id = $3`,
      [id, organizationId, customerId],
    );
    if (row === undefined) return null;
    const { decision, decidedBy, decidedWith, decisionReason, decidedAt, ...summary } = row;
    const checks = await this.verifications.checksOf(id, source);
    if (decision === null) return { ...summary, decided: null, checks };
    const reason = await this.encryption.open(organizationId, decisionReasonPlace(id), decisionReason);
    const decided = { decision, actor: decidedBy, apiKeyId: decidedWith, reason: reason.toString(), decidedAt };
    return { ...summary, decided, checks };
  }

  /** Newest first. */
  list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<VerificationSummary[]> {
    return this.database.query<VerificationSummary>(
      `SELECT ${SUMMARY_COLUMNS} FROM verifications
       WHERE customer_id = $1 AND organization_id = $2 AND ($3::text IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [customerId, organizationId, page.before ?? null, page.limit],
    );
  }
}
