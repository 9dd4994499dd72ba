import type { Transaction } from '@bonafide/database';
import { INSTALLATION_ID, type OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { jobIds, RescreeningPlanning } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { WITH_MONITORING_ORGANIZATIONS } from '../monitoring/monitoring-organizations';
import { type MonitoredSubjectId, type PublicationId, type RescreeningId, rescreeningIds } from '../screening-ids';
import type { RescreeningKind, RescreeningTrigger } from './rescreening';

/** From which publication of a list to which. */
export interface ListStep {
  readonly list: string;
  /** Null: there was none before, so all entries are new. */
  readonly from: PublicationId | null;
  readonly to: PublicationId;
}

interface NewRun {
  readonly organizationId: OrganizationId;
  readonly kind: RescreeningKind;
  readonly trigger: RescreeningTrigger;
  readonly step: ListStep | null;
  /** Undefined: everybody who is monitored. */
  readonly subjectIds?: readonly MonitoredSubjectId[];
}

/** So many rows go in one statement. */
const RUNS_AT_ONCE = 500;

/**
 * Decides that there is to be a run, in the transaction of its reason: both are true or neither is. Whom it is about is
 * found later, by a job.
 */
@Injectable()
export class RescreeningPlans {
  constructor(private readonly submitter: JobSubmitter) {}

  /** A run of every organization that monitors somebody. */
  async planForAll(tx: Transaction, step: ListStep, trigger: RescreeningTrigger): Promise<void> {
    const organizations = await tx.query<{ id: OrganizationId }>(
      `${WITH_MONITORING_ORGANIZATIONS} SELECT id FROM organization WHERE id IS NOT NULL`,
    );
    const runs = organizations.map(({ id }) => ({ organizationId: id, kind: 'delta', trigger, step }) as const);
    for (let at = 0; at < runs.length; at += RUNS_AT_ONCE) await this.plan(tx, runs.slice(at, at + RUNS_AT_ONCE));
  }

  /** A run of some subjects of an organization. */
  async planForSome(
    tx: Transaction,
    organizationId: OrganizationId,
    step: ListStep,
    subjectIds: readonly MonitoredSubjectId[],
  ): Promise<void> {
    await this.plan(tx, [{ organizationId, kind: 'delta', trigger: 'late_screening', step, subjectIds }]);
  }

  /** A run against the lists as they are, whole. @returns null, and nothing is done, while another such is under way */
  async planFull(
    tx: Transaction,
    organizationId: OrganizationId,
    trigger: 'request' | 'schedule',
  ): Promise<RescreeningId | null> {
    const [id] = await this.plan(tx, [{ organizationId, kind: 'full', trigger, step: null }]);
    return id ?? null;
  }

  /** @returns the ids of those that were stored */
  private async plan(tx: Transaction, runs: readonly NewRun[]): Promise<RescreeningId[]> {
    const rows = runs.map((run) => ({ ...run, id: rescreeningIds.create(), jobId: jobIds.create() }));
    const stored = await tx.query<{ id: RescreeningId }>(
      `INSERT INTO rescreenings (id, organization_id, kind, trigger, list, from_publication_id, to_publication_id,
                                 subject_ids, job_id, state)
       SELECT id, organization_id, kind, trigger, list, from_publication_id, to_publication_id,
              string_to_array(subject_ids, ' '), job_id, 'planned'
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         AS run (id, organization_id, kind, trigger, list, from_publication_id, to_publication_id, subject_ids, job_id)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        rows.map(({ id }) => id),
        rows.map(({ organizationId }) => organizationId),
        rows.map(({ kind }) => kind),
        rows.map(({ trigger }) => trigger),
        rows.map(({ step }) => step?.list ?? null),
        rows.map(({ step }) => step?.from ?? null),
        rows.map(({ step }) => step?.to ?? null),
        rows.map(({ subjectIds }) => subjectIds?.join(' ') ?? null),
        rows.map(({ jobId }) => jobId),
      ],
    );
    const isStored = new Set(stored.map(({ id }) => id));
    await this.submitter.submitMany(
      tx,
      RescreeningPlanning,
      rows
        .filter(({ id }) => isStored.has(id))
        .map(({ id, jobId }) => ({
          jobId,
          // Of the installation, whose key is at hand: those of all organizations would each have to be fetched here.
          organizationId: INSTALLATION_ID,
          payload: { rescreeningId: id },
          subjectId: id,
          lane: 'bulk',
        })),
    );
    return stored.map(({ id }) => id);
  }
}
