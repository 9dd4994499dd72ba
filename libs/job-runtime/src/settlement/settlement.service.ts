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
    const states = new Map(rows.map(({ id, state }) => [id, state]));
    for (const { state } of rows) ended.inc({ type: job.type, state });
    return ends.map(({ jobId }) => states.get(jobId) ?? null);
  }

  private async settleWithin(tx: Transaction, job: AnyJob, ends: readonly AttemptEnd[]): Promise<SettledRow[]> {
    const nowMs = Date.now();
    const verdicts = ends.map((end) => verdictOf(job, end, Math.random(), nowMs));
    const rows = await this.repository.settle(tx, verdicts);
    const byId = new Map(ends.map((end) => [end.jobId, end]));
    await this.tellSubject(tx, job, rows, byId);
    await this.submitFollowUps(tx, rows, byId);
    return rows;
  }

  private async tellSubject(
    tx: Transaction,
    job: AnyJob,
    rows: readonly SettledRow[],
    ends: ReadonlyMap<JobId, AttemptEnd>,
  ): Promise<void> {
    const attempts = rows.map((row): EndedAttempt<AnyJob> => {
      const end = ends.get(row.id);
      if (end === undefined) throw new Error('A job was settled that nobody asked to settle.');
      const { ending } = end;
      return {
        jobId: row.id,
        organizationId: row.organization_id,
        subjectId: row.subject_id,
        attempt: row.attempt,
        startedAt: row.started_at,
        state: row.state,
        nextRunAt: row.state === 'accepted' || row.state === 'waiting' ? row.run_at : null,
        result: ending instanceof Completed && row.state === 'completed' ? (ending.result) : null,
        errorCode: row.error_code,
        evidence: ending instanceof Error && 'evidence' in ending ? (ending.evidence as object | null) : null,
      };
    });
    if (attempts.length > 0) await this.subjects.of(job.type).attemptsEnded(tx, attempts);
  }

  private async submitFollowUps(
    tx: Transaction,
    rows: readonly SettledRow[],
    ends: ReadonlyMap<JobId, AttemptEnd>,
  ): Promise<void> {
    for (const { id, organization_id: organizationId, state } of rows) {
      const ending = ends.get(id)?.ending;
      if (state !== 'completed' || !(ending instanceof Completed)) continue;
      for (const { job, payload, subjectId } of ending.followUps) {
        await this.submitter.submit(tx, job, { organizationId, payload, subjectId });
      }
    }
  }
}
