import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Lane } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { dispositionIds, type ScreeningHitId } from '../screening-ids';
import { dispositionCommentPlace } from '../screenings/sealed-places';
import { ScreeningSettingsHistory } from '../settings/screening-settings.service';
import type { DecidedHit } from './decided-hit';
import type { Decision, DispositionRequest } from './disposition';
import { type HitToDecide, judgeDecision, type Refusal } from './disposition-rules';
import type { HitState } from './hit-state';
import { ReviewProgress } from './review-progress.service';
import { Suppressions } from './suppressions.service';

/** Either all hits were decided, in the order given, or none was; then each that stands in the way is named by its index. */
export type DecisionAnswer =
  { readonly decided: readonly DecidedHit[] } | { readonly refused: readonly (Refusal & { readonly index: number })[] };

interface HitRow {
  readonly id: ScreeningHitId;
  readonly screeningId: string;
  readonly state: HitState;
  readonly firstActor: string | null;
  readonly firstDecision: Decision | null;
  readonly firstSuppressUntil: Date | null;
  readonly submittedBy: string | null;
  readonly submittedWith: string | null;
}

const dispositions = counter('screening_dispositions_total', 'Decisions about hits, by the state entered', ['state']);

/** People's decisions about hits: by the rules, all or none, with their history, and with what follows from them. */
@Injectable()
export class Dispositions {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly settings: ScreeningSettingsHistory,
    private readonly suppressions: Suppressions,
    private readonly progress: ReviewProgress,
  ) {}

  /** @param lane in which subscribers are told */
  async decide(
    tx: Transaction,
    organizationId: OrganizationId,
    hitIds: readonly ScreeningHitId[],
    request: DispositionRequest,
    lane: Lane,
  ): Promise<DecisionAnswer> {
    const [hits, settings] = await Promise.all([
      this.lock(tx, organizationId, hitIds),
      this.settings.current(tx, organizationId),
    ]);
    const refused: (Refusal & { index: number })[] = [];
    const decided: (DecidedHit & { readonly expiresAt: Date | null })[] = [];
    for (const [index, hitId] of hitIds.entries()) {
      const hit = hits.get(hitId);
      const verdict =
        hit === undefined ? { refusal: { why: 'not-found' } as const } : judgeDecision(asked(hit), request, settings);
      if ('refusal' in verdict || hit === undefined) {
        refused.push({ index, ...('refusal' in verdict ? verdict.refusal : { why: 'not-found' as const }) });
        continue;
      }
      const expiresAt = earlier(hit.firstSuppressUntil, request.suppressUntil);
      const { screeningId, state: from } = hit;
      decided.push({ hitId, screeningId, from, to: verdict.to, dispositionId: dispositionIds.create(), expiresAt });
    }
    if (refused.length > 0) return { refused };
    await this.store(tx, organizationId, decided, request);
    const ended = (state: HitState) => decided.filter(({ to }) => to === state);
    await this.suppressions.endFor(
      tx,
      ended('confirmed').map(({ hitId }) => hitId),
      request,
    );
    await this.progress.move(tx, organizationId, decided, lane);
    await this.suppressions.begin(tx, ended('dismissed'));
    tx.afterCommit(() => {
      for (const { to } of decided) dispositions.inc({ state: to });
    });
    return { decided };
  }

  /**
   * The screenings first and each in order of its id: whoever decides about the same ones waits here, and nobody for
   * one another.
   */
  private async lock(
    tx: Transaction,
    organizationId: OrganizationId,
    hitIds: readonly ScreeningHitId[],
  ): Promise<ReadonlyMap<ScreeningHitId, HitRow>> {
    const [, rows] = await Promise.all([
      tx.prepared(
        'lock screenings of hits',
        `SELECT id FROM screenings WHERE id IN (
           SELECT screening_id FROM screening_hits WHERE id = ANY ($1) AND organization_id = $2)
         ORDER BY id FOR UPDATE`,
        [hitIds, organizationId],
      ),
      tx.prepared<HitRow>(
        'hits to decide',
        `SELECT hit.id, screening_id AS "screeningId", hit.state, submitted_by AS "submittedBy",
                submitted_with AS "submittedWith", first.actor AS "firstActor", first.decision AS "firstDecision",
                first.suppress_until AS "firstSuppressUntil"
         FROM screening_hits AS hit
         JOIN screenings AS screening ON screening.id = hit.screening_id
         LEFT JOIN LATERAL (
           SELECT actor, decision, suppress_until FROM screening_hit_dispositions AS disposition
           WHERE disposition.hit_id = hit.id ORDER BY decided_at DESC, disposition.id DESC LIMIT 1
         ) AS first ON hit.state = 'awaiting_second_review'
         WHERE hit.id = ANY ($1) AND hit.organization_id = $2
         -- In the order in which hits lapse, or the two could wait for each other.
         ORDER BY hit.id FOR NO KEY UPDATE OF hit`,
        [hitIds, organizationId],
      ),
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** In the order of the lock, by one clock: ids come from the clocks of several processes. */
  private async store(
    tx: Transaction,
    organizationId: OrganizationId,
    decided: readonly DecidedHit[],
    { actor, apiKeyId, decision, reasonCode, comment, suppressUntil }: DispositionRequest,
  ): Promise<void> {
    const comments = await Promise.all(
      decided.map(async ({ dispositionId }) =>
        comment === null
          ? null
          : this.encryption.seal(organizationId, dispositionCommentPlace(dispositionId), Buffer.from(comment)),
      ),
    );
    await tx.prepared(
      'insert dispositions',
      `INSERT INTO screening_hit_dispositions (id, hit_id, organization_id, actor, api_key_id, decision, reason_code, comment,
                                               suppress_until, from_state, to_state, decided_at)
       SELECT id, hit_id, $1, $2, $3, $4, $5, comment, $6, from_state, to_state, clock_timestamp()
       FROM unnest($7::text[], $8::text[], $9::bytea[], $10::text[], $11::text[])
         AS disposition (id, hit_id, comment, from_state, to_state)`,
      [
        organizationId,
        actor,
        apiKeyId,
        decision,
        reasonCode,
        suppressUntil,
        decided.map(({ dispositionId }) => dispositionId),
        decided.map(({ hitId }) => hitId),
        comments,
        decided.map(({ from }) => from),
        decided.map(({ to }) => to),
      ],
    );
  }
}

function asked({ state, firstActor, firstDecision, submittedBy, submittedWith }: HitRow): HitToDecide {
  const first = firstActor === null || firstDecision === null ? null : { actor: firstActor, decision: firstDecision };
  return { state, first, submittedBy, submittedWith };
}

/** Of two people the more careful one is followed; null is for ever. */
function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
