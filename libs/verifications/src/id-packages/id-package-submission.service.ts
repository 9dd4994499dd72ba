import { type CustomerId, CustomerReader } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobControl, JobSubmitter } from '@bonafide/job-runtime';
import { type JobId, IdPackageVerification, jobIds } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { documentApplicant } from './document-applicant';
import type { IdPackageSnapshot, IdPackageState } from './id-package';
import type { IdPackageId } from './id-package-ids';
import { IdPackageProgress } from './id-package-progress.service';
import { IdPackageReader } from './id-package-reader.service';
import { packageApplicantPlace } from './sealed-places';

export interface VerificationWish {
  /** The permissible purpose, in kebab-case. */
  readonly purpose: string;
  /** The one vendor to ask; undefined: those of the installation. */
  readonly vendor?: string | undefined;
}

/** `refusedAs`: the state that does not allow it. */
export type SubmissionAnswer =
  | { readonly package: IdPackageSnapshot }
  | { readonly refusedAs: IdPackageState }
  /** Whose document it is is not on the customer's record any more. */
  | { readonly partyIsGone: true }
  | null;

const cancelable: readonly IdPackageState[] = ['created', 'requires_input', 'needs_review'];

/** Packages that are to be verified, or no longer. */
@Injectable()
export class IdPackageSubmission {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly customers: CustomerReader,
    private readonly reader: IdPackageReader,
    private readonly progress: IdPackageProgress,
    private readonly submitter: JobSubmitter,
    private readonly jobs: JobControl,
  ) {}

  /** Keeps who the customer is at this moment, and has a worker ask about it. Of two calls at once one does it. */
  async verify(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: IdPackageId,
    wish: VerificationWish,
  ): Promise<SubmissionAnswer> {
    const found = await this.reader.find(organizationId, customerId, id, tx);
    const customer = await this.customers.find(organizationId, customerId, tx);
    if (found === null || customer === null) return null;
    const applicant = documentApplicant(customer, found.representativeId);
    if (applicant === null) return { partyIsGone: true };
    const jobId = jobIds.create();
    const move = { id, organizationId, from: ['created'], to: 'processing', reasons: [] } as const;
    if (!(await this.progress.move(tx, move))) return { refusedAs: await this.stateOf(tx, id) };
    const sealed = await this.encryption.sealJson(organizationId, packageApplicantPlace(id), applicant);
    await tx.query('UPDATE id_packages SET applicant = $2, job_id = $3 WHERE id = $1', [id, sealed, jobId]);
    const payload = { packageId: id, ...wish };
    await this.submitter.submit(tx, IdPackageVerification, { jobId, organizationId, payload, subjectId: id });
    return this.stored(tx, organizationId, customerId, id);
  }

  /** A package that is being processed is canceled when its worker has stopped; should it finish first, its result stands. */
  async cancel(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: IdPackageId,
  ): Promise<SubmissionAnswer> {
    const found = await this.reader.find(organizationId, customerId, id, tx);
    if (found === null) return null;
    // The job is locked before its package, by settlements as well.
    const isTold = found.state === 'processing' && (await this.cancelJob(tx, found.jobId));
    const move = { id, organizationId, from: cancelable, to: 'canceled', reasons: ['canceled-by-request'] } as const;
    if (!isTold && !(await this.progress.move(tx, move))) return { refusedAs: await this.stateOf(tx, id) };
    return this.stored(tx, organizationId, customerId, id);
  }

  private async cancelJob(tx: Transaction, jobId: JobId | null): Promise<boolean> {
    if (jobId === null) return false;
    const answer = await this.jobs.cancel(tx, jobId);
    return answer === 'done' || answer === 'cancelling';
  }

  private async stored(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: IdPackageId,
  ): Promise<SubmissionAnswer> {
    const stored = await this.reader.find(organizationId, customerId, id, tx);
    return stored === null ? null : { package: stored };
  }

  /** Read after the try, so that it is the state that has refused it. */
  private async stateOf(tx: Transaction, id: IdPackageId): Promise<IdPackageState> {
    const [row] = await tx.query<{ state: IdPackageState }>('SELECT state FROM id_packages WHERE id = $1', [id]);
    if (row === undefined) throw new Error('A package that was just read is not there.');
    return row.state;
  }
}
