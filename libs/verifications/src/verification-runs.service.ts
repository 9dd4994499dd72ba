import { IdentityResults } from '@bonafide/customers';
import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { AnsweredCall } from '@bonafide/identity-vendors';
import type { IdentityVerification, JobRun } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type LockedVerification, LockedVerifications } from './locked-verifications.repository';
import { applicantsPlace } from './sealed-places';
import type { CheckId, VerificationId } from './verification-ids';
import { VerificationMoves } from './verification-moves.service';
import type { CheckSnapshot } from './verification-snapshot';
import { checkStateAfter, isSettled, type SkipReason } from './verification-state';
import { revivedParties, type VerifiedParty } from './verified-parties';

type Run = Pick<JobRun<typeof IdentityVerification>, 'jobId' | 'attempt' | 'payload'>;

/** A verification that an attempt works on. */
export interface BegunVerification {
  readonly verification: LockedVerification;
  /** Opened. */
  readonly parties: readonly VerifiedParty[];
  readonly checks: readonly CheckSnapshot[];
}

/** The answer to a check, from a vendor or from what we know ourselves. */
export type CheckFinding = Pick<
  AnsweredCall,
  'outcome' | 'reasons' | 'vendorCodes' | 'attributes' | 'requiredInput'
> & {
  /** Null: our own. */
  readonly call: Pick<AnsweredCall, 'vendor' | 'vendorReference' | 'callId' | 'answerSha256'> | null;
};

/** What becomes of a check in an attempt. */
export type CheckResult =
  | { readonly found: CheckFinding }
  | { readonly skipped: SkipReason }
  /** Nobody answered. */
  | { readonly unanswered: readonly string[] };

/** What attempts at a verification's job read and write. A late one, whose job was given to another, writes nothing. */
@Injectable()
export class VerificationRuns {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly verifications: LockedVerifications,
    private readonly moves: VerificationMoves,
    private readonly identityResults: IdentityResults,
  ) {}

  /** @returns null when there is nothing to do any more: it is settled, or another job has it */
  begin(run: Run): Promise<BegunVerification | null> {
    const id = run.payload.verificationId as VerificationId;
    return this.database.transaction(async (tx) => {
      const verification = await this.verifications.lock(tx, id);
      if (verification === null || isSettled(verification.state)) return null;
      if (verification.jobId !== run.jobId || verification.jobAttempt > run.attempt) return null;
      const { organizationId, customerId } = verification;
      const version = await this.identityResults.versionOf(tx, organizationId, customerId);
      if (version !== verification.identityVersion) {
        // No vendor is told of who was deleted, nor paid for who the customer is not any more.
        const reasons = [version === null ? 'customer-deleted' : 'identity-edited'];
        await this.moves.take(tx, verification, { to: 'canceled', reasons });
        return null;
      }
      if (verification.state === 'created') await this.moves.take(tx, verification, { to: 'processing', reasons: [] });
      await tx.query('UPDATE verifications SET job_attempt = $2 WHERE id = $1', [id, run.attempt]);
      return {
        verification,
        parties: await this.openParties(tx, verification),
        checks: await this.verifications.checksOf(id, tx),
      };
    });
  }

  /**
   * Stores what became of a check. What has passed, failed or was skipped stays so, whatever is found later.
   * @returns the check as it is now; null when the attempt has lost its verification, and has to stop
   */
  async record(run: Run, checkId: CheckId, result: CheckResult): Promise<CheckSnapshot | null> {
    const found = 'found' in result ? result.found : null;
    const state = found !== null ? checkStateAfter[found.outcome] : 'skipped' in result ? 'skipped' : 'error';
    const recorded = await this.database.query(
      `UPDATE verification_checks AS checked
       SET state = $5::text, skip_reason = $6::text,
           outcome = CASE WHEN $7::boolean THEN $8::text ELSE outcome END, vendor = CASE WHEN $7::boolean THEN $9::text ELSE checked.vendor END,
           vendor_reference = CASE WHEN $7::boolean THEN coalesce($10::text, vendor_reference) ELSE vendor_reference END,
           vendor_call_id = CASE WHEN $7::boolean THEN $11::text ELSE vendor_call_id END,
           answer_sha256 = CASE WHEN $7::boolean THEN $12::text ELSE answer_sha256 END,
           attributes = CASE WHEN $13::jsonb <> '{}' THEN $13::jsonb ELSE attributes END,
           reasons = CASE WHEN $7::boolean THEN $14::text[] ELSE checked.reasons END,
           vendor_codes = CASE WHEN $7::boolean THEN $15::text[] ELSE vendor_codes END,
           required_input = CASE WHEN $7::boolean THEN $16::text ELSE checked.required_input END,
           answered_at = CASE WHEN $7::boolean THEN clock_timestamp() ELSE answered_at END
       FROM verifications AS verification
       WHERE checked.id = $1 AND checked.verification_id = $2 AND verification.id = $2 AND verification.job_id = $3
         AND verification.job_attempt = $4 AND verification.settled_at IS NULL
         AND checked.state NOT IN ('passed', 'failed', 'skipped')
       RETURNING 1`,
      [
        checkId,
        run.payload.verificationId,
        run.jobId,
        run.attempt,
        state,
        'skipped' in result ? result.skipped : null,
        found !== null,
        found?.outcome ?? null,
        found?.call?.vendor ?? null,
        found?.call?.vendorReference ?? null,
        found?.call?.callId ?? null,
        found?.call?.answerSha256 ?? null,
        JSON.stringify(found?.attributes ?? {}),
        found?.reasons ?? [],
        found?.vendorCodes ?? [],
        found?.outcome === 'requires_input' ? found.requiredInput : null,
      ],
    );
    if (recorded.length === 0) return null;
    const checks = await this.verifications.checksOf(run.payload.verificationId as VerificationId);
    return checks.find(({ id }) => id === checkId) ?? null;
  }

  private async openParties(tx: Transaction, { id, organizationId }: LockedVerification): Promise<VerifiedParty[]> {
    const [row] = await tx.query<{ applicants: Buffer }>('SELECT applicants FROM verifications WHERE id = $1', [id]);
    if (row === undefined) throw new Error('A verification that is locked is not there.');
    return revivedParties(
      await this.encryption.openJson<VerifiedParty[]>(organizationId, applicantsPlace(id), row.applicants),
    );
  }
}
