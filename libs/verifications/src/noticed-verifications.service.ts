import { Database, type Transaction } from '@bonafide/database';
import { JobControl, JobSubmitter } from '@bonafide/job-runtime';
import { IdentityVerification, jobIds } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type LockedVerification, LockedVerifications } from './locked-verifications.repository';
import { type CaseOwner, type OwnedCase, type VendorNotice, VendorNotices } from './vendor-notices.service';
import type { VerificationId } from './verification-ids';
import { isSettled } from './verification-state';

/** Looks again at verifications of which a vendor says that something has happened; what, is read from the vendor. */
@Injectable()
export class NoticedVerifications implements CaseOwner {
  constructor(
    private readonly database: Database,
    private readonly verifications: LockedVerifications,
    private readonly jobControl: JobControl,
    private readonly submitter: JobSubmitter,
    notices: VendorNotices,
  ) {
    notices.register(this);
  }

  async caseOf({ vendor, reference }: Pick<VendorNotice, 'vendor' | 'reference'>): Promise<OwnedCase | null> {
    const [owned] = await this.database.query<OwnedCase>(
      `SELECT verification.id, verification.organization_id AS "organizationId" FROM verifications AS verification
       JOIN verification_checks AS checked ON checked.verification_id = verification.id
       WHERE checked.id = $2 OR (checked.vendor = $1 AND checked.vendor_reference = $2) LIMIT 1`,
      [vendor, reference],
    );
    return owned ?? null;
  }

  /** One that waits looks at once, and one that an applicant or a person was waited for gets another job. */
  async noticed(tx: Transaction, id: VerificationId): Promise<void> {
    const [before] = await tx.query<Pick<LockedVerification, 'jobId' | 'state'>>(
      `SELECT job_id AS "jobId", state FROM verifications WHERE id = $1`,
      [id],
    );
    if (before === undefined || isSettled(before.state)) return;
    // Jobs are locked before what they are about.
    const jobState = await this.jobControl.wake(tx, before.jobId);
    const verification = await this.verifications.lock(tx, id);
    if (verification === null || isSettled(verification.state)) return;
    await tx.query('UPDATE verifications SET noticed_at = clock_timestamp() WHERE id = $1', [id]);
    if (jobState === 'completed' || jobState === 'failed' || jobState === 'cancelled') {
      await this.lookAgain(tx, verification);
    }
  }

  /** Another job for a verification that is locked and has none that is open. */
  async lookAgain(tx: Transaction, { id, organizationId }: LockedVerification): Promise<void> {
    const jobId = jobIds.create();
    await tx.query('UPDATE verifications SET job_id = $2, job_attempt = 0 WHERE id = $1', [id, jobId]);
    const payload = { verificationId: id };
    await this.submitter.submit(tx, IdentityVerification, { jobId, organizationId, payload, subjectId: id });
  }
}
