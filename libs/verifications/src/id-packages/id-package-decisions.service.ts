import type { CustomerId } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { VendorFeedback } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { IdPackageSnapshot, IdPackageState, PackageDecision } from './id-package';
import type { IdPackageId } from './id-package-ids';
import { IdPackageProgress } from './id-package-progress.service';
import { IdPackageReader } from './id-package-reader.service';
import { packageDecisionPlace } from './sealed-places';

/** What a person may make of a package that needs review. */
export const packageDecisions = ['passed', 'declined', 'requires_input'] as const;
export type DecidedState = (typeof packageDecisions)[number];

export interface DecisionRequest extends Omit<PackageDecision, 'decidedAt'> {
  readonly decision: DecidedState;
}

const reasonOf: Readonly<Record<DecidedState, string>> = {
  passed: 'decided-by-person',
  declined: 'decided-by-person',
  requires_input: 'photograph-again',
};

/** What people decide about packages on which no vendor has decided. */
@Injectable()
export class IdPackageDecisions {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly reader: IdPackageReader,
    private readonly progress: IdPackageProgress,
    private readonly submitter: JobSubmitter,
  ) {}

  /** @returns null when the organization has no such package; else the package, or the state that refuses it */
  async decide(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: IdPackageId,
    { decision, actor, apiKeyId, reason }: DecisionRequest,
  ): Promise<{ readonly package: IdPackageSnapshot } | { readonly refusedAs: IdPackageState } | null> {
    const found = await this.reader.find(organizationId, customerId, id, tx);
    if (found === null) return null;
    // Locked first: of two people who decide at once the second finds it decided.
    const [locked] = await tx.query<{ state: IdPackageState }>(
      'SELECT state FROM id_packages WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (locked?.state !== 'needs_review') return { refusedAs: locked?.state ?? found.state };
    const sealed = await this.encryption.seal(organizationId, packageDecisionPlace(id), Buffer.from(reason));
    await tx.query(
      `UPDATE id_packages SET decided_by = $2, decided_with = $3, decision_reason = $4, decided_at = now() WHERE id = $1`,
      [id, actor, apiKeyId, sealed],
    );
    const reasons = [reasonOf[decision]];
    await this.progress.move(tx, { id, organizationId, from: ['needs_review'], to: decision, reasons });
    await this.tellVendor(tx, organizationId, found, decision);
    const decided = await this.reader.find(organizationId, customerId, id, tx);
    return decided === null ? null : { package: decided };
  }

  /** So that it learns from it. A wish for another photograph is no verdict. */
  private async tellVendor(
    tx: Transaction,
    organizationId: OrganizationId,
    { id, vendor }: IdPackageSnapshot,
    decision: DecidedState,
  ): Promise<void> {
    if (vendor === null || decision === 'requires_input') return;
    const verdict = decision === 'passed' ? 'accepted' : 'rejected';
    await this.submitter.submit(tx, VendorFeedback, {
      organizationId,
      payload: { packageId: id, verdict },
      subjectId: id,
    });
  }
}
