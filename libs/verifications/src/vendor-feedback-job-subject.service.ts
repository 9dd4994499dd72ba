import type { Transaction } from '@bonafide/database';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { isSettled, VendorFeedback } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

/** Notes whether vendors were told what a person has decided. */
@Injectable()
export class VendorFeedbackJobSubject implements JobSubject<typeof VendorFeedback> {
  readonly job = VendorFeedback;

  constructor(subjects: JobSubjects) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly EndedAttempt<typeof VendorFeedback>[]): Promise<void> {
    const ended = attempts.filter(({ state }) => isSettled(state as 'completed'));
    await this.note(
      tx,
      ended.map(({ subjectId }) => subjectId),
      ended.map(({ state }) => (state === 'completed' ? 'sent' : 'failed')),
    );
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    await this.note(
      tx,
      jobs.map(({ subjectId }) => subjectId),
      jobs.map(() => 'pending'),
    );
  }

  private async note(tx: Transaction, ids: readonly (string | null)[], feedback: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE verifications AS verification SET feedback = noted.feedback
       FROM unnest($1::text[], $2::text[]) AS noted (id, feedback) WHERE verification.id = noted.id`,
      [ids, feedback],
    );
  }
}
