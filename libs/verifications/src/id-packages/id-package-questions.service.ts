import { type CustomerId, IdentityResults } from '@bonafide/customers';
import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { Applicant, DocumentImages } from '@bonafide/identity-vendors';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { IdPackageState, PresentedDocument } from './id-package';
import type { IdPackageId, ImageId } from './id-package-ids';
import { PackageImages } from './images/package-images.service';
import { documentPlace, packageApplicantPlace } from './sealed-places';

/** A package that is to be verified; its images are read apart, and only when a vendor is asked. */
export interface PackageToVerify {
  readonly id: IdPackageId;
  readonly document: PresentedDocument;
  readonly applicant: Applicant;
  readonly hasFace: boolean;
  /** Whether it is the second try of somebody whose first photographs were not good enough. */
  readonly isRetake: boolean;
  readonly submittedAt: Date;
}

interface PackageRow {
  readonly state: IdPackageState;
  readonly document: Buffer;
  readonly applicant: Buffer | null;
  readonly front: ImageId;
  readonly back: ImageId | null;
  readonly face: ImageId | null;
  readonly isRetake: boolean;
  readonly submittedAt: Date | null;
}

/** What a worker needs to ask about a package. */
@Injectable()
export class IdPackageQuestions {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly images: PackageImages,
    private readonly customers: IdentityResults,
  ) {}

  /** @returns null when it is not being processed (any more), or gone. @throws SealBrokenError */
  async find(organizationId: OrganizationId, id: IdPackageId): Promise<PackageToVerify | null> {
    const row = await this.row(organizationId, id);
    if (row?.state !== 'processing' || row.applicant === null || row.submittedAt === null) return null;
    const { face, isRetake, submittedAt } = row;
    const [document, applicant] = await Promise.all([
      this.encryption.openJson<PresentedDocument>(organizationId, documentPlace(id), row.document),
      this.encryption.openJson<StoredApplicant>(organizationId, packageApplicantPlace(id), row.applicant),
    ]);
    return {
      id,
      document,
      applicant: { ...applicant, createdAt: new Date(applicant.createdAt) },
      hasFace: face !== null,
      isRetake,
      submittedAt,
    };
  }

  /** The images themselves. They are in nobody's hands but the caller's. @returns null when they were erased */
  async imagesOf(
    organizationId: OrganizationId,
    { id, document: { documentType, country, region } }: PackageToVerify,
  ): Promise<DocumentImages | null> {
    const row = await this.row(organizationId, id);
    if (row === null) return null;
    const open = (imageId: ImageId | null) =>
      imageId === null ? Promise.resolve(undefined) : this.images.open(organizationId, imageId);
    const [front, back, face] = await Promise.all([open(row.front), open(row.back), open(row.face)]);
    if (front == null || back === null || face === null) return null;
    return { documentType, country, region: region ?? undefined, front, back, face };
  }

  /** Whether the customer is still there: nobody shows a vendor the documents of who was deleted. */
  async hasCustomer(organizationId: OrganizationId, id: IdPackageId): Promise<boolean> {
    const [row] = await this.database.query<{ customerId: CustomerId }>(
      `SELECT customer_id AS "customerId" FROM id_packages WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (row === undefined) return false;
    return (await this.customers.versionOf(this.database, organizationId, row.customerId)) !== null;
  }

  /** At whom the case is that the state of a package rests on, and what it is called there. */
  async caseOf(
    organizationId: OrganizationId,
    id: IdPackageId,
  ): Promise<{ readonly vendor: string | null; readonly vendorReference: string | null } | null> {
    const [row] = await this.database.query<{ vendor: string | null; vendorReference: string | null }>(
      `SELECT vendor, vendor_reference AS "vendorReference" FROM id_packages WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return row ?? null;
  }

  private async row(organizationId: OrganizationId, id: IdPackageId): Promise<PackageRow | null> {
    const [row] = await this.database.query<PackageRow>(
      `SELECT state, document, applicant, front_image_id AS front, back_image_id AS back, face_image_id AS face,
              EXISTS (SELECT 1 FROM id_packages AS former
                      WHERE former.id = package.replaces AND former.reasons && ARRAY['package-replaced', 'no-new-photograph'])
                AS "isRetake",
              submitted_at AS "submittedAt"
       FROM id_packages AS package WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return row ?? null;
  }
}

interface StoredApplicant extends Omit<Applicant, 'createdAt'> {
  readonly createdAt: string;
}
