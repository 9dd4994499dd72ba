import { loadConfig } from '@bonafide/configuration';
import { Database, type Transaction } from '@bonafide/database';
import { type JobId, jobCatalog, lanes, TransientError } from '@bonafide/jobs';
import { counter, describeError, log } from '@bonafide/observability';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { JobQueues } from '../queue/job-queues.service';
import { RuntimeConfig } from '../runtime.config';
import { Settlement } from '../settlement/settlement.service';
import { DueJobsRepository } from './due-jobs.repository';

/** A job that has been queued for longer than this may have been lost by the queue; before, it is surely on its way. */
const SUSPICIOUS_AFTER_MS = 3_000;
const SWEEP_SIZE = 1_000;

const recovered = counter('jobs_recovered_total', 'Jobs given out again', ['type', 'reason']);

interface QueuedRow {
  readonly id: JobId;
  readonly type: string;
  readonly lane: number;
  readonly dispatch_seq: number;
}

interface ExpiredRow {
  readonly id: JobId;
  readonly type: string;
  readonly attempt: number;
  readonly failed_attempts: number;
}

/** Compares the ledger with the queue and the workers, and gives out again what they have lost. One leader at a time. */
@Injectable()
export class Reconciler implements BeforeApplicationShutdown {
  private readonly config = loadConfig(RuntimeConfig);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly queues: JobQueues,
    private readonly dueJobs: DueJobsRepository,
    private readonly settlement: Settlement,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.sweeping = this.sweeping.then(() => this.sweep());
    }, this.config.RECONCILE_INTERVAL_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** One comparison. Errors are told and left to the next one. */
  async sweep(): Promise<void> {
    try {
      await this.database.transaction(async (tx) => {
        const [turn] = await tx.query<{ mine: boolean }>(
          `SELECT pg_try_advisory_xact_lock(hashtextextended('bonafide reconcile', 0)) AS mine`,
        );
        if (turn?.mine === true) await this.compare(tx);
      });
    } catch (error) {
      log.warn('reconcile.failed', describeError(error));
    }
  }

  private async compare(tx: Transaction): Promise<void> {
    await this.recoverExpiredLeases(tx);
    if (await this.queues.wasWiped()) {
      const rows = await this.queuedFor(tx, 0, 1_000_000);
      log.warn('reconcile.queue-wiped', { count: rows.length });
      await this.giveOutAgain(rows, 'queue-wiped');
      return;
    }
    const suspicious = await this.queuedFor(tx, SUSPICIOUS_AFTER_MS, SWEEP_SIZE);
    for (const job of jobCatalog) {
      for (const [number, lane] of lanes.entries()) {
        const rows = suspicious.filter((row) => row.type === job.type && row.lane === number);
        if (rows.length === 0) continue;
        const missing = await this.queues.missing(job, lane, rows.map(asQueued));
        const ids = new Set(missing.map(({ jobId }) => jobId));
        await this.giveOutAgain(
          rows.filter(({ id }) => ids.has(id)),
          'lost-by-queue',
        );
      }
    }
  }

  /** A worker that neither finished nor renewed is taken for dead: its attempt has failed. */
  private async recoverExpiredLeases(tx: Transaction): Promise<void> {
    const rows = await tx.query<ExpiredRow>(
      `SELECT id, type, attempt, failed_attempts FROM jobs
       WHERE state = 'running' AND lease_until < now() AND type = ANY ($1) LIMIT $2`,
      [jobCatalog.map(({ type }) => type), SWEEP_SIZE],
    );
    for (const job of jobCatalog) {
      const { type } = job;
      const ofType = rows.filter((row) => row.type === type);
      if (ofType.length === 0) continue;
      const ends = ofType.map(({ id, attempt, failed_attempts }) => ({
        jobId: id,
        attempt,
        failedAttempts: failed_attempts,
        ending: new TransientError(
          'worker-lost',
          'The worker died, or could not reach Postgres, while it had the job.',
        ),
      }));
      await this.settlement.settle(job, ends);
      recovered.inc({ type, reason: 'worker-lost' }, ends.length);
      log.warn('reconcile.leases-expired', { jobType: type, count: ends.length });
    }
  }

  private queuedFor(tx: Transaction, forMs: number, limit: number): Promise<QueuedRow[]> {
    return tx.query<QueuedRow>(
      `SELECT id, type, lane, dispatch_seq FROM jobs
       WHERE state = 'queued' AND queued_at <= now() - $1 * interval '1 millisecond' ORDER BY queued_at LIMIT $2`,
      [forMs, limit],
    );
  }

  private async giveOutAgain(rows: readonly QueuedRow[], reason: string): Promise<void> {
    if (rows.length === 0) return;
    await this.dueJobs.giveBack(rows.map(asQueued));
    for (const { type } of rows) recovered.inc({ type, reason });
    log.warn('reconcile.given-out-again', { count: rows.length, state: reason });
  }
}

const asQueued = ({ id, dispatch_seq }: QueuedRow) => ({ jobId: id, dispatchSeq: dispatch_seq });
