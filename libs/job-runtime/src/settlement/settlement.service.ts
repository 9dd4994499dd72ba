import { Database, type Transaction } from '@bonafide/database';
import { type AnyJob, Completed, type JobId } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { JobSubmitter } from '../submission/job-submitter.service';
import { type AttemptEnd, verdictOf } from './attempt-verdict';
import type { EndedAttempt } from './job-subject';
import { JobSubjects } from './job-subjects.service';
import { type SettledRow, SettlementRepository } from './settlement.repository';

const ended = counter('job_attempts_total', 'Attempts that ended, by what the job became', ['type', 'state']);

/** Records what came of attempts: the job, its subject, follow-up jobs and events in one transaction. */
@Injectable()
export class Settlement {
  constructor(
    private readonly database: Database,
    private readonly repository: SettlementRepository,
    private readonly subjects: JobSubjects,
    private readonly submitter: JobSubmitter,
  ) {}

  /**
   * Settles a group of attempts at one type of job.
   * @returns for each, in order, what its job is now; null when the attempt no longer held the job and changed nothing
   */
  async settle(job: AnyJob, ends: readonly AttemptEnd[]): Promise<(SettledRow['state'] | null)[]> {
    const rows = await this.database.transaction((tx) => this.settleWithin(tx, job, ends));
    const states = new Map(rows.map((row) => [keyOf(row.id, row.attempt), row.state]));
    for (const { state } of rows) ended.inc({ type: job.type, state });
    return ends.map(({ jobId, attempt }) => states.get(keyOf(jobId, attempt)) ?? null);
  }

  private async settleWithin(tx: Transaction, job: AnyJob, ends: readonly AttemptEnd[]): Promise<SettledRow[]> {
    const nowMs = Date.now();
    const { retry = job.retry } = this.subjects.of(job.type);
    const verdicts = ends.map((end) => verdictOf({ retry }, end, Math.random(), nowMs));
    const rows = await this.repository.settle(tx, verdicts);
    const byAttempt = new Map(ends.map((end) => [keyOf(end.jobId, end.attempt), end]));
    await this.tellSubject(tx, job, rows, byAttempt);
    await this.submitFollowUps(tx, rows, byAttempt);
    return rows;
  }

  private async tellSubject(
    tx: Transaction,
    job: AnyJob,
    rows: readonly SettledRow[],
    ends: ReadonlyMap<string, AttemptEnd>,
  ): Promise<void> {
    const attempts = rows.map((row): EndedAttempt<AnyJob> => {
      const end = ends.get(keyOf(row.id, row.attempt));
      if (end === undefined) throw new Error('A job was settled that nobody asked to settle.');
      const { ending } = end;
      return {
        jobId: row.id,
        organizationId: row.organization_id,
        subjectId: row.subject_id,
        lane: row.lane,
        attempt: row.attempt,
        startedAt: row.started_at,
        state: row.state,
        nextRunAt: row.state === 'accepted' || row.state === 'waiting' ? row.run_at : null,
        result: ending instanceof Completed && row.state === 'completed' ? ending.result : null,
        errorCode: row.error_code,
        evidence: ending instanceof Error && 'evidence' in ending ? (ending.evidence as object | null) : null,
        traceparent: end.traceparent,
      };
    });
    if (attempts.length > 0) await this.subjects.of(job.type).attemptsEnded(tx, attempts);
  }

  private async submitFollowUps(
    tx: Transaction,
    rows: readonly SettledRow[],
    ends: ReadonlyMap<string, AttemptEnd>,
  ): Promise<void> {
    for (const { id, attempt, organization_id: organizationId, lane, state } of rows) {
      const { ending, traceparent } = ends.get(keyOf(id, attempt)) ?? {};
      if (state !== 'completed' || !(ending instanceof Completed)) continue;
      for (const { job, payload, subjectId } of ending.followUps) {
        await this.submitter.submit(tx, job, { organizationId, payload, subjectId, lane, traceparent });
      }
    }
  }
}

/** A group may hold two attempts at one job: the one that has it, and a late one that has lost it. */
const keyOf = (jobId: JobId, attempt: number): string => `${jobId} ${attempt}`;
