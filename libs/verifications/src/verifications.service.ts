import { type CustomerId, IdentityResults } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobControl, JobSubmitter } from '@bonafide/job-runtime';
import { VendorFeedback } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type LockedVerification, LockedVerifications } from './locked-verifications.repository';
import { decisionReasonPlace } from './sealed-places';
import type { VerificationId } from './verification-ids';
import { VerificationMoves } from './verification-moves.service';
import type { VerificationDecision } from './verification-snapshot';
import { isSettled, type VerificationState } from './verification-state';

export interface DecisionRequest {
  readonly decision: VerificationDecision;
  /** The person's id in the organization's own system; no personal data. */
  readonly actor: string;
  readonly apiKeyId: string;
  readonly reason: string;
}

/** What a caller wanted, or why it was not done. */
export type VerificationAnswer =
  | 'done'
  | 'unknown'
  | { readonly refusedAs: VerificationState }
  /** Who the customer is was changed since. */
  | 'edited';

/** What people do to verifications that are there. */
@Injectable()
export class Verifications {
  constructor(
    private readonly verifications: LockedVerifications,
    private readonly moves: VerificationMoves,
    private readonly identityResults: IdentityResults,
    private readonly jobControl: JobControl,
    private readonly submitter: JobSubmitter,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Whatever comes of it at a vendor then is of no account. */
  async cancel(tx: Transaction, organizationId: OrganizationId, id: VerificationId): Promise<VerificationAnswer> {
    const [before] = await tx.query<Pick<LockedVerification, 'jobId' | 'state'>>(
      `SELECT job_id AS "jobId", state FROM verifications WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (before === undefined) return 'unknown';
    if (isSettled(before.state)) return { refusedAs: before.state };
    // Jobs are locked before what they are about. The job that has not begun cancels the verification with it.
    await this.jobControl.cancel(tx, before.jobId);
    const verification = await this.verifications.lock(tx, id);
    if (verification === null) return 'unknown';
    const reasons = ['canceled-by-request'];
    const now = await this.moves.take(tx, verification, { to: 'canceled', reasons });
    return now === 'canceled' ? 'done' : { refusedAs: now };
  }

  /**
   * Cancels one that is open though who the customer is was changed since it was asked for, so that another can begin. The
   * customer must not be locked yet.
   */
  async cancelOvertaken(tx: Transaction, organizationId: OrganizationId, customerId: CustomerId): Promise<void> {
    const [open] = await tx.query<Pick<LockedVerification, 'id' | 'identityVersion'>>(
      `SELECT id, identity_version AS "identityVersion" FROM verifications
       WHERE customer_id = $1 AND organization_id = $2 AND settled_at IS NULL`,
      [customerId, organizationId],
    );
    if (open === undefined) return;
    const version = await this.identityResults.versionOf(tx, organizationId, customerId);
    if (version !== null && version !== open.identityVersion) await this.cancel(tx, organizationId, open.id);
  }

  /** What a person says of one that waits for somebody. */
  async decide(
    tx: Transaction,
    organizationId: OrganizationId,
    id: VerificationId,
    { decision, actor, apiKeyId, reason }: DecisionRequest,
  ): Promise<VerificationAnswer> {
    const verification = await this.verifications.lockOwn(tx, organizationId, id);
    if (verification === null) return 'unknown';
    if (verification.state !== 'needs_review') return { refusedAs: verification.state };
    const version = await this.identityResults.versionOf(tx, organizationId, verification.customerId);
    if (version !== verification.identityVersion) return 'edited';
    const sealedReason = await this.encryption.seal(organizationId, decisionReasonPlace(id), Buffer.from(reason));
    const now = await this.moves.take(tx, verification, {
      to: decision === 'approve' ? 'approved' : 'declined',
      reasons: [...verification.reasons, 'decided-by-person'],
      decision: { decision, actor, apiKeyId, sealedReason },
    });
    // An edit that committed in this very moment.
    if (now === 'canceled') return 'done';
    await this.tellVendors(tx, verification, decision);
    return 'done';
  }

  /** So that they learn from it. */
  private async tellVendors(
    tx: Transaction,
    { id, organizationId }: LockedVerification,
    decision: VerificationDecision,
  ): Promise<void> {
    const checks = await this.verifications.checksOf(id, tx);
    if (!checks.some(({ vendor, vendorReference }) => vendor !== null && vendorReference !== null)) return;
    await tx.query(`UPDATE verifications SET feedback = 'pending' WHERE id = $1`, [id]);
    const verdict = decision === 'approve' ? 'accepted' : 'rejected';
    const payload = { verificationId: id, verdict } as const;
    await this.submitter.submit(tx, VendorFeedback, { organizationId, payload, subjectId: id });
  }
}
