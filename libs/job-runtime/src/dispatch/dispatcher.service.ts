import { setTimeout as sleep } from 'node:timers/promises';

import { loadConfig } from '@bonafide/configuration';
import { Notifications } from '@bonafide/database';
import { type AnyJob, jobCatalog, type Lane, lanes } from '@bonafide/jobs';
import { counter, describeError, log, Readiness } from '@bonafide/observability';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { JobQueues } from '../queue/job-queues.service';
import { RuntimeConfig } from '../runtime.config';
import { dueJobsChannel } from './due-jobs-channel';
import { DueJobsRepository } from './due-jobs.repository';

/** While jobs are still due, the backlog is looked at again this soon. */
const BUSY_POLL_MS = 15;
/** After the queue or the database did not answer. */
const TROUBLE_PAUSE_MS = 1_000;

const dispatched = counter('jobs_dispatched_total', 'Jobs handed to the queue', ['type', 'lane']);

/** Moves due jobs from Postgres to the queue. Any number may run; one that is killed half way leaves its jobs to reconciliation. */
@Injectable()
export class Dispatcher implements BeforeApplicationShutdown {
  private readonly config = loadConfig(RuntimeConfig);
  /** Types that somebody said have due jobs; all of them at first and at every poll. */
  private due = new Set<string>();
  private wake: () => void = () => undefined;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private lastRoundAt = Date.now();

  constructor(
    private readonly dueJobs: DueJobsRepository,
    private readonly queues: JobQueues,
    private readonly notifications: Notifications,
    private readonly readiness: Readiness,
  ) {}

  start(): void {
    this.notifications.listen(dueJobsChannel, (type) => {
      for (const job of jobCatalog) if (type === '' || type === job.type) this.due.add(job.type);
      this.wake();
    });
    this.readiness.register('dispatching', async () => Date.now() - this.lastRoundAt < 10_000);
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    let pollAt = 0;
    while (!this.stopped) {
      const isPoll = Date.now() >= pollAt;
      const types = isPoll ? jobCatalog : jobCatalog.filter(({ type }) => this.due.has(type));
      if (isPoll) pollAt = Date.now() + this.config.DISPATCH_POLL_MS;
      this.due.clear();
      let isBusy = false;
      for (const job of types) isBusy = (await this.dispatch(job)) || isBusy;
      this.lastRoundAt = Date.now();
      await this.rest(isBusy ? BUSY_POLL_MS : pollAt - Date.now());
    }
  }

  /** @returns whether more may be due than was taken */
  private async dispatch(job: AnyJob): Promise<boolean> {
    let isBusy = false;
    for (const lane of lanes) {
      const count = await this.dispatchLane(job, lane);
      if (count > 0) {
        isBusy = true;
        this.due.add(job.type);
      }
    }
    return isBusy;
  }

  private async dispatchLane(job: AnyJob, lane: Lane): Promise<number> {
    try {
      const queued = await this.dueJobs.take(job, lane, this.config.DISPATCH_BACKLOG);
      if (queued.length === 0) return 0;
      try {
        await this.queues.add(job, lane, queued);
      } catch (error) {
        await this.dueJobs.giveBack(queued);
        throw error;
      }
      dispatched.inc({ type: job.type, lane }, queued.length);
      return queued.length;
    } catch (error) {
      log.warn('dispatch.failed', { jobType: job.type, ...describeError(error) });
      if (!this.stopped) await sleep(TROUBLE_PAUSE_MS);
      return 0;
    }
  }

  private async rest(ms: number): Promise<void> {
    if (this.stopped || (ms > BUSY_POLL_MS && this.due.size > 0)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}
