import { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type JobId, type Lane, lanes } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { QueuedJob } from '../queue/queued-job';

export interface ClaimedJob {
  readonly id: JobId;
  readonly organization_id: OrganizationId;
  readonly subject_id: string | null;
  readonly dispatch_seq: number;
  /** The fence: only who holds this number may settle. */
  readonly attempt: number;
  readonly failed_attempts: number;
  readonly payload: Buffer | null;
  readonly traceparent: string | null;
  readonly started_at: Date;
  readonly run_at: Date;
}

export interface HeldLease {
  readonly id: JobId;
  readonly attempt: number;
  readonly cancel_requested: boolean;
}

/** The SQL of a worker's hold on its jobs. Each statement serves a group of jobs and judges each by its own row. */
@Injectable()
export class ClaimsRepository {
  constructor(private readonly database: Database) {}

  /**
   * Jobs not in the answer belong to somebody else or are settled. Asynchronous commit: were a claim lost in a crash of
   * Postgres, the job would be claimed again under the same number, and still only one settlement would count.
   */
  claim(queued: readonly QueuedJob[], leaseMs: number): Promise<ClaimedJob[]> {
    return this.database.prepared<ClaimedJob>(
      'claim jobs',
      `UPDATE jobs
       SET state = 'running', attempt = attempt + 1, started_at = now(),
           lease_until = now() + $3 * interval '1 millisecond'
       FROM unnest($1::text[], $2::integer[]) AS queued (id, dispatch_seq),
            (SELECT set_config('synchronous_commit', 'off', true) AS quick) AS commit
       WHERE jobs.id = queued.id AND jobs.dispatch_seq = queued.dispatch_seq AND jobs.state = 'queued'
         AND commit.quick IS NOT NULL
       RETURNING jobs.id, organization_id, subject_id, jobs.dispatch_seq, attempt, failed_attempts, payload, traceparent,
                 started_at, run_at`,
      [queued.map(({ jobId }) => jobId), queued.map(({ dispatchSeq }) => dispatchSeq), leaseMs],
    );
  }

  /** For how long the oldest job that the queue should have handed out has been waiting there; null when none is. */
  async oldestQueuedMs(type: string, lane: Lane): Promise<number | null> {
    const [row] = await this.database.query<{ age: number | null }>(
      `SELECT extract(epoch FROM now() - min(queued_at))::float8 * 1000 AS age FROM jobs WHERE type = $1 AND lane = $2 AND state = 'queued'`,
      [type, lanes.indexOf(lane)],
    );
    return row?.age ?? null;
  }

  /**
   * Those not in the answer are held no longer. Rows are locked in the order of their ids, as settlements lock them: the
   * two meet all the time, and would otherwise wait for each other.
   */
  renewLeases(
    held: readonly { readonly id: JobId; readonly attempt: number }[],
    leaseMs: number,
  ): Promise<HeldLease[]> {
    return this.database.query<HeldLease>(
      `WITH mine AS MATERIALIZED (
         SELECT jobs.id FROM unnest($1::text[], $2::integer[]) AS held (id, attempt)
         JOIN jobs ON jobs.id = held.id AND jobs.attempt = held.attempt AND jobs.state = 'running'
         ORDER BY jobs.id FOR UPDATE OF jobs
       )
       UPDATE jobs SET lease_until = now() + $3 * interval '1 millisecond'
       FROM mine WHERE jobs.id = mine.id
       RETURNING jobs.id, jobs.attempt, cancel_requested_at IS NOT NULL AS cancel_requested`,
      [held.map(({ id }) => id), held.map(({ attempt }) => attempt), leaseMs],
    );
  }
}
