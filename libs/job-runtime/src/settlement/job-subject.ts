import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { AnyJob, JobId, Lane, ResultOf, RetryPolicy } from '@bonafide/jobs';

/** How one attempt ended and what the job is now. */
export interface EndedAttempt<Job extends AnyJob> {
  readonly jobId: JobId;
  readonly organizationId: OrganizationId;
  readonly subjectId: string | null;
  /** For what follows from it: events about bulk work do not go before those about single requests. */
  readonly lane: Lane;
  /** 0 when the job was cancelled before any attempt. */
  readonly attempt: number;
  readonly startedAt: Date | null;
  /** `accepted` means that it will be tried again at `nextRunAt`. */
  readonly state: 'completed' | 'failed' | 'cancelled' | 'accepted' | 'waiting';
  readonly nextRunAt: Date | null;
  /** There when, and only when, the state is `completed`. */
  readonly result: ResultOf<Job> | null;
  readonly errorCode: string | null;
  /** What the processor attached to its error for the subject to keep. */
  readonly evidence: object | null;
  /** For what follows from it. Undefined when no worker ran it: then the trace is that of whoever ended it. */
  readonly traceparent?: string | null | undefined;
}

export interface ReopenedJob {
  readonly jobId: JobId;
  readonly organizationId: OrganizationId;
  readonly subjectId: string | null;
}

/**
 * What the end of a job means for the thing that it is about. The lib that owns the thing's table says it, and writes
 * in the transaction that settles the job: both are true or neither is.
 */
export interface JobSubject<Job extends AnyJob> {
  readonly job: Job;
  /** In place of the schedule in the job's declaration, where the operator has set one. */
  readonly retry?: RetryPolicy | undefined;
  /** Called once for every attempt that counted, in groups. */
  attemptsEnded(tx: Transaction, attempts: readonly EndedAttempt<Job>[]): Promise<void>;
  /** A person asked for another try of jobs that had failed or were cancelled. */
  reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void>;
}
