import { type VerificationLevel, verificationLevels } from '@bonafide/customers';
import { type GovernmentIdType, governmentIdTypes, vendorIds } from '@bonafide/identity-vendors';
import { type VerificationDecision, verificationDecisions } from '@bonafide/verifications';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsIP, IsLatitude, IsLongitude, Length, Matches, ValidateNested } from 'class-validator';

import { IsDay, MayBeNull } from '../customers/customer-fields.decorator';
import { PostalAddressBody } from '../customers/customer-parts.dto';
import { CountryCode } from '../http/country-code.decorator';
import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { PlainText } from '../http/plain-text.decorator';

const optional = { required: false, nullable: true, type: String } as const;

export class GovernmentIdBody {
  @ApiProperty({ enum: governmentIdTypes, example: 'passport' })
  @IsIn(governmentIdTypes, { message: `type must be ${governmentIdTypes.join(', ')}` })
  type: GovernmentIdType;

  @ApiProperty({ example: 'X0000001', description: 'Sealed, and never shown.' })
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N} ./-]{1,39}$/u, {
    message: 'number must have 2 to 40 letters, digits, spaces or . / -',
  })
  number: string;

  @ApiProperty({ example: 'FR', description: 'Who issued it (ISO 3166-1 alpha-2).' })
  @CountryCode('FR')
  country: string;

  @ApiProperty({ ...optional, example: 'IL', description: 'The state that issued it, where states do.' })
  @MayBeNull()
  @PlainText(100)
  region?: string | null;

  @ApiProperty({ ...optional, format: 'date', example: '2031-04-30' })
  @MayBeNull()
  @IsDay()
  expiresOn?: string | null;

  @ApiProperty({
    required: false,
    nullable: true,
    type: () => PostalAddressBody,
    description: 'The address that stands on it. When it is another than the primary one, both are checked.',
  })
  @MayBeNull()
  @ValidateNested({ message: 'address must be an object' })
  @Type(() => PostalAddressBody)
  address?: PostalAddressBody | null;
}

export class DeviceBody {
  @ApiProperty({ ...optional, example: '203.0.113.7', description: 'The applicant’s address, as you have seen it.' })
  @MayBeNull()
  @IsIP(undefined, { message: 'ip must be an IP address' })
  ip?: string | null;

  @ApiProperty({ ...optional, maxLength: 20_000, description: 'The blob of a fingerprinting script.' })
  @MayBeNull()
  @Length(1, 20_000, { message: 'fingerprint must have 1 to 20000 characters' })
  fingerprint?: string | null;

  @ApiProperty({ ...optional, example: 'BC', description: 'Whose script it was, in the vendor’s words.' })
  @MayBeNull()
  @Matches(/^[A-Za-z0-9_-]{1,20}$/, { message: 'fingerprintType must be 1 to 20 of A-Z a-z 0-9 _ -' })
  fingerprintType?: string | null;

  @ApiProperty({ ...optional, example: 'en-US' })
  @MayBeNull()
  @Matches(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, { message: 'language must be a language tag, such as en-US' })
  language?: string | null;

  @ApiProperty({ required: false, nullable: true, type: Number })
  @MayBeNull()
  @IsLatitude({ message: 'latitude must be degrees from -90 to 90' })
  latitude?: number | null;

  @ApiProperty({ required: false, nullable: true, type: Number })
  @MayBeNull()
  @IsLongitude({ message: 'longitude must be degrees from -180 to 180' })
  longitude?: number | null;
}

export class VerifyCustomerBody {
  @ApiProperty({
    enum: verificationLevels,
    example: 'kyc',
    description: '`kyc`: who it is. `cip`: and the whole identification number (31 CFR 1020.220).',
  })
  @IsIn(verificationLevels, { message: `level must be ${verificationLevels.join(' or ')}` })
  level: VerificationLevel;

  @ApiProperty({
    required: false,
    enum: vendorIds,
    description: 'The only one to ask. Left out: those of the installation, in its order.',
  })
  @MayBeNull()
  @IsIn(vendorIds, { message: `vendor must be ${vendorIds.join(' or ')}` })
  vendor?: (typeof vendorIds)[number] | null;

  @ApiProperty({
    required: false,
    default: 'account-opening',
    example: 'account-opening',
    description: 'What entitles you to ask (15 U.S.C. 1681b), kept with every call to a vendor.',
  })
  @MayBeNull()
  @Matches(/^[a-z]+(-[a-z]+){0,5}$/, { message: 'purpose must be words in lower case with hyphens between' })
  @Length(3, 60, { message: 'purpose must have 3 to 60 characters' })
  purpose?: string | null;

  @ApiProperty({ required: false, nullable: true, type: () => GovernmentIdBody, description: 'Of individuals only.' })
  @MayBeNull()
  @ValidateNested({ message: 'governmentId must be an object' })
  @Type(() => GovernmentIdBody)
  governmentId?: GovernmentIdBody | null;

  @ApiProperty({ required: false, nullable: true, type: () => DeviceBody, description: 'Of individuals only.' })
  @MayBeNull()
  @ValidateNested({ message: 'device must be an object' })
  @Type(() => DeviceBody)
  device?: DeviceBody | null;

  @ApiProperty({ ...optional, example: 'user-17', description: 'Who asks, by the id in your own system.' })
  @MayBeNull()
  @OpaqueId()
  actor?: string | null;
}

export class DecideVerificationBody {
  @ApiProperty({ enum: verificationDecisions, example: 'approve' })
  @IsIn(verificationDecisions, { message: `decision must be ${verificationDecisions.join(' or ')}` })
  decision: VerificationDecision;

  @ApiProperty({ example: 'officer-1', description: 'Who decides, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({ example: 'The utility bill agrees.', description: 'Kept sealed: how a discrepancy was resolved.' })
  @FreeText(2_000)
  reason: string;
}
