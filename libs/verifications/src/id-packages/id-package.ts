import type { CustomerId, RepresentativeId } from '@bonafide/customers';
import type { AttributeResult, DocumentType, VerifiedAttribute } from '@bonafide/identity-vendors';
import type { JobId } from '@bonafide/jobs';

import type { IdPackageId, ImageId } from './id-package-ids';

/**
 * `created`: it waits to be verified. `requires_input`: another photograph or another document is needed, in a new package.
 * `needs_review`: a person has to decide. `failed`: nobody could be asked; it says nothing of the document. Stored, so never
 * renamed.
 */
export const idPackageStates = [
  'created',
  'processing',
  'requires_input',
  'needs_review',
  'passed',
  'declined',
  'failed',
  'expired',
  'canceled',
] as const;
export type IdPackageState = (typeof idPackageStates)[number];

/** What a package never leaves. */
export const settledStates = [
  'passed',
  'declined',
  'failed',
  'expired',
  'canceled',
] as const satisfies IdPackageState[];
export type SettledPackageState = (typeof settledStates)[number];

export const isSettledPackage = (state: IdPackageState): state is SettledPackageState =>
  (settledStates as readonly IdPackageState[]).includes(state);

/** What the images are said to show. */
export interface PresentedDocument {
  readonly documentType: DocumentType;
  /** ISO 3166-1 alpha-2, of the issuer. */
  readonly country: string;
  /** The state that issued it, where states do. */
  readonly region: string | null;
}

export const imageRoles = ['front', 'back', 'face'] as const;

/** Which image is which; null where there is none. */
export interface PackagedImages {
  readonly front: ImageId;
  readonly back: ImageId | null;
  /** The holder's face, to be compared with the one on the document. */
  readonly face: ImageId | null;
}

/** Who acts. The API key vouches for the organization, the organization for the person. */
export interface ActingCaller {
  readonly apiKeyId: string;
  /** The person's id in the organization's own system, where it names one. */
  readonly actor: string | null;
}

/** A person's decision. */
export interface PackageDecision {
  readonly actor: string;
  readonly apiKeyId: string;
  readonly reason: string;
  readonly decidedAt: Date;
}

/** A package as it is listed. */
export interface IdPackageSummary extends PresentedDocument {
  readonly id: IdPackageId;
  readonly customerId: CustomerId;
  /** Whose document it is; null for the customer itself. */
  readonly representativeId: RepresentativeId | null;
  readonly images: PackagedImages;
  /** The package whose photographs were not good enough. */
  readonly replaces: IdPackageId | null;
  /** The one that has taken the place of this one. */
  readonly replacedBy: IdPackageId | null;
  readonly state: IdPackageState;
  /** Codes; `packageReasons` has their words. */
  readonly reasons: readonly string[];
  /** What the vendor has compared, by attribute. */
  readonly attributes: Readonly<Partial<Record<VerifiedAttribute, AttributeResult>>>;
  /** Who was asked; null while nobody was. */
  readonly vendor: string | null;
  readonly jobId: JobId | null;
  /** Of a package that failed. */
  readonly errorCode: string | null;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly settledAt: Date | null;
  readonly imagesErasedAt: Date | null;
}

export interface IdPackageSnapshot extends IdPackageSummary {
  readonly decision: PackageDecision | null;
  /** Whether the record still says of the person what the vendor was asked about; null when nobody was asked. */
  readonly isOfCurrentIdentity: boolean | null;
}
