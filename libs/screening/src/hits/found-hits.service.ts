import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Lane, OfacScreeningResult } from '@bonafide/jobs';
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
  /** Null for an entry of a publication that was stored before its entries were. */
  readonly entryFingerprint: Buffer | null;
  readonly evidence: Buffer;
  readonly state: 'pending_review' | 'suppressed';
  /** The dismissal that still holds for it. */
  readonly suppressedBy: DispositionId | null;
  readonly lane: Lane;
  readonly traceparent: string | null | undefined;
}

/** What a screening has given, where it was done. */
interface ScreeningOutcome {
  readonly organizationId: OrganizationId;
  /** The screening. */
  readonly subjectId: string | null;
  readonly result: OfacScreeningResult | null;
  readonly lane: Lane;
  readonly traceparent?: string | null | undefined;
}

interface EntryOfSet {
  readonly screeningId: string;
  readonly listSetId: string;
  readonly list: string;
  readonly entryId: string;
}

/** What comes in from the workers: hits with their evidence, of which some were dismissed before. */
@Injectable()
export class FoundHits {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly suppressions: Suppressions,
  ) {}

  /** The hits of those that were done, none for the others. */
  async of(tx: Transaction, outcomes: readonly ScreeningOutcome[]): Promise<FoundHit[]> {
    const found = outcomes.flatMap(({ organizationId, subjectId, result, lane, traceparent }) =>
      (result?.hits ?? []).map(({ evidence, ...hit }, position) => ({
        ...hit,
        listSetId: result?.listSetId ?? '',
        id: screeningHitIds.create(),
        screeningId: subjectId ?? '',
        organizationId,
        position,
        plainEvidence: evidence,
        lane,
        traceparent,
      })),
    );
    if (found.length === 0) return [];
    const [{ fingerprints, suppressed }, sealed] = await Promise.all([
      this.knownOf(tx, found),
      Promise.all(
        found.map((hit) => this.encryption.sealJson(hit.organizationId, evidencePlace(hit.id), hit.plainEvidence)),
      ),
    ]);
    return found.map(({ plainEvidence: _plain, listSetId: _set, ...hit }, index) => {
      const suppressedBy = suppressed.get(index) ?? null;
      return {
        ...hit,
        entryFingerprint: fingerprints[index] ?? null,
        evidence: sealed[index] ?? Buffer.alloc(0),
        state: suppressedBy === null ? 'pending_review' : 'suppressed',
        suppressedBy,
      };
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

  /** What is known of the entries, and of what was decided about them. */
  private async knownOf(tx: Transaction, found: readonly EntryOfSet[]) {
    const rows = await tx.prepared<{ fingerprint: Buffer | null }>(
      'fingerprints of hits',
      `SELECT entry.fingerprint
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS hit (list_set_id, list, entry_id, ordinal)
       LEFT JOIN list_set_publications AS member ON member.list_set_id = hit.list_set_id AND member.list = hit.list
       LEFT JOIN list_entries AS entry ON entry.publication_id = member.publication_id AND entry.entry_id = hit.entry_id
       ORDER BY hit.ordinal`,
      [found.map(({ listSetId }) => listSetId), found.map(({ list }) => list), found.map(({ entryId }) => entryId)],
    );
    const fingerprints = rows.map(({ fingerprint }) => fingerprint);
    const entries = found.map((hit, index) => ({ ...hit, entryFingerprint: fingerprints[index] ?? null }));
    return { fingerprints, suppressed: await this.suppressions.suppressing(tx, entries) };
  }
}
