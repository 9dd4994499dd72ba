import { Database, type Transaction } from '@bonafide/database';
import { BlindIndex, FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { subjectFingerprint } from '../fingerprints/subject-fingerprint';
import { type MonitoredSubjectId, monitoredSubjectIds } from '../screening-ids';
import { monitoredSubjectPlace } from '../screenings/sealed-places';
import type { ScreenedSubject } from '../screenings/screening-request';
import type {
  MonitoredSubjectFilter,
  MonitoredSubjectSnapshot,
  MonitoredSubjectSummary,
  NewMonitoredSubject,
} from './monitored-subject';
import { takeMonitoringTurn } from './monitoring-turns';

interface SubjectRow extends MonitoredSubjectSummary {
  readonly subject: Buffer | null;
}

const COLUMNS = `id, external_id AS "externalId", CASE WHEN ended_revision IS NULL THEN 'active' ELSE 'ended' END AS state, threshold,
  submitted_by AS "submittedBy", created_at AS "createdAt", ended_at AS "endedAt", end_reason AS "endReason"`;
const ENDS = `subject = NULL, ended_revision = nextval('monitored_subjects_revision'), ended_at = now()`;

/**
 * Who is screened again whenever a list changes. Whoever begins has to be screened in full in the same transaction
 * (`Screenings.submit` does both): runs look at what changes from then on only.
 */
@Injectable()
export class MonitoredSubjects {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly blindIndex: BlindIndex,
  ) {}

  /**
   * Begins to monitor these in place of whoever is monitored under the same external ids; no external id twice.
   * @returns the ids in the order given
   */
  async begin(
    tx: Transaction,
    organizationId: OrganizationId,
    subjects: readonly NewMonitoredSubject[],
  ): Promise<MonitoredSubjectId[]> {
    if (subjects.length === 0) return [];
    const rows = await Promise.all(
      subjects.map(async (subject) => {
        const id = monitoredSubjectIds.create();
        const sealed = await this.encryption.sealJson(organizationId, monitoredSubjectPlace(id), subject.subject);
        return { ...subject, id, sealed, fingerprint: await this.fingerprintOf(organizationId, subject) };
      }),
    );
    const externalIds = rows.map(({ externalId }) => externalId);
    await takeMonitoringTurn(tx, organizationId, externalIds);
    await tx.query(
      `UPDATE monitored_subjects SET ${ENDS}, end_reason = 'replaced'
       WHERE organization_id = $1 AND external_id = ANY ($2) AND ended_revision IS NULL`,
      [organizationId, externalIds],
    );
    await tx.query(
      `INSERT INTO monitored_subjects (id, organization_id, external_id, subject, subject_fingerprint, threshold,
                                       submitted_by, submitted_with)
       SELECT id, $1, external_id, subject, subject_fingerprint, threshold, submitted_by, submitted_with
       FROM unnest($2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::float8[], $7::text[], $8::text[])
         AS monitored (id, external_id, subject, subject_fingerprint, threshold, submitted_by, submitted_with)`,
      [
        organizationId,
        rows.map(({ id }) => id),
        externalIds,
        rows.map(({ sealed }) => sealed),
        rows.map(({ fingerprint }) => fingerprint),
        rows.map(({ threshold }) => threshold),
        rows.map(({ submitter }) => submitter.actor),
        rows.map(({ submitter }) => submitter.apiKeyId),
      ],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Ends the monitoring of a subject, of whom no more is kept than that there was one.
   * @returns null when there is no such subject
   */
  async end(
    tx: Transaction,
    organizationId: OrganizationId,
    id: MonitoredSubjectId,
  ): Promise<MonitoredSubjectSummary | 'already' | null> {
    const [known] = await tx.query<{ externalId: string }>(
      'SELECT external_id AS "externalId" FROM monitored_subjects WHERE id = $1 AND organization_id = $2',
      [id, organizationId],
    );
    if (known === undefined) return null;
    await takeMonitoringTurn(tx, organizationId, [known.externalId]);
    const [ended] = await tx.query<MonitoredSubjectSummary>(
      `UPDATE monitored_subjects SET ${ENDS}, end_reason = 'requested' WHERE id = $1 AND ended_revision IS NULL
       RETURNING ${COLUMNS}`,
      [id],
    );
    return ended ?? 'already';
  }

  /**
   * Ends the monitoring of whoever is monitored under these external ids; there need be nobody.
   * @param next under which others are to begin in the same transaction: the turns of all are taken here at once, for two
   * transactions that take some now and some later could wait for each other
   */
  async endByExternalIds(
    tx: Transaction,
    organizationId: OrganizationId,
    externalIds: readonly string[],
    next: readonly string[] = [],
  ): Promise<void> {
    if (externalIds.length === 0) return;
    await takeMonitoringTurn(tx, organizationId, [...externalIds, ...next]);
    await tx.query(
      `UPDATE monitored_subjects SET ${ENDS}, end_reason = 'requested'
       WHERE organization_id = $1 AND external_id = ANY ($2) AND ended_revision IS NULL`,
      [organizationId, externalIds],
    );
  }

  async find(organizationId: OrganizationId, id: MonitoredSubjectId): Promise<MonitoredSubjectSnapshot | null> {
    const [row] = await this.database.query<SubjectRow>(
      `SELECT ${COLUMNS}, subject FROM monitored_subjects WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (row === undefined) return null;
    const { subject, ...summary } = row;
    const place = monitoredSubjectPlace(id);
    return {
      ...summary,
      subject:
        subject === null ? null : await this.encryption.openJson<ScreenedSubject>(organizationId, place, subject),
    };
  }

  /** Newest first. */
  list(organizationId: OrganizationId, filter: MonitoredSubjectFilter): Promise<MonitoredSubjectSummary[]> {
    const { externalId, state, before, limit } = filter;
    return this.database.query<MonitoredSubjectSummary>(
      `SELECT ${COLUMNS} FROM monitored_subjects
       WHERE organization_id = $1 AND ($2::text IS NULL OR external_id = $2)
         AND ($3::text IS NULL OR (ended_revision IS NULL) = ($3 = 'active')) AND ($4::text IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [organizationId, externalId ?? null, state ?? null, before ?? null, limit],
    );
  }

  private fingerprintOf(organizationId: OrganizationId, { subject }: NewMonitoredSubject): Promise<Buffer> {
    return subjectFingerprint(this.blindIndex, organizationId, subject);
  }
}
