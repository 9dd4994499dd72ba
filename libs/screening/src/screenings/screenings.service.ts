import { Database, type Transaction } from '@bonafide/database';
import { BlindIndex, FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { type JobId, jobIds, type Lane, OfacScreening } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { EngineHit } from '../matching/engine-hit';
import { unreadableWords } from '../matching/normalize-name';
import { subjectFingerprint } from '../fingerprints/subject-fingerprint';
import type { HitState } from '../hits/hit-state';
import type { PublicationSnapshot } from '../publications/publication';
import { ListSets } from '../active-lists/list-sets.repository';
import { MonitoredSubjects } from '../monitoring/monitored-subjects.service';
import {
  type DispositionId,
  type ListSetId,
  type MonitoredSubjectId,
  type ScreeningHitId,
  type ScreeningId,
  screeningIds,
} from '../screening-ids';
import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import { evidencePlace, subjectPlace } from './sealed-places';
import type { ScreenedSubject, ScreeningRequest } from './screening-request';
import type {
  ScreeningHit,
  ScreeningResult,
  ScreeningSnapshot,
  ScreeningState,
  ScreeningSummary,
} from './screening-snapshot';

export interface SubmittedScreening {
  readonly id: ScreeningId;
  readonly jobId: JobId;
  readonly monitoredSubjectId: MonitoredSubjectId | null;
}

export interface ScreeningFilter {
  readonly state?: ScreeningState | undefined;
  readonly externalId?: string | undefined;
  readonly rescreeningId?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

interface ScreeningRow extends ScreeningResult {
  readonly subject: Buffer;
}

interface HitRow {
  readonly id: ScreeningHitId;
  readonly evidence: Buffer;
  readonly state: HitState;
  readonly suppressedBy: DispositionId | null;
}

const COLUMNS = `id, job_id AS "jobId", external_id AS "externalId", submitted_by AS "submittedBy",
  monitored_subject_id AS "monitoredSubjectId", rescreening_id AS "rescreeningId", state, threshold,
  list_thresholds AS "listThresholds", threshold_version AS "thresholdVersion", hit_count AS "hitCount",
  open_hit_count AS "openHitCount", truncated, error_code AS "errorCode", engine_version AS "engineVersion", configuration_hash AS "configurationHash", lists_checked_at AS "listsCheckedAt",
  created_at AS "createdAt", settled_at AS "settledAt", reviewed_at AS "reviewedAt"`;

/** Screenings: asked for, looked up. */
@Injectable()
export class Screenings {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly blindIndex: BlindIndex,
    private readonly submitter: JobSubmitter,
    private readonly listSets: ListSets,
    private readonly thresholds: ScreeningThresholds,
    private readonly monitoredSubjects: MonitoredSubjects,
  ) {}

  /**
   * Stores the requests with their jobs, in the order given; all or none. Whose subjects are to be monitored, they are
   * from this transaction on.
   */
  async submit(
    tx: Transaction,
    organizationId: OrganizationId,
    requests: readonly ScreeningRequest[],
    lane: Lane,
  ): Promise<SubmittedScreening[]> {
    const [monitored, thresholds, sealed] = await Promise.all([
      this.beginMonitoring(tx, organizationId, requests),
      this.thresholds.appliedTo(tx, organizationId, requests),
      Promise.all(requests.map(({ subject }) => this.sealSubject(organizationId, subject))),
    ]);
    const rows = requests.map((request, index) => ({
      ...request,
      ...must(sealed[index]),
      applied: must(thresholds[index]),
      monitoredSubjectId: monitored.get(request) ?? null,
      jobId: jobIds.create(),
    }));
    const stored = tx.prepared(
      'insert screenings',
      `INSERT INTO screenings (id, organization_id, job_id, external_id, state, subject, subject_fingerprint, threshold,
                               list_thresholds, threshold_version, submitted_by, submitted_with, monitored_subject_id)
       SELECT id, $1, job_id, external_id, 'pending', subject, subject_fingerprint, threshold, list_thresholds,
              threshold_version, submitted_by, submitted_with, monitored_subject_id
       FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::float8[], $8::jsonb[], $9::integer[],
                   $10::text[], $11::text[], $12::text[])
         AS screening (id, job_id, external_id, subject, subject_fingerprint, threshold, list_thresholds,
                       threshold_version, submitted_by, submitted_with, monitored_subject_id)`,
      [
        organizationId,
        rows.map(({ id }) => id),
        rows.map(({ jobId }) => jobId),
        rows.map(({ externalId }) => externalId),
        rows.map(({ sealedSubject }) => sealedSubject),
        rows.map(({ fingerprint }) => fingerprint),
        rows.map(({ applied }) => applied.threshold),
        rows.map(({ applied }) => JSON.stringify(applied.listThresholds)),
        rows.map(({ applied }) => applied.version),
        rows.map(({ submitter }) => submitter.actor),
        rows.map(({ submitter }) => submitter.apiKeyId),
        rows.map(({ monitoredSubjectId }) => monitoredSubjectId),
      ],
    );
    const submitted = this.submitter.submitMany(
      tx,
      OfacScreening,
      rows.map(({ id, jobId, subject, applied: { threshold, listThresholds } }) => ({
        jobId,
        organizationId,
        lane,
        payload: { ...subject, threshold, listThresholds: { ...listThresholds } },
        subjectId: id,
      })),
    );
    await Promise.all([stored, submitted]);
    return rows.map(({ id, jobId, monitoredSubjectId }) => ({ id, jobId, monitoredSubjectId }));
  }

  private async beginMonitoring(
    tx: Transaction,
    organizationId: OrganizationId,
    requests: readonly ScreeningRequest[],
  ): Promise<ReadonlyMap<ScreeningRequest, MonitoredSubjectId>> {
    const wanted = requests.flatMap((request) => {
      const { isMonitored = false, externalId } = request;
      if (!isMonitored) return [];
      if (externalId === null) throw new Error('Who is monitored needs an external id.');
      return [{ ...request, request, externalId }];
    });
    const ids = await this.monitoredSubjects.begin(tx, organizationId, wanted);
    return new Map(ids.flatMap((id, index) => (wanted[index] === undefined ? [] : [[wanted[index].request, id]])));
  }

  async find(organizationId: OrganizationId, id: ScreeningId): Promise<ScreeningSnapshot | null> {
    const [row] = await this.database.query<ScreeningRow>(
      `SELECT ${COLUMNS}, subject, list_set_id AS "listSetId" FROM screenings WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (row === undefined) return null;
    const { subject: sealed, listSetId, ...summary } = row;
    const subject = await this.encryption.openJson<ScreenedSubject>(organizationId, subjectPlace(id), sealed);
    return {
      ...summary,
      subject,
      unreadableWords: unreadableWords([subject.name, ...subject.alternativeNames]),
      publications: listSetId === null ? [] : await this.publicationsOf(listSetId),
      hits: await this.hitsOf(organizationId, id),
    };
  }

  /** Newest first. */
  list(organizationId: OrganizationId, filter: ScreeningFilter): Promise<ScreeningSummary[]> {
    const { state, externalId, rescreeningId, before, limit } = filter;
    return this.database.query<ScreeningSummary>(
      `SELECT ${COLUMNS} FROM screenings
       WHERE organization_id = $1 AND ($2::text IS NULL OR state = $2)
         AND ($3::text IS NULL OR external_id = $3) AND ($4::text IS NULL OR id < $4)
         AND ($6::text IS NULL OR rescreening_id = $6)
       ORDER BY id DESC LIMIT $5`,
      [organizationId, state ?? null, externalId ?? null, before ?? null, limit, rescreeningId ?? null],
    );
  }

  /**
   * How these screenings stand; those that the organization does not have are left out.
   * @param source the open transaction, to see what was decided in it
   */
  results(
    organizationId: OrganizationId,
    ids: readonly ScreeningId[],
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<ScreeningResult[]> {
    return source.query<ScreeningResult>(
      `SELECT ${COLUMNS}, list_set_id AS "listSetId", coalesce(confirmed_hit_count, 0) > 0 AS "hasTrueMatch"
       FROM screenings WHERE organization_id = $1 AND id = ANY ($2)`,
      [organizationId, ids],
    );
  }

  /** What a set of lists was, one publication of each. */
  publicationsOf(listSetId: ListSetId): Promise<PublicationSnapshot[]> {
    return this.listSets.publicationsOf(listSetId);
  }

  private async sealSubject(organizationId: OrganizationId, subject: ScreenedSubject) {
    const id = screeningIds.create();
    return {
      id,
      sealedSubject: await this.encryption.sealJson(organizationId, subjectPlace(id), subject),
      fingerprint: await subjectFingerprint(this.blindIndex, organizationId, subject),
    };
  }

  private async hitsOf(organizationId: OrganizationId, id: ScreeningId): Promise<ScreeningHit[]> {
    const rows = await this.database.query<HitRow>(
      `SELECT id, evidence, state, suppressed_by AS "suppressedBy" FROM screening_hits
       WHERE screening_id = $1 ORDER BY position`,
      [id],
    );
    return Promise.all(
      rows.map(async ({ evidence, ...hit }) => ({
        ...(await this.encryption.openJson<EngineHit>(organizationId, evidencePlace(hit.id), evidence)),
        ...hit,
      })),
    );
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A request was lost on its way to the table.');
  return value;
}
