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
import { PublicationRepository } from '../publications/publication.repository';
import {
  type DispositionId,
  type PublicationId,
  type ScreeningHitId,
  type ScreeningId,
  screeningIds,
} from '../screening-ids';
import { evidencePlace, subjectPlace } from './sealed-places';
import type { ScreenedSubject, ScreeningRequest } from './screening-request';
import type { ScreeningHit, ScreeningSnapshot, ScreeningState, ScreeningSummary } from './screening-snapshot';

export interface SubmittedScreening {
  readonly id: ScreeningId;
  readonly jobId: JobId;
}

export interface ScreeningFilter {
  readonly state?: ScreeningState | undefined;
  readonly externalId?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

interface ScreeningRow extends ScreeningSummary {
  readonly subject: Buffer;
  readonly publicationId: PublicationId | null;
}

interface HitRow {
  readonly id: ScreeningHitId;
  readonly evidence: Buffer;
  readonly state: HitState;
  readonly suppressedBy: DispositionId | null;
}

const COLUMNS = `id, job_id AS "jobId", external_id AS "externalId", submitted_by AS "submittedBy", state, threshold, hit_count AS "hitCount",
  open_hit_count AS "openHitCount", truncated, error_code AS "errorCode", engine_version AS "engineVersion", configuration_hash AS "configurationHash",
  created_at AS "createdAt", settled_at AS "settledAt", reviewed_at AS "reviewedAt"`;

/** Screenings: asked for, looked up. */
@Injectable()
export class Screenings {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly blindIndex: BlindIndex,
    private readonly submitter: JobSubmitter,
    private readonly publications: PublicationRepository,
  ) {}

  /** Stores the requests with their jobs, in the order given; all or none. */
  async submit(
    tx: Transaction,
    organizationId: OrganizationId,
    requests: readonly ScreeningRequest[],
    lane: Lane,
  ): Promise<SubmittedScreening[]> {
    const rows = await Promise.all(
      requests.map(async (request) => {
        const id = screeningIds.create();
        const subject = await this.encryption.sealJson(organizationId, subjectPlace(id), request.subject);
        const fingerprint = await subjectFingerprint(this.blindIndex, organizationId, request.subject);
        return { id, jobId: jobIds.create(), subject, fingerprint, request };
      }),
    );
    const stored = tx.prepared(
      'insert screenings',
      `INSERT INTO screenings (id, organization_id, job_id, external_id, state, subject, subject_fingerprint, threshold,
                               submitted_by, submitted_with)
       SELECT id, $1, job_id, external_id, 'pending', subject, subject_fingerprint, threshold, submitted_by, submitted_with
       FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::float8[], $8::text[], $9::text[])
         AS screening (id, job_id, external_id, subject, subject_fingerprint, threshold, submitted_by, submitted_with)`,
      [
        organizationId,
        rows.map(({ id }) => id),
        rows.map(({ jobId }) => jobId),
        rows.map(({ request }) => request.externalId),
        rows.map(({ subject }) => subject),
        rows.map(({ fingerprint }) => fingerprint),
        rows.map(({ request }) => request.threshold),
        rows.map(({ request }) => request.submitter.actor),
        rows.map(({ request }) => request.submitter.apiKeyId),
      ],
    );
    const submitted = this.submitter.submitMany(
      tx,
      OfacScreening,
      rows.map(({ id, jobId, request: { subject, threshold } }) => ({
        jobId,
        organizationId,
        lane,
        payload: { ...subject, threshold },
        subjectId: id,
      })),
    );
    await Promise.all([stored, submitted]);
    return rows.map(({ id, jobId }) => ({ id, jobId }));
  }

  async find(organizationId: OrganizationId, id: ScreeningId): Promise<ScreeningSnapshot | null> {
    const [row] = await this.database.query<ScreeningRow>(
      `SELECT ${COLUMNS}, subject, publication_id AS "publicationId" FROM screenings WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (row === undefined) return null;
    const { subject: sealed, publicationId, ...summary } = row;
    const subject = await this.encryption.openJson<ScreenedSubject>(organizationId, subjectPlace(id), sealed);
    return {
      ...summary,
      subject,
      unreadableWords: unreadableWords([subject.name, ...subject.alternativeNames]),
      publication: publicationId === null ? null : await this.publications.find(publicationId),
      hits: await this.hitsOf(organizationId, id),
    };
  }

  /** Newest first. */
  list(organizationId: OrganizationId, filter: ScreeningFilter): Promise<ScreeningSummary[]> {
    const { state, externalId, before, limit } = filter;
    return this.database.query<ScreeningSummary>(
      `SELECT ${COLUMNS} FROM screenings
       WHERE organization_id = $1 AND ($2::text IS NULL OR state = $2)
         AND ($3::text IS NULL OR external_id = $3) AND ($4::text IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [organizationId, state ?? null, externalId ?? null, before ?? null, limit],
    );
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
