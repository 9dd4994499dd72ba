import { birthDateFault } from '@bonafide/screening';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString, Length, Matches, ValidateBy } from 'class-validator';

import { CountryCode } from '../http/country-code.decorator';
import { Optional } from '../http/optional.decorator';

export const Name = (): PropertyDecorator =>
  applyDecorators(
    IsString({ message: '$property must be text' }),
    Length(1, 300, { message: '$property must have 1 to 300 characters' }),
    // Without a letter or digit nothing is compared, and that must not read as clear.
    Matches(/[\p{L}\p{N}]/u, { message: '$property must contain a letter or a digit' }),
  );

export const Text = (maxLength: number): PropertyDecorator =>
  applyDecorators(
    Optional(),
    IsString({ message: '$property must be text' }),
    Length(1, maxLength, { message: `$property must have 1 to ${maxLength} characters` }),
  );

export const Country = (): PropertyDecorator => applyDecorators(Optional(), CountryCode());

/** A list of up to 20 countries, documented as well. */
export const Countries = (description: string, example: readonly string[]): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, isArray: true, type: String, maxItems: 20, example, description }),
    Optional(),
    IsArray({ message: '$property must be a list' }),
    ArrayMaxSize(20, { message: '$property may have 20 countries' }),
    CountryCode('US', { each: true, message: '$property must be codes of two capitals (ISO 3166-1), such as US' }),
  );

/** A birth date in one of the notations that `birthDateFault` knows. */
export const IsBirthDate = (): PropertyDecorator =>
  ValidateBy({
    name: 'isBirthDate',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && birthDateFault(value) === undefined,
      defaultMessage: (args) => {
        const value: unknown = args?.value;
        return `$property ${typeof value === 'string' ? (birthDateFault(value) ?? '') : 'must be text'}`;
      },
    },
  });
