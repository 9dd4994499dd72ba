import type { Transaction } from '@bonafide/database';
import { type EndedAttempt, type JobSubject, JobControl, JobSubjects } from '@bonafide/job-runtime';
import { IdentityVerification } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { adjudicate } from './adjudication';
import { type LockedVerification, LockedVerifications } from './locked-verifications.repository';
import { NoticedVerifications } from './noticed-verifications.service';
import type { VerificationId } from './verification-ids';
import { type Move, VerificationMoves } from './verification-moves.service';

type Attempt = EndedAttempt<typeof IdentityVerification>;

interface Concerned {
  readonly attempt: Attempt;
  readonly verification: LockedVerification;
}

/** Keeps verifications in step with their jobs. What the checks come to is judged here, from what is stored of them. */
@Injectable()
export class IdentityVerificationJobSubject implements JobSubject<typeof IdentityVerification> {
  readonly job = IdentityVerification;

  constructor(
    private readonly locked: LockedVerifications,
    private readonly moves: VerificationMoves,
    private readonly noticed: NoticedVerifications,
    private readonly jobControl: JobControl,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const told = attempts
      .filter(({ state }) => state !== 'accepted')
      .flatMap((attempt) => (attempt.subjectId === null ? [] : [{ attempt, id: attempt.subjectId as VerificationId }]))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const concerned: Concerned[] = [];
    for (const { attempt, id } of told) {
      const verification = await this.locked.lock(tx, id);
      if (verification?.jobId === attempt.jobId) concerned.push({ attempt, verification });
    }
    // Customers are locked in the order of their ids by everybody.
    concerned.sort((a, b) => (a.verification.customerId < b.verification.customerId ? -1 : 1));
    for (const each of concerned) await this.attemptEnded(tx, each);
  }

  /** A verification that is settled stays so: its job finds nothing to do. */
  reopened(): Promise<void> {
    return Promise.resolve();
  }

  private async attemptEnded(tx: Transaction, { verification, attempt }: Concerned): Promise<void> {
    if (attempt.state === 'waiting') {
      if (wasNoticedSince(verification, attempt)) await this.jobControl.wake(tx, attempt.jobId);
      return;
    }
    const move = await this.moveAfter(tx, verification, attempt);
    const now = move === null ? verification.state : await this.moves.take(tx, verification, move);
    // What the vendor said while its answer was on the way here may be another one.
    const isOpen = now === 'needs_review' || now === 'requires_input';
    if (isOpen && wasNoticedSince(verification, attempt)) await this.noticed.lookAgain(tx, verification);
  }

  private async moveAfter(tx: Transaction, verification: LockedVerification, attempt: Attempt): Promise<Move | null> {
    const { lane, traceparent } = attempt;
    if (attempt.state === 'cancelled') return { to: 'canceled', reasons: ['canceled-by-request'], lane, traceparent };
    const checks = await this.locked.checksOf(verification.id, tx);
    const judgement = adjudicate(checks, verification.level);
    // A worker may have died between the last answer and its end; a decline is one all the same.
    if (attempt.state === 'failed' && judgement.verdict !== 'declined') {
      return { to: 'failed', reasons: [failureReasonOf(attempt.errorCode)], lane, traceparent };
    }
    switch (judgement.verdict) {
      case 'unanswered':
        throw new Error('A verification was completed though a check has no answer.');
      case 'pending':
        return { to: 'expired', reasons: ['vendor-undecided'], lane, traceparent };
      default:
        return { ...judgement, to: judgement.verdict, lane, traceparent };
    }
  }
}

const failureReasons: readonly (string | null)[] = ['vendor-refused', 'no-vendor', 'geolocation-unavailable'];

const failureReasonOf = (errorCode: string | null): string =>
  errorCode !== null && failureReasons.includes(errorCode) ? errorCode : 'vendor-unavailable';

const wasNoticedSince = ({ noticedAt }: LockedVerification, { startedAt }: Attempt): boolean =>
  noticedAt !== null && startedAt !== null && noticedAt > startedAt;
