import { ValidateBy } from 'class-validator';

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, a day that was, and not before 1850. */
export const IsPartialDate = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPartialDate',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isPartialDate(value),
      defaultMessage: () => '$property must be a day of the past as YYYY-MM-DD, or YYYY-MM',
    },
  });

function isPartialDate(text: string): boolean {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return false;
  const [year = 0, month = 1, day = 1] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1850 && date.getTime() <= Date.now();
}
