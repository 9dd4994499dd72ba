import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Lane } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import type { Submitter } from '@bonafide/screening';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import type { CustomerId, ProposalId } from '../customer-ids';
import type { CustomerFacts } from './customer-facts';
import type { CustomerStatus } from './customer-status';
import type { Standing } from './ladder-rules';
import { type LockedCustomer, type SanctionsFact, Standings } from './standings.repository';
import type { ChangeCause, Grounds } from './status-change';
import { StatusHistory } from './status-history.repository';
import { StatusProposals } from './status-proposals.repository';

/** What became of a customer, by the rules. */
export interface Step {
  readonly customer: LockedCustomer;
  readonly to: Standing;
  readonly facts: CustomerFacts;
  readonly sanctions?: SanctionsFact | undefined;
  readonly cause: ChangeCause;
  /** The person; null for the system. */
  readonly grounds?: Grounds | null;
  /** What a move by the system rests on. */
  readonly evidence?: readonly string[];
  readonly proposalId?: ProposalId | null;
}

const moves = counter('customer_status_changes_total', 'Moves of customers, by the status entered', ['status']);

/** Writes where customers stand, and tells of those that have moved. The rules are in `ladder-rules.ts` and nowhere else. */
@Injectable()
export class Ladder {
  constructor(
    private readonly standings: Standings,
    private readonly history: StatusHistory,
    private readonly proposals: StatusProposals,
    private readonly events: EventPublisher,
  ) {}

  /** A new customer, at the step where all begin. */
  async enter(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    { actor, apiKeyId }: Submitter,
  ): Promise<void> {
    const none = { reason: null, evidence: [], proposalId: null };
    await this.history.record(tx, [
      { customerId: id, organizationId, from: null, to: 'none', cause: 'created', actor, apiKeyId, ...none },
    ]);
    await this.publish(tx, 'customer.created', { id, organizationId, sequence: 1 }, 'none');
  }

  /** A customer of which something was changed, whether it moves or not. @returns it with its next number */
  async edited(tx: Transaction, customer: LockedCustomer): Promise<LockedCustomer> {
    const after = { ...customer, sequence: customer.sequence + 1 };
    await this.standings.write(tx, [after]);
    await this.publish(tx, 'customer.updated', after, customer.standing.status);
    return after;
  }

  /** @returns the customers as they are now */
  async take(tx: Transaction, steps: readonly Step[], lane: Lane): Promise<LockedCustomer[]> {
    const moved = steps.filter(({ customer, to }) => to.status !== customer.standing.status);
    const after = steps.map((step) => {
      const sequence = step.customer.sequence + (moved.includes(step) ? 1 : 0);
      return { ...step.customer, standing: step.to, facts: step.facts, sequence };
    });
    await this.standings.write(
      tx,
      after.map((customer, index) => ({ ...customer, sanctions: steps[index]?.sanctions })),
    );
    await this.history.record(
      tx,
      moved.map(({ customer, to, cause, grounds, evidence, proposalId = null }) => ({
        customerId: customer.id,
        organizationId: customer.organizationId,
        from: customer.standing.status,
        to: to.status,
        cause,
        actor: grounds?.actor ?? null,
        apiKeyId: grounds?.apiKeyId ?? null,
        reason: cause === 'person' ? (grounds?.reason ?? null) : null,
        evidence: evidence ?? grounds?.evidence ?? [],
        proposalId,
      })),
    );
    // What a first person has proposed was about somebody else.
    for (const { customer, cause } of steps) {
      if (cause === 'identity_edited') await this.proposals.close(tx, customer.id);
    }
    await this.tell(tx, moved, lane);
    return after;
  }

  private async publish(
    tx: Transaction,
    type: 'customer.created' | 'customer.updated',
    { id, organizationId, sequence }: Pick<LockedCustomer, 'id' | 'organizationId' | 'sequence'>,
    state: CustomerStatus,
  ): Promise<void> {
    await this.events.publish(tx, [{ type, organizationId, objectId: id, state, sequence, occurredAt: new Date() }]);
  }

  private async tell(tx: Transaction, moved: readonly Step[], lane: Lane): Promise<void> {
    await this.events.publish(
      tx,
      moved.map(({ customer, to }) => ({
        type: 'customer.status_changed' as const,
        organizationId: customer.organizationId,
        objectId: customer.id,
        state: to.status,
        sequence: customer.sequence + 1,
        occurredAt: new Date(),
        lane,
      })),
    );
    tx.afterCommit(() => {
      for (const { to } of moved) moves.inc({ status: to.status });
    });
  }
}
