import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

import { Country, Text } from './subject-fields.decorator';

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
