import type { Transaction } from '@bonafide/database';
import { JobControl } from '@bonafide/job-runtime';
import type { JobId } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type CaseOwner, type VendorNotice, VendorNotices } from '../vendor-notices.service';
import { type IdPackageId, idPackageIds } from './id-package-ids';

/** Looks again at packages of which a vendor says that something has happened; what, is read from the vendor. */
@Injectable()
export class NoticedPackages implements CaseOwner {
  constructor(
    private readonly jobs: JobControl,
    notices: VendorNotices,
  ) {
    notices.register(this);
  }

  async caseOf(tx: Transaction, { reference }: Pick<VendorNotice, 'reference'>): Promise<IdPackageId | null> {
    if (!idPackageIds.is(reference)) return null;
    const [found] = await tx.query('SELECT 1 FROM id_packages WHERE id = $1', [reference]);
    return found === undefined ? null : reference;
  }

  /** One that waits for its vendor looks at once. One that has an answer is not moved by another: that is a person's to do. */
  async noticed(tx: Transaction, id: string): Promise<void> {
    const [waiting] = await tx.query<{ jobId: JobId }>(
      `SELECT job_id AS "jobId" FROM id_packages WHERE id = $1 AND state = 'processing' AND job_id IS NOT NULL`,
      [id],
    );
    if (waiting !== undefined) await this.jobs.wake(tx, waiting.jobId);
  }
}
