import { Database, Notifications, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { canBecome, type JobId, type JobState, type Lane } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { dueJobsChannel, dueJobsMessage } from '../dispatch/due-jobs-channel';
import type { EndedAttempt } from '../settlement/job-subject';
import { JobSubjects } from '../settlement/job-subjects.service';
import { cancelChannel } from './cancel-channel';

interface ControlledRow {
  readonly id: JobId;
  readonly type: string;
  readonly lane: Lane;
  readonly organization_id: OrganizationId;
  readonly subject_id: string | null;
  readonly attempt: number;
  readonly state: JobState;
}

const COLUMNS = `id, type, CASE lane WHEN 0 THEN 'interactive' ELSE 'bulk' END AS lane, organization_id, subject_id, attempt, state`;

const CANCEL_SQL = `
  UPDATE jobs SET state = 'cancelled', cancel_requested_at = now(), settled_at = now(),
         error_code = 'cancelled-by-request', error_message = NULL
  WHERE id = ANY ($1)`;

/** `cancelled` at once, `cancelling` while an attempt runs, or what the job is that can't be cancelled or retried. */
export type ControlAnswer = 'done' | 'cancelling' | { readonly refusedAs: JobState } | 'unknown';

/** What a person may do to a job: cancel it, or ask for another try. */
@Injectable()
export class JobControl {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly subjects: JobSubjects,
  ) {}

  /** A job that runs is told to stop; should it finish first, its result stands. */
  async cancel(tx: Transaction, jobId: JobId): Promise<ControlAnswer> {
    const [row] = await tx.query<ControlledRow>(`SELECT ${COLUMNS} FROM jobs WHERE id = $1 FOR UPDATE`, [jobId]);
    if (row === undefined) return 'unknown';
    if (row.state === 'running') {
      await tx.query('UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE id = $1', [
        jobId,
      ]);
      tx.afterCommit(() => this.notifications.send(cancelChannel, jobId));
      return 'cancelling';
    }
    if (row.state !== 'accepted' && row.state !== 'queued' && row.state !== 'waiting') return { refusedAs: row.state };
    await tx.query(CANCEL_SQL, [[jobId]]);
    await this.subjects.of(row.type).attemptsEnded(tx, [cancelledBeforeItRan(row)]);
    return 'done';
  }

  /**
   * As {@link cancel}, for many in a few statements. Those that are settled stay as they are. Rows are locked
   * in the order of their ids, as settlements lock them.
   */
  async cancelMany(tx: Transaction, jobIds: readonly JobId[]): Promise<void> {
    const rows = await tx.query<ControlledRow>(
      `SELECT ${COLUMNS} FROM jobs WHERE id = ANY ($1) AND settled_at IS NULL ORDER BY id FOR UPDATE`,
      [jobIds],
    );
    const running = rows.filter(({ state }) => state === 'running').map(({ id }) => id);
    const waiting = rows.filter(({ state }) => canBecome(state, 'cancelled') && state !== 'running');
    await tx.query('UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE id = ANY ($1)', [
      running,
    ]);
    await tx.query(CANCEL_SQL, [waiting.map(({ id }) => id)]);
    for (const type of new Set(waiting.map((row) => row.type))) {
      await this.subjects
        .of(type)
        .attemptsEnded(tx, waiting.filter((row) => row.type === type).map(cancelledBeforeItRan));
    }
    tx.afterCommit(() => {
      for (const id of running) this.notifications.send(cancelChannel, id);
    });
  }

  /** Another try of a job that failed or was cancelled, with a full set of attempts; or the next try now instead of later. */
  async retry(tx: Transaction, jobId: JobId): Promise<ControlAnswer> {
    const [row] = await tx.query<ControlledRow>(`SELECT ${COLUMNS} FROM jobs WHERE id = $1 FOR UPDATE`, [jobId]);
    if (row === undefined) return 'unknown';
    const { state } = row;
    if (state === 'accepted') {
      await tx.query('UPDATE jobs SET run_at = least(run_at, now()) WHERE id = $1', [jobId]);
    } else if (state === 'failed' || state === 'cancelled') {
      await tx.query(
        `UPDATE jobs SET state = 'accepted', run_at = now(), failed_attempts = 0, settled_at = NULL,
                cancel_requested_at = NULL, error_code = NULL, error_message = NULL
         WHERE id = $1`,
        [jobId],
      );
      await this.subjects
        .of(row.type)
        .reopened(tx, [{ jobId, organizationId: row.organization_id, subjectId: row.subject_id }]);
    } else {
      return { refusedAs: state };
    }
    tx.afterCommit(() => this.notifications.send(dueJobsChannel, dueJobsMessage(row.type, row.lane)));
    return 'done';
  }

  /**
   * What a job waits for may have come: one that is waiting, or was to be tried again later, is due now.
   * @returns what it was; null when there is no such job
   */
  async wake(tx: Transaction, jobId: JobId): Promise<JobState | null> {
    const [row] = await tx.query<ControlledRow>(`SELECT ${COLUMNS} FROM jobs WHERE id = $1 FOR UPDATE`, [jobId]);
    if (row === undefined) return null;
    if (row.state === 'waiting' || row.state === 'accepted') {
      await tx.query('UPDATE jobs SET run_at = least(run_at, now()) WHERE id = $1', [jobId]);
      tx.afterCommit(() => this.notifications.send(dueJobsChannel, dueJobsMessage(row.type, row.lane)));
    }
    return row.state;
  }

  /** The retry button of Bull Board, which knows nothing of the ledger. @returns whether there was something to try again */
  async retryFromBoard(jobId: JobId): Promise<boolean> {
    const answer = await this.database.transaction((tx) => this.retry(tx, jobId));
    return answer === 'done';
  }
}

function cancelledBeforeItRan(row: ControlledRow): EndedAttempt<never> {
  return {
    jobId: row.id,
    organizationId: row.organization_id,
    subjectId: row.subject_id,
    lane: row.lane,
    attempt: 0,
    startedAt: null,
    state: 'cancelled',
    nextRunAt: null,
    result: null,
    errorCode: 'cancelled-by-request',
    evidence: null,
  };
}
