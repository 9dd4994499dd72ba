import { applyDecorators } from '@nestjs/common';
import { IsString, Length, Matches } from 'class-validator';

/** A line of text that is shown as it is: no control characters. */
export const PlainText = (maxLength: number): PropertyDecorator =>
  applyDecorators(
    IsString({ message: '$property must be text' }),
    Length(1, maxLength, { message: `$property must have 1 to ${maxLength} characters` }),
    Matches(/^[^\p{Cc}]*$/u, { message: '$property must be one line without control characters' }),
  );
