import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Submitter } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import { type CustomerId, type RecordVersionId, recordVersionIds } from '../customer-ids';
import type { CustomerSnapshot } from './customer-snapshot';
import { recordVersionPlace } from './sealed-places';

/** What was entered of a customer; tax numbers masked. */
export type CustomerRecord = Pick<
  CustomerSnapshot,
  | 'individual'
  | 'business'
  | 'email'
  | 'taxId'
  | 'nationalIds'
  | 'phones'
  | 'addresses'
  | 'representatives'
  | 'beneficiaries'
  | 'cryptoAddresses'
  | 'externalIds'
>;

/** What a record said until it was changed. */
export interface RecordVersion {
  readonly id: RecordVersionId;
  readonly record: CustomerRecord;
  /** The person who changed it, and the key it was done with. */
  readonly replacedBy: string | null;
  readonly replacedWith: string;
  readonly replacedAt: Date;
}

type VersionRow = Omit<RecordVersion, 'record'> & { readonly record: Buffer };

/** Every record as it was, for whoever asks later who it was that was verified. */
@Injectable()
export class RecordHistory {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Before a change. The customer must be locked. */
  async keep(
    tx: Transaction,
    organizationId: OrganizationId,
    before: CustomerSnapshot,
    { actor, apiKeyId }: Submitter,
  ): Promise<void> {
    const id = recordVersionIds.create();
    const record = await this.encryption.sealJson(organizationId, recordVersionPlace(id), recordOf(before));
    await tx.query(
      `INSERT INTO customer_record_versions (id, customer_id, organization_id, record, replaced_by, replaced_with)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, before.id, organizationId, record, actor, apiKeyId],
    );
  }

  /** Newest first. */
  async list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<RecordVersion[]> {
    const rows = await this.database.query<VersionRow>(
      `SELECT id, record, replaced_by AS "replacedBy", replaced_with AS "replacedWith", replaced_at AS "replacedAt"
       FROM customer_record_versions
       WHERE customer_id = $1 AND organization_id = $2 AND ($3::text IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
      [customerId, organizationId, page.before ?? null, page.limit],
    );
    return Promise.all(
      rows.map(async ({ record, ...row }) => ({
        ...row,
        record: await this.encryption.openJson<CustomerRecord>(organizationId, recordVersionPlace(row.id), record),
      })),
    );
  }
}

const recordOf = ({
  individual,
  business,
  email,
  taxId,
  nationalIds,
  phones,
  addresses,
  representatives,
  beneficiaries,
  cryptoAddresses,
  externalIds,
}: CustomerSnapshot): CustomerRecord => ({
  individual,
  business,
  email,
  taxId,
  nationalIds,
  phones,
  addresses,
  representatives,
  beneficiaries,
  cryptoAddresses,
  externalIds,
});
