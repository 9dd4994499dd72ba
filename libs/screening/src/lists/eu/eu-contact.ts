import { type UnusedParts } from '../not-understood';
import { type ListedContact } from '../sanctions-entry';

const TYPES: readonly (readonly [RegExp, ListedContact['type']])[] = [
  [/mail/iu, 'email'],
  [/fax/iu, 'fax'],
  [/phone|tel|mobile/iu, 'phone'],
  [/web|url|site/iu, 'website'],
];

/** The list names kinds of contact freely (`EMAIL`, `PHONE`, `Web`); one of no known kind is counted. */
export function readEuContact(key: string, value: string, unused: UnusedParts): ListedContact | undefined {
  const type = TYPES.find(([words]) => words.test(key))?.[1];
  if (value === '') return undefined;
  if (type === undefined) unused.add(`contact: ${key}`, value);
  return type && { type, value };
}
