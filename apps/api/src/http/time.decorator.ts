import { isISO8601, isRFC3339, ValidateBy } from 'class-validator';

/** A moment, written as RFC 3339 says: ISO 8601 alone also knows weeks and days of the year, which JavaScript does not. */
const isTime = (value: unknown): value is string => isRFC3339(value) && isISO8601(value, { strict: true });

export const IsTime = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTime',
    validator: {
      validate: isTime,
      defaultMessage: () => '$property must be a date and time, such as 2031-01-31T00:00:00Z',
    },
  });

export const IsFutureTime = (): PropertyDecorator =>
  ValidateBy({
    name: 'isFutureTime',
    validator: {
      validate: (value: unknown) => isTime(value) && new Date(value).getTime() > Date.now(),
      defaultMessage: () => '$property must be a date and time to come, such as 2031-01-31T00:00:00Z',
    },
  });
