import { type CustomerId, CustomerReader } from '@bonafide/customers';
import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type {
  IdPackageSnapshot,
  IdPackageState,
  IdPackageSummary,
  PackageDecision,
  PresentedDocument,
} from './id-package';
import type { IdPackageId, ImageId } from './id-package-ids';
import { PackageParties, representativeOf } from './package-parties.service';
import { documentPlace, packageDecisionPlace } from './sealed-places';

export interface IdPackageFilter {
  readonly state?: IdPackageState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

type PlainColumns = Omit<IdPackageSummary, keyof PresentedDocument | 'representativeId' | 'images'>;

interface SummaryRow extends PlainColumns {
  readonly partyId: string;
  readonly document: Buffer;
  readonly front: ImageId;
  readonly back: ImageId | null;
  readonly face: ImageId | null;
}

interface PackageRow extends SummaryRow {
  readonly applicant: Buffer | null;
  readonly decidedBy: string | null;
  readonly decidedWith: string | null;
  readonly decisionReason: Buffer | null;
  readonly decidedAt: Date | null;
}

const SUMMARY = `package.id, package.customer_id AS "customerId", package.party_id AS "partyId", package.document,
  package.front_image_id AS front, package.back_image_id AS back, package.face_image_id AS face, package.replaces,
  (SELECT next.id FROM id_packages AS next WHERE next.replaces = package.id) AS "replacedBy", package.state,
  package.reasons, package.attributes, package.vendor, package.job_id AS "jobId", package.error_code AS "errorCode",
  package.created_by AS "createdBy", package.created_at AS "createdAt", package.submitted_at AS "submittedAt",
  package.settled_at AS "settledAt", package.images_erased_at AS "imagesErasedAt"`;
/** Packages: looked up, opened. */
@Injectable()
export class IdPackageReader {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly customers: CustomerReader,
    private readonly parties: PackageParties,
  ) {}

  /**
   * @param source the open transaction, to see what was changed in it
   * @returns null also when the customer was deleted
   */
  async find(
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: IdPackageId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<IdPackageSnapshot | null> {
    const [row] = await source.query<PackageRow>(
      `SELECT ${SUMMARY}, package.applicant, package.decided_by AS "decidedBy", package.decided_with AS "decidedWith",
              package.decision_reason AS "decisionReason", package.decided_at AS "decidedAt"
       FROM id_packages AS package WHERE package.id = $1 AND package.organization_id = $2 AND package.customer_id = $3`,
      [id, organizationId, customerId],
    );
    const customer = row === undefined ? null : await this.customers.find(organizationId, customerId, source);
    if (row === undefined || customer === null) return null;
    const { applicant, decidedBy: _by, decidedWith: _with, decisionReason: _why, decidedAt: _at, ...summary } = row;
    const opened = await this.open(organizationId, summary);
    return {
      ...opened,
      decision: await this.openDecision(organizationId, row),
      isOfCurrentIdentity:
        applicant === null
          ? null
          : await this.parties.isStill(organizationId, { id, sealed: applicant, partyId: row.partyId }, customer),
    };
  }

  /** Those of a customer that the organization has, newest first. */
  async list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    { state, before, limit }: IdPackageFilter,
  ): Promise<IdPackageSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      `SELECT ${SUMMARY} FROM id_packages AS package
       WHERE package.customer_id = $1 AND package.organization_id = $2
         AND ($3::text IS NULL OR package.state = $3) AND ($4::text IS NULL OR package.id < $4)
       ORDER BY package.id DESC LIMIT $5`,
      [customerId, organizationId, state ?? null, before ?? null, limit],
    );
    return Promise.all(rows.map((row) => this.open(organizationId, row)));
  }

  private async open(
    organizationId: OrganizationId,
    { partyId, document: sealed, front, back, face, ...row }: SummaryRow,
  ): Promise<IdPackageSummary> {
    const document = await this.encryption.openJson<PresentedDocument>(organizationId, documentPlace(row.id), sealed);
    return { ...row, ...document, representativeId: representativeOf(partyId), images: { front, back, face } };
  }

  private async openDecision(
    organizationId: OrganizationId,
    { id, decidedBy: actor, decidedWith: apiKeyId, decisionReason, decidedAt }: PackageRow,
  ): Promise<PackageDecision | null> {
    if (actor === null || apiKeyId === null || decisionReason === null || decidedAt === null) return null;
    const reason = await this.encryption.open(organizationId, packageDecisionPlace(id), decisionReason);
    return { actor, apiKeyId, reason: reason.toString(), decidedAt };
  }
}
