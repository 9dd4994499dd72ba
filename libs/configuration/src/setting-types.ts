import { Transform } from 'class-transformer';

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
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((word) => word.trim())
          .filter((word) => word !== '')
      : value,
  );
}
