import { Database, type Transaction } from '@bonafide/database';
import type { FieldPlace } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId, RepresentativeId } from '../customer-ids';
import { statusAt } from '../ladder/customer-status';
import type { TaxId } from './customer-record';
import type { Duplicate } from './customer-snapshot';
import { representativeTaxIdPlace, taxIdPlace } from './sealed-places';
import { WITH_SAME_TAX_NUMBER } from './same-tax-number';
import { SealedTaxIds } from './sealed-tax-ids.service';

type SameTaxNumber = Omit<Duplicate, 'status'> & { readonly level: number };

/** Who has the same tax number, and, for those who may, what it is. */
@Injectable()
export class TaxIds {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedTaxIds,
  ) {}

  /** Others of the organization, oldest first, 100 at most. @returns null when the organization has no such customer */
  async duplicatesOf(organizationId: OrganizationId, id: CustomerId): Promise<Duplicate[] | null> {
    const customers = await this.database.query<{ found: readonly SameTaxNumber[] }>(
      `SELECT (SELECT coalesce(jsonb_agg(same), '[]')
               FROM (SELECT * FROM (${WITH_SAME_TAX_NUMBER}) AS all_of_them ORDER BY "customerId" LIMIT 100) AS same) AS found
       FROM customers AS customer WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`,
      [id, organizationId],
    );
    const [customer] = customers;
    if (customer === undefined) return null;
    return customer.found.map(({ level, ...duplicate }) => ({ ...duplicate, status: statusAt(level) }));
  }

  /** Whether nobody else of the organization has the customer's number; null when there is none. */
  async isUnique(tx: Transaction, organizationId: OrganizationId, id: CustomerId): Promise<boolean | null> {
    const [row] = await tx.query<{ unique: boolean | null }>(
      `SELECT NOT EXISTS (
                SELECT 1 FROM customers AS other
                WHERE other.organization_id = own.organization_id AND other.tax_id_index = own.tax_id_index
                  AND other.id <> own.id AND other.deleted_at IS NULL)
              AND NOT EXISTS (
                SELECT 1 FROM customer_representatives AS other
                JOIN customers AS theirs ON theirs.id = other.customer_id AND theirs.deleted_at IS NULL
                WHERE other.organization_id = own.organization_id AND other.tax_id_index = own.tax_id_index
                  AND other.customer_id <> own.id) AS unique
       FROM customers AS own WHERE own.id = $1 AND own.organization_id = $2 AND own.tax_id_index IS NOT NULL`,
      [id, organizationId],
    );
    return row?.unique ?? null;
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
