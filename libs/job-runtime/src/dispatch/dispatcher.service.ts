import { setTimeout as sleep } from 'node:timers/promises';

import { loadConfig } from '@bonafide/configuration';
import { Notifications } from '@bonafide/database';
import { type AnyJob, jobCatalog, type Lane } from '@bonafide/jobs';
import { counter, describeError, log, Readiness } from '@bonafide/observability';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { JobQueues } from '../queue/job-queues.service';
import { RuntimeConfig } from '../runtime.config';
import { dueJobsChannel } from './due-jobs-channel';
import { DueJobsRepository } from './due-jobs.repository';

/** While there is work, from one round to the next: what comes meanwhile goes together. */
const ROUND_DISTANCE_MS = 8;
/** More is due, and the backlog has no room for it. */
const FULL_BACKLOG_MS = 20;
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
      const restMs = await this.round(types);
      this.lastRoundAt = Date.now();
      if (restMs === null) await this.rest(pollAt - Date.now());
      else await sleep(restMs);
    }
  }

  /** @returns how long to leave it at that when there is more to do; null when nothing is due */
  private async round(types: readonly AnyJob[]): Promise<number | null> {
    let restMs: number | null = null;
    for (const { type, lane } of await this.dueLanes(types)) {
      const job = types.find((candidate) => candidate.type === type);
      if (job === undefined) continue;
      const count = await this.dispatchLane(job, lane);
      restMs = Math.min(restMs ?? FULL_BACKLOG_MS, count > 0 ? ROUND_DISTANCE_MS : FULL_BACKLOG_MS);
      this.due.add(type);
    }
    return restMs;
  }

  private async dueLanes(types: readonly AnyJob[]): Promise<readonly { readonly type: string; readonly lane: Lane }[]> {
    if (types.length === 0) return [];
    try {
      return await this.dueJobs.due(types.map(({ type }) => type));
    } catch (error) {
      log.warn('dispatch.failed', describeError(error));
      if (!this.stopped) await sleep(TROUBLE_PAUSE_MS);
      return [];
    }
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
    if (this.stopped || this.due.size > 0) return;
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
