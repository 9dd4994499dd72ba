import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { RescreeningId } from '../screening-ids';
import type { RescreeningKind } from './rescreening';

interface EndedRun {
  readonly id: RescreeningId;
  readonly organization_id: OrganizationId;
  readonly kind: RescreeningKind;
  readonly state: 'completed' | 'incomplete' | 'cancelled';
  readonly sequence: number;
  readonly finished_at: Date;
}

const ended = counter('rescreenings_total', 'Rescreenings that ended, by the state entered', ['kind', 'state']);
const RETURNING = 'RETURNING id, organization_id, kind, state, sequence, finished_at';

/** How runs end, and who is told. */
@Injectable()
export class RescreeningProgress {
  constructor(private readonly events: EventPublisher) {}

  /** Ends those of which no part is left. Only who has missed nobody is `completed`: the table does not take another. */
  async finish(tx: Transaction, ids: readonly RescreeningId[]): Promise<void> {
    const runs = await tx.query<EndedRun>(
      `UPDATE rescreenings
       SET state = CASE WHEN parts_failed = 0 AND subjects_unscreened = 0 THEN 'completed' ELSE 'incomplete' END,
           error_code = CASE WHEN parts_failed > 0 THEN 'parts-failed' WHEN subjects_unscreened > 0 THEN 'subjects-unscreened' END,
           finished_at = now(), sequence = sequence + 1
       WHERE id = ANY ($1) AND state = 'running' AND parts_completed + parts_failed = parts ${RETURNING}`,
      [ids],
    );
    await this.tell(tx, runs);
  }

  /** Ends one that was not even planned. */
  async giveUp(
    tx: Transaction,
    id: string,
    state: 'incomplete' | 'cancelled',
    errorCode: string | null,
  ): Promise<void> {
    const runs = await tx.query<EndedRun>(
      `UPDATE rescreenings SET state = $2, error_code = $3, finished_at = now(), sequence = sequence + 1
       WHERE id = $1 AND state = 'planned' ${RETURNING}`,
      [id, state, errorCode],
    );
    await this.tell(tx, runs);
  }

  /** @returns whether it was under way and is cancelled now; what has been found stays */
  async cancel(tx: Transaction, organizationId: OrganizationId, id: RescreeningId): Promise<boolean> {
    const runs = await tx.query<EndedRun>(
      `UPDATE rescreenings SET state = 'cancelled', finished_at = now(), sequence = sequence + 1
       WHERE id = $1 AND organization_id = $2 AND state IN ('planned', 'running') ${RETURNING}`,
      [id, organizationId],
    );
    if (runs.length === 0) return false;
    // Their jobs see it when they are taken up, or when they settle.
    await tx.query(`UPDATE rescreening_parts SET state = 'cancelled' WHERE rescreening_id = $1 AND state = 'pending'`, [
      id,
    ]);
    await this.tell(tx, runs);
    return true;
  }

  private async tell(tx: Transaction, runs: readonly EndedRun[]): Promise<void> {
    await this.events.publish(
      tx,
      runs.map(({ id, organization_id, state, sequence, finished_at }) => ({
        type: `rescreening.${state}` as const,
        organizationId: organization_id,
        objectId: id,
        state,
        sequence,
        occurredAt: finished_at,
        lane: 'bulk' as const,
      })),
    );
    tx.afterCommit(() => {
      for (const { kind, state } of runs) ended.inc({ kind, state });
    });
  }
}
