import type { Transaction } from '@bonafide/database';
import { type EndedAttempt, type JobSubject, JobSubjects } from '@bonafide/job-runtime';
import { ListRefresh } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { ListChecks } from './list-checks.repository';

/** Says of a list that it could not be looked for. What was found is written where it is found. */
@Injectable()
export class ListRefreshJobSubject implements JobSubject<typeof ListRefresh> {
  readonly job = ListRefresh;

  constructor(
    private readonly checks: ListChecks,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly EndedAttempt<typeof ListRefresh>[]): Promise<void> {
    for (const { subjectId, state, errorCode } of attempts) {
      if (subjectId === null || state === 'completed' || state === 'waiting') continue;
      await this.checks.record(tx, subjectId, 'unreachable', { detail: errorCode });
    }
  }

  async reopened(): Promise<void> {
    return;
  }
}
