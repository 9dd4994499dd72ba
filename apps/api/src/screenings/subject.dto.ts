import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

import { Optional } from '../http/optional.decorator';
import { Countries, Country, IsBirthDate, Name, Text } from './subject-fields.decorator';
import { AddressBody, CryptoAddressBody, IdentificationBody } from './subject-parts.dto';

const subjectTypes = ['person', 'business', 'vessel', 'aircraft'] as const;

/** Who or what is screened. */
export class SubjectBody {
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
    description:
      'As precise as it is known: a day (`1970-04-21`), a month (`1970-04`), a year (`1970`), a range of 20 years at most (`1968/1972`, `1968-05/1969`; ISO 8601), or about a year (`1970~`: two years more or less).',
  })
  @Optional()
  @IsBirthDate()
  birthDate?: string;

  @ApiProperty({
    required: false,
    example: 1970,
    description: 'The same as a birthDate of a year; not together with one.',
  })
  @Optional()
  @IsInt({ message: 'birthYear must be a year' })
  @Min(1850, { message: 'birthYear must be 1850 or later' })
  @Max(2100, { message: 'birthYear must be 2100 or earlier' })
  birthYear?: number;

  @Countries('When you do not know what they are to the subject: nationality, residence, flag. ISO 3166-1 alpha-2.', [
    'RU',
  ])
  countries?: string[];

  @Countries('Of a person. ISO 3166-1 alpha-2.', ['RU', 'IL'])
  nationalities?: string[];

  @Countries('Where a person lives. ISO 3166-1 alpha-2.', ['AE'])
  residenceCountries?: string[];

  @ApiProperty({ required: false, example: 'KZ', description: 'Where a person was born. ISO 3166-1 alpha-2.' })
  @Country()
  birthCountry?: string;

  @ApiProperty({ required: false, example: 'PA', description: 'Whose flag a vessel flies. ISO 3166-1 alpha-2.' })
  @Country()
  flag?: string;

  @ApiProperty({
    required: false,
    example: 'CY',
    description: 'Where a business or an aircraft is registered. ISO 3166-1 alpha-2.',
  })
  @Country()
  registrationCountry?: string;

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
}
