import type { Transaction } from '@bonafide/database';
import { type EndedAttempt, JobControl, type JobSubject, JobSubjects } from '@bonafide/job-runtime';
import { type IdPackageVerdict, IdPackageVerification, type IdPackageVerificationResult } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { IdPackageState } from './id-package';
import { type IdPackageId, idPackageIds } from './id-package-ids';
import { type PackageAnswer, IdPackageProgress } from './id-package-progress.service';
import { PackageParties } from './package-parties.service';

type Attempt = EndedAttempt<typeof IdPackageVerification>;

interface End {
  readonly to: IdPackageState;
  readonly reasons: readonly string[];
  readonly errorCode?: string | null;
  readonly answer?: PackageAnswer | undefined;
}

/**
 * Keeps packages in step with their jobs. Only a result that says so passes, and only while the record still says of the
 * person what the vendor was asked about.
 */
@Injectable()
export class IdPackageJobSubject implements JobSubject<typeof IdPackageVerification> {
  readonly job = IdPackageVerification;

  constructor(
    private readonly progress: IdPackageProgress,
    private readonly parties: PackageParties,
    private readonly jobControl: JobControl,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    for (const attempt of attempts) {
      if (idPackageIds.is(attempt.subjectId)) await this.settle(tx, attempt.subjectId, attempt);
    }
  }

  /** A package that has settled stays so: a job that is tried again finds nothing to do, and is cancelled. */
  reopened(): Promise<void> {
    return Promise.resolve();
  }

  private async settle(tx: Transaction, id: IdPackageId, attempt: Attempt): Promise<void> {
    const { organizationId, lane, traceparent } = attempt;
    const end = await this.endOf(tx, id, attempt);
    if (end === null) return;
    await this.progress.move(tx, { id, organizationId, from: ['processing'], lane, traceparent, ...end });
  }

  private async wasNoticedSince(tx: Transaction, id: IdPackageId, { startedAt }: Attempt): Promise<boolean> {
    const noticed = await tx.query('SELECT 1 FROM id_packages WHERE id = $1 AND noticed_at > $2', [id, startedAt]);
    return noticed.length > 0;
  }

  private async endOf(tx: Transaction, id: IdPackageId, attempt: Attempt): Promise<End | null> {
    const { state, errorCode, result, organizationId } = attempt;
    switch (state) {
      case 'accepted':
        return null;
      case 'waiting':
        // What the vendor said while its answer was on the way here is not waited for.
        if (await this.wasNoticedSince(tx, id, attempt)) await this.jobControl.wake(tx, attempt.jobId);
        return null;
      case 'failed':
        return { to: 'failed', reasons: ['not-verified'], errorCode };
      case 'cancelled':
        return { to: 'canceled', reasons: [errorCode === 'customer-deleted' ? errorCode : 'canceled-by-request'] };
      case 'completed': {
        if (result === null) return { to: 'failed', reasons: ['not-verified'], errorCode: 'no-result' };
        const isAboutHim = result.verdict !== 'passed' || (await this.parties.isUnchanged(tx, organizationId, id));
        return endWith(result, isAboutHim);
      }
    }
  }
}

function endWith({ verdict, reasons, answer }: IdPackageVerificationResult, isOfCurrentIdentity: boolean): End {
  const to: IdPackageVerdict = isOfCurrentIdentity ? verdict : 'needs_review';
  return {
    to,
    reasons: isOfCurrentIdentity ? reasons : [...reasons, 'identity-edited'],
    answer: answer ?? undefined,
  };
}
