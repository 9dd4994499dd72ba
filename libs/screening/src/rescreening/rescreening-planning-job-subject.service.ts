import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type EndedAttempt, type JobSubject, JobSubjects, JobSubmitter, type ReopenedJob } from '@bonafide/job-runtime';
import {
  jobIds,
  type PlannedPart,
  RescreeningPart,
  RescreeningPlanning,
  type RescreeningPlanningResult,
} from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type RescreeningId, rescreeningPartIds } from '../screening-ids';
import { RescreeningProgress } from './rescreening-progress.service';

type Attempt = EndedAttempt<typeof RescreeningPlanning>;

/** Makes of a plan the parts of the run, each with its job. */
@Injectable()
export class RescreeningPlanningJobSubject implements JobSubject<typeof RescreeningPlanning> {
  readonly job = RescreeningPlanning;

  constructor(
    private readonly progress: RescreeningProgress,
    private readonly submitter: JobSubmitter,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    for (const { subjectId, state, result, errorCode } of attempts) {
      if (subjectId === null) continue;
      if (result !== null) await this.begin(tx, subjectId as RescreeningId, result);
      else if (state === 'failed') await this.progress.giveUp(tx, subjectId, 'incomplete', errorCode);
      else if (state === 'cancelled') await this.progress.giveUp(tx, subjectId, 'cancelled', errorCode);
    }
  }

  /** One that was cancelled stays so; of full ones another may be under way by now, which is as good. */
  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    await tx.query(
      `UPDATE rescreenings AS run SET state = 'planned', error_code = NULL, finished_at = NULL
       WHERE id = ANY ($1) AND state = 'incomplete' AND parts IS NULL AND NOT EXISTS (
         SELECT 1 FROM rescreenings AS other WHERE run.kind = 'full' AND other.kind = 'full'
           AND other.organization_id = run.organization_id AND other.state IN ('planned', 'running'))`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
  }

  private async begin(tx: Transaction, id: RescreeningId, result: RescreeningPlanningResult): Promise<void> {
    const { listSetId, revision, entries, parts } = result;
    const [run] = await tx.query<{ organizationId: OrganizationId }>(
      `UPDATE rescreenings
       SET state = 'running', list_set_id = $2, revision = $3, entries_added = $4, entries_changed = $5,
           entries_removed = $6, subjects = $7, parts = $8, started_at = now()
       WHERE id = $1 AND state = 'planned' RETURNING organization_id AS "organizationId"`,
      [
        id,
        listSetId,
        revision,
        entries?.added ?? null,
        entries?.changed ?? null,
        entries?.removed ?? null,
        parts.reduce((sum, { subjects }) => sum + subjects, 0),
        parts.length,
      ],
    );
    // Cancelled meanwhile.
    if (run === undefined) return;
    await this.storeParts(tx, id, run.organizationId, parts);
    await this.progress.finish(tx, [id]);
  }

  private async storeParts(
    tx: Transaction,
    id: RescreeningId,
    organizationId: OrganizationId,
    parts: readonly PlannedPart[],
  ): Promise<void> {
    const rows = parts.map((part) => ({ ...part, id: rescreeningPartIds.create(), jobId: jobIds.create() }));
    await tx.query(
      `INSERT INTO rescreening_parts (id, rescreening_id, number, job_id, first_subject_id, last_subject_id, subjects, state)
       SELECT id, $1, number, job_id, first_subject_id, last_subject_id, subjects, 'pending'
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::integer[]) WITH ORDINALITY
         AS part (id, job_id, first_subject_id, last_subject_id, subjects, number)`,
      [
        id,
        rows.map((part) => part.id),
        rows.map(({ jobId }) => jobId),
        rows.map(({ firstSubjectId }) => firstSubjectId),
        rows.map(({ lastSubjectId }) => lastSubjectId),
        rows.map(({ subjects }) => subjects),
      ],
    );
    await this.submitter.submitMany(
      tx,
      RescreeningPart,
      rows.map((part) => ({
        jobId: part.jobId,
        organizationId,
        payload: { partId: part.id },
        subjectId: part.id,
        lane: 'bulk' as const,
      })),
    );
  }
}
