import { nonEmpty, onlyKnown } from './only-known';
import { type SanctionsEntry } from './sanctions-entry';

/**
 * One entry of two accounts of the same one: each name, date, address and so on once, in the order of their first
 * appearance. Of single facts (type, gender, vessel) the first account counts, of texts both do. The second account's
 * primary name, if it is another one, becomes an alias.
 */
export function mergeEntries(first: SanctionsEntry, second: SanctionsEntry): SanctionsEntry {
  const isNew = (name: string): boolean => first.names.every((known) => known.name !== name);
  const aliases = second.names
    .filter(({ name }) => isNew(name))
    .map((name) => (name.kind === 'primary' ? { ...name, kind: 'aka' as const } : name));
  return {
    ...second,
    ...first,
    names: [...first.names, ...aliases],
    programs: union(first.programs, second.programs),
    birthDates: union(first.birthDates, second.birthDates),
    birthPlaces: union(first.birthPlaces, second.birthPlaces),
    countries: union(first.countries, second.countries),
    addresses: union(first.addresses, second.addresses),
    identifications: union(first.identifications, second.identifications),
    cryptoAddresses: union(first.cryptoAddresses, second.cryptoAddresses),
    linkedTo: union(first.linkedTo, second.linkedTo),
    ...onlyKnown({
      contacts: nonEmpty(union(first.contacts ?? [], second.contacts ?? [])),
      establishedDates: nonEmpty(union(first.establishedDates ?? [], second.establishedDates ?? [])),
      title: bothTexts(first.title, second.title, '; '),
      remarks: bothTexts(first.remarks, second.remarks, '\n'),
      originalList: bothTexts(first.originalList, second.originalList, '; '),
    }),
  };
}

/** The items of both, each once; equal are those that are written alike as JSON. */
export function union<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  const seen = new Map([...first, ...second].map((item) => [JSON.stringify(item), item]));
  return [...seen.values()];
}

function bothTexts(first: string | undefined, second: string | undefined, separator: string): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return first.split(separator).includes(second) || first === second ? first : `${first}${separator}${second}`;
}
