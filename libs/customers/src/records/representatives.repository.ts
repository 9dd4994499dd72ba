import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { type CustomerId, type RepresentativeId, representativeIds } from '../customer-ids';
import type { MaskedTaxId, Representative, RepresentativeInput } from './customer-record';
import type { StoredRepresentative } from './customer-snapshot';
import { type SealedTaxId, SealedTaxIds } from './sealed-tax-ids.service';
import { representativePlace, representativeTaxIdPlace } from './sealed-places';

interface RepresentativeRow {
  readonly id: RepresentativeId;
  readonly customerId: CustomerId;
  readonly record: Buffer;
}

type SealedRepresentative = Representative & { readonly taxId?: MaskedTaxId | undefined };

/** Those who act for a business, own it or control it. */
@Injectable()
export class Representatives {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly taxIds: SealedTaxIds,
  ) {}

  /** @param known those that are there; whoever is not among the wanted any more goes */
  async store(
    tx: Transaction,
    { organizationId, customerId }: { readonly organizationId: OrganizationId; readonly customerId: CustomerId },
    wanted: readonly RepresentativeInput[],
    known: readonly StoredRepresentative[],
  ): Promise<StoredRepresentative[]> {
    const before = new Map(known.map((each) => [each.id as string, each]));
    const rows = await Promise.all(
      wanted.map(async ({ id: wantedId, taxId, ...representative }) => {
        const id = (wantedId ?? representativeIds.create()) as RepresentativeId;
        const sealedTaxId =
          taxId === null || taxId === undefined
            ? null
            : await this.taxIds.seal(organizationId, representativeTaxIdPlace(id), taxId);
        const keepsTaxId = taxId === undefined;
        const masked = keepsTaxId ? (before.get(id)?.taxId ?? null) : (sealedTaxId?.masked ?? null);
        const record: SealedRepresentative = { ...representative, ...(masked === null ? {} : { taxId: masked }) };
        const sealed = await this.encryption.sealJson(organizationId, representativePlace(id), record);
        return { stored: { ...representative, id, taxId: masked }, sealed, sealedTaxId, keepsTaxId };
      }),
    );
    await tx.query(`DELETE FROM customer_representatives WHERE customer_id = $1 AND NOT (id = ANY ($2))`, [
      customerId,
      rows.map(({ stored }) => stored.id),
    ]);
    await this.upsert(tx, { organizationId, customerId }, rows);
    return rows.map(({ stored }) => stored);
  }

  async of(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerIds: readonly CustomerId[],
  ): Promise<ReadonlyMap<CustomerId, StoredRepresentative[]>> {
    const rows = await source.query<RepresentativeRow>(
      `SELECT id, customer_id AS "customerId", record FROM customer_representatives
       WHERE customer_id = ANY ($1) AND organization_id = $2 ORDER BY customer_id, position`,
      [customerIds, organizationId],
    );
    const opened = new Map<CustomerId, StoredRepresentative[]>();
    for (const { id, customerId, record } of rows) {
      const plain = await this.encryption.openJson<SealedRepresentative>(
        organizationId,
        representativePlace(id),
        record,
      );
      const stored = { ...plain, id, taxId: plain.taxId ?? null };
      opened.set(customerId, [...(opened.get(customerId) ?? []), stored]);
    }
    return opened;
  }

  private async upsert(
    tx: Transaction,
    { organizationId, customerId }: { readonly organizationId: OrganizationId; readonly customerId: CustomerId },
    rows: readonly {
      readonly stored: StoredRepresentative;
      readonly sealed: Buffer;
      readonly sealedTaxId: SealedTaxId | null;
      readonly keepsTaxId: boolean;
    }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `INSERT INTO customer_representatives (id, customer_id, organization_id, position, record, tax_id, tax_id_index)
       SELECT id, $1, $2, position - 1, record, tax_id, tax_id_index
       FROM unnest($3::text[], $4::bytea[], $5::bytea[], $6::bytea[]) WITH ORDINALITY
         AS representative (id, record, tax_id, tax_id_index, position)
       ON CONFLICT (id) DO UPDATE SET position = excluded.position, record = excluded.record,
         tax_id = CASE WHEN excluded.id = ANY ($7) THEN customer_representatives.tax_id ELSE excluded.tax_id END,
         tax_id_index =
           CASE WHEN excluded.id = ANY ($7) THEN customer_representatives.tax_id_index ELSE excluded.tax_id_index END
       WHERE customer_representatives.customer_id = excluded.customer_id`,
      [
        customerId,
        organizationId,
        rows.map(({ stored }) => stored.id),
        rows.map(({ sealed }) => sealed),
        rows.map(({ sealedTaxId }) => sealedTaxId?.sealed ?? null),
        rows.map(({ sealedTaxId }) => sealedTaxId?.index ?? null),
        rows.filter(({ keepsTaxId }) => keepsTaxId).map(({ stored }) => stored.id),
      ],
    );
  }
}
