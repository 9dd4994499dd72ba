import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import type { CustomerStatus } from './customer-status';
import { judgeMove, type MoveVerdict } from './ladder-rules';
import { Ladder } from './ladder.service';
import { Standings } from './standings.repository';
import type { Grounds } from './status-change';
import { StatusProposals } from './status-proposals.repository';

/** Moves that people make. */
@Injectable()
export class StatusMoves {
  constructor(
    private readonly standings: Standings,
    private readonly ladder: Ladder,
    private readonly proposals: StatusProposals,
  ) {}

  /** @returns null when the organization has no such customer */
  async move(
    tx: Transaction,
    organizationId: OrganizationId,
    id: CustomerId,
    to: CustomerStatus,
    grounds: Grounds,
  ): Promise<MoveVerdict | null> {
    const customer = await this.standings.lockOne(tx, organizationId, id);
    if (customer === null) return null;
    const first = await this.proposals.open(organizationId, id, tx);
    const verdict = judgeMove(customer.standing, customer.facts, { to, actor: grounds.actor }, first);
    if ('proposed' in verdict) await this.proposals.propose(tx, organizationId, id, to, grounds);
    if ('moved' in verdict) {
      await this.proposals.close(tx, id);
      const proposalId = first?.to === to ? first.id : null;
      const step = {
        customer,
        to: verdict.moved,
        facts: customer.facts,
        cause: 'person',
        grounds,
        proposalId,
      } as const;
      await this.ladder.take(tx, [step], 'interactive');
    }
    return verdict;
  }
}
