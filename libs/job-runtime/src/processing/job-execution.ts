import type { FieldEncryption } from '@bonafide/encryption';
import { INSTALLATION_ID } from '@bonafide/identifiers';
import {
  type AnyJob,
  type JobOutcome,
  type JobProcessor,
  type Lane,
  PermanentError,
  TransientError,
  waiting,
} from '@bonafide/jobs';
import { currentTraceparent, describeError, inSpan, latencyHistogram, log } from '@bonafide/observability';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';

import { GroupCommit, isUnreachable } from '@bonafide/database';
import { payloadPlace } from '../payload-place';
import { type QueuedJob, queueIdOf } from '../queue/queued-job';
import { HandedBack, wordsOf } from '../settlement/attempt-verdict';
import type { Settlement } from '../settlement/settlement.service';
import type { SettledRow } from '../settlement/settlement.repository';
import type { AttemptEnd } from '../settlement/attempt-verdict';
import type { ClaimedJob, ClaimsRepository } from './claims.repository';
import type { BulkPace } from './bulk-pace';
import { AttemptStopped, type HeldJobs } from './held-jobs';

const waitSeconds = latencyHistogram('job_wait_seconds', 'From due to taken up by a worker', ['type', 'lane']);
const runSeconds = latencyHistogram('job_run_seconds', 'From taken up to settled', ['type', 'state']);

/** Postgres did not answer; it is asked again this much later. */
const POSTGRES_AWAY_MS = 1_000;

/** How long a settlement that Postgres does not take is tried again, after which the lease runs out anyway. */
const SETTLE_RETRY_MS = [50, 200, 500, 1_000, 2_000, 4_000, 8_000];

/** Between two groups of claims or settlements. Nobody waits for a single bulk job. */
const groupDistanceMs: Record<Lane, number> = { interactive: 8, bulk: 16 };

interface Dependencies {
  readonly claims: ClaimsRepository;
  readonly settlement: Settlement;
  readonly encryption: FieldEncryption;
  /** Shared by all lanes of the process. */
  readonly held: HeldJobs;
  readonly leaseMs: number;
  /** Of the bulk lane; single jobs begin at once. */
  readonly pace?: BulkPace;
}

/** What became of one message of the queue: what the job is now, or that it was not ours to run. */
export type Execution = { readonly state: SettledRow['state']; readonly errorCode: string | null } | 'not-ours';

/**
 * Runs attempts at jobs of one type and lane: claim, run, settle. A lane has round trips of its own to Postgres, so that a
 * single job is not claimed after the bulk.
 */
export class JobExecution {
  /** When the queue last handed something out, in milliseconds since 1970. */
  lastTakenAt = Date.now();
  /** Messages that are being worked on. */
  running = 0;
  private readonly claims: GroupCommit<QueuedJob, ClaimedJob | null>;
  private readonly settlements: GroupCommit<AttemptEnd, SettledRow['state'] | null>;

  constructor(
    private readonly job: AnyJob,
    private readonly lane: Lane,
    private readonly processor: JobProcessor<AnyJob>,
    private readonly dependencies: Dependencies,
  ) {
    const { claims, settlement, leaseMs } = dependencies;
    const group = { groupSize: 100, distanceMs: groupDistanceMs[lane] };
    this.claims = new GroupCommit(
      async (queued) => {
        const claimed = new Map((await claims.claim(queued, leaseMs)).map((row) => [dispatchOf(row), row]));
        return queued.map((message) => takeOut(claimed, queueIdOf(message)));
      },
      { groups: 1, ...group },
    );
    this.settlements = new GroupCommit((ends) => settlement.settle(job, ends), { groups: 2, ...group });
  }

  async execute(queued: QueuedJob): Promise<Execution> {
    this.running += 1;
    try {
      return await this.dependencies.held.during(() => this.claimAndRun(queued));
    } finally {
      this.running -= 1;
    }
  }

  private async claimAndRun(queued: QueuedJob): Promise<Execution> {
    this.lastTakenAt = Date.now();
    const claimed = await this.claims.add(queued);
    if (claimed === null) return 'not-ours';
    waitSeconds.observe(
      { type: this.job.type, lane: this.lane },
      Math.max(0, claimed.started_at.getTime() - claimed.run_at.getTime()) / 1_000,
    );
    const startedAt = performance.now();
    const attributes = { 'bonafide.job.id': claimed.id, 'bonafide.job.attempt': claimed.attempt };
    const execution = await inSpan(`job ${this.job.type}`, 'consumer', claimed.traceparent, attributes, () =>
      this.dependencies.held.hold(claimed.id, claimed.attempt, (signal) => this.attempt(claimed, signal)),
    );
    const durationMs = Math.round(performance.now() - startedAt);
    const state = execution === 'not-ours' ? 'lost' : execution.state;
    runSeconds.observe({ type: this.job.type, state }, durationMs / 1_000);
    log[state === 'completed' ? 'info' : 'warn']('job.attempt-ended', {
      jobId: claimed.id,
      jobType: this.job.type,
      organizationId: claimed.organization_id,
      attempt: claimed.attempt,
      state,
      errorCode: execution === 'not-ours' ? undefined : (execution.errorCode ?? undefined),
      durationMs,
    });
    return execution;
  }

  private async attempt(claimed: ClaimedJob, signal: AbortSignal): Promise<Execution> {
    const ending = await this.run(claimed, signal).catch((error: unknown) => this.endingOf(error, claimed, signal));
    const end = {
      jobId: claimed.id,
      attempt: claimed.attempt,
      failedAttempts: claimed.failed_attempts,
      ending,
      traceparent: currentTraceparent(),
    };
    const state = await this.settle(end);
    if (state === null) return 'not-ours';
    return { state, errorCode: ending instanceof Error ? codeOf(ending) : null };
  }

  private async run(claimed: ClaimedJob, signal: AbortSignal): Promise<JobOutcome<object>> {
    const { encryption } = this.dependencies;
    const [payload] = await Promise.all([
      this.payloadOf(claimed),
      encryption.prepare(claimed.organization_id),
      // What follows from it may be a job of the installation.
      encryption.prepare(INSTALLATION_ID),
    ]);
    const timeout = setTimeout(
      () => this.dependencies.held.stop(claimed.id, 'timeout', claimed.attempt),
      this.job.timeoutMs,
    );
    // A processor that does not listen to its signal is left behind: nothing that it does later can settle the job.
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    stopped.catch(() => undefined);
    try {
      await this.dependencies.pace?.next();
      signal.throwIfAborted();
      const run = {
        jobId: claimed.id,
        organizationId: claimed.organization_id,
        subjectId: claimed.subject_id,
        attempt: claimed.attempt,
        payload,
        signal,
      };
      return await Promise.race([this.processor.process(run), stopped]);
    } finally {
      clearTimeout(timeout);
    }
  }

  private async payloadOf({ id, organization_id, payload }: ClaimedJob): Promise<object> {
    if (payload === null) throw new PermanentError('payload-gone', 'The payload of the job was erased.');
    const plain = await this.dependencies.encryption.openJson<object>(organization_id, payloadPlace(id), payload);
    const instance = plainToInstance(this.job.payload, plain);
    const problems = await validate(instance, { whitelist: true, forbidUnknownValues: true });
    if (problems.length === 0) return instance;
    throw new PermanentError(
      'payload-not-understood',
      'The payload was written by a version of the program that this one does not understand.',
    );
  }

  private endingOf(error: unknown, { id, attempt }: ClaimedJob, signal: AbortSignal): JobOutcome<object> | Error {
    const reason: unknown = signal.reason;
    if (reason instanceof AttemptStopped) {
      if (reason.reason === 'timeout') {
        return new TransientError('attempt-timed-out', `The attempt took longer than ${this.job.timeoutMs} ms.`);
      }
      // Cancelled or lost: settlement turns the one into `cancelled`, and ignores the other.
      return new HandedBack();
    }
    // Postgres was away while the processor needed it: no fault of the job, and no attempt used up.
    if (isUnreachable(error)) return waiting(new Date(Date.now() + POSTGRES_AWAY_MS));
    const known = error instanceof PermanentError || error instanceof TransientError;
    if (!known)
      log.error('job.unexpected-error', { jobId: id, jobType: this.job.type, attempt, ...describeError(error) });
    return error instanceof Error ? error : new Error('Something that is no error was thrown.', { cause: error });
  }

  /** Postgres may be away for a moment; a result that cannot be written in time is lost and its job runs again. */
  private async settle(end: AttemptEnd): Promise<SettledRow['state'] | null> {
    for (const delayMs of SETTLE_RETRY_MS) {
      try {
        return await this.settlements.add(end);
      } catch (error) {
        log.warn('job.settlement-failed', { jobId: end.jobId, jobType: this.job.type, ...describeError(error) });
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        const alone = await this.settleAlone(end);
        if (alone !== 'failed') return alone;
      }
    }
    return null;
  }

  /** In a group that failed, one row may have been the cause; alone it hurts nobody else. */
  private async settleAlone(end: AttemptEnd): Promise<SettledRow['state'] | null | 'failed'> {
    try {
      const [state] = await this.dependencies.settlement.settle(this.job, [end]);
      return state ?? null;
    } catch {
      return 'failed';
    }
  }
}

const codeOf = (error: Error): string => (error instanceof HandedBack ? 'handed-back' : wordsOf(error).code);

const dispatchOf = ({ id, dispatch_seq }: ClaimedJob): string => queueIdOf({ jobId: id, dispatchSeq: dispatch_seq });

/** The queue may say the same twice within one group; only one of the two gets the job. */
function takeOut(claimed: Map<string, ClaimedJob>, dispatch: string): ClaimedJob | null {
  const job = claimed.get(dispatch) ?? null;
  claimed.delete(dispatch);
  return job;
}
