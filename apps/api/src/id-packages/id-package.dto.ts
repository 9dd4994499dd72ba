import { type DocumentType, documentTypes } from '@bonafide/identity-vendors';
import {
  type DecidedState,
  idPackageIds,
  type IdPackageSnapshot,
  type IdPackageState,
  idPackageStates,
  type IdPackageSummary,
  imageIds,
  packageDecisions,
  wordsOfReason,
} from '@bonafide/verifications';
import { representativeIds } from '@bonafide/customers';
import type { IdKind } from '@bonafide/identifiers';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, ValidateBy } from 'class-validator';

import { CountryCode } from '../http/country-code.decorator';
import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { PageQuery } from '../http/page-query.dto';

const IdOf = (kind: IdKind<string>, what: string): PropertyDecorator =>
  ValidateBy({
    name: 'isIdOfKind',
    validator: {
      validate: (value: unknown) => kind.is(value),
      defaultMessage: () => `$property must be the id of ${what}: ${kind.prefix}_ and 26 characters`,
    },
  });

const optional = { required: false, nullable: true, type: String } as const;

export class IdPackageBody {
  @ApiProperty({
    enum: documentTypes,
    example: 'PP',
    description: 'Driver’s licence, passport, identity card, residence permit, utility bill.',
  })
  @IsIn(documentTypes, { message: `documentType must be one of ${documentTypes.join(', ')}` })
  documentType: DocumentType;

  @ApiProperty({ example: 'US', description: 'Who issued it: ISO 3166-1, two letters.' })
  @CountryCode()
  country: string;

  @ApiProperty({
    ...optional,
    example: 'CA',
    description: 'The state that issued a driver’s licence; ISO 3166-2 without the country.',
  })
  @IsOptional()
  @Matches(/^[A-Z0-9]{1,3}$/, { message: 'region must be one to three capitals or digits, such as CA' })
  region?: string | null;

  @ApiProperty({ example: 'img_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  @IdOf(imageIds, 'an image')
  frontImageId: string;

  @ApiProperty({ ...optional, description: 'Needed for DL and ID.' })
  @IsOptional()
  @IdOf(imageIds, 'an image')
  backImageId?: string | null;

  @ApiProperty({ ...optional, description: 'The holder’s face, to be compared. One that is given has to agree.' })
  @IsOptional()
  @IdOf(imageIds, 'an image')
  faceImageId?: string | null;

  @ApiProperty({ ...optional, description: 'Whose document it is. Required of a business, and of no one else.' })
  @IsOptional()
  @IdOf(representativeIds, 'a representative')
  representativeId?: string | null;

  @ApiProperty({ ...optional, description: 'The package whose photographs these take the place of.' })
  @IsOptional()
  @IdOf(idPackageIds, 'a package')
  replaces?: string | null;

  @ApiProperty({ ...optional, example: 'user-17', description: 'Who makes it, by the id in your own system.' })
  @IsOptional()
  @OpaqueId()
  actor?: string | null;
}

export class VerifyIdPackageBody {
  @ApiProperty({
    required: false,
    default: 'account-opening',
    description: 'The permissible purpose, as it is recorded with every call.',
  })
  @IsOptional()
  @Matches(/^[a-z][a-z-]{0,63}$/, { message: 'purpose must be lower-case words with hyphens, such as account-opening' })
  purpose: string = 'account-opening';

  @ApiProperty({
    ...optional,
    example: 'sandbox',
    description: 'The one vendor to ask; left out: all, in their order.',
  })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,31}$/, { message: 'vendor must be the id of a vendor, such as identitymind' })
  vendor?: string | null;

  @ApiProperty({ ...optional, example: 'user-17', description: 'Who asks, by the id in your own system.' })
  @IsOptional()
  @OpaqueId()
  actor?: string | null;
}

export class CancelIdPackageBody {
  @ApiProperty({ ...optional, example: 'user-17' })
  @IsOptional()
  @OpaqueId()
  actor?: string | null;
}

export class IdPackageDecisionBody {
  @ApiProperty({ enum: packageDecisions, example: 'declined' })
  @IsIn(packageDecisions, { message: `decision must be one of ${packageDecisions.join(', ')}` })
  decision: DecidedState;

  @ApiProperty({ example: 'officer-1', description: 'Who decides, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({ example: 'Looked at beside the original.', description: 'Kept sealed, with the package.' })
  @FreeText(2_000)
  reason: string;
}

export class IdPackagesQuery extends PageQuery {
  @ApiProperty({ required: false, enum: idPackageStates })
  @IsOptional()
  @IsIn(idPackageStates, { message: `state must be ${idPackageStates.join(', ')}` })
  state?: IdPackageState;
}

class PackageReasonView {
  @ApiProperty({ example: 'image-not-readable' })
  code: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For those who work on it; null for a code of another version.',
  })
  analystText: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the person may be told; null: nothing.' })
  applicantText: string | null;
}

class PackageDecisionView {
  @ApiProperty()
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ format: 'date-time' })
  decidedAt: string;
}

export class IdPackageSummaryView {
  @ApiProperty({ example: 'idp_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  customerId: string;

  @ApiProperty({ type: String, nullable: true })
  representativeId: string | null;

  @ApiProperty({ enum: documentTypes })
  documentType: string;

  @ApiProperty({ example: 'US' })
  country: string;

  @ApiProperty({ type: String, nullable: true })
  region: string | null;

  @ApiProperty({ example: 'img_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  frontImageId: string;

  @ApiProperty({ type: String, nullable: true })
  backImageId: string | null;

  @ApiProperty({ type: String, nullable: true })
  faceImageId: string | null;

  @ApiProperty({ type: String, nullable: true })
  replaces: string | null;

  @ApiProperty({ type: String, nullable: true })
  replacedBy: string | null;

  @ApiProperty({
    enum: idPackageStates,
    description:
      'Only `passed` is a pass. `requires_input`: make another package that `replaces` this one. `failed`: nobody could be asked.',
  })
  state: string;

  @ApiProperty({ isArray: true, type: () => PackageReasonView })
  reasons: readonly PackageReasonView[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { first_name: 'match', face: 'match' },
    description: 'What the vendor has compared with the record: match, partial_match, no_match, no_data, no_input.',
  })
  attributes: Readonly<Record<string, string>>;

  @ApiProperty({ type: String, nullable: true, description: 'Who has answered.' })
  vendor: string | null;

  @ApiProperty({ type: String, nullable: true })
  jobId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of a package that failed.' })
  errorCode: string | null;

  @ApiProperty({ type: String, nullable: true })
  createdBy: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When verification was asked for.' })
  submittedAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  imagesErasedAt: string | null;

  static of({ images, reasons, ...row }: IdPackageSummary): IdPackageSummaryView {
    const { id, customerId, representativeId, documentType, country, region, replaces, replacedBy, state } = row;
    const { attributes, vendor, jobId, errorCode, createdBy } = row;
    return {
      id,
      customerId,
      representativeId,
      documentType,
      country,
      region,
      frontImageId: images.front,
      backImageId: images.back,
      faceImageId: images.face,
      replaces,
      replacedBy,
      state,
      reasons: reasons.map(reasonView),
      attributes,
      vendor,
      jobId,
      errorCode,
      createdBy,
      createdAt: row.createdAt.toISOString(),
      submittedAt: row.submittedAt?.toISOString() ?? null,
      settledAt: row.settledAt?.toISOString() ?? null,
      imagesErasedAt: row.imagesErasedAt?.toISOString() ?? null,
    };
  }
}

export class IdPackageView extends IdPackageSummaryView {
  @ApiProperty({ type: () => PackageDecisionView, nullable: true, description: 'What a person has decided.' })
  decision: PackageDecisionView | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description:
      'Whether the record still says of the person what the vendor was asked about; null when nobody was asked.',
  })
  isOfCurrentIdentity: boolean | null;

  static override of(snapshot: IdPackageSnapshot): IdPackageView {
    const { decision, isOfCurrentIdentity } = snapshot;
    return {
      ...IdPackageSummaryView.of(snapshot),
      decision: decision === null ? null : { ...decision, decidedAt: decision.decidedAt.toISOString() },
      isOfCurrentIdentity,
    };
  }
}

function reasonView(code: string): PackageReasonView {
  const words = wordsOfReason(code);
  return { code, analystText: words?.analyst ?? null, applicantText: words?.applicant ?? null };
}
