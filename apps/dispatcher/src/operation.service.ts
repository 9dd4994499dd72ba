import { Dispatcher, JobSubjects, LedgerMetrics, Reconciler } from '@bonafide/job-runtime';
import { ListSchedule, RescreeningSchedule } from '@bonafide/screening';
import { VerificationSchedule } from '@bonafide/verifications';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Starts what this process is for, after it has been seen that nothing is missing. */
@Injectable()
export class Operation implements OnApplicationBootstrap {
  constructor(
    private readonly subjects: JobSubjects,
    private readonly dispatcher: Dispatcher,
    private readonly reconciler: Reconciler,
    private readonly metrics: LedgerMetrics,
    private readonly lists: ListSchedule,
    private readonly rescreenings: RescreeningSchedule,
    private readonly verifications: VerificationSchedule,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subjects.requireFor();
    // A Redis that is not known yet counts as wiped: once before anything is put into it, and not right after.
    await this.reconciler.sweep();
    this.dispatcher.start();
    this.reconciler.start();
    this.metrics.start();
    this.lists.start();
    this.rescreenings.start();
    this.verifications.start();
  }
}
