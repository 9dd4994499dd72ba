import { setTimeout as sleep } from 'node:timers/promises';

import { type AnyJob, jobCatalog, type Lane } from '@bonafide/jobs';
import { counter, describeError, log } from '@bonafide/observability';

import type { JobQueues } from '../queue/job-queues.service';
import { speaksOf } from './due-jobs-channel';
import type { DueJobsRepository } from './due-jobs.repository';

/** While there is work, from one round to the next: what comes meanwhile goes together. */
const roundDistanceMs: Record<Lane, number> = { interactive: 10, bulk: 40 };
/** More is due, and the backlog has no room for it. */
const FULL_BACKLOG_MS = 20;
/** After the queue or the database did not answer. */
const TROUBLE_PAUSE_MS = 1_000;

const dispatched = counter('jobs_dispatched_total', 'Jobs handed to the queue', ['type', 'lane']);

interface Dependencies {
  readonly dueJobs: DueJobsRepository;
  readonly queues: JobQueues;
  /** How many jobs of a type wait in the queue of this lane at most. */
  readonly backlog: number;
  readonly pollMs: number;
}

/** Moves the due jobs of one lane to their queues, round by round. Each lane has its own: none waits for another's rounds. */
export class LaneDispatch {
  /** When the last round ended, in milliseconds since 1970. */
  lastRoundAt = Date.now();
  /** Somebody said that jobs of these types are due. */
  private readonly heard = new Set<AnyJob>();
  /** The last round may have left due jobs of these types; at a poll, all types. */
  private readonly suspected = new Set<AnyJob>();
  private wake: () => void = () => undefined;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly lane: Lane,
    private readonly dependencies: Dependencies,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** @param message what a submission said on the channel of due jobs */
  hear(message: string): void {
    const heard = jobCatalog.filter((job) => speaksOf(message, job, this.lane));
    if (heard.length === 0) return;
    for (const job of heard) this.heard.add(job);
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    let pollAt = 0;
    while (!this.stopped) {
      if (Date.now() >= pollAt) {
        // Nobody need have said that jobs are due: a message may be lost, and a retry falls due without one.
        for (const job of jobCatalog) this.suspected.add(job);
        pollAt = Date.now() + this.dependencies.pollMs;
      }
      const restMs = await this.round();
      this.lastRoundAt = Date.now();
      if (restMs === null) await this.rest(pollAt - Date.now());
      else await sleep(restMs);
    }
  }

  /** @returns how long to leave it at that when there may be more to do; null when nothing is due */
  private async round(): Promise<number | null> {
    const jobs = await this.dueJobs();
    if (jobs.length === 0) return null;
    let count = 0;
    for (const job of jobs) {
      count += await this.dispatch(job);
      this.suspected.add(job);
    }
    return count > 0 ? roundDistanceMs[this.lane] : FULL_BACKLOG_MS;
  }

  /** What was heard of is due; what is only suspected is looked at first, which costs less than a turn in vain. */
  private async dueJobs(): Promise<AnyJob[]> {
    const heard = [...this.heard];
    const suspected = [...this.suspected].filter((job) => !this.heard.has(job));
    this.heard.clear();
    this.suspected.clear();
    if (suspected.length === 0) return heard;
    const look = () => this.dependencies.dueJobs.due(typesOf(suspected), this.lane);
    const due = await this.orTrouble(undefined, look, []);
    return [...heard, ...suspected.filter(({ type }) => due.includes(type))];
  }

  /** @returns how many were handed over; what could not be is found again by the next look */
  private async dispatch(job: AnyJob): Promise<number> {
    const { dueJobs, queues, backlog } = this.dependencies;
    const handOver = async () => {
      const taken = await dueJobs.take(job, this.lane, backlog);
      if (taken.length === 0) return 0;
      try {
        await queues.add(job, this.lane, taken);
      } catch (error) {
        await dueJobs.giveBack(taken);
        throw error;
      }
      dispatched.inc({ type: job.type, lane: this.lane }, taken.length);
      return taken.length;
    };
    return this.orTrouble(job, handOver, 0);
  }

  private async orTrouble<Result>(
    job: AnyJob | undefined,
    work: () => Promise<Result>,
    otherwise: Result,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      log.warn('dispatch.failed', { jobType: job?.type, ...describeError(error) });
      if (!this.stopped) await sleep(TROUBLE_PAUSE_MS);
      return otherwise;
    }
  }

  private async rest(ms: number): Promise<void> {
    if (this.stopped || this.heard.size > 0) return;
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

const typesOf = (jobs: readonly AnyJob[]): string[] => jobs.map(({ type }) => type);
