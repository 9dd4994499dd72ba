import type { AnyJob, Lane } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import { type Job, UnrecoverableError, Worker, type WorkerOptions } from 'bullmq';

import type { JobControl } from '../control/job-control.service';
import type { queueConnection } from '../queue/queue-connection.config';
import { queueNameOf } from '../queue/queue-name';
import type { QueuedJob } from '../queue/queued-job';
import type { JobExecution } from './job-execution';

const CLOSE_TIMEOUT_MS = 1_500;

interface Options {
  readonly connection: ReturnType<typeof queueConnection>;
  readonly concurrency: number;
}

/** Feeds the messages of one queue to the execution of its lane. */
export class QueueConsumer {
  private readonly worker: Worker<QueuedJob>;

  constructor(
    readonly lane: Lane,
    job: AnyJob,
    readonly execution: JobExecution,
    private readonly control: JobControl,
    { connection: { options, backendFactory }, concurrency }: Options,
  ) {
    const workerOptions: WorkerOptions = {
      ...options,
      concurrency,
      // A stalled message is given to another worker, whose claim then finds the lease; the ledger decides.
      maxStalledCount: 5,
      drainDelay: 2,
      // After an error; BullMQ's own pause is 15 s.
      runRetryDelay: 1_000,
    };
    this.worker = new Worker<QueuedJob>(
      queueNameOf(job, lane),
      (message) => this.take(message),
      workerOptions,
      backendFactory as undefined,
    );
    this.worker.on('error', (error) => log.debug('worker.queue-error', { jobType: job.type, ...describeError(error) }));
  }

  get isRunning(): boolean {
    return this.worker.isRunning();
  }

  /** Takes no more; what runs goes on. */
  pause(): void {
    void this.worker.pause(true).catch(() => undefined);
  }

  /** Bounded also while Redis is down, when BullMQ's own closing would wait for ever. */
  async close(force: boolean): Promise<void> {
    const closed = this.worker.close(force).catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref())]);
  }

  private async take(message: Job<QueuedJob>): Promise<string> {
    const { jobId } = message.data;
    if (message.attemptsMade > 0) {
      // Dispatched jobs have one attempt; one that comes back was sent back by hand, from Bull Board.
      const reopened = await this.control.retryFromBoard(jobId);
      return reopened ? 'Tried again as a new attempt in the ledger' : 'The ledger has nothing to try again';
    }
    const execution = await this.execution.execute(message.data);
    if (execution === 'not-ours') return 'Not ours: settled, or claimed by another worker';
    const { state, errorCode } = execution;
    // Bull Board shall show the truth about attempts, and no more of it than the code.
    if (errorCode !== null && (state === 'accepted' || state === 'failed')) throw new UnrecoverableError(errorCode);
    return state;
  }
}
