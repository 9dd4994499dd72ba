import type { ScreeningRequest } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { IsPartialDate } from './partial-date.decorator';

const subjectTypes = ['person', 'business', 'vessel', 'aircraft'] as const;
const DEFAULT_THRESHOLD = 0.8;

/** May be left out, and null says the same. */
const Optional = (): PropertyDecorator => (target, property) => {
  IsOptional()(target, property);
  Transform(({ value }: { value: unknown }) => value ?? undefined)(target, property);
};

const Name = (): PropertyDecorator => (target, property) => {
  IsString({ message: '$property must be text' })(target, property);
  Length(1, 300, { message: '$property must have 1 to 300 characters' })(target, property);
  // Without a letter or digit nothing is compared, and that must not read as clear.
  Matches(/[\p{L}\p{N}]/u, { message: '$property must contain a letter or a digit' })(target, property);
};

const Text =
  (maxLength: number): PropertyDecorator =>
  (target, property) => {
    Optional()(target, property);
    IsString({ message: '$property must be text' })(target, property);
    Length(1, maxLength, { message: `$property must have 1 to ${maxLength} characters` })(target, property);
  };

const Country = (): PropertyDecorator => (target, property) => {
  Optional()(target, property);
  IsISO31661Alpha2({ message: '$property must be a country code of two letters (ISO 3166-1), such as US' })(
    target,
    property,
  );
};

export class IdentificationBody {
  @ApiProperty({ example: 'passport', description: 'passport, national-id, tax-id, registration, imo, …' })
  @IsString({ message: 'type must be text' })
  @Matches(/^[a-z0-9-]{1,40}$/, {
    message: 'type must be 1 to 40 lower-case letters, digits or hyphens, such as passport',
  })
  type: string;

  @ApiProperty({ example: 'C4JKT7Q0', maxLength: 100 })
  @IsString({ message: 'number must be text' })
  @Length(1, 100, { message: 'number must have 1 to 100 characters' })
  number: string;

  @ApiProperty({ required: false, example: 'US', description: 'Who issued it (ISO 3166-1 alpha-2).' })
  @Country()
  country?: string;
}

export class AddressBody {
  @ApiProperty({ required: false, example: '12 Main Street' })
  @Text(200)
  line1?: string;

  @ApiProperty({ required: false })
  @Text(200)
  line2?: string;

  @ApiProperty({ required: false, example: 'Springfield' })
  @Text(100)
  city?: string;

  @ApiProperty({ required: false, example: 'IL' })
  @Text(100)
  region?: string;

  @ApiProperty({ required: false, example: '62701' })
  @Text(20)
  postalCode?: string;

  @ApiProperty({ required: false, example: 'US', description: 'ISO 3166-1 alpha-2.' })
  @Country()
  country?: string;
}

export class CryptoAddressBody {
  @ApiProperty({
    required: false,
    example: 'XBT',
    description: 'The address alone is compared; this is shown with it.',
  })
  @Text(10)
  currency?: string;

  @ApiProperty({ example: '0x00000000000000000000000000000000000b0a7e', maxLength: 200 })
  @IsString({ message: 'address must be text' })
  @Length(1, 200, { message: 'address must have 1 to 200 characters' })
  address: string;
}

/** Who or what is screened. */
export class CreateScreeningBody {
  @ApiProperty({
    required: false,
    enum: subjectTypes,
    description: 'Unknown when left out: entries of every type are compared alike.',
  })
  @Optional()
  @IsIn(subjectTypes, { message: `type must be ${subjectTypes.join(', ')}, or left out` })
  type?: (typeof subjectTypes)[number];

  @ApiProperty({ example: 'Ivan Petrovich Sidorov', maxLength: 300, description: 'In any order and any script.' })
  @Name()
  name: string;

  @ApiProperty({ required: false, isArray: true, type: String, maxItems: 20, default: [] })
  @Optional()
  @IsArray({ message: 'alternativeNames must be a list' })
  @ArrayMaxSize(20, { message: 'alternativeNames may have 20 names' })
  @IsString({ each: true, message: 'alternativeNames must be texts' })
  @Length(1, 300, { each: true, message: 'alternativeNames must have 1 to 300 characters each' })
  @Matches(/[\p{L}\p{N}]/u, { each: true, message: 'alternativeNames must contain a letter or a digit each' })
  alternativeNames?: string[];

  @ApiProperty({
    required: false,
    example: '1970-04-21',
    description: 'YYYY-MM-DD, or YYYY-MM when the day is not known.',
  })
  @Optional()
  @IsPartialDate()
  birthDate?: string;

  @ApiProperty({
    required: false,
    example: 1970,
    description: 'When no more than the year is known; not together with birthDate.',
  })
  @Optional()
  @IsInt({ message: 'birthYear must be a year' })
  @Min(1850, { message: 'birthYear must be 1850 or later' })
  @Max(2100, { message: 'birthYear must be 2100 or earlier' })
  birthYear?: number;

  @ApiProperty({
    required: false,
    isArray: true,
    type: String,
    maxItems: 20,
    example: ['RU'],
    description: 'Nationality, residence, birth, flag: ISO 3166-1 alpha-2.',
  })
  @Optional()
  @IsArray({ message: 'countries must be a list' })
  @ArrayMaxSize(20, { message: 'countries may have 20 countries' })
  @IsISO31661Alpha2({ each: true, message: 'countries must be codes of two letters (ISO 3166-1), such as US' })
  countries?: string[];

  @ApiProperty({ required: false, isArray: true, type: () => IdentificationBody, maxItems: 20 })
  @Optional()
  @IsArray({ message: 'identifications must be a list' })
  @ArrayMaxSize(20, { message: 'identifications may have 20 items' })
  @ValidateNested({ each: true, message: 'identifications must be objects' })
  @Type(() => IdentificationBody)
  identifications?: IdentificationBody[];

  @ApiProperty({ required: false, isArray: true, type: () => AddressBody, maxItems: 20 })
  @Optional()
  @IsArray({ message: 'addresses must be a list' })
  @ArrayMaxSize(20, { message: 'addresses may have 20 items' })
  @ValidateNested({ each: true, message: 'addresses must be objects' })
  @Type(() => AddressBody)
  addresses?: AddressBody[];

  @ApiProperty({ required: false, isArray: true, type: () => CryptoAddressBody, maxItems: 20 })
  @Optional()
  @IsArray({ message: 'cryptoAddresses must be a list' })
  @ArrayMaxSize(20, { message: 'cryptoAddresses may have 20 items' })
  @ValidateNested({ each: true, message: 'cryptoAddresses must be objects' })
  @Type(() => CryptoAddressBody)
  cryptoAddresses?: CryptoAddressBody[];

  @ApiProperty({ required: false, example: '9074729', description: "A vessel's IMO number." })
  @Text(20)
  imo?: string;

  @ApiProperty({ required: false, description: "A vessel's call sign." })
  @Text(20)
  callSign?: string;

  @ApiProperty({ required: false, description: "An aircraft's registration." })
  @Text(20)
  tailNumber?: string;

  @ApiProperty({
    required: false,
    default: DEFAULT_THRESHOLD,
    minimum: 0.5,
    maximum: 1,
    description: 'From which score on a listed name is a hit.',
  })
  @Optional()
  @IsNumber({}, { message: 'threshold must be a number' })
  @Min(0.5, { message: 'threshold must be 0.5 or more' })
  @Max(1, { message: 'threshold must be 1 or less' })
  threshold?: number;

  @ApiProperty({
    required: false,
    example: 'applicant-4711',
    description: 'Your own name for it, shown in the clear: no personal data.',
  })
  @Optional()
  @OpaqueId()
  externalId?: string;

  @ApiProperty({
    required: false,
    example: 'user-17',
    description:
      'The person who asks, by the id in your own system; no personal data. Where `submitterMayDecide` is false, nobody decides about the hits of the own screenings.',
  })
  @Optional()
  @OpaqueId()
  submittedBy?: string;
}

export class CreateScreeningsBody {
  @ApiProperty({ isArray: true, type: () => CreateScreeningBody, minItems: 1, maxItems: 1_000 })
  @IsArray({ message: 'screenings must be a list' })
  @ArrayMinSize(1, { message: 'screenings must have at least one item' })
  @ArrayMaxSize(1_000, { message: 'screenings may have 1000 items; send the rest in another call' })
  @ValidateNested({ each: true, message: 'screenings must be objects' })
  @Type(() => CreateScreeningBody)
  screenings: CreateScreeningBody[];
}

export function screeningRequestOf(body: CreateScreeningBody, apiKeyId: string): ScreeningRequest {
  const { type, name, alternativeNames = [], countries = [], identifications = [], addresses = [] } = body;
  const { cryptoAddresses, imo, callSign, tailNumber } = body;
  const birthDate = body.birthDate ?? body.birthYear?.toString();
  return {
    subject: {
      name,
      alternativeNames,
      countries,
      identifications,
      addresses,
      ...(type === undefined ? {} : { type }),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(cryptoAddresses === undefined ? {} : { cryptoAddresses }),
      ...(imo === undefined ? {} : { imo }),
      ...(callSign === undefined ? {} : { callSign }),
      ...(tailNumber === undefined ? {} : { tailNumber }),
    },
    threshold: body.threshold ?? DEFAULT_THRESHOLD,
    externalId: body.externalId ?? null,
    submitter: { apiKeyId, actor: body.submittedBy ?? null },
  };
}
