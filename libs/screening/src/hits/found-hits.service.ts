import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { EndedAttempt } from '@bonafide/job-runtime';
import type { Lane, OfacScreening } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type DispositionId, type ScreeningHitId, screeningHitIds } from '../screening-ids';
import { evidencePlace } from '../screenings/sealed-places';
import { Suppressions } from './suppressions.service';

/** A hit as a worker has found it, and whether a person has to look at it. */
export interface FoundHit {
  readonly id: ScreeningHitId;
  readonly screeningId: string;
  readonly organizationId: OrganizationId;
  /** Among the hits of its screening; 0 is the best. */
  readonly position: number;
  readonly list: string;
  readonly entryId: string;
  readonly score: number;
  readonly entryFingerprint: Buffer;
  readonly evidence: Buffer;
  readonly state: 'pending_review' | 'suppressed';
  /** The dismissal that still holds for it. */
  readonly suppressedBy: DispositionId | null;
  readonly lane: Lane;
  readonly traceparent: string | null | undefined;
}

/** What comes in from the workers: hits with their evidence, of which some were dismissed before. */
@Injectable()
export class FoundHits {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly suppressions: Suppressions,
  ) {}

  /** The hits of attempts that completed, none for the others. */
  async of(tx: Transaction, attempts: readonly EndedAttempt<typeof OfacScreening>[]): Promise<FoundHit[]> {
    const found = attempts.flatMap(({ organizationId, subjectId, result, lane, traceparent }) =>
      (result?.hits ?? []).map(({ evidence, entryFingerprint, ...hit }, position) => ({
        ...hit,
        id: screeningHitIds.create(),
        screeningId: subjectId ?? '',
        organizationId,
        position,
        entryFingerprint: Buffer.from(entryFingerprint, 'hex'),
        plainEvidence: evidence,
        lane,
        traceparent,
      })),
    );
    if (found.length === 0) return [];
    const [suppressed, sealed] = await Promise.all([
      this.suppressions.suppressing(tx, found),
      Promise.all(
        found.map((hit) => this.encryption.sealJson(hit.organizationId, evidencePlace(hit.id), hit.plainEvidence)),
      ),
    ]);
    return found.map(({ plainEvidence: _plain, ...hit }, index) => {
      const suppressedBy = suppressed.get(index) ?? null;
      const state = suppressedBy === null ? 'pending_review' : 'suppressed';
      return { ...hit, evidence: sealed[index] ?? Buffer.alloc(0), state, suppressedBy };
    });
  }

  async store(tx: Transaction, hits: readonly FoundHit[]): Promise<void> {
    if (hits.length === 0) return;
    await tx.prepared(
      'insert hits',
      `INSERT INTO screening_hits (id, screening_id, organization_id, position, list, entry_id, score, evidence,
                                   entry_fingerprint, state, suppressed_by, sequence)
       SELECT *, 1 FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::float8[],
                               $8::bytea[], $9::bytea[], $10::text[], $11::text[])`,
      [
        hits.map(({ id }) => id),
        hits.map(({ screeningId }) => screeningId),
        hits.map(({ organizationId }) => organizationId),
        hits.map(({ position }) => position),
        hits.map(({ list }) => list),
        hits.map(({ entryId }) => entryId),
        hits.map(({ score }) => score),
        hits.map(({ evidence }) => evidence),
        hits.map(({ entryFingerprint }) => entryFingerprint),
        hits.map(({ state }) => state),
        hits.map(({ suppressedBy }) => suppressedBy),
      ],
    );
  }
}
