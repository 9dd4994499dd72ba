import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Lane } from '@bonafide/jobs';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { MonitoredSubjectId, ScreeningHitId, ScreeningId } from '../screening-ids';
import { HITS_TRUNCATED } from '../screenings/hits-truncated';
import { ScreeningListeners } from '../screenings/screening-listeners.service';
import type { DecidedHit } from './decided-hit';

interface MovedHit {
  readonly id: ScreeningHitId;
  readonly state: DecidedHit['to'];
  readonly sequence: number;
  readonly state_since: Date;
}

interface ReviewedScreening {
  readonly id: ScreeningId;
  readonly state: 'clear' | 'confirmed' | 'error' | 'in_review';
  readonly sequence: number;
  readonly has_true_match: boolean;
  readonly reviewed_at: Date | null;
  readonly monitored_subject_id: MonitoredSubjectId | null;
}

/** Moves hits, and the screenings whose last open hit is disposed of, and says so. */
@Injectable()
export class ReviewProgress {
  constructor(
    private readonly events: EventPublisher,
    private readonly listeners: ScreeningListeners,
  ) {}

  async move(
    tx: Transaction,
    organizationId: OrganizationId,
    decided: readonly DecidedHit[],
    lane: Lane,
  ): Promise<void> {
    const [hits, screenings] = await Promise.all([this.moveHits(tx, decided), this.closeHits(tx, decided)]);
    const reviewed = screenings.filter(({ state }) => state !== 'in_review');
    await this.events.publish(tx, [
      ...hits.map(({ id, state, sequence, state_since }) => ({
        type: `screening.hit.${state}` as const,
        organizationId,
        objectId: id,
        state,
        sequence,
        occurredAt: state_since,
        lane,
      })),
      ...reviewed.map(({ id, state, sequence, reviewed_at }) => ({
        type: `screening.${state}` as const,
        organizationId,
        objectId: id,
        state,
        sequence,
        occurredAt: reviewed_at ?? new Date(),
        lane,
      })),
    ]);
    // A true match is one at once, and does not wait until somebody has looked at the other hits.
    await this.listeners.tell(
      tx,
      screenings
        .filter(({ state, has_true_match }) => state !== 'in_review' || has_true_match)
        .map(({ id, state, has_true_match, monitored_subject_id }) => ({
          id,
          organizationId,
          state,
          hasTrueMatch: has_true_match,
          lane,
          monitoredSubjectId: monitored_subject_id,
        })),
    );
  }

  private moveHits(tx: Transaction, decided: readonly DecidedHit[]): Promise<MovedHit[]> {
    return tx.prepared<MovedHit>(
      'move hits',
      `UPDATE screening_hits AS hit SET state = decided.state, state_since = now(), sequence = sequence + 1
       FROM unnest($1::text[], $2::text[]) AS decided (id, state) WHERE hit.id = decided.id
       RETURNING hit.id, hit.state, hit.sequence, hit.state_since`,
      [decided.map(({ hitId }) => hitId), decided.map(({ to }) => to)],
    );
  }

  private async closeHits(tx: Transaction, decided: readonly DecidedHit[]): Promise<ReviewedScreening[]> {
    const closed = new Map<string, { closed: number; confirmed: number }>();
    for (const { screeningId, to } of decided) {
      if (to !== 'dismissed' && to !== 'confirmed') continue;
      const count = closed.get(screeningId) ?? { closed: 0, confirmed: 0 };
      closed.set(screeningId, {
        closed: count.closed + 1,
        confirmed: count.confirmed + (to === 'confirmed' ? 1 : 0),
      });
    }
    if (closed.size === 0) return [];
    return tx.prepared<ReviewedScreening>(
      'close hits of screenings',
      `UPDATE screenings AS screening
       SET open_hit_count = open_hit_count - closed.closed, confirmed_hit_count = confirmed_hit_count + closed.confirmed,
           state = CASE WHEN open_hit_count > closed.closed THEN 'in_review'
                        WHEN confirmed_hit_count + closed.confirmed > 0 THEN 'confirmed'
                        WHEN truncated THEN 'error'
                        ELSE 'clear' END,
           error_code = CASE WHEN open_hit_count = closed.closed AND confirmed_hit_count + closed.confirmed = 0 AND truncated
                             THEN $4 END,
           reviewed_at = CASE WHEN open_hit_count = closed.closed THEN now() END,
           sequence = sequence + CASE WHEN open_hit_count = closed.closed THEN 1 ELSE 0 END
       FROM unnest($1::text[], $2::integer[], $3::integer[]) AS closed (id, closed, confirmed)
       WHERE screening.id = closed.id
       RETURNING screening.id, state, sequence, confirmed_hit_count > 0 AS has_true_match, reviewed_at, monitored_subject_id`,
      [
        [...closed.keys()],
        [...closed.values()].map((count) => count.closed),
        [...closed.values()].map((count) => count.confirmed),
        HITS_TRUNCATED,
      ],
    );
  }
}
