import { isISO31661Alpha2, ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * Two capitals of ISO 3166-1. The validator of that name takes small letters as well, and rules that compare codes would not
 * know them again.
 */
export const CountryCode = (example = 'US', options: ValidationOptions = {}): PropertyDecorator =>
  ValidateBy(
    {
      name: 'countryCode',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && /^[A-Z]{2}$/.test(value) && isISO31661Alpha2(value),
      },
    },
    { message: `$property must be a country code of two capitals (ISO 3166-1), such as ${example}`, ...options },
  );
