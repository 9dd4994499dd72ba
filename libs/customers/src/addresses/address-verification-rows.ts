import type { Transaction } from '@bonafide/database';
import type { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';

import type { CustomerId } from '../customer-ids';
import type { Address } from '../records/customer-record';
import type { AddressVerificationSnapshot } from './address-verification';
import { correctionPlace } from './sealed-places';

export interface AddressVerificationRow extends Omit<AddressVerificationSnapshot, 'correction'> {
  readonly correction: Buffer | null;
}

export const COLUMNS = `id, customer_id AS "customerId", address_id AS "addressId", job_id AS "jobId", vendor, cause, state,
  is_current AS "isCurrent", correction, reasons, vendor_codes AS "vendorCodes", error_code AS "errorCode",
  requested_by AS "requestedBy", created_at AS "createdAt", settled_at AS "settledAt"`;

export async function opened(
  encryption: FieldEncryption,
  organizationId: OrganizationId,
  { correction, ...row }: AddressVerificationRow,
): Promise<AddressVerificationSnapshot> {
  if (correction === null) return { ...row, correction };
  return {
    ...row,
    correction: await encryption.openJson<Address>(organizationId, correctionPlace(row.id), correction),
  };
}

/** What says how the addresses of customers stand, and what is being asked about them. */
export async function standingVerifications(
  source: Pick<Transaction, 'query'>,
  encryption: FieldEncryption,
  organizationId: OrganizationId,
  customerIds: readonly CustomerId[],
): Promise<AddressVerificationSnapshot[]> {
  const rows = await source.query<AddressVerificationRow>(
    `SELECT ${COLUMNS} FROM address_verifications
     WHERE customer_id = ANY ($1) AND organization_id = $2 AND (is_current OR state = 'pending')`,
    [customerIds, organizationId],
  );
  return Promise.all(rows.map((row) => opened(encryption, organizationId, row)));
}
