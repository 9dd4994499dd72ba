import {
  type CustomerId,
  CustomerReader,
  type CustomerSnapshot,
  type RepresentativeId,
  representativeIds,
} from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { Applicant } from '@bonafide/identity-vendors';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { documentApplicant, isSameApplicant } from './document-applicant';
import type { IdPackageId } from './id-package-ids';
import { packageApplicantPlace } from './sealed-places';

/** Whose documents packages are, and whether the record has changed since a vendor was asked. */
@Injectable()
export class PackageParties {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly customers: CustomerReader,
  ) {}

  /** Whether the customer is there and is, on record, who the vendor was asked about. */
  async isUnchanged(tx: Transaction, organizationId: OrganizationId, id: IdPackageId): Promise<boolean> {
    const [row] = await tx.query<{ customerId: CustomerId; partyId: string; applicant: Buffer | null }>(
      `SELECT customer_id AS "customerId", party_id AS "partyId", applicant FROM id_packages
       WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (row === undefined || row.applicant === null) return false;
    const customer = await this.customers.find(organizationId, row.customerId, tx);
    return (
      customer !== null &&
      (await this.isStill(organizationId, { id, sealed: row.applicant, partyId: row.partyId }, customer))
    );
  }

  /** As {@link isUnchanged}, of a customer that was just read. */
  async isStill(
    organizationId: OrganizationId,
    { id, sealed, partyId }: { readonly id: IdPackageId; readonly sealed: Buffer; readonly partyId: string },
    customer: CustomerSnapshot,
  ): Promise<boolean> {
    const asked = await this.encryption.openJson<Applicant>(organizationId, packageApplicantPlace(id), sealed);
    const current = documentApplicant(customer, representativeOf(partyId));
    return current !== null && isSameApplicant(asked, current);
  }
}

/** @returns null for the customer itself */
export const representativeOf = (partyId: string): RepresentativeId | null =>
  representativeIds.is(partyId) ? partyId : null;
