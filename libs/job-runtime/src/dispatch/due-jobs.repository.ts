import { Database } from '@bonafide/database';
import { type AnyJob, type JobId, type Lane, lanes } from '@bonafide/jobs';
import { latencyHistogram } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import type { QueuedJob } from '../queue/queued-job';

interface TakenRow {
  readonly id: JobId;
  readonly dispatch_seq: number;
  readonly lag_seconds: number;
}

const lagSeconds = latencyHistogram('job_dispatch_lag_seconds', 'From due to handed to the queue', ['type', 'lane']);

/** The SQL of dispatch: who is next, and back again when the queue would not have it. */
@Injectable()
export class DueJobsRepository {
  constructor(private readonly database: Database) {}

  /** Of these types those that have due jobs in the lane. */
  async due(types: readonly string[], lane: Lane): Promise<string[]> {
    const rows = await this.database.prepared<{ type: string }>('due types', dueSql, [types, lanes.indexOf(lane)]);
    return rows.map(({ type }) => type);
  }

  /**
   * Marks the next due jobs of a type and lane as queued, up to what the bounded backlog still holds. Organizations
   * take turns: the one with the fewest jobs under way goes first, so a million rows of one delay nobody else's single
   * one. Asynchronous commit: were the mark lost in a crash, the job would be taken again.
   */
  async take(job: AnyJob, lane: Lane, backlog: number): Promise<QueuedJob[]> {
    const place = [job.type, lanes.indexOf(lane)];
    const rows = await this.database.transaction(async (tx) => {
      const [, taken] = await Promise.all([
        tx.prepared('dispatch turn', turnSql, place),
        tx.prepared<TakenRow>('take due jobs', takeSql, [...place, backlog]),
      ]);
      return taken;
    });
    for (const { lag_seconds } of rows) lagSeconds.observe({ type: job.type, lane }, lag_seconds);
    return rows.map(({ id, dispatch_seq }) => ({ jobId: id, dispatchSeq: dispatch_seq }));
  }

  /** Gives back what the queue did not take. A job that a worker has claimed meanwhile is left alone. */
  async giveBack(queued: readonly QueuedJob[]): Promise<void> {
    await this.database.query(
      `WITH queued AS MATERIALIZED (
         SELECT jobs.id FROM unnest($1::text[], $2::integer[]) AS given (id, dispatch_seq)
         JOIN jobs ON jobs.id = given.id AND jobs.dispatch_seq = given.dispatch_seq AND jobs.state = 'queued'
         ORDER BY jobs.id FOR UPDATE OF jobs
       )
       UPDATE jobs SET state = 'accepted', queued_at = NULL FROM queued WHERE jobs.id = queued.id`,
      [queued.map(({ jobId }) => jobId), queued.map(({ dispatchSeq }) => dispatchSeq)],
    );
  }
}

const dueSql = `
  SELECT wanted.type
  FROM unnest($1::text[]) AS wanted (type)
  WHERE EXISTS (
    SELECT FROM jobs
    WHERE jobs.type = wanted.type AND jobs.lane = $2::smallint AND state IN ('accepted', 'waiting') AND run_at <= now())`;

/**
 * Of several dispatchers one at a time counts and takes for a type and lane; the others find no room. A statement of its
 * own, before the other: a statement sees what was there when it began, which may be before the turn became free, and
 * would overfill the backlog.
 */
const turnSql = `
  SELECT set_config('bonafide.turn', pg_try_advisory_xact_lock(hashtextextended('bonafide dispatch ' || $1::text, $2::smallint))::text, true),
         set_config('synchronous_commit', 'off', true)`;

/*
 * `organization`: a loose index scan over jobs_due, one step an organization, however many rows each has.
 * `next`: of each organization its oldest due jobs, locked; a row that somebody else holds (a cancellation) is skipped.
 */
const takeSql = `
  WITH RECURSIVE under_way AS MATERIALIZED (
    SELECT organization_id, count(*) AS jobs, count(*) FILTER (WHERE state = 'queued' AND lane = $2::smallint) AS queued
    FROM jobs WHERE type = $1 AND state IN ('queued', 'running') GROUP BY organization_id
  ), room AS MATERIALIZED (
    SELECT CASE WHEN current_setting('bonafide.turn') = 'true'
                THEN greatest(0, $3::integer - (SELECT coalesce(sum(queued), 0) FROM under_way)) ELSE 0 END::integer AS jobs
  ), organization (id) AS (
    (SELECT organization_id FROM jobs
     WHERE type = $1 AND lane = $2::smallint AND state IN ('accepted', 'waiting') AND (SELECT jobs FROM room) > 0
     ORDER BY organization_id LIMIT 1)
    UNION ALL
    SELECT (SELECT organization_id FROM jobs
            WHERE type = $1 AND lane = $2::smallint AND state IN ('accepted', 'waiting') AND organization_id > organization.id
            ORDER BY organization_id LIMIT 1)
    FROM organization WHERE organization.id IS NOT NULL
  ), candidate AS (
    SELECT next.id, next.run_at,
           coalesce(under_way.jobs, 0) + row_number() OVER (PARTITION BY organization.id ORDER BY next.run_at, next.id) AS position
    FROM organization
    CROSS JOIN LATERAL (
      SELECT id, run_at FROM jobs
      WHERE type = $1 AND lane = $2::smallint AND state IN ('accepted', 'waiting') AND organization_id = organization.id
        AND run_at <= now()
      ORDER BY run_at, id LIMIT (SELECT jobs FROM room)
      FOR UPDATE SKIP LOCKED
    ) AS next
    LEFT JOIN under_way ON under_way.organization_id = organization.id
    WHERE organization.id IS NOT NULL
  ), chosen AS (
    SELECT id FROM candidate ORDER BY position, run_at, id LIMIT (SELECT jobs FROM room)
  )
  UPDATE jobs SET state = 'queued', dispatch_seq = dispatch_seq + 1, queued_at = now()
  FROM chosen WHERE jobs.id = chosen.id
  RETURNING jobs.id, jobs.dispatch_seq, greatest(0, extract(epoch FROM now() - jobs.run_at))::float8 AS lag_seconds`;
