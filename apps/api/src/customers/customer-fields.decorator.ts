import { applyDecorators } from '@nestjs/common';
import { IsOptional, Length, Matches, ValidateBy } from 'class-validator';

import { PlainText } from '../http/plain-text.decorator';

/** May be left out; null says that there is none, also where there was one. */
export const MayBeNull = (): PropertyDecorator => IsOptional();

/** A part of a name. */
export const NamePart = (maxLength = 70): PropertyDecorator =>
  applyDecorators(
    PlainText(maxLength),
    // Without a letter or digit nothing is compared, and that must not read as clear.
    Matches(/[\p{L}\p{N}]/u, { message: '$property must contain a letter or a digit' }),
  );

const isDay = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** A day, such as one on which a document expires: `YYYY-MM-DD`. */
export const IsDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isDay',
    validator: { validate: isDay, defaultMessage: () => '$property must be a day, such as 2031-04-30' },
  });

/** A day that is over, such as somebody's birth: `YYYY-MM-DD`, from 1800 on. */
export const IsPastDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPastDay',
    validator: {
      validate: (value: unknown) =>
        isDay(value) && value >= '1800-01-01' && value <= new Date().toISOString().slice(0, 10),
      defaultMessage: () => '$property must be a day from 1800 until today, such as 1970-04-21',
    },
  });

/** Not more than a mailbox can be checked for before a message reaches it. */
export const EmailAddress = (): PropertyDecorator =>
  applyDecorators(
    Length(3, 254, { message: '$property must have 3 to 254 characters' }),
    Matches(/^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]+\.[^\s@\p{Cc}.]+$/u, {
      message: '$property must be an e-mail address, such as ana@example.com',
    }),
  );

const KEY = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const VALUE = /^[A-Za-z0-9._:-]{1,64}$/;

/** A map of up to 20 ids in other systems. @param mayRemove whether null takes one away */
export const IsExternalIds = (mayRemove = false): PropertyDecorator =>
  ValidateBy({
    name: 'isExternalIds',
    validator: {
      validate: (value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
        const entries = Object.entries(value as Record<string, unknown>);
        const isValue = (each: unknown) => (typeof each === 'string' ? VALUE.test(each) : each === null && mayRemove);
        return entries.length <= 20 && entries.every(([key, each]) => KEY.test(key) && isValue(each));
      },
      defaultMessage: () =>
        '$property must have up to 20 ids: the key a letter and up to 39 of A-Z a-z 0-9 _, the id 1 to 64 of A-Z a-z 0-9 . _ : -',
    },
  });
