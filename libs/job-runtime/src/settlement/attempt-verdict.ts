import {
  type AnyJob,
  Cancelled,
  Completed,
  delayAfter,
  type JobId,
  type JobOutcome,
  PermanentError,
  TransientError,
} from '@bonafide/jobs';

import type { Verdict } from './settlement.repository';

/** One attempt as it ended in the worker, or as reconciliation found it. */
export interface AttemptEnd {
  readonly jobId: JobId;
  readonly attempt: number;
  readonly failedAttempts: number;
  /** What the processor answered, or what it threw. */
  readonly ending: JobOutcome<object> | Error;
  /** Of the attempt's own span: attempts that are settled together belong to different traces, and to different customers. */
  readonly traceparent?: string | null;
}

/**
 * A worker that died says nothing about what the job calls, so its schedule, which may speak of minutes, is not for it.
 * It counts all the same: a job that kills its workers comes to an end.
 */
const LOST_RETRY_MS = 1_000;

/** The process is going down and gives the job back. Not the job's fault, so not counted. */
export class HandedBack extends Error {
  override readonly name = 'HandedBack';
}

/** What the ledger will say of an attempt. Pure: chance and clock are handed in. */
export function verdictOf(
  { retry: policy }: Pick<AnyJob, 'retry'>,
  end: AttemptEnd,
  random: number,
  nowMs: number,
): Verdict {
  const { ending } = end;
  if (!(ending instanceof Error)) return verdictOfOutcome(end, ending, nowMs);
  if (ending instanceof HandedBack) return retry(end, 0, 'handed-back', 'handed-back', null, false);
  const { code, message } = wordsOf(ending);
  const scheduledMs = ending instanceof PermanentError ? null : delayAfter(policy, end.failedAttempts + 1, random);
  if (scheduledMs === null) {
    return {
      ...base(end),
      state: 'failed',
      countsAsFailure: true,
      errorCode: code,
      errorMessage: message,
      outcome: 'failed',
    };
  }
  if (code === 'worker-lost') return retry(end, Math.min(scheduledMs, LOST_RETRY_MS), 'lost', code, message, true);
  const askedForMs = ending instanceof TransientError ? (ending.retryAfterMs ?? 0) : 0;
  return retry(end, Math.max(scheduledMs, askedForMs), 'failed', code, message, true);
}

/** What may be told of an error: its own words if we wrote it, else only that it was unexpected. */
export function wordsOf(error: Error): { readonly code: string; readonly message: string } {
  if (error instanceof PermanentError || error instanceof TransientError) return error;
  return { code: 'unexpected-error', message: 'The worker met an error that it does not know; its log says where.' };
}

function verdictOfOutcome(end: AttemptEnd, outcome: JobOutcome<object>, nowMs: number): Verdict {
  if (outcome instanceof Completed) return { ...base(end), state: 'completed', outcome: 'completed' };
  if (outcome instanceof Cancelled) {
    return { ...base(end), state: 'cancelled', errorCode: outcome.reasonCode, outcome: 'cancelled' };
  }
  return { ...base(end), state: 'waiting', delayMs: Math.max(0, outcome.until.getTime() - nowMs), outcome: 'waiting' };
}

function retry(
  end: AttemptEnd,
  delayMs: number,
  outcome: string,
  errorCode: string,
  errorMessage: string | null,
  countsAsFailure: boolean,
): Verdict {
  return { ...base(end), state: 'accepted', countsAsFailure, delayMs, errorCode, errorMessage, outcome };
}

const base = ({ jobId, attempt }: AttemptEnd) => ({
  jobId,
  attempt,
  countsAsFailure: false,
  delayMs: null,
  errorCode: null,
  errorMessage: null,
});
