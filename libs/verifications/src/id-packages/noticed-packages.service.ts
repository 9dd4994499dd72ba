import { Database, type Transaction } from '@bonafide/database';
import { JobControl } from '@bonafide/job-runtime';
import type { JobId } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type CaseOwner, type OwnedCase, type VendorNotice, VendorNotices } from '../vendor-notices.service';
import { idPackageIds } from './id-package-ids';

/** Looks again at packages of which a vendor says that something has happened; what, is read from the vendor. */
@Injectable()
export class NoticedPackages implements CaseOwner {
  constructor(
    private readonly database: Database,
    private readonly jobs: JobControl,
    notices: VendorNotices,
  ) {
    notices.register(this);
  }

  async caseOf({ reference }: Pick<VendorNotice, 'reference'>): Promise<OwnedCase | null> {
    if (!idPackageIds.is(reference)) return null;
    const [owned] = await this.database.query<OwnedCase>(
      `SELECT id, organization_id AS "organizationId" FROM id_packages WHERE id = $1`,
      [reference],
    );
    return owned ?? null;
  }

  /** One that waits for its vendor looks at once. One that has an answer is not moved by another: that is a person's to do. */
  async noticed(tx: Transaction, id: string): Promise<void> {
    const [waiting] = await tx.query<{ jobId: JobId }>(
      `SELECT job_id AS "jobId" FROM id_packages WHERE id = $1 AND state = 'processing' AND job_id IS NOT NULL`,
      [id],
    );
    if (waiting === undefined) return;
    // Jobs are locked before what they are about.
    await this.jobs.wake(tx, waiting.jobId);
    await tx.query('UPDATE id_packages SET noticed_at = clock_timestamp() WHERE id = $1', [id]);
  }
}
