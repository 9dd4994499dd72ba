import { loadConfig } from '@bonafide/configuration';
import {
  CustomerReader,
  type CustomerSnapshot,
  type CustomerStatus,
  IdentityResults,
  type TaxId,
  TaxIds,
} from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { createdAtOf, type OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { IdentityVerification, jobIds } from '@bonafide/jobs';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { type PlannedCheck, plannedChecks } from './planned-checks';
import { documentIsRequired, missingElements, verifiedRepresentatives } from './requirements';
import { applicantsPlace } from './sealed-places';
import { checkIds, type VerificationId, verificationIds } from './verification-ids';
import type { MissingElement, VerificationRequest } from './verification-request';
import { VerificationConfig } from './verification.config';
import { type TaxIdsOf, type VerifiedParty, verifiedPartiesOf } from './verified-parties';

export type RequestAnswer =
  | { readonly id: VerificationId }
  | { readonly missing: readonly MissingElement[] }
  /** One is under way. */
  | { readonly open: VerificationId }
  /** Nobody pays to verify who is rejected or dead. */
  | { readonly closed: CustomerStatus };

/** Begins verifications: what is known of the customer is sealed as it is, and a job submitted. */
@Injectable()
export class NewVerifications {
  private readonly config = loadConfig(VerificationConfig);

  constructor(
    private readonly customers: CustomerReader,
    private readonly identityResults: IdentityResults,
    private readonly taxIds: TaxIds,
    private readonly encryption: FieldEncryption,
    private readonly submitter: JobSubmitter,
    private readonly events: EventPublisher,
  ) {}

  /** @returns null when the organization has no such customer */
  async request(
    tx: Transaction,
    organizationId: OrganizationId,
    request: VerificationRequest,
  ): Promise<RequestAnswer | null> {
    const { customerId } = request;
    const held = await this.identityResults.holdStill(tx, organizationId, customerId);
    const customer = held === null ? null : await this.customers.find(organizationId, customerId, tx);
    if (held === null || customer === null) return null;
    if (customer.status === 'rejected' || customer.status === 'deceased') return { closed: customer.status };
    const missing = missingElements(customer, request);
    if (missing.length > 0) return { missing };
    const [open] = await tx.query<{ id: VerificationId }>(
      'SELECT id FROM verifications WHERE customer_id = $1 AND settled_at IS NULL',
      [customerId],
    );
    if (open !== undefined) return { open: open.id };
    const taxIds = await this.wholeTaxIds(tx, organizationId, customer);
    const parties = verifiedPartiesOf(customer, taxIds, request);
    const id = await this.store(tx, organizationId, request, held.identityVersion, parties);
    await this.storeChecks(tx, organizationId, id, plannedChecks(parties, documentIsRequired(customer, request)));
    await this.events.publish(tx, [
      {
        type: 'verification.created',
        organizationId,
        objectId: id,
        state: 'created',
        sequence: 1,
        occurredAt: createdAtOf(id),
      },
    ]);
    return { id };
  }

  private async store(
    tx: Transaction,
    organizationId: OrganizationId,
    { customerId, level, vendor, purpose, submitter }: VerificationRequest,
    identityVersion: number,
    parties: readonly VerifiedParty[],
  ): Promise<VerificationId> {
    const id = verificationIds.create();
    const jobId = jobIds.create();
    await tx.query(
      `INSERT INTO verifications (id, organization_id, customer_id, identity_version, level, state, purpose, vendor, applicants,
                                  ssn_is_unique, job_id, submitted_by, submitted_with, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, 'created', $6, $7, $8, $9, $10, $11, $12, $13::timestamptz, $13::timestamptz + $14::float8 * interval '1 hour')`,
      [
        id,
        organizationId,
        customerId,
        identityVersion,
        level,
        purpose,
        vendor,
        await this.encryption.sealJson(organizationId, applicantsPlace(id), parties),
        await this.taxIds.isUnique(tx, organizationId, customerId),
        jobId,
        submitter.actor,
        submitter.apiKeyId,
        createdAtOf(id),
        this.config.VERIFICATION_EXPIRY_HOURS,
      ],
    );
    const payload = { verificationId: id };
    await this.submitter.submit(tx, IdentityVerification, { jobId, organizationId, payload, subjectId: id });
    return id;
  }

  private async storeChecks(
    tx: Transaction,
    organizationId: OrganizationId,
    verificationId: VerificationId,
    checks: readonly PlannedCheck[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO verification_checks (id, verification_id, organization_id, position, representative_id, stage, is_required,
                                        state, skip_reason)
       SELECT id, $1, $2, position - 1, representative_id, stage, is_required,
              CASE WHEN skip_reason IS NULL THEN 'queued' ELSE 'skipped' END, skip_reason
       FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[]) WITH ORDINALITY
         AS planned (id, representative_id, stage, is_required, skip_reason, position)`,
      [
        verificationId,
        organizationId,
        checks.map(() => checkIds.create()),
        checks.map(({ representativeId }) => representativeId),
        checks.map(({ stage }) => stage),
        checks.map(({ isRequired }) => isRequired),
        checks.map(({ skipReason }) => skipReason),
      ],
    );
  }

  private async wholeTaxIds(
    tx: Transaction,
    organizationId: OrganizationId,
    { id, taxId, representatives }: CustomerSnapshot,
  ): Promise<TaxIdsOf> {
    const whole = new Map<string, TaxId>();
    const note = (of: string, number: TaxId | null) => {
      if (number !== null) whole.set(of, number);
    };
    if (taxId !== null) note(id, await this.taxIds.decrypt(tx, organizationId, id));
    for (const each of verifiedRepresentatives(representatives)) {
      if (each.taxId !== null) note(each.id, await this.taxIds.decryptOf(tx, organizationId, id, each.id));
    }
    return whole;
  }
}
