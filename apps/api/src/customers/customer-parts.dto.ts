import { type EntityType, entityTypes, addressTypes, phoneTypes, taxIdTypes } from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsString, IsUrl, Matches, Max, Min, ValidateNested } from 'class-validator';

import { CountryCode } from '../http/country-code.decorator';
import { PlainText } from '../http/plain-text.decorator';
import { Country } from '../screenings/subject-fields.decorator';
import { EmailAddress, IsPastDay, MayBeNull, NamePart } from './customer-fields.decorator';

const optional = { required: false, nullable: true, type: String } as const;

class PersonNamesBody {
  @ApiProperty({ example: 'Ana', maxLength: 70 })
  @NamePart()
  firstName: string;

  @ApiProperty(optional)
  @MayBeNull()
  @NamePart()
  middleName?: string | null;

  @ApiProperty({ example: 'Example', maxLength: 70 })
  @NamePart()
  lastName: string;

  @ApiProperty({ ...optional, example: 'Jr.' })
  @MayBeNull()
  @NamePart(20)
  suffix?: string | null;

  @ApiProperty({ ...optional, description: 'Screened as a name of its own.' })
  @MayBeNull()
  @NamePart()
  nickName?: string | null;

  @ApiProperty({ ...optional, format: 'date', example: '1970-04-21' })
  @MayBeNull()
  @IsPastDay()
  birthDate?: string | null;
}

export class IndividualBody extends PersonNamesBody {}

export class BusinessBody {
  @ApiProperty({ example: 'Example Trading LLC', maxLength: 300 })
  @NamePart(300)
  legalName: string;

  @ApiProperty({ ...optional, description: 'Screened as a name of its own.' })
  @MayBeNull()
  @NamePart(300)
  doingBusinessAs?: string | null;

  @ApiProperty({ required: false, nullable: true, enum: entityTypes })
  @MayBeNull()
  @IsIn(entityTypes, { message: `entityType must be ${entityTypes.join(', ')}` })
  entityType?: EntityType | null;

  @ApiProperty({ ...optional, example: '123456789' })
  @MayBeNull()
  @Matches(/^\d{9}$/, { message: 'duns must be nine digits' })
  duns?: string | null;

  @ApiProperty({ ...optional, example: '6099' })
  @MayBeNull()
  @Matches(/^\d{2,4}$/, { message: 'sicCode must be two to four digits' })
  sicCode?: string | null;

  @ApiProperty({ ...optional, example: '522390' })
  @MayBeNull()
  @Matches(/^\d{2,6}$/, { message: 'naicsCode must be two to six digits' })
  naicsCode?: string | null;

  @ApiProperty({ ...optional, format: 'date', example: '2019-02-28' })
  @MayBeNull()
  @IsPastDay()
  incorporationDate?: string | null;

  @ApiProperty({ ...optional, example: 'https://example.com' })
  @MayBeNull()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true }, { message: 'website must be a URL with https' })
  website?: string | null;
}

export class TaxIdBody {
  @ApiProperty({
    enum: taxIdTypes,
    example: 'ssn',
    description: 'Individuals: ssn, itin, foreign. Businesses: ein, foreign.',
  })
  @IsIn(taxIdTypes, { message: `type must be ${taxIdTypes.join(', ')}` })
  type: (typeof taxIdTypes)[number];

  @ApiProperty({ example: '219-09-9999', description: 'Sealed; only its last four digits are ever shown.' })
  @IsString({ message: 'number must be text' })
  number: string;

  @ApiProperty({ required: false, default: 'US', example: 'US', description: 'Who issued it (ISO 3166-1 alpha-2).' })
  @Country()
  country?: string;
}

export class PostalAddressBody {
  @ApiProperty({ example: '12 Main Street', maxLength: 200 })
  @PlainText(200)
  line1: string;

  @ApiProperty(optional)
  @MayBeNull()
  @PlainText(200)
  line2?: string | null;

  @ApiProperty({ example: 'Springfield', maxLength: 100 })
  @PlainText(100)
  city: string;

  @ApiProperty({ ...optional, example: 'IL', description: 'Two capitals in the United States.' })
  @MayBeNull()
  @PlainText(100)
  region?: string | null;

  @ApiProperty({ ...optional, example: '62701' })
  @MayBeNull()
  @PlainText(20)
  postalCode?: string | null;

  @ApiProperty({ example: 'US', description: 'ISO 3166-1 alpha-2.' })
  @CountryCode()
  country: string;
}

/** Which part it is; left out, it is a new one. */
export const PartId = (): PropertyDecorator =>
  Matches(/^[a-z]{3}_[0-9a-z]{26}$/, { message: 'id must be one that the customer’s record shows, or left out' });

export class CustomerAddressBody extends PostalAddressBody {
  @ApiProperty({ required: false, description: 'To keep the one that is there; a new one has none.' })
  @MayBeNull()
  @PartId()
  id?: string;

  @ApiProperty({ enum: addressTypes, example: 'primary' })
  @IsIn(addressTypes, { message: `type must be ${addressTypes.join(' or ')}` })
  type: (typeof addressTypes)[number];
}

export class PhoneBody {
  @ApiProperty({ required: false, description: 'To keep the one that is there; a new one has none.' })
  @MayBeNull()
  @PartId()
  id?: string;

  @ApiProperty({ enum: phoneTypes, example: 'mobile' })
  @IsIn(phoneTypes, { message: `type must be ${phoneTypes.join(', ')}` })
  type: (typeof phoneTypes)[number];

  @ApiProperty({ example: '+12175550123', description: 'E.164.' })
  @Matches(/^\+[1-9]\d{6,14}$/, { message: 'number must be in the form of E.164, such as +12175550123' })
  number: string;
}

/** Acts for a business, owns a part of it or controls it. */
export class RepresentativeBody extends PersonNamesBody {
  @ApiProperty({ required: false, description: 'To keep the one who is there; a new one has none.' })
  @MayBeNull()
  @PartId()
  id?: string;

  @ApiProperty({ ...optional, example: 'Chief executive officer' })
  @MayBeNull()
  @PlainText(100)
  title?: string | null;

  @ApiProperty({
    required: false,
    nullable: true,
    type: Number,
    minimum: 0,
    maximum: 100,
    example: 40,
    description: 'From 25 on a beneficial owner (31 CFR 1010.230).',
  })
  @MayBeNull()
  @IsNumber({ maxDecimalPlaces: 4 }, { message: 'ownershipPercent must be a number from 0 to 100' })
  @Min(0, { message: 'ownershipPercent must be 0 or more' })
  @Max(100, { message: 'ownershipPercent must be 100 or less' })
  ownershipPercent?: number | null;

  @ApiProperty({ required: false, default: false })
  @MayBeNull()
  @IsBoolean({ message: 'isControlPerson must be true or false' })
  isControlPerson?: boolean;

  @ApiProperty({ ...optional, example: 'ana@example.com' })
  @MayBeNull()
  @EmailAddress()
  email?: string | null;

  @ApiProperty({ required: false, nullable: true, type: () => PostalAddressBody })
  @MayBeNull()
  @ValidateNested({ message: 'address must be an object' })
  @Type(() => PostalAddressBody)
  address?: PostalAddressBody | null;

  @ApiProperty({
    required: false,
    nullable: true,
    type: () => TaxIdBody,
    description: 'Left out: stays as it is. Null: there is none.',
  })
  @MayBeNull()
  @ValidateNested({ message: 'taxId must be an object' })
  @Type(() => TaxIdBody)
  taxId?: TaxIdBody | null;
}
