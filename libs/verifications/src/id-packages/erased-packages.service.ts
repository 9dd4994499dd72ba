import { type ErasedCustomer, type ErasureListener, ErasureListeners } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { VendorCalls } from '@bonafide/identity-vendors';
import { Injectable } from '@nestjs/common';

import type { IdPackageId } from './id-package-ids';

/** Packages go with the customer whose documents they hold, images first of all, and so does what vendors wrote about them. */
@Injectable()
export class ErasedPackages implements ErasureListener {
  constructor(
    private readonly vendorCalls: VendorCalls,
    listeners: ErasureListeners,
  ) {
    listeners.register(this);
  }

  async customerErased(tx: Transaction, { id, organizationId }: ErasedCustomer): Promise<void> {
    const gone = await tx.query<{ id: IdPackageId }>(
      `DELETE FROM id_packages WHERE customer_id = $1 AND organization_id = $2 RETURNING id`,
      [id, organizationId],
    );
    await this.vendorCalls.eraseAnswers(
      tx,
      organizationId,
      gone.map((pack) => pack.id),
    );
  }
}
