import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';

/**
 * May be left out, and null says the same. `IsOptional` by itself lets null through to where nobody expects it.
 * @param byDefault what the field begins with, where it begins with something
 */
export const Optional = (byDefault?: unknown): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => value ?? byDefault),
  );
