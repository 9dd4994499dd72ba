import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { AddressVerification, jobIds, type Lane } from '@bonafide/jobs';
import type { Submitter } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import type { StoredAddress } from '../records/contact-parts.repository';
import type { Address } from '../records/customer-record';
import {
  type AddressVerificationCause,
  type AddressVerificationId,
  addressVerificationIds,
  type AddressVerificationSnapshot,
  isSameContent,
} from './address-verification';
import { type AddressVerificationRow, COLUMNS, opened, standingVerifications } from './address-verification-rows';
import { addressVendorId } from './address-verification.config';
import { verifiedAddressPlace } from './sealed-places';

/** What a vendor is to be asked. */
export interface AskedAddress {
  readonly id: AddressVerificationId;
  readonly vendor: string;
  readonly address: Address;
}

interface WantedVerification {
  readonly customerId: CustomerId;
  readonly address: StoredAddress;
}

/**
 * Has addresses verified, each by a job of its own; an address waits for one answer at a time. The customers must be locked
 * or new wherever something is written: so nobody changes an address between the question and the answer unseen.
 */
@Injectable()
export class AddressVerifications {
  /** Null: no addresses are verified here. */
  readonly vendor = addressVendorId();

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly submitter: JobSubmitter,
  ) {}

  /**
   * What an edit asks for: what was known of addresses that are gone or say something else does not hold any more, and those that
   * are new are verified. @param before none for a customer that is new
   */
  async follow(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    { before, after }: { readonly before: readonly StoredAddress[]; readonly after: readonly StoredAddress[] },
    submitter: Submitter,
  ): Promise<void> {
    const isIn = (addresses: readonly StoredAddress[], address: StoredAddress) =>
      addresses.some((each) => each.id === address.id && isSameContent(each, address));
    await this.void(
      tx,
      customerId,
      before.filter((address) => !isIn(after, address)),
    );
    const wanted = after.filter((address) => !isIn(before, address)).map((address) => ({ customerId, address }));
    const cause = before.length === 0 ? 'created' : 'edited';
    await this.begin(tx, organizationId, wanted, { cause, submitter, lane: 'interactive' });
  }

  /** @returns the verifications that were begun; an address that waits for an answer already gets no other */
  async begin(
    tx: Transaction,
    organizationId: OrganizationId,
    wanted: readonly WantedVerification[],
    how: { readonly cause: AddressVerificationCause; readonly submitter: Submitter | null; readonly lane: Lane },
  ): Promise<AddressVerificationId[]> {
    if (this.vendor === null || wanted.length === 0) return [];
    const rows = await Promise.all(
      wanted.map(async ({ customerId, address: { id: addressId, type: _type, ...address } }) => {
        const id = addressVerificationIds.create();
        const sealed = await this.encryption.sealJson(organizationId, verifiedAddressPlace(id), address);
        return { id, jobId: jobIds.create(), customerId, addressId, sealed };
      }),
    );
    const begun = await tx.query<{ id: AddressVerificationId }>(
      `INSERT INTO address_verifications (id, organization_id, customer_id, address_id, job_id, vendor, cause, state, address,
                                          requested_by, requested_with)
       SELECT id, $1, customer_id, address_id, job_id, $2, $3, 'pending', address, $4, $5
       FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::bytea[])
         AS wanted (id, customer_id, address_id, job_id, address)
       ON CONFLICT (address_id) WHERE state = 'pending' DO NOTHING
       RETURNING id`,
      [
        organizationId,
        this.vendor,
        how.cause,
        how.submitter?.actor ?? null,
        how.submitter?.apiKeyId ?? null,
        rows.map(({ id }) => id),
        rows.map(({ customerId }) => customerId),
        rows.map(({ addressId }) => addressId),
        rows.map(({ jobId }) => jobId),
        rows.map(({ sealed }) => sealed),
      ],
    );
    const ids = new Set(begun.map(({ id }) => id));
    await this.submitter.submitMany(
      tx,
      AddressVerification,
      rows
        .filter(({ id }) => ids.has(id))
        .map(({ id, jobId }) => ({
          jobId,
          organizationId,
          payload: { verificationId: id },
          subjectId: id,
          lane: how.lane,
        })),
    );
    return [...ids];
  }

  /** Nothing of a customer is waited for any more, and nothing that was said of its addresses holds. */
  async end(tx: Transaction, customerId: CustomerId): Promise<void> {
    await tx.query(
      `UPDATE address_verifications ${VOIDED} WHERE customer_id = $1 AND (is_current OR state IN ('pending', 'cancelled'))`,
      [customerId],
    );
  }

  /** @returns null when there is none that waits for an answer: then there is nothing to ask */
  async asked(organizationId: OrganizationId, id: string): Promise<AskedAddress | null> {
    const [row] = await this.database.query<{ id: AddressVerificationId; vendor: string; address: Buffer }>(
      `SELECT id, vendor, address FROM address_verifications
       WHERE id = $1 AND organization_id = $2 AND state = 'pending'`,
      [id, organizationId],
    );
    if (row === undefined) return null;
    const address = await this.encryption.openJson<Address>(organizationId, verifiedAddressPlace(row.id), row.address);
    return { id: row.id, vendor: row.vendor, address };
  }

  /** Those of an address, newest first. */
  async list(
    organizationId: OrganizationId,
    { customerId, addressId }: { readonly customerId: CustomerId; readonly addressId: string },
    { before, limit }: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<AddressVerificationSnapshot[]> {
    const rows = await this.database.query<AddressVerificationRow>(
      `SELECT ${COLUMNS} FROM address_verifications
       WHERE customer_id = $1 AND organization_id = $2 AND address_id = $3 AND ($4::text IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [customerId, organizationId, addressId, before ?? null, limit],
    );
    return Promise.all(rows.map((row) => opened(this.encryption, organizationId, row)));
  }

  async find(
    organizationId: OrganizationId,
    { customerId, addressId }: { readonly customerId: CustomerId; readonly addressId: string },
    id: AddressVerificationId,
  ): Promise<AddressVerificationSnapshot | null> {
    const [row] = await this.database.query<AddressVerificationRow>(
      `SELECT ${COLUMNS} FROM address_verifications
       WHERE id = $1 AND organization_id = $2 AND customer_id = $3 AND address_id = $4`,
      [id, organizationId, customerId, addressId],
    );
    return row === undefined ? null : opened(this.encryption, organizationId, row);
  }

  /** What says how a customer's addresses stand, and what is being asked about them. */
  standing(
    source: Pick<Transaction, 'query'>,
    organizationId: OrganizationId,
    customerId: CustomerId,
  ): Promise<AddressVerificationSnapshot[]> {
    return standingVerifications(source, this.encryption, organizationId, [customerId]);
  }

  private async void(tx: Transaction, customerId: CustomerId, addresses: readonly StoredAddress[]): Promise<void> {
    if (addresses.length === 0) return;
    await tx.query(
      `UPDATE address_verifications ${VOIDED}
       WHERE customer_id = $1 AND address_id = ANY ($2) AND (is_current OR state IN ('pending', 'cancelled'))`,
      [customerId, addresses.map(({ id }) => id)],
    );
  }
}

/** What was said stays in the history; what is still to be said is void. */
const VOIDED = `SET is_current = false, state = CASE WHEN state IN ('pending', 'cancelled') THEN 'void' ELSE state END,
  settled_at = coalesce(settled_at, now())`;
