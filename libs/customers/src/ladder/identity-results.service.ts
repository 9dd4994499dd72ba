import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import {
  factsAfterVerification,
  type IdentityVerdict,
  movedByVerification,
  type VerificationLevel,
} from './ladder-rules';
import { Ladder } from './ladder.service';
import type { ActingPerson } from './status-change';
import { Standings } from './standings.repository';

/** What a verification came to, and about whom. */
export interface VerificationResult {
  readonly organizationId: OrganizationId;
  readonly customerId: CustomerId;
  /** Of the record that the vendors were asked about. */
  readonly identityVersion: number;
  readonly verdict: IdentityVerdict;
  readonly level: VerificationLevel;
  /** For the history. */
  readonly verificationId: string;
  /** The person who has decided; null when vendors did. */
  readonly by: ActingPerson | null;
}

/** `edited`: who the customer is was changed since, so the answer is about somebody else. `gone`: it was deleted. */
export type AppliedVerification = 'applied' | 'edited' | 'gone';

/** What verifications mean for customers. */
@Injectable()
export class IdentityResults {
  constructor(
    private readonly standings: Standings,
    private readonly ladder: Ladder,
  ) {}

  /** The verification is locked by the caller, who has not written yet what it came to. */
  async apply(tx: Transaction, result: VerificationResult): Promise<AppliedVerification> {
    const { organizationId, customerId, identityVersion, verdict, level, verificationId, by } = result;
    const customer = await this.standings.lockOne(tx, organizationId, customerId);
    if (customer === null) return 'gone';
    if (customer.identityVersion !== identityVersion) return 'edited';
    const facts = factsAfterVerification(customer.facts, verdict, level);
    const step = {
      customer,
      to: movedByVerification(customer.standing, verdict, facts),
      facts,
      cause: `verification_${verdict}`,
      // The reason lies with the verification.
      grounds: by === null ? null : { ...by, reason: '', evidence: [] },
      evidence: [verificationId],
    } as const;
    await this.ladder.take(tx, [step], 'interactive');
    return 'applied';
  }

  /** Which edit of its identity the customer is at, without locking it. @returns null when there is none */
  async versionOf(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerId: CustomerId,
  ): Promise<number | null> {
    const [row] = await source.query<{ version: number }>(
      `SELECT identity_version AS version FROM customers
       WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`,
      [customerId, organizationId],
    );
    return row?.version ?? null;
  }

  /** Locks the customer, so that nobody edits it until the transaction ends. @returns null when there is none */
  async holdStill(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
  ): Promise<{ readonly identityVersion: number } | null> {
    return this.standings.lockOne(tx, organizationId, customerId);
  }
}
