import { Notifications, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { type AnyJob, type JobId, jobIds, type Lane, lanes, type PayloadOf } from '@bonafide/jobs';
import { counter, currentTraceparent } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { dueJobsChannel, dueJobsMessage } from '../dispatch/due-jobs-channel';
import { payloadPlace } from '../payload-place';

export interface Submission<Job extends AnyJob> {
  /** Made by the caller when its own rows name the job; made here otherwise. */
  readonly jobId?: JobId;
  readonly organizationId: OrganizationId;
  readonly payload: PayloadOf<Job>;
  /** The id of what the job is about: a screening, a delivery. */
  readonly subjectId: string | null;
  readonly lane?: Lane;
  readonly runAt?: Date;
  /** The trace that it goes on with; that of the caller when undefined. */
  readonly traceparent?: string | null | undefined;
}

const submitted = counter('jobs_submitted_total', 'Jobs accepted into the ledger', ['type', 'lane']);

/** Accepts work: the job becomes true in the caller's transaction, together with the rows that it is about. */
@Injectable()
export class JobSubmitter {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly notifications: Notifications,
  ) {}

  async submit<Job extends AnyJob>(tx: Transaction, job: Job, submission: Submission<Job>): Promise<JobId> {
    const [jobId] = await this.submitMany(tx, job, [submission]);
    if (jobId === undefined) throw new Error('A submission without an id cannot be.');
    return jobId;
  }

  /** @returns the ids in the order of the submissions */
  async submitMany<Job extends AnyJob>(
    tx: Transaction,
    job: Job,
    submissions: readonly Submission<Job>[],
  ): Promise<JobId[]> {
    if (submissions.length === 0) return [];
    const current = currentTraceparent();
    const rows = await Promise.all(
      submissions.map(
        async ({
          jobId = jobIds.create(),
          organizationId,
          payload,
          lane = 'interactive',
          traceparent = current,
          ...rest
        }) => ({
          jobId,
          organizationId,
          lane,
          traceparent,
          payload: await this.encryption.sealJson(organizationId, payloadPlace(jobId), payload),
          ...rest,
        }),
      ),
    );
    await tx.prepared(
      'insert jobs',
      `INSERT INTO jobs (id, organization_id, type, lane, state, subject_id, payload, run_at, traceparent)
       SELECT id, organization_id, $1, lane, 'accepted', subject_id, payload, coalesce(run_at, now()), traceparent
       FROM unnest($2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::bytea[], $8::timestamptz[])
         AS submission (traceparent, id, organization_id, lane, subject_id, payload, run_at)`,
      [
        job.type,
        rows.map(({ traceparent }) => traceparent),
        rows.map(({ jobId }) => jobId),
        rows.map(({ organizationId }) => organizationId),
        rows.map(({ lane }) => lanes.indexOf(lane)),
        rows.map(({ subjectId }) => subjectId),
        rows.map(({ payload }) => payload),
        rows.map(({ runAt }) => runAt ?? null),
      ],
    );
    tx.afterCommit(() => {
      for (const { lane } of rows) submitted.inc({ type: job.type, lane });
      for (const lane of new Set(rows.map(({ lane }) => lane)))
        this.notifications.send(dueJobsChannel, dueJobsMessage(job.type, lane));
    });
    return rows.map(({ jobId }) => jobId);
  }
}
