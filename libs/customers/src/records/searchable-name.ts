import anyAscii from 'any-ascii';

import type { Business, CustomerInput, PersonNames } from './customer-record';

/** A name in small Latin letters and digits, its words apart: how customers are searched and sorted. */
export const searchableName = (name: string): string =>
  anyAscii(name.normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

export const fullNameOf = ({ firstName, middleName, lastName, suffix }: PersonNames): string =>
  said(firstName, middleName, lastName, suffix).join(' ');

/** The names of a customer that are kept in the clear, to be searched. */
export interface SearchedNames {
  /** As it is shown. */
  readonly name: string;
  /** Surname first. */
  readonly sortName: string;
  /** Legal name, nick name and doing business as. */
  readonly searchNames: string;
}

/** @throws when the customer lacks what its type must have */
export function searchedNamesOf({
  type,
  individual,
  business,
}: Pick<CustomerInput, 'type' | 'individual' | 'business'>) {
  if (type === 'individual' && individual !== undefined) return personSearched(individual);
  if (type === 'business' && business !== undefined) return businessSearched(business);
  throw new Error(`A customer of the type ${type} has nothing of one.`);
}

function personSearched(person: PersonNames): SearchedNames {
  const name = fullNameOf(person);
  const { firstName, middleName, lastName, suffix, nickName } = person;
  return {
    name,
    sortName: searchableName(said(lastName, firstName, middleName, suffix).join(' ')),
    searchNames: searchableName(said(name, nickName).join(' ')),
  };
}

const businessSearched = ({ legalName, doingBusinessAs }: Business): SearchedNames => ({
  name: legalName,
  sortName: searchableName(legalName),
  searchNames: searchableName(said(legalName, doingBusinessAs).join(' ')),
});

const said = (...parts: readonly (string | undefined)[]): string[] => parts.filter((part) => part !== undefined);
