import { type CustomerType, customerTypes } from '@bonafide/customers';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, ValidateNested } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { EmailAddress, IsExternalIds, MayBeNull } from './customer-fields.decorator';
import {
  BusinessBody,
  CustomerAddressBody,
  IndividualBody,
  PhoneBody,
  RepresentativeBody,
  TaxIdBody,
} from './customer-parts.dto';
import { BeneficiaryBody, CustomerCryptoAddressBody, NationalIdBody } from './customer-property.dto';

const externalIdsSchema = {
  selfRequired: false,
  type: 'object',
  additionalProperties: { type: 'string' },
  example: { salesforceId: '00Q5e000001abcd' },
} as const;

/** A list of parts that is replaced as a whole. */
const Parts = (part: () => new () => object, what: string, maxItems: number, description?: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      required: false,
      isArray: true,
      type: part,
      maxItems,
      ...(description === undefined ? { default: [] } : { description }),
    }),
    MayBeNull(),
    IsArray({ message: `${what} must be a list` }),
    ArrayMaxSize(maxItems, { message: `${what} may have ${maxItems} items` }),
    ValidateNested({ each: true, message: `${what} must be objects` }),
    Type(part),
  );

/** A customer as its organization enters it. */
export class CustomerBody {
  @ApiProperty({ enum: customerTypes, example: 'individual' })
  @IsIn(customerTypes, { message: `type must be ${customerTypes.join(' or ')}` })
  type: CustomerType;

  @ApiProperty({ required: false, type: () => IndividualBody, description: 'Required of an individual.' })
  @MayBeNull()
  @ValidateNested({ message: 'individual must be an object' })
  @Type(() => IndividualBody)
  individual?: IndividualBody;

  @ApiProperty({ required: false, type: () => BusinessBody, description: 'Required of a business.' })
  @MayBeNull()
  @ValidateNested({ message: 'business must be an object' })
  @Type(() => BusinessBody)
  business?: BusinessBody;

  @ApiProperty({ required: false, nullable: true, type: String, example: 'ana@example.com' })
  @MayBeNull()
  @EmailAddress()
  email?: string | null;

  @ApiProperty({
    required: false,
    nullable: true,
    type: () => TaxIdBody,
    description: 'Left out of a change it stays as it is, for it cannot be read back. Null: there is none.',
  })
  @MayBeNull()
  @ValidateNested({ message: 'taxId must be an object' })
  @Type(() => TaxIdBody)
  taxId?: TaxIdBody | null;

  @Parts(
    () => NationalIdBody,
    'nationalIds',
    3,
    'Keys of Mexico, checked against name and birth date. Left out of a change they stay as they are, for they cannot be read back.',
  )
  nationalIds?: NationalIdBody[] | null;

  @Parts(() => PhoneBody, 'phones', 10)
  phones?: PhoneBody[] | null;

  @Parts(() => CustomerAddressBody, 'addresses', 10)
  addresses?: CustomerAddressBody[] | null;

  @Parts(() => RepresentativeBody, 'representatives', 50)
  representatives?: RepresentativeBody[] | null;

  @Parts(() => BeneficiaryBody, 'beneficiaries', 20)
  beneficiaries?: BeneficiaryBody[] | null;

  @Parts(() => CustomerCryptoAddressBody, 'cryptoAddresses', 20)
  cryptoAddresses?: CustomerCryptoAddressBody[] | null;

  @ApiProperty({
    ...externalIdsSchema,
    description: 'Ids in your other systems, shown in the clear: no personal data. A pair names one customer.',
  })
  @MayBeNull()
  @IsExternalIds()
  externalIds?: Record<string, string>;

  @ApiProperty({
    required: false,
    example: 'user-17',
    description:
      'The person who enters it, by the id in your own system. Where `submitterMayDecide` is false, nobody decides about the hits of the own customers.',
  })
  @MayBeNull()
  @OpaqueId()
  actor?: string;
}

const unlessLeftOut = { skipNullProperties: false };

class IndividualChange extends PartialType(IndividualBody, unlessLeftOut) {}
class BusinessChange extends PartialType(BusinessBody, unlessLeftOut) {}

/** What is to be another than it was (RFC 7396): what is left out stays, null takes away, a list takes the place of the one before. */
export class CustomerChangeBody extends PartialType(
  OmitType(CustomerBody, ['type', 'individual', 'business', 'externalIds'] as const),
  unlessLeftOut,
) {
  @ApiProperty({ required: false, type: () => IndividualChange })
  @MayBeNull()
  @ValidateNested({ message: 'individual must be an object' })
  @Type(() => IndividualChange)
  individual?: IndividualChange | null;

  @ApiProperty({ required: false, type: () => BusinessChange })
  @MayBeNull()
  @ValidateNested({ message: 'business must be an object' })
  @Type(() => BusinessChange)
  business?: BusinessChange | null;

  @ApiProperty({ ...externalIdsSchema, description: 'Key by key; null takes one away.' })
  @MayBeNull()
  @IsExternalIds(true)
  externalIds?: Record<string, string | null> | null;
}
