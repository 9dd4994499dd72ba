import { randomUUID } from 'node:crypto';

import { loadConfig } from '@bonafide/configuration';
import { DatabaseConfig } from '@bonafide/database';
import { type AnyJob, jobCatalog, type Lane } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type JobsOptions, Queue } from 'bullmq';

import { queueNameOf } from './queue-name';
import { QueueConfig } from './queue.config';
import { queueConnection } from './queue-connection.config';
import { type QueuedJob, queueIdOf } from './queued-job';

const CONNECT_TIMEOUT_MS = 2_000;
const CLOSE_TIMEOUT_MS = 2_000;

const jobOptions = {
  // Retries are decided in the ledger.
  attempts: 1,
  // A stack trace begins with the message of the error, and that may hold anything.
  stackTraceLimit: 0,
  removeOnComplete: { age: 3_600, count: 200 },
  removeOnFail: { age: 7 * 24 * 3_600, count: 2_000 },
} as const satisfies JobsOptions;

/** The producing side of all queues. */
@Injectable()
export class JobQueues implements OnApplicationShutdown {
  private readonly config = loadConfig(QueueConfig);
  private readonly queues = new Map<string, Queue<QueuedJob>>();
  private readonly connected = new WeakSet<Queue>();

  /** @throws when the backend does not answer within about two seconds; nothing or all of it may have arrived */
  async add(job: AnyJob, lane: Lane, queued: readonly QueuedJob[]): Promise<void> {
    const bulk = queued.map((data) => ({
      name: job.type,
      data,
      opts: { ...jobOptions, jobId: queueIdOf(data) },
    }));
    await (await this.connectedTo(job, lane)).addBulk(bulk);
  }

  /**
   * Those that the backend no longer has, has done with, or has handed to a worker: a worker claims at once, so one that
   * has not done so is dead, and BullMQ would notice only after a minute. Should it be claiming at this very moment, the
   * ledger decides.
   */
  async missing(job: AnyJob, lane: Lane, queued: readonly QueuedJob[]): Promise<QueuedJob[]> {
    const queue = await this.connectedTo(job, lane);
    const states = await Promise.all(queued.map((data) => queue.getJobState(queueIdOf(data))));
    return queued.filter((_, index) =>
      ['unknown', 'completed', 'failed', 'active'].includes(states[index] ?? 'unknown'),
    );
  }

  /**
   * Whether Redis is the one that we knew: a key that we put there is gone after a wipe. The key is put back, so a wipe
   * is told once.
   */
  async wasWiped(): Promise<boolean> {
    if (this.config.QUEUE_BACKEND === 'postgres') return false;
    const client = await (await this.connectedTo(jobCatalog[0], 'interactive')).getBackend().client;
    const key = `{${this.config.QUEUE_PREFIX}}:epoch`;
    if ((await client.get(key)) !== null) return false;
    await client.set(key, randomUUID());
    return true;
  }

  of(job: AnyJob, lane: Lane): Queue<QueuedJob> {
    const name = queueNameOf(job, lane);
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const { options, backendFactory } = queueConnection(
      this.config,
      loadConfig(DatabaseConfig).DATABASE_URL,
      job.type,
      'producer',
    );
    const queue = new Queue<QueuedJob>(name, options, backendFactory as undefined);
    queue.on('error', (error) => log.debug('queue.connection-error', { jobType: job.type, ...describeError(error) }));
    this.queues.set(name, queue);
    return queue;
  }

  async onApplicationShutdown(): Promise<void> {
    const closed = Promise.all([...this.queues.values()].map((queue) => queue.close().catch(() => undefined)));
    // Closing waits for a connection that may never come back.
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref())]);
  }

  /** For its first connection BullMQ waits as long as it takes, whatever the patience of the commands. */
  private async connectedTo(job: AnyJob, lane: Lane): Promise<Queue<QueuedJob>> {
    const queue = this.of(job, lane);
    if (this.connected.has(queue)) return queue;
    const timeout = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('The queue does not answer.')), CONNECT_TIMEOUT_MS).unref();
    });
    await Promise.race([queue.waitUntilReady(), timeout]);
    this.connected.add(queue);
    return queue;
  }
}
