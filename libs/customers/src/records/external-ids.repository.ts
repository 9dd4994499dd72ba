import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';

interface ExternalIdRow {
  readonly customerId: CustomerId;
  readonly key: string;
  readonly value: string;
}

/** A customer's ids in other systems. A pair of key and value names one customer of an organization. */
@Injectable()
export class ExternalIds {
  /** @returns the keys whose values another customer has; then nothing may be committed */
  async store(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    externalIds: Readonly<Record<string, string>>,
  ): Promise<string[]> {
    // In one order, so that two that store the same pairs wait for one another and not in a circle.
    const pairs = Object.entries(externalIds).sort(([a], [b]) => (a < b ? -1 : 1));
    const [keys, values] = [pairs.map(([key]) => key), pairs.map(([, value]) => value)];
    await tx.query(
      `DELETE FROM customer_external_ids WHERE customer_id = $1
         AND (key, value) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      [customerId, keys, values],
    );
    if (pairs.length === 0) return [];
    const stored = await tx.query<{ key: string }>(
      `INSERT INTO customer_external_ids (organization_id, key, value, customer_id)
       SELECT $1, key, value, $2 FROM unnest($3::text[], $4::text[]) AS pair (key, value) ORDER BY key
       ON CONFLICT (organization_id, key, value) DO UPDATE SET customer_id = customer_external_ids.customer_id
       WHERE customer_external_ids.customer_id = excluded.customer_id
       RETURNING key`,
      [organizationId, customerId, keys, values],
    );
    const taken = new Set(stored.map(({ key }) => key));
    return keys.filter((key) => !taken.has(key));
  }

  async remove(tx: Transaction, customerId: CustomerId): Promise<void> {
    await tx.query(`DELETE FROM customer_external_ids WHERE customer_id = $1`, [customerId]);
  }

  async of(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerIds: readonly CustomerId[],
  ): Promise<ReadonlyMap<CustomerId, Readonly<Record<string, string>>>> {
    const rows = await source.query<ExternalIdRow>(
      `SELECT customer_id AS "customerId", key, value FROM customer_external_ids
       WHERE customer_id = ANY ($1) AND organization_id = $2 ORDER BY customer_id, key`,
      [customerIds, organizationId],
    );
    const found = new Map<CustomerId, Record<string, string>>();
    for (const { customerId, key, value } of rows) {
      found.set(customerId, { ...found.get(customerId), [key]: value });
    }
    return found;
  }
}
