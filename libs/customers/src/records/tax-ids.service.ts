import { Database, type Transaction } from '@bonafide/database';
import type { FieldPlace } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId, RepresentativeId } from '../customer-ids';
import { statusAt } from '../ladder/customer-status';
import type { TaxId } from './customer-record';
import type { Duplicate } from './customer-snapshot';
import { representativeTaxIdPlace, taxIdPlace } from './sealed-places';
import { SealedTaxIds } from './sealed-tax-ids.service';

/** Who has the same tax number, and, for those who may, what it is. */
@Injectable()
export class TaxIds {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedTaxIds,
  ) {}

  /** Others of the organization, oldest first, 100 at most. @returns null when the organization has no such customer */
  async duplicatesOf(organizationId: OrganizationId, id: CustomerId): Promise<Duplicate[] | null> {
    const [own] = await this.database.query<{ index: Buffer | null }>(
      `SELECT tax_id_index AS index FROM customers WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`,
      [id, organizationId],
    );
    if (own === undefined) return null;
    if (own.index === null) return [];
    const rows = await this.database.query<Omit<Duplicate, 'status'> & { readonly level: number }>(
      `SELECT id AS "customerId", name, status AS level, NULL AS "representativeId"
       FROM customers WHERE organization_id = $1 AND tax_id_index = $2 AND id <> $3 AND deleted_at IS NULL
       UNION ALL
       SELECT customer.id, customer.name, customer.status, representative.id
       FROM customer_representatives AS representative
       JOIN customers AS customer ON customer.id = representative.customer_id
       WHERE representative.organization_id = $1 AND representative.tax_id_index = $2 AND customer.id <> $3
         AND customer.deleted_at IS NULL
       ORDER BY "customerId" LIMIT 100`,
      [organizationId, own.index, id],
    );
    return rows.map(({ level, ...duplicate }) => ({ ...duplicate, status: statusAt(level) }));
  }

  /** The whole number; whoever asks has the right to it and leaves a line in the audit trail. Null when there is none. */
  decrypt(tx: Transaction, organizationId: OrganizationId, id: CustomerId): Promise<TaxId | null> {
    return this.open(
      tx,
      organizationId,
      taxIdPlace(id),
      `SELECT tax_id AS sealed FROM customers WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`,
      [id, organizationId],
    );
  }

  /** The same of somebody who acts for a customer. */
  decryptOf(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: RepresentativeId,
  ): Promise<TaxId | null> {
    return this.open(
      tx,
      organizationId,
      representativeTaxIdPlace(id),
      `SELECT representative.tax_id AS sealed FROM customer_representatives AS representative
       JOIN customers AS customer ON customer.id = representative.customer_id
       WHERE representative.id = $1 AND representative.organization_id = $2 AND customer.id = $3
         AND customer.deleted_at IS NULL`,
      [id, organizationId, customerId],
    );
  }

  private async open(
    tx: Transaction,
    organizationId: OrganizationId,
    place: FieldPlace,
    sql: string,
    parameters: readonly string[],
  ): Promise<TaxId | null> {
    const [row] = await tx.query<{ sealed: Buffer | null }>(sql, parameters);
    return row?.sealed == null ? null : this.sealed.open(organizationId, place, row.sealed);
  }
}
