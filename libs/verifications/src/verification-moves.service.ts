import { loadConfig } from '@bonafide/configuration';
import { type IdentityVerdict, IdentityResults } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { RequiredInput } from '@bonafide/identity-vendors';
import type { Lane } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { LockedVerification } from './locked-verifications.repository';
import { VerificationConfig } from './verification.config';
import { canBecome, isSettled, type VerificationState } from './verification-state';
import type { VerificationDecision } from './verification-snapshot';

/** A person's decision as it is stored: the reason sealed. */
export interface StoredDecision {
  readonly decision: VerificationDecision;
  readonly actor: string;
  readonly apiKeyId: string;
  readonly sealedReason: Buffer;
}

export interface Move {
  readonly to: VerificationState;
  /** Codes of the catalogue. */
  readonly reasons: readonly string[];
  readonly requiredInput?: RequiredInput | null;
  readonly decision?: StoredDecision;
  readonly lane?: Lane | undefined;
  readonly traceparent?: string | null | undefined;
}

const verdictOf: Readonly<Partial<Record<VerificationState, IdentityVerdict>>> = {
  approved: 'approved',
  declined: 'declined',
  needs_review: 'needs_review',
};

const entered = counter('verifications_total', 'Verifications, by the state entered', ['state']);

/** The applicant did what was asked, and is asked for something else. */
const asksForOther = ({ state, requiredInput }: LockedVerification, move: Move): boolean =>
  state === 'requires_input' && move.to === 'requires_input' && (move.requiredInput ?? null) !== requiredInput;

/** The one place where verifications move, with what follows for their customers and whom it is told. */
@Injectable()
export class VerificationMoves {
  private readonly config = loadConfig(VerificationConfig);

  constructor(
    private readonly identityResults: IdentityResults,
    private readonly events: EventPublisher,
  ) {}

  /**
   * Moves a verification that is locked, unless nothing leads there from where it is. An answer about somebody whom the
   * customer is not any more cancels it.
   * @returns what it is now
   */
  async take(tx: Transaction, verification: LockedVerification, move: Move): Promise<VerificationState> {
    if (!canBecome(verification.state, move.to) && !asksForOther(verification, move)) return verification.state;
    const applied = await this.applyToCustomer(tx, verification, move);
    const overtaken: Pick<Move, 'to' | 'reasons'> | null =
      applied === 'edited'
        ? { to: 'canceled', reasons: ['identity-edited'] }
        : applied === 'gone'
          ? { to: 'canceled', reasons: ['customer-deleted'] }
          : null;
    const { to, reasons } = overtaken ?? move;
    await this.write(tx, verification, { ...move, to, reasons }, overtaken === null ? move.decision : undefined);
    await this.events.publish(tx, [
      {
        type: `verification.${to}`,
        organizationId: verification.organizationId,
        objectId: verification.id,
        state: to,
        sequence: verification.sequence + 1,
        occurredAt: new Date(),
        lane: move.lane,
        traceparent: move.traceparent,
      },
    ]);
    tx.afterCommit(() => entered.inc({ state: to }));
    return to;
  }

  private async applyToCustomer(tx: Transaction, verification: LockedVerification, { to, decision }: Move) {
    const { id } = verification;
    const verdict = verdictOf[to] ?? (to === 'canceled' ? 'withdrawn' : null);
    if (verdict === null) return 'applied';
    const by = decision === undefined ? null : { actor: decision.actor, apiKeyId: decision.apiKeyId };
    const applied = await this.identityResults.apply(tx, { ...verification, verdict, verificationId: id, by });
    return verdict === 'withdrawn' ? 'applied' : applied;
  }

  private async write(
    tx: Transaction,
    { id }: LockedVerification,
    { to, reasons, requiredInput = null }: Move,
    decision: StoredDecision | undefined,
  ): Promise<void> {
    await tx.query(
      `UPDATE verifications
       SET state = $2::text, reasons = $3, required_input = $4, sequence = sequence + 1, updated_at = now(),
           settled_at = CASE WHEN $5::boolean THEN now() END,
           expires_at = CASE WHEN $2::text = 'requires_input' THEN now() + $6::float8 * interval '1 hour' ELSE expires_at END,
           decision = $7::text, decided_by = $8, decided_with = $9, decision_reason = $10,
           decided_at = CASE WHEN $7::text IS NOT NULL THEN now() END
       WHERE id = $1`,
      [
        id,
        to,
        reasons,
        to === 'requires_input' ? requiredInput : null,
        isSettled(to),
        this.config.VERIFICATION_EXPIRY_HOURS,
        decision?.decision ?? null,
        decision?.actor ?? null,
        decision?.apiKeyId ?? null,
        decision?.sealedReason ?? null,
      ],
    );
  }
}
