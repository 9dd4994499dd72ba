import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { ListSetId } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import { standingVerifications } from '../addresses/address-verification-rows';
import type { CustomerId } from '../customer-ids';
import type { SanctionsState } from '../ladder/customer-facts';
import { statusAt } from '../ladder/customer-status';
import type { Hold } from '../ladder/ladder-rules';
import { ContactParts } from './contact-parts.repository';
import type { CustomerType } from './customer-record';
import type { CustomerSnapshot, SealedRecord } from './customer-snapshot';
import { ExternalIds } from './external-ids.repository';
import { Representatives } from './representatives.repository';
import { WITH_SAME_TAX_NUMBER } from './same-tax-number';
import { recordPlace } from './sealed-places';

interface CustomerRow {
  readonly id: CustomerId;
  readonly type: CustomerType;
  readonly name: string;
  readonly record: Buffer;
  readonly level: number;
  readonly hold: Hold | null;
  readonly identityVersion: number;
  readonly identityVerifiedAt: Date | null;
  readonly taxIdVerifiedAt: Date | null;
  readonly sanctionsState: SanctionsState;
  readonly sanctionsSince: Date;
  readonly listSetId: ListSetId | null;
  readonly listsCheckedAt: Date | null;
  readonly duplicateCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Customers with all that is kept of them, opened. */
@Injectable()
export class CustomerReader {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly contacts: ContactParts,
    private readonly externalIds: ExternalIds,
    private readonly representatives: Representatives,
  ) {}

  /** @param source the open transaction, to see what was changed in it */
  async find(
    organizationId: OrganizationId,
    id: CustomerId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<CustomerSnapshot | null> {
    const [customer] = await this.findMany(organizationId, [id], source);
    return customer ?? null;
  }

  /** Those that the organization has, in no order. */
  async findMany(
    organizationId: OrganizationId,
    ids: readonly CustomerId[],
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<CustomerSnapshot[]> {
    const rows = await source.query<CustomerRow>(
      `SELECT id, type, name, record, status AS level, hold, identity_version AS "identityVersion", identity_verified_at AS "identityVerifiedAt",
              tax_id_verified_at AS "taxIdVerifiedAt", sanctions_state AS "sanctionsState",
              sanctions_since AS "sanctionsSince", sanctions_list_set_id AS "listSetId",
              sanctions_lists_checked_at AS "listsCheckedAt", created_at AS "createdAt", updated_at AS "updatedAt",
              (SELECT count(*)::integer FROM (${WITH_SAME_TAX_NUMBER}) AS same) AS "duplicateCount"
       FROM customers AS customer WHERE id = ANY ($1) AND organization_id = $2 AND deleted_at IS NULL`,
      [ids, organizationId],
    );
    if (rows.length === 0) return [];
    const found = rows.map(({ id }) => id);
    const [phones, addresses, verifications, externalIds, representatives] = await Promise.all([
      this.contacts.phonesOf(source, organizationId, found),
      this.contacts.addressesOf(source, organizationId, found),
      standingVerifications(source, this.encryption, organizationId, found),
      this.externalIds.of(source, organizationId, found),
      this.representatives.of(source, organizationId, found),
    ]);
    return Promise.all(
      rows.map(async (row) => ({
        ...(await this.open(organizationId, row)),
        phones: phones.get(row.id) ?? [],
        addresses: addresses.get(row.id) ?? [],
        addressVerifications: verifications.filter(({ customerId }) => customerId === row.id),
        externalIds: externalIds.get(row.id) ?? {},
        representatives: representatives.get(row.id) ?? [],
      })),
    );
  }

  private async open(organizationId: OrganizationId, row: CustomerRow) {
    const { id, type, name, level, hold, sanctionsState, sanctionsSince, listSetId, listsCheckedAt } = row;
    const record = await this.encryption.openJson<SealedRecord>(organizationId, recordPlace(id), row.record);
    return {
      id,
      type,
      name,
      status: statusAt(level),
      hold,
      identityVersion: row.identityVersion,
      sanctionsState,
      facts: {
        identityVerifiedAt: row.identityVerifiedAt,
        taxIdVerifiedAt: row.taxIdVerifiedAt,
        sanctions: { state: sanctionsState, since: sanctionsSince, listSetId, listsCheckedAt },
      },
      individual: record.individual ?? null,
      business: record.business ?? null,
      email: record.email ?? null,
      taxId: record.taxId ?? null,
      nationalIds: record.nationalIds ?? [],
      cryptoAddresses: record.cryptoAddresses ?? [],
      beneficiaries: record.beneficiaries ?? [],
      duplicateCount: row.duplicateCount,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    };
  }
}
