import { Transform } from 'class-transformer';
import { IsISO31661Alpha2 } from 'class-validator';

/** `true`, `1`, `yes`, `on` are true; `false`, `0`, `no`, `off` are false; anything else is left for the validator to refuse. */
export function BooleanSetting(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string') return value;
    if (['true', '1', 'yes', 'on'].includes(value.toLowerCase())) return true;
    if (['false', '0', 'no', 'off'].includes(value.toLowerCase())) return false;
    return value;
  });
}

/** A whole or decimal number; text that is no number becomes NaN and is refused by the validator. */
export function NumberSetting(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? Number(value) : value));
}

/** Comma-separated words. */
export function ListSetting(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? wordsOf(value) : value));
}

/** Countries by their codes of two letters (ISO 3166-1), separated by commas. Small letters become capitals. */
export function CountriesSetting(name: string): PropertyDecorator {
  const message = `${name} must be country codes of two letters (ISO 3166-1), separated by commas`;
  return (target, property) => {
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? wordsOf(value.toUpperCase()) : value))(
      target,
      property,
    );
    IsISO31661Alpha2({ each: true, message })(target, property);
  };
}

const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
