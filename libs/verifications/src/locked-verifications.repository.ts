import { Database, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { VerificationId } from './verification-ids';
import type { CheckSnapshot, VerificationSummary } from './verification-snapshot';

/** Columns of a summary, by the names that it has in the program. */
export const SUMMARY_COLUMNS = `id, organization_id AS "organizationId", customer_id AS "customerId",
  identity_version AS "identityVersion", level, state, purpose, vendor, ssn_is_unique AS "ssnIsUnique", reasons,
  required_input AS "requiredInput", job_id AS "jobId", submitted_by AS "submittedBy", feedback, sequence,
  created_at AS "createdAt", updated_at AS "updatedAt", expires_at AS "expiresAt", settled_at AS "settledAt"`;

/** A verification that nobody else can move until the transaction ends. */
export interface LockedVerification extends VerificationSummary {
  /** The attempt at its job that works on it. */
  readonly jobAttempt: number;
  /** When a vendor last said that something has happened. */
  readonly noticedAt: Date | null;
}

/** Verifications and their checks, for whoever is about to move one. Whoever locks a job as well has done so before. */
@Injectable()
export class LockedVerifications {
  constructor(private readonly database: Database) {}

  async lock(tx: Transaction, id: VerificationId): Promise<LockedVerification | null> {
    const [row] = await tx.query<LockedVerification>(
      `SELECT ${SUMMARY_COLUMNS}, job_attempt AS "jobAttempt", noticed_at AS "noticedAt"
       FROM verifications WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row ?? null;
  }

  async lockOwn(
    tx: Transaction,
    organizationId: OrganizationId,
    id: VerificationId,
  ): Promise<LockedVerification | null> {
    // Asked first, so that nobody makes another organization's verification wait.
    const [own] = await tx.query('SELECT 1 FROM verifications WHERE id = $1 AND organization_id = $2', [
      id,
      organizationId,
    ]);
    return own === undefined ? null : this.lock(tx, id);
  }

  /** In order. */
  checksOf(id: VerificationId, source: Pick<Transaction, 'query'> = this.database): Promise<CheckSnapshot[]> {
    return source.query(
      `SELECT id, representative_id AS "representativeId", stage, is_required AS "isRequired", state,
              skip_reason AS "skipReason", outcome, vendor, vendor_reference AS "vendorReference",
              vendor_call_id AS "vendorCallId", attributes, reasons, vendor_codes AS "vendorCodes",
              required_input AS "requiredInput", answered_at AS "answeredAt"
       FROM verification_checks WHERE verification_id = $1 ORDER BY position`,
      [id],
    );
  }
}
