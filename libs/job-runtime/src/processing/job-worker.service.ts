import { loadConfig } from '@bonafide/configuration';
import { DatabaseConfig } from '@bonafide/database';
import { jobIds } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Job, UnrecoverableError, Worker } from 'bullmq';

import { JobControl } from '../control/job-control.service';
import { QueueConfig } from '../queue/queue.config';
import { queueConnection } from '../queue/queue-connection.config';
import type { QueuedJob } from '../queue/queued-job';
import { RuntimeConfig } from '../runtime.config';
import { JobSubjects } from '../settlement/job-subjects.service';
import { Settlement } from '../settlement/settlement.service';
import { cancelChannel } from '../control/cancel-channel';
import { ClaimsRepository } from './claims.repository';
import { JobExecution } from './job-execution';
import { WorkerBinding, WorkerCollaborators } from './worker-binding.service';

/** After the signals are given, how long a processor has to obey before its jobs are handed back over its head. */
const OBEY_MS = 1_000;
const CLOSE_TIMEOUT_MS = 1_500;
/** Jobs wait in the queue and this worker has taken none for this long: something is wrong with it or with the queue. */
const STUCK_AFTER_MS = 30_000;

/** Feeds the jobs of one queue to one processor. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly config = loadConfig(RuntimeConfig);
  private execution: JobExecution | undefined;
  private worker: Worker<QueuedJob> | undefined;
  private leaseTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly binding: WorkerBinding,
    private readonly claims: ClaimsRepository,
    private readonly settlement: Settlement,
    private readonly subjects: JobSubjects,
    private readonly control: JobControl,
    private readonly collaborators: WorkerCollaborators,
  ) {}

  onApplicationBootstrap(): void {
    const { job, processor } = this.binding;
    this.subjects.requireFor([job]);
    const { encryption, notifications, readiness } = this.collaborators;
    const execution = new JobExecution(job, processor, {
      claims: this.claims,
      settlement: this.settlement,
      encryption,
      leaseMs: this.config.JOB_LEASE_MS,
    });
    this.execution = execution;
    notifications.listen(cancelChannel, (id) => {
      if (jobIds.is(id)) execution.held.stop(id, 'cancel-requested');
    });
    this.leaseTimer = setInterval(() => void this.renewLeases(), this.config.JOB_LEASE_MS / 3);
    this.worker = this.startWorker();
    readiness.register('progress', () => this.progresses(execution));
    log.info('worker.started', { jobType: job.type });
  }

  /**
   * Takes no more jobs, lets the running ones finish, and hands back what has not finished in time. Bounded also while
   * Redis is down, when BullMQ's own closing would wait for ever.
   */
  async beforeApplicationShutdown(): Promise<void> {
    this.collaborators.readiness.beginShutdown();
    void this.worker?.pause(true).catch(() => undefined);
    const held = this.execution?.held;
    // What the queue was handing over at this moment goes back at once.
    held?.close('shutdown');
    const finished = (await held?.becomesIdle(this.config.SHUTDOWN_GRACE_MS)) ?? true;
    if (!finished) {
      log.warn('worker.handing-back', { jobType: this.binding.job.type, count: held?.count });
      held?.stopAll('shutdown');
      await held?.becomesIdle(OBEY_MS);
    }
    clearInterval(this.leaseTimer);
    const closed = this.worker?.close(!finished).catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref())]);
  }

  /**
   * A worker whose connection has gone quiet looks alive. It is judged by what it does: while jobs wait in the queue it
   * must be taking them, unless its hands are full or an operator has paused the queue.
   */
  private async progresses(execution: JobExecution): Promise<boolean> {
    const { job } = this.binding;
    if (this.worker?.isRunning() !== true) return false;
    const isBusy = execution.held.count >= this.config.WORKER_CONCURRENCY;
    if (isBusy || Date.now() - execution.lastTakenAt < STUCK_AFTER_MS) return true;
    const oldestMs = await this.claims.oldestQueuedMs(job.type);
    if (oldestMs === null || oldestMs < STUCK_AFTER_MS) return true;
    return this.collaborators.queues.of(job).isPaused();
  }

  private startWorker(): Worker<QueuedJob> {
    const { job } = this.binding;
    const { options, backendFactory } = queueConnection(
      loadConfig(QueueConfig),
      loadConfig(DatabaseConfig).DATABASE_URL,
      job.type,
      'consumer',
    );
    const worker = new Worker<QueuedJob>(
      job.type,
      (queued) => this.take(queued),
      {
        ...options,
        concurrency: this.config.WORKER_CONCURRENCY,
        // A stalled message is given to another worker, whose claim then finds the lease; the ledger decides.
        maxStalledCount: 5,
        drainDelay: 2,
        // After an error; BullMQ's own pause is 15 s.
        runRetryDelay: 1_000,
      },
      backendFactory as undefined,
    );
    worker.on('error', (error) => log.debug('worker.queue-error', { jobType: job.type, ...describeError(error) }));
    return worker;
  }

  private async take(queued: Job<QueuedJob>): Promise<string> {
    const { jobId } = queued.data;
    if (queued.attemptsMade > 0) {
      // Dispatched jobs have one attempt; one that comes back was sent back by hand, from Bull Board.
      const reopened = await this.control.retryFromBoard(jobId);
      return reopened ? 'Tried again as a new attempt in the ledger' : 'The ledger has nothing to try again';
    }
    const execution = await this.execution?.execute(queued.data);
    if (execution === undefined || execution === 'not-ours') return 'Not ours: settled, or claimed by another worker';
    const { state, errorCode } = execution;
    // Bull Board shall show the truth about attempts, and no more of it than the code.
    if (errorCode !== null && (state === 'accepted' || state === 'failed')) throw new UnrecoverableError(errorCode);
    return state;
  }

  private async renewLeases(): Promise<void> {
    const held = this.execution?.held;
    const mine = held?.list() ?? [];
    if (held === undefined || mine.length === 0) return;
    try {
      const renewed = new Map(
        (await this.claims.renewLeases(mine, this.config.JOB_LEASE_MS)).map((row) => [row.id, row]),
      );
      for (const { id, attempt } of mine) {
        const lease = renewed.get(id);
        if (lease === undefined) held.stop(id, 'lease-lost', attempt);
        else if (lease.cancel_requested) held.stop(id, 'cancel-requested', attempt);
      }
    } catch (error) {
      log.warn('worker.lease-renewal-failed', { jobType: this.binding.job.type, ...describeError(error) });
    }
  }
}
