import { type ErasedCustomer, type ErasureListener, ErasureListeners } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { VendorCalls } from '@bonafide/identity-vendors';
import { Injectable } from '@nestjs/common';

/** Verifications and identity packages go with the customer that they are about, and so does what vendors wrote about it. */
@Injectable()
export class ErasedVerifications implements ErasureListener {
  constructor(
    private readonly vendorCalls: VendorCalls,
    listeners: ErasureListeners,
  ) {
    listeners.register(this);
  }

  /** That a vendor was asked, for what purpose and at what cost, stays in the ledger: an id and no person. */
  async customerErased(tx: Transaction, { id, organizationId }: ErasedCustomer): Promise<void> {
    for (const table of ['verifications', 'id_packages'] as const) {
      const gone = await tx.query<{ id: string }>(
        `DELETE FROM ${table} WHERE customer_id = $1 AND organization_id = $2 RETURNING id`,
        [id, organizationId],
      );
      await this.vendorCalls.eraseAnswers(
        tx,
        organizationId,
        gone.map((subject) => subject.id),
      );
    }
  }
}
