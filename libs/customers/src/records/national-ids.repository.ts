import type { Transaction } from '@bonafide/database';
import { BlindIndex, FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import { type NationalId, type NationalIdType, storedNumber } from '../mexico/national-id';
import { nationalIdPlace } from './sealed-places';

interface NationalIdRow {
  readonly type: NationalIdType;
  readonly sealed: Buffer;
}

/** The whole numbers, sealed one by one. What is shown of them is part of the record. */
@Injectable()
export class SealedNationalIds {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly blindIndex: BlindIndex,
  ) {}

  /** In place of all that the customer had. */
  async store(
    tx: Transaction,
    { organizationId, customerId }: { readonly organizationId: OrganizationId; readonly customerId: CustomerId },
    nationalIds: readonly NationalId[],
  ): Promise<void> {
    const rows = await Promise.all(
      nationalIds.map(async ({ type, number }) => {
        const plain = storedNumber(number);
        const field = { table: 'customer_national_ids', column: 'number_index' };
        return {
          type,
          sealed: await this.encryption.sealJson(organizationId, nationalIdPlace(`${customerId}/${type}`), plain),
          index: await this.blindIndex.of(organizationId, field, `${type}:${plain}`),
        };
      }),
    );
    await tx.query(`DELETE FROM customer_national_ids WHERE customer_id = $1`, [customerId]);
    await tx.query(
      `INSERT INTO customer_national_ids (customer_id, organization_id, type, number, number_index)
       SELECT $1, $2, type, number, number_index
       FROM unnest($3::text[], $4::bytea[], $5::bytea[]) AS national_id (type, number, number_index)`,
      [
        customerId,
        organizationId,
        rows.map(({ type }) => type),
        rows.map(({ sealed }) => sealed),
        rows.map(({ index }) => index),
      ],
    );
  }

  /** The whole numbers of a customer, which must be of the organization. */
  async open(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerId: CustomerId,
  ): Promise<NationalId[]> {
    const rows = await source.query<NationalIdRow>(
      `SELECT national_id.type, number AS sealed FROM customer_national_ids AS national_id
       JOIN customers AS customer ON customer.id = customer_id
       WHERE customer_id = $1 AND customer.organization_id = $2 AND deleted_at IS NULL ORDER BY national_id.type`,
      [customerId, organizationId],
    );
    return Promise.all(
      rows.map(async ({ type, sealed }) => ({
        type,
        number: await this.encryption.openJson<string>(
          organizationId,
          nationalIdPlace(`${customerId}/${type}`),
          sealed,
        ),
      })),
    );
  }
}
