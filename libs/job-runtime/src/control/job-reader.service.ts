import { Database, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { jobCatalog, type JobId, type JobState } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

/** What the outside may know about a job. The payload is not part of it. */
export interface JobSnapshot {
  readonly id: JobId;
  readonly organizationId: OrganizationId;
  readonly type: string;
  readonly lane: 'interactive' | 'bulk';
  readonly state: JobState;
  readonly subjectId: string | null;
  readonly attempts: number;
  readonly cancelRequested: boolean;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly runAt: Date;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly settledAt: Date | null;
}

/** An attempt that did not complete its job. */
export interface PastAttempt {
  readonly number: number;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
}

export interface JobFilter {
  /** Null: of all organizations, internal types included. That is for operators. */
  readonly organizationId: OrganizationId | null;
  readonly type?: string | undefined;
  readonly state?: JobState | undefined;
  readonly subjectId?: string | undefined;
  /** Jobs older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const COLUMNS = `id, organization_id AS "organizationId", type, CASE lane WHEN 0 THEN 'interactive' ELSE 'bulk' END AS lane,
  state, subject_id AS "subjectId", attempt AS attempts, cancel_requested_at IS NOT NULL AND settled_at IS NULL AS "cancelRequested",
  error_code AS "errorCode", error_message AS "errorMessage", run_at AS "runAt", created_at AS "createdAt",
  started_at AS "startedAt", settled_at AS "settledAt"`;

/** The ledger, read. */
@Injectable()
export class JobReader {
  constructor(private readonly database: Database) {}

  /**
   * @param organizationId null for an operator, who sees all
   * @param tx to see what it has changed
   */
  async find(organizationId: OrganizationId | null, jobId: JobId, tx?: Transaction): Promise<JobSnapshot | null> {
    const [job] = await (tx ?? this.database).query<JobSnapshot>(
      `SELECT ${COLUMNS} FROM jobs
       WHERE id = $1 AND ($2::text IS NULL OR (organization_id = $2 AND type = ANY ($3)))`,
      [jobId, organizationId, customerTypes],
    );
    return job ?? null;
  }

  attempts(jobId: JobId): Promise<PastAttempt[]> {
    return this.database.query<PastAttempt>(
      `SELECT attempt AS number, outcome, error_code AS "errorCode", started_at AS "startedAt", ended_at AS "endedAt"
       FROM job_attempts WHERE job_id = $1 ORDER BY attempt`,
      [jobId],
    );
  }

  /** Newest first. */
  list({ organizationId, type, state, subjectId, before, limit }: JobFilter): Promise<JobSnapshot[]> {
    return this.database.query<JobSnapshot>(
      `SELECT ${COLUMNS} FROM jobs
       WHERE ($1::text IS NULL OR (organization_id = $1 AND type = ANY ($2)))
         AND ($3::text IS NULL OR type = $3) AND ($4::text IS NULL OR state = $4)
         AND ($5::text IS NULL OR subject_id = $5) AND ($6::text IS NULL OR id < $6)
       ORDER BY id DESC LIMIT $7`,
      [organizationId, customerTypes, type ?? null, state ?? null, subjectId ?? null, before ?? null, limit],
    );
  }
}

const customerTypes: readonly string[] = jobCatalog
  .filter((job) => (job.visibility as string) === 'customer')
  .map(({ type }) => type);
