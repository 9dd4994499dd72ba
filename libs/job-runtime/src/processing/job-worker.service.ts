import { loadConfig } from '@bonafide/configuration';
import { DatabaseConfig } from '@bonafide/database';
import { jobIds, type Lane } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';

import type { JobControl } from '../control/job-control.service';
import { QueueConfig } from '../queue/queue.config';
import { queueConnection } from '../queue/queue-connection.config';
import { RuntimeConfig } from '../runtime.config';
import type { JobSubjects } from '../settlement/job-subjects.service';
import type { Settlement } from '../settlement/settlement.service';
import { cancelChannel } from '../control/cancel-channel';
import { BulkPace } from './bulk-pace';
import type { ClaimsRepository } from './claims.repository';
import { HeldJobs } from './held-jobs';
import { JobExecution } from './job-execution';
import { QueueConsumer } from './queue-consumer.client';
import type { WorkerBinding, WorkerCollaborators } from './worker-binding.service';

/** After the signals are given, how long a processor has to obey before its jobs are handed back over its head. */
const OBEY_MS = 1_000;
/** Jobs wait in the queue and this worker has taken none for this long: something is wrong with it or with the queue. */
const STUCK_AFTER_MS = 30_000;

export interface WorkerMeans {
  readonly claims: ClaimsRepository;
  readonly settlement: Settlement;
  readonly subjects: JobSubjects;
  readonly control: JobControl;
  readonly collaborators: WorkerCollaborators;
}

/** Feeds the jobs of one type to one processor, each lane with hands of its own. */
export class JobWorker {
  private readonly config = loadConfig(RuntimeConfig);
  private readonly held = new HeldJobs();
  private consumers: readonly QueueConsumer[] = [];
  private leaseTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly binding: WorkerBinding,
    private readonly means: WorkerMeans,
  ) {}

  start(): void {
    const { job } = this.binding;
    this.means.subjects.requireFor([job]);
    this.means.collaborators.notifications.listen(cancelChannel, (id) => {
      if (jobIds.is(id)) this.held.stop(id, 'cancel-requested');
    });
    this.leaseTimer = setInterval(() => void this.renewLeases(), this.config.JOB_LEASE_MS / 3);
    const interactive = this.startConsumer('interactive');
    const pace = new BulkPace(() => interactive.execution.lastTakenAt);
    this.consumers = [interactive, this.startConsumer('bulk', pace)];
    log.info('worker.started', { jobType: job.type });
  }

  /** Takes no more jobs, lets the running ones finish, and hands back what has not finished in time. */
  async stop(): Promise<void> {
    for (const consumer of this.consumers) consumer.pause();
    // What the queue was handing over at this moment goes back at once.
    this.held.close('shutdown');
    const finished = await this.held.becomesIdle(this.config.SHUTDOWN_GRACE_MS);
    if (!finished) {
      log.warn('worker.handing-back', { jobType: this.binding.job.type, count: this.held.count });
      this.held.stopAll('shutdown');
      await this.held.becomesIdle(OBEY_MS);
    }
    clearInterval(this.leaseTimer);
    await Promise.all(this.consumers.map((consumer) => consumer.close(!finished)));
  }

  private startConsumer(lane: Lane, pace?: BulkPace): QueueConsumer {
    const { job, processor } = this.binding;
    const execution = new JobExecution(job, lane, processor, {
      claims: this.means.claims,
      settlement: this.means.settlement,
      encryption: this.means.collaborators.encryption,
      held: this.held,
      leaseMs: this.config.JOB_LEASE_MS,
      ...(pace === undefined ? {} : { pace }),
    });
    const { DATABASE_URL } = loadConfig(DatabaseConfig);
    return new QueueConsumer(lane, job, execution, this.means.control, {
      connection: queueConnection(loadConfig(QueueConfig), DATABASE_URL, job.type, 'consumer'),
      concurrency: this.concurrencyOf(lane),
    });
  }

  private concurrencyOf(lane: Lane): number {
    const { concurrency } = this.binding.job;
    if (concurrency !== undefined) return concurrency;
    return lane === 'bulk' ? this.config.WORKER_BULK_CONCURRENCY : this.config.WORKER_CONCURRENCY;
  }

  /**
   * A worker whose connection has gone quiet looks alive. It is judged by what it does: while jobs wait in a queue it
   * must be taking them, unless its hands are full or an operator has paused the queue.
   */
  async progresses(): Promise<boolean> {
    const lanesMove = await Promise.all(this.consumers.map((consumer) => this.laneProgresses(consumer)));
    return lanesMove.every((moves) => moves);
  }

  private async laneProgresses({ isRunning, execution, lane }: QueueConsumer): Promise<boolean> {
    const { job } = this.binding;
    if (!isRunning) return false;
    const isBusy = execution.running >= this.concurrencyOf(lane);
    if (isBusy || Date.now() - execution.lastTakenAt < STUCK_AFTER_MS) return true;
    const oldestMs = await this.means.claims.oldestQueuedMs(job.type, lane);
    if (oldestMs === null || oldestMs < STUCK_AFTER_MS) return true;
    return this.means.collaborators.queues.of(job, lane).isPaused();
  }

  private async renewLeases(): Promise<void> {
    const mine = this.held.list();
    if (mine.length === 0) return;
    try {
      const renewed = new Map(
        (await this.means.claims.renewLeases(mine, this.config.JOB_LEASE_MS)).map((row) => [row.id, row]),
      );
      for (const { id, attempt } of mine) {
        const lease = renewed.get(id);
        if (lease === undefined) this.held.stop(id, 'lease-lost', attempt);
        else if (lease.cancel_requested) this.held.stop(id, 'cancel-requested', attempt);
      }
    } catch (error) {
      log.warn('worker.lease-renewal-failed', { jobType: this.binding.job.type, ...describeError(error) });
    }
  }
}
