import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { JobId, Lane } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

/** What is to be written of one attempt, if the attempt still holds its job. */
export interface Verdict {
  readonly jobId: JobId;
  readonly attempt: number;
  readonly state: 'completed' | 'failed' | 'cancelled' | 'accepted' | 'waiting';
  readonly countsAsFailure: boolean;
  readonly delayMs: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** What the attempt history says: `completed`, `failed`, `waiting`, `cancelled`, `lost`, `handed-back`. */
  readonly outcome: string;
}

export interface SettledRow {
  readonly id: JobId;
  readonly type: string;
  readonly organization_id: OrganizationId;
  readonly subject_id: string | null;
  readonly lane: Lane;
  readonly attempt: number;
  readonly state: Verdict['state'];
  readonly run_at: Date;
  readonly started_at: Date | null;
  readonly error_code: string | null;
}

/** The SQL of settlement. */
@Injectable()
export class SettlementRepository {
  /**
   * Writes the verdicts of those attempts that still hold their job; the others change nothing and are not in the
   * answer. A job that somebody asked to cancel is not tried again. A completed job's payload has served its purpose.
   */
  async settle(tx: Transaction, verdicts: readonly Verdict[]): Promise<SettledRow[]> {
    return tx.prepared<SettledRow>(
      'settle jobs',
      `WITH settled AS (
         UPDATE jobs
         SET state = verdict.state,
             failed_attempts = failed_attempts + verdict.counts_as_failure::integer,
             run_at = coalesce(now() + verdict.delay_ms * interval '1 millisecond', run_at),
             settled_at = CASE WHEN verdict.state IN ('completed', 'failed', 'cancelled') THEN now() END,
             payload = CASE WHEN verdict.state = 'completed' THEN NULL ELSE payload END,
             error_code = CASE WHEN verdict.on_request THEN 'cancelled-by-request' ELSE verdict.error_code END,
             error_message = CASE WHEN verdict.on_request THEN NULL ELSE verdict.error_message END,
             lease_until = NULL
         FROM (
           SELECT given.*, CASE WHEN on_request THEN 'cancelled' ELSE given.wanted_state END AS state, on_request
           FROM unnest($1::text[], $2::integer[], $3::text[], $4::boolean[], $5::float8[], $6::text[], $7::text[])
                  AS given (id, attempt, wanted_state, counts_as_failure, delay_ms, error_code, error_message)
           JOIN jobs AS held ON held.id = given.id AND held.attempt = given.attempt AND held.state = 'running'
           CROSS JOIN LATERAL (
             SELECT held.cancel_requested_at IS NOT NULL AND given.wanted_state IN ('accepted', 'waiting') AS on_request
           ) AS request
           ORDER BY given.id FOR UPDATE OF held
         ) AS verdict
         WHERE jobs.id = verdict.id AND jobs.attempt = verdict.attempt AND jobs.state = 'running'
         RETURNING jobs.id, jobs.type, jobs.organization_id, jobs.subject_id, jobs.attempt, jobs.state, jobs.run_at,
                   CASE jobs.lane WHEN 0 THEN 'interactive' ELSE 'bulk' END AS lane, jobs.started_at, jobs.error_code
       ), remembered AS (
         INSERT INTO job_attempts (job_id, attempt, outcome, error_code, started_at)
         SELECT settled.id, settled.attempt, CASE WHEN settled.state = 'cancelled' THEN 'cancelled' ELSE given.outcome END,
                settled.error_code, settled.started_at
         FROM settled
         JOIN unnest($1::text[], $2::integer[], $8::text[]) AS given (id, attempt, outcome)
           ON given.id = settled.id AND given.attempt = settled.attempt
         WHERE given.outcome <> 'completed'
         ON CONFLICT (job_id, attempt) DO NOTHING
       )
       SELECT * FROM settled`,
      [
        verdicts.map(({ jobId }) => jobId),
        verdicts.map(({ attempt }) => attempt),
        verdicts.map(({ state }) => state),
        verdicts.map(({ countsAsFailure }) => countsAsFailure),
        verdicts.map(({ delayMs }) => delayMs),
        verdicts.map(({ errorCode }) => errorCode),
        verdicts.map(({ errorMessage }) => errorMessage),
        verdicts.map(({ outcome }) => outcome),
      ],
    );
  }
}
