import { loadConfig } from '@bonafide/configuration';
import { Database, type Transaction } from '@bonafide/database';
import { describeError, log } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { type ErasedCustomer, ErasureListeners } from './erasure-listeners.service';
import { RetentionConfig } from './retention.config';

const PORTION = 100;
/** In one round; what is left waits for the next. */
const MOST_PORTIONS = 100;

interface DueCustomer extends ErasedCustomer {
  readonly deletedAt: string;
}

/** Somebody has put a hold on the customer, or another process has erased it. */
class NotToBeErasedError extends Error {}

/**
 * Erases customers that were deleted long enough ago. Their row goes with all that hangs on it, and what others keep of them.
 * What stays: the id, the dates, and which screenings were about them: a screening is a record that OFAC wants to be kept for
 * ten years (31 CFR 501.601), with whom it was about.
 */
@Injectable()
export class CustomerErasure {
  constructor(
    private readonly database: Database,
    private readonly listeners: ErasureListeners,
    private readonly events: EventPublisher,
  ) {}

  /** @returns how many were erased */
  async eraseDue(): Promise<number> {
    let erased = 0;
    let last: Pick<DueCustomer, 'id' | 'deletedAt'> | undefined;
    for (let portion = 0; portion < MOST_PORTIONS; portion++) {
      const due = await this.due(last);
      for (const customer of due) if (await this.isErased(customer)) erased++;
      last = due.at(-1);
      if (due.length < PORTION) break;
    }
    return erased;
  }

  /** Those after the last one: one that cannot be erased keeps nobody else. */
  private due(last: Pick<DueCustomer, 'id' | 'deletedAt'> | undefined): Promise<DueCustomer[]> {
    return this.database.query<DueCustomer>(
      `SELECT id, organization_id AS "organizationId", deleted_at::text AS "deletedAt" FROM customers
       WHERE deleted_at <= now() - $1 * interval '1 day' AND legal_hold_since IS NULL
         AND (deleted_at, id) > ($2::timestamptz, $3)
       ORDER BY deleted_at, id LIMIT ${PORTION}`,
      [loadConfig(RetentionConfig).CUSTOMER_RETENTION_DAYS, last?.deletedAt ?? '-infinity', last?.id ?? ''],
    );
  }

  private async isErased(customer: DueCustomer): Promise<boolean> {
    try {
      await this.database.transaction((tx) => this.erase(tx, customer));
      return true;
    } catch (error) {
      if (!(error instanceof NotToBeErasedError)) {
        log.warn('customers.erasure-failed', { customerId: customer.id, ...describeError(error) });
      }
      return false;
    }
  }

  private async erase(tx: Transaction, { id, organizationId }: DueCustomer): Promise<void> {
    await this.listeners.tell(tx, { id, organizationId });
    const [erased] = await tx.query<{ sequence: number }>(
      `WITH gone AS (
         DELETE FROM customers WHERE id = $1 AND deleted_at IS NOT NULL AND legal_hold_since IS NULL
         RETURNING id, organization_id, type, sequence, created_at, deleted_at)
       INSERT INTO erased_customers (id, organization_id, type, sequence, screening_ids, created_at, deleted_at)
       SELECT id, organization_id, type, sequence + 1,
              ARRAY(SELECT screening_id FROM customer_screenings WHERE customer_id = gone.id ORDER BY screening_id),
              created_at, deleted_at
       FROM gone RETURNING sequence`,
      [id],
    );
    if (erased === undefined) throw new NotToBeErasedError();
    const { sequence } = erased;
    await this.events.publish(tx, [
      {
        type: 'customer.erased',
        organizationId,
        objectId: id,
        state: 'erased',
        sequence,
        occurredAt: new Date(),
        lane: 'bulk',
      },
    ]);
  }
}
