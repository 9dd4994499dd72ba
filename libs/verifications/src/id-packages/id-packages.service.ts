import { loadConfig } from '@bonafide/configuration';
import { type CustomerId, CustomerReader, type CustomerSnapshot, type RepresentativeId } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { documentApplicant } from './document-applicant';
import { allowedTypesOf, type DocumentPolicy } from './document-policy';
import {
  type ActingCaller,
  type IdPackageSnapshot,
  type IdPackageState,
  imageRoles,
  type PackagedImages,
  type PresentedDocument,
} from './id-package';
import { type IdPackageId, idPackageIds, type ImageId } from './id-package-ids';
import { IdPackageConfig } from './id-package.config';
import { type PackageFault, packageFaults } from './id-package-faults';
import { IdPackageProgress } from './id-package-progress.service';
import { IdPackageReader } from './id-package-reader.service';
import { PackageImages, type UnusableImage } from './images/package-images.service';
import { documentPlace } from './sealed-places';

export interface IdPackageRequest extends PresentedDocument {
  /** Whose document it is; null for the customer itself. */
  readonly representativeId: RepresentativeId | null;
  readonly images: PackagedImages;
  readonly replaces: IdPackageId | null;
  readonly caller: ActingCaller;
}

/** Either it was stored, or nothing may be committed and the answer says why. */
export type NewPackageAnswer =
  | { readonly package: IdPackageSnapshot }
  | { readonly faults: readonly PackageFault[] }
  | { readonly cannotBeReplaced: IdPackageState | 'replaced' }
  /** The organization has no such customer. */
  | null;

interface ReplacedRow {
  readonly state: IdPackageState;
  readonly isReplaced: boolean;
}

/** What another package may take the place of. */
const replaceable: readonly IdPackageState[] = ['requires_input', 'failed', 'expired', 'canceled'];

/** Identity packages: made, and replaced by others. */
@Injectable()
export class IdPackages {
  readonly policy: DocumentPolicy;

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly customers: CustomerReader,
    private readonly images: PackageImages,
    private readonly reader: IdPackageReader,
    private readonly progress: IdPackageProgress,
  ) {
    const config = loadConfig(IdPackageConfig);
    this.policy = {
      bannedCountries: new Set(config.ID_BANNED_COUNTRIES),
      allowedTypes: allowedTypesOf(config.ID_DOCUMENT_TYPES),
      regionCountries: new Set(config.ID_REGION_COUNTRIES),
    };
  }

  async create(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    request: IdPackageRequest,
  ): Promise<NewPackageAnswer> {
    const customer = await this.customers.find(organizationId, customerId, tx);
    if (customer === null) return null;
    const faults = [...packageFaults(this.policy, request), ...partyFaults(customer, request)];
    if (faults.length > 0) return { faults };
    const { replaces } = request;
    const replaced = replaces === null ? null : await this.lockReplaced(tx, customerId, replaces);
    if (replaces !== null && replaced === null) return { faults: [noSuchPackage] };
    if (replaced?.isReplaced === true) return { cannotBeReplaced: 'replaced' };
    if (replaced !== null && !replaceable.includes(replaced.state)) return { cannotBeReplaced: replaced.state };
    const id = idPackageIds.create();
    const createdAt = await this.store(tx, organizationId, customerId, id, request);
    const lender = replaced?.state === 'failed' ? replaces : null;
    const wanted = imagesIn(request.images);
    const unusable = await this.images.take(
      tx,
      customerId,
      id,
      wanted.map(({ imageId }) => imageId),
      lender,
    );
    if (unusable.length > 0) return { faults: imageFaults(request.images, unusable) };
    if (replaces !== null && replaced?.state === 'requires_input')
      await this.closeReplaced(tx, organizationId, replaces);
    await this.progress.tellCreated(tx, id, organizationId, createdAt);
    const stored = await this.reader.find(organizationId, customerId, id, tx);
    if (stored === null) throw new Error('The package that was just stored is not there.');
    return { package: stored };
  }

  /** Of two that want to replace the same one, the second sees the first. */
  private async lockReplaced(tx: Transaction, customerId: CustomerId, id: IdPackageId): Promise<ReplacedRow | null> {
    const locked = await tx.query('SELECT 1 FROM id_packages WHERE id = $1 AND customer_id = $2 FOR UPDATE', [
      id,
      customerId,
    ]);
    if (locked.length === 0) return null;
    const [row] = await tx.query<ReplacedRow>(
      `SELECT state, EXISTS (SELECT 1 FROM id_packages WHERE replaces = $1) AS "isReplaced" FROM id_packages WHERE id = $1`,
      [id],
    );
    return row ?? null;
  }

  private async closeReplaced(tx: Transaction, organizationId: OrganizationId, id: IdPackageId): Promise<void> {
    const reasons = ['package-replaced'];
    await this.progress.move(tx, { id, organizationId, from: ['requires_input'], to: 'canceled', reasons });
  }

  private async store(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    id: IdPackageId,
    { documentType, country, region, representativeId, images, replaces, caller }: IdPackageRequest,
  ): Promise<Date> {
    const document: PresentedDocument = { documentType, country, region };
    const sealed = await this.encryption.sealJson(organizationId, documentPlace(id), document);
    const [row] = await tx.query<{ createdAt: Date }>(
      `INSERT INTO id_packages (id, organization_id, customer_id, party_id, document, front_image_id, back_image_id,
                                face_image_id, replaces, state, created_by, created_with)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'created', $10, $11) RETURNING created_at AS "createdAt"`,
      [
        id,
        organizationId,
        customerId,
        representativeId ?? customerId,
        sealed,
        images.front,
        images.back,
        images.face,
        replaces,
        caller.actor,
        caller.apiKeyId,
      ],
    );
    if (row === undefined) throw new Error('A package was not stored.');
    return row.createdAt;
  }
}

const noSuchPackage: PackageFault = { pointer: '/replaces', detail: 'The customer has no package with this id.' };

function partyFaults(customer: CustomerSnapshot, { representativeId }: IdPackageRequest): PackageFault[] {
  if (documentApplicant(customer, representativeId) !== null) return [];
  const detail =
    representativeId === null
      ? 'It is required of a business: the document is that of a person.'
      : 'The customer has no representative with this id.';
  return [{ pointer: '/representativeId', detail }];
}

interface NamedImage {
  readonly pointer: string;
  readonly imageId: ImageId;
}

const imagesIn = (images: PackagedImages): NamedImage[] =>
  imageRoles.flatMap((role) => {
    const imageId = images[role];
    return imageId === null ? [] : [{ pointer: `/${role}ImageId`, imageId }];
  });

const whyUnusable = {
  unknown: 'The customer has no image with this id. Upload it first (POST …/images).',
  used: 'The image is in another package. Upload the photograph again for this one.',
  erased: 'The image was erased. Upload the photograph again.',
} as const;

const imageFaults = (images: PackagedImages, unusable: readonly UnusableImage[]): PackageFault[] =>
  imagesIn(images).flatMap(({ pointer, imageId }) => {
    const found = unusable.find(({ id }) => id === imageId);
    return found === undefined ? [] : [{ pointer, detail: whyUnusable[found.why] }];
  });
