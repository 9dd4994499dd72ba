import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type DispositionId, type ScreeningHitId, type SuppressionId, suppressionIds } from '../screening-ids';
import { revocationCommentPlace } from '../screenings/sealed-places';
import type { DecidingPerson } from './disposition';
import type { SuppressionFilter, SuppressionSnapshot } from './suppression-snapshot';
import { IS_TRUE_MATCH } from './true-match';

interface FoundEntry {
  readonly screeningId: string;
  readonly list: string;
  readonly entryId: string;
  /** Without one nothing is suppressed. */
  readonly entryFingerprint: Buffer | null;
}

/** A hit that was dismissed for good. */
export interface DismissedHit {
  readonly hitId: ScreeningHitId;
  readonly dispositionId: DispositionId;
  readonly expiresAt: Date | null;
}

interface SuppressionRow extends Omit<SuppressionSnapshot, 'revocationComment'> {
  readonly revocationComment: Buffer | null;
}

const COLUMNS = `id, external_id AS "externalId", list, entry_id AS "entryId", encode(entry_fingerprint, 'hex') AS "entryFingerprint",
  hit_id AS "hitId", disposition_id AS "dispositionId", created_at AS "createdAt", expires_at AS "expiresAt",
  revoked_at AS "revokedAt", revoked_by AS "revokedBy", revocation_comment AS "revocationComment"`;

/**
 * Dismissals that hold on: the same subject against the same entry is not looked at again, until what is known of either
 * changes, the suppression expires, or somebody revokes it. A true match is never suppressed.
 */
@Injectable()
export class Suppressions {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Which of these hits were dismissed before, by their index, and by which disposition. */
  async suppressing(tx: Transaction, hits: readonly FoundEntry[]): Promise<ReadonlyMap<number, DispositionId>> {
    const rows = await tx.prepared<{ ordinal: number; dispositionId: DispositionId }>(
      'suppressions of hits',
      `SELECT hit.ordinal::integer AS ordinal, disposition_id AS "dispositionId"
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
         WITH ORDINALITY AS hit (screening_id, list, entry_id, entry_fingerprint, ordinal)
       JOIN screenings AS screening ON screening.id = hit.screening_id
       JOIN screening_suppressions AS suppression
         ON suppression.organization_id = screening.organization_id
        AND suppression.subject_fingerprint = screening.subject_fingerprint
        AND suppression.list = hit.list AND suppression.entry_id = hit.entry_id
        AND suppression.entry_fingerprint = hit.entry_fingerprint
        AND coalesce(suppression.external_id, '') = coalesce(screening.external_id, '')
       WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AND NOT ${IS_TRUE_MATCH}`,
      [
        hits.map(({ screeningId }) => screeningId),
        hits.map(({ list }) => list),
        hits.map(({ entryId }) => entryId),
        hits.map(({ entryFingerprint }) => entryFingerprint),
      ],
    );
    return new Map(rows.map(({ ordinal, dispositionId }) => [ordinal - 1, dispositionId]));
  }

  /** For hits whose fingerprints are known; those found before fingerprints were kept come back once more. */
  async begin(tx: Transaction, dismissed: readonly DismissedHit[]): Promise<void> {
    if (dismissed.length === 0) return;
    await tx.query(
      `INSERT INTO screening_suppressions (id, organization_id, external_id, subject_fingerprint, list, entry_id,
                                           entry_fingerprint, hit_id, disposition_id, expires_at)
       SELECT DISTINCT ON (screening.subject_fingerprint, screening.external_id, hit.list, hit.entry_id, hit.entry_fingerprint)
              dismissed.id, hit.organization_id, screening.external_id, screening.subject_fingerprint, hit.list, hit.entry_id,
              hit.entry_fingerprint, hit.id, disposition_id, dismissed.expires_at
       FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
         AS dismissed (id, hit_id, disposition_id, expires_at)
       JOIN screening_hits AS hit ON hit.id = dismissed.hit_id
       JOIN screenings AS screening ON screening.id = hit.screening_id
       WHERE hit.entry_fingerprint IS NOT NULL AND screening.subject_fingerprint IS NOT NULL AND NOT ${IS_TRUE_MATCH}
       ORDER BY screening.subject_fingerprint, screening.external_id, hit.list, hit.entry_id, hit.entry_fingerprint,
                dismissed.expires_at
       ON CONFLICT (organization_id, subject_fingerprint, list, entry_id, entry_fingerprint, coalesce(external_id, ''))
         WHERE revoked_at IS NULL
       DO UPDATE SET hit_id = excluded.hit_id, disposition_id = excluded.disposition_id, expires_at = excluded.expires_at`,
      [
        dismissed.map(() => suppressionIds.create()),
        dismissed.map(({ hitId }) => hitId),
        dismissed.map(({ dispositionId }) => dispositionId),
        dismissed.map(({ expiresAt }) => expiresAt),
      ],
    );
  }

  /** A true match was found: what suppresses the same subject and entry ends. */
  async endFor(tx: Transaction, confirmed: readonly ScreeningHitId[], person: DecidingPerson): Promise<void> {
    if (confirmed.length === 0) return;
    await tx.query(
      `UPDATE screening_suppressions AS suppression SET revoked_at = now(), revoked_by = $2, revoked_with = $3
       FROM screening_hits AS hit JOIN screenings AS screening ON screening.id = hit.screening_id
       WHERE hit.id = ANY ($1) AND suppression.organization_id = hit.organization_id
         AND suppression.list = hit.list AND suppression.entry_id = hit.entry_id AND revoked_at IS NULL
         AND CASE WHEN suppression.external_id IS NULL OR screening.external_id IS NULL
                  THEN suppression.subject_fingerprint = screening.subject_fingerprint
                  ELSE suppression.external_id = screening.external_id END`,
      [confirmed, person.actor, person.apiKeyId],
    );
  }

  /** @returns the suppression as it is now; `already` when it had been revoked before; null when it is not there */
  async revoke(
    tx: Transaction,
    organizationId: OrganizationId,
    id: SuppressionId,
    { actor, apiKeyId, comment }: DecidingPerson & { readonly comment: string | null },
  ): Promise<SuppressionSnapshot | 'already' | null> {
    const place = revocationCommentPlace(id);
    const sealed = comment === null ? null : await this.encryption.seal(organizationId, place, Buffer.from(comment));
    const [row] = await tx.query<SuppressionRow>(
      `UPDATE screening_suppressions SET revoked_at = now(), revoked_by = $3, revoked_with = $4, revocation_comment = $5
       WHERE id = $1 AND organization_id = $2 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
      [id, organizationId, actor, apiKeyId, sealed],
    );
    if (row !== undefined) return { ...row, revocationComment: comment };
    const known = await tx.query('SELECT 1 FROM screening_suppressions WHERE id = $1 AND organization_id = $2', [
      id,
      organizationId,
    ]);
    return known.length === 0 ? null : 'already';
  }

  async find(organizationId: OrganizationId, id: SuppressionId): Promise<SuppressionSnapshot | null> {
    const [row] = await this.database.query<SuppressionRow>(
      `SELECT ${COLUMNS} FROM screening_suppressions WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return row === undefined ? null : this.open(organizationId, row);
  }

  /** Newest first. */
  async list(organizationId: OrganizationId, filter: SuppressionFilter): Promise<SuppressionSnapshot[]> {
    const { externalId, list, hitId, inForce, before, limit } = filter;
    const rows = await this.database.query<SuppressionRow>(
      `SELECT ${COLUMNS} FROM screening_suppressions
       WHERE organization_id = $1 AND ($2::text IS NULL OR external_id = $2) AND ($3::text IS NULL OR list = $3)
         AND ($4::text IS NULL OR hit_id = $4) AND ($6::text IS NULL OR id < $6)
         AND ($5::boolean IS NULL OR (revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) = $5)
       ORDER BY id DESC LIMIT $7`,
      [organizationId, externalId ?? null, list ?? null, hitId ?? null, inForce ?? null, before ?? null, limit],
    );
    return Promise.all(rows.map((row) => this.open(organizationId, row)));
  }

  private async open(organizationId: OrganizationId, row: SuppressionRow): Promise<SuppressionSnapshot> {
    const { revocationComment: sealed } = row;
    const revocationComment =
      sealed === null
        ? null
        : (await this.encryption.open(organizationId, revocationCommentPlace(row.id), sealed)).toString();
    return { ...row, revocationComment };
  }
}
