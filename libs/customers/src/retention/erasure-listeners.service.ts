import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';

export interface ErasedCustomer {
  readonly id: CustomerId;
  readonly organizationId: OrganizationId;
}

/** Whoever keeps something of customers that does not go with their row (`REFERENCES customers ON DELETE CASCADE`). */
export interface ErasureListener {
  /**
   * Erases it, in the transaction in which the customer is erased: both go, or neither. The customer is not locked yet, so
   * locks that a listener takes come before that one, as everywhere else.
   */
  customerErased(tx: Transaction, customer: ErasedCustomer): Promise<void>;
}

/** Who is told when customers are erased. Listeners register themselves when their module is made. */
@Injectable()
export class ErasureListeners {
  private readonly listeners: ErasureListener[] = [];

  register(listener: ErasureListener): void {
    this.listeners.push(listener);
  }

  async tell(tx: Transaction, customer: ErasedCustomer): Promise<void> {
    for (const listener of this.listeners) await listener.customerErased(tx, customer);
  }
}
