import type { Transaction } from '@bonafide/database';
import { FieldEncryption, type FieldPlace } from '@bonafide/encryption';
import type { Id, OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { addressIds, type CustomerId, phoneIds } from '../customer-ids';
import type { Address, CustomerAddress, Phone } from './customer-record';
import { addressPlace, phonePlace } from './sealed-places';

interface PartRow {
  readonly id: string;
  readonly customerId: CustomerId;
  readonly type: string;
  readonly sealed: Buffer;
}

interface PartKind {
  readonly table: 'customer_addresses' | 'customer_phones';
  readonly column: 'address' | 'number';
  readonly placeOf: (row: string) => FieldPlace;
  readonly createId: () => Id<string>;
}

const addresses: PartKind = {
  table: 'customer_addresses',
  column: 'address',
  placeOf: addressPlace,
  createId: addressIds.create,
};
const phones: PartKind = { table: 'customer_phones', column: 'number', placeOf: phonePlace, createId: phoneIds.create };

interface Part {
  readonly id?: string | undefined;
  readonly type: string;
  readonly content: object;
}

export type StoredAddress = CustomerAddress & { readonly id: string };
export type StoredPhone = Phone & { readonly id: string };

/** Addresses and phones, each sealed under an id of its own, which an edit keeps. */
@Injectable()
export class ContactParts {
  constructor(private readonly encryption: FieldEncryption) {}

  async store(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    parts: { readonly addresses: readonly CustomerAddress[]; readonly phones: readonly Phone[] },
  ): Promise<void> {
    await Promise.all([
      this.replace(
        tx,
        addresses,
        { organizationId, customerId },
        parts.addresses.map(({ id, type, ...content }) => ({ id, type, content })),
      ),
      this.replace(
        tx,
        phones,
        { organizationId, customerId },
        parts.phones.map(({ id, type, ...content }) => ({ id, type, content })),
      ),
    ]);
  }

  addressesOf(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerIds: readonly CustomerId[],
  ): Promise<ReadonlyMap<CustomerId, StoredAddress[]>> {
    return this.open<StoredAddress, Address>(source, addresses, organizationId, customerIds);
  }

  phonesOf(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerIds: readonly CustomerId[],
  ): Promise<ReadonlyMap<CustomerId, StoredPhone[]>> {
    return this.open<StoredPhone, Pick<Phone, 'number'>>(source, phones, organizationId, customerIds);
  }

  private async replace(
    tx: Transaction,
    { table, column, placeOf, createId }: PartKind,
    { organizationId, customerId }: { readonly organizationId: OrganizationId; readonly customerId: CustomerId },
    parts: readonly Part[],
  ): Promise<void> {
    const rows = await Promise.all(
      parts.map(async ({ id = createId(), type, content }) => ({
        id,
        type,
        sealed: await this.encryption.sealJson(organizationId, placeOf(id), content),
      })),
    );
    await tx.query(`DELETE FROM ${table} WHERE customer_id = $1 AND NOT (id = ANY ($2))`, [
      customerId,
      rows.map(({ id }) => id),
    ]);
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO ${table} (id, customer_id, organization_id, position, type, ${column})
       SELECT id, $1, $2, position - 1, type, sealed
       FROM unnest($3::text[], $4::text[], $5::bytea[]) WITH ORDINALITY AS part (id, type, sealed, position)
       ON CONFLICT (id) DO UPDATE
       SET position = excluded.position, type = excluded.type, ${column} = excluded.${column}
       WHERE ${table}.customer_id = excluded.customer_id`,
      [
        customerId,
        organizationId,
        rows.map(({ id }) => id),
        rows.map(({ type }) => type),
        rows.map(({ sealed }) => sealed),
      ],
    );
  }

  private async open<Stored, Content>(
    source: Pick<Transaction, 'query'>,
    { table, column, placeOf }: PartKind,
    organizationId: OrganizationId,
    customerIds: readonly CustomerId[],
  ): Promise<ReadonlyMap<CustomerId, Stored[]>> {
    const rows = await source.query<PartRow>(
      `SELECT id, customer_id AS "customerId", type, ${column} AS sealed FROM ${table}
       WHERE customer_id = ANY ($1) AND organization_id = $2 ORDER BY customer_id, position`,
      [customerIds, organizationId],
    );
    const opened = new Map<CustomerId, Stored[]>();
    for (const { id, customerId, type, sealed } of rows) {
      const content = await this.encryption.openJson<Content>(organizationId, placeOf(id), sealed);
      opened.set(customerId, [...(opened.get(customerId) ?? []), { id, type, ...content } as Stored]);
    }
    return opened;
  }
}
