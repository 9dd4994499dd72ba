import type { OrganizationId } from '@bonafide/identifiers';

import type { AnyJob, PayloadOf, ResultOf } from './define-job';
import type { JobId } from './job-id';

/** What a processor may answer. Throwing means "this attempt failed". */
export type JobOutcome<Result extends object> = Completed<Result> | Waiting | Cancelled;

export class Completed<Result extends object> {
  readonly followUps: FollowUp[] = [];

  constructor(readonly result: Result) {}

  /** Submits another job in the transaction that records this result. */
  thenSubmit<Job extends AnyJob>(job: Job, payload: PayloadOf<Job>, subjectId: string | null = null): this {
    this.followUps.push({ job, payload, subjectId });
    return this;
  }
}

export interface FollowUp {
  readonly job: AnyJob;
  readonly payload: object;
  readonly subjectId: string | null;
}

/** Nothing to do until then: a settlement, a vendor that is pending. Uses up no attempt. */
export class Waiting {
  constructor(readonly until: Date) {}
}

/** The work is no longer wanted. */
export class Cancelled {
  /** @param reasonCode kebab-case, free of personal data */
  constructor(readonly reasonCode: string) {}
}

export const completed = <Result extends object>(result: Result): Completed<Result> => new Completed(result);
export const waiting = (until: Date): Waiting => new Waiting(until);
export const cancelled = (reasonCode: string): Cancelled => new Cancelled(reasonCode);

/** One attempt at one job, as its processor sees it. */
export interface JobRun<Job extends AnyJob> {
  readonly jobId: JobId;
  readonly organizationId: OrganizationId;
  readonly subjectId: string | null;
  /** From 1; grows with every claim, also after a manual retry. */
  readonly attempt: number;
  readonly payload: PayloadOf<Job>;
  /** Aborted on timeout, on cancellation, when the lease was lost, and when the process has to end. */
  readonly signal: AbortSignal;
}

export interface JobProcessor<Job extends AnyJob> {
  process(run: JobRun<Job>): Promise<JobOutcome<ResultOf<Job>>>;
}
