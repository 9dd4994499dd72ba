import { applyDecorators } from '@nestjs/common';
import { IsString, Length, Matches } from 'class-validator';

/** What a person writes: several lines, but no other control characters. */
export const FreeText = (maxLength: number): PropertyDecorator =>
  applyDecorators(
    IsString({ message: '$property must be text' }),
    Length(1, maxLength, { message: `$property must have 1 to ${maxLength} characters` }),
    Matches(/\S/u, { message: '$property must say something' }),
    Matches(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u, {
      message: '$property must have no control characters other than line breaks and tabs',
    }),
  );
