import { Database } from '@bonafide/database';
import { describeError, gauge, log } from '@bonafide/observability';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

const INTERVAL_MS = 10_000;

const jobs = gauge('jobs', 'Jobs not yet settled', ['type', 'state', 'lane']);
const oldest = gauge('jobs_oldest_due_seconds', 'How long the oldest due job has been waiting to be dispatched', [
  'type',
  'lane',
]);

interface CountRow {
  readonly type: string;
  readonly state: string;
  readonly lane: 'interactive' | 'bulk';
  readonly count: number;
  readonly oldest_due_seconds: number | null;
}

/** How much is waiting, and how long; read from the ledger, so every dispatcher tells the same. */
@Injectable()
export class LedgerMetrics implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  start(): void {
    this.timer = setInterval(() => void this.measure(), INTERVAL_MS);
    void this.measure();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async measure(): Promise<void> {
    try {
      const rows = await this.database.query<CountRow>(
        `SELECT type, state, CASE lane WHEN 0 THEN 'interactive' ELSE 'bulk' END AS lane, count(*)::integer AS count,
                extract(epoch FROM now() - min(run_at) FILTER (WHERE run_at <= now() AND state IN ('accepted', 'waiting')))::float8
                  AS oldest_due_seconds
         FROM jobs
         WHERE state IN ('accepted', 'waiting') OR state IN ('queued', 'running')
         GROUP BY type, state, lane`,
      );
      jobs.reset();
      oldest.reset();
      for (const { type, state, lane, count, oldest_due_seconds } of rows) {
        jobs.set({ type, state, lane }, count);
        if (oldest_due_seconds !== null) oldest.set({ type, lane }, oldest_due_seconds);
      }
    } catch (error) {
      log.warn('metrics.ledger-not-read', describeError(error));
    }
  }
}
