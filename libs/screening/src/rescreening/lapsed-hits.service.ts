import { Database, type Transaction } from '@bonafide/database';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { HitState } from '../hits/hit-state';
import type { ScreeningHitId } from '../screening-ids';
import type { RescreeningRun } from './rescreening-runs.repository';

interface LapsedHit {
  readonly id: ScreeningHitId;
  readonly state: HitState;
  readonly sequence: number;
  readonly lapsed_at: Date;
}

/** So many lapse in one transaction. */
const HITS_AT_ONCE = 1_000;

/**
 * Hits of monitored subjects that still stand (a person has yet to decide, or has confirmed) about an entry that the list
 * does not have any more, or of which it says something else. Their state stays: it is for a person to say what it means.
 */
@Injectable()
export class LapsedHits {
  constructor(
    private readonly database: Database,
    private readonly events: EventPublisher,
  ) {}

  /**
   * Goes by what is in use now, not by the publication of the run, so that a run that is done late harms nothing that
   * came after it. What has lapsed lapses no second time: it may be stopped and begun again anywhere.
   */
  async lapse(run: RescreeningRun, signal: AbortSignal): Promise<void> {
    for (let after: string | null = ''; after !== null;) {
      signal.throwIfAborted();
      const from: string = after;
      after = await this.database.transaction((tx) => this.lapseSome(tx, run, from));
    }
  }

  /** @returns after which hit there may be more; null when there are none */
  private async lapseSome(
    tx: Transaction,
    { id, organizationId, list, subjectIds }: RescreeningRun,
    after: string,
  ): Promise<string | null> {
    const hits = await tx.query<LapsedHit>(
      `WITH outdated AS (
         SELECT hit.id, covered.publication_id, entry.entry_id IS NULL AS is_removed
         FROM screening_hits AS hit
         JOIN monitored_lists AS covered ON covered.list = hit.list
         JOIN screenings AS screening ON screening.id = hit.screening_id
         JOIN monitored_subjects AS subject
           ON subject.organization_id = hit.organization_id AND subject.external_id = screening.external_id
          AND subject.ended_revision IS NULL
         LEFT JOIN list_entries AS entry ON entry.publication_id = covered.publication_id AND entry.entry_id = hit.entry_id
         WHERE hit.organization_id = $1 AND hit.id > $5 AND hit.state IN ('pending_review', 'awaiting_second_review', 'confirmed')
           AND hit.lapsed_at IS NULL AND ($2::text IS NULL OR hit.list = $2)
           AND ($3::text[] IS NULL OR subject.id = ANY ($3))
           -- What was stored without a fingerprint cannot be compared.
           AND hit.entry_fingerprint IS NOT NULL
           AND (entry.entry_id IS NULL OR entry.fingerprint <> hit.entry_fingerprint)
         ORDER BY hit.id LIMIT $4 FOR NO KEY UPDATE OF hit
       )
       UPDATE screening_hits AS hit
       SET lapsed_at = now(), lapsed_by = outdated.publication_id, sequence = sequence + 1,
           lapse_reason = CASE WHEN is_removed THEN 'entry-removed' ELSE 'entry-changed' END
       FROM outdated WHERE hit.id = outdated.id
       RETURNING hit.id, hit.state, hit.sequence, hit.lapsed_at`,
      [organizationId, list, subjectIds, HITS_AT_ONCE, after],
    );
    if (hits.length === 0) return null;
    await tx.query('UPDATE rescreenings SET hits_lapsed = hits_lapsed + $2 WHERE id = $1', [id, hits.length]);
    await this.events.publish(
      tx,
      hits.map(({ id: objectId, state, sequence, lapsed_at }) => ({
        type: 'screening.hit.lapsed' as const,
        organizationId,
        objectId,
        state,
        sequence,
        occurredAt: lapsed_at,
        lane: 'bulk' as const,
      })),
    );
    if (hits.length < HITS_AT_ONCE) return null;
    return (
      hits
        .map((hit) => hit.id)
        .sort()
        .at(-1) ?? null
    );
  }
}
