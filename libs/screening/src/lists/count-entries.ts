import { type SanctionsEntry } from './sanctions-entry';

/** What a list holds, in numbers. */
export interface EntryCounts {
  readonly entries: number;
  readonly persons: number;
  readonly businesses: number;
  readonly vessels: number;
  readonly aircraft: number;
  readonly unknownTypes: number;
  /** All names but the primary ones; the weak ones among them are counted again. */
  readonly aliases: number;
  readonly weakAliases: number;
  readonly birthDates: number;
  readonly addresses: number;
  readonly identifications: number;
  readonly cryptoAddresses: number;
}

export function countEntries(entries: readonly SanctionsEntry[]): EntryCounts {
  const ofType = (type: SanctionsEntry['type']): number => entries.filter((entry) => entry.type === type).length;
  const sum = (countOf: (entry: SanctionsEntry) => number): number =>
    entries.reduce((total, entry) => total + countOf(entry), 0);
  return {
    entries: entries.length,
    persons: ofType('person'),
    businesses: ofType('business'),
    vessels: ofType('vessel'),
    aircraft: ofType('aircraft'),
    unknownTypes: ofType('unknown'),
    aliases: sum(({ names }) => names.filter(({ kind }) => kind !== 'primary').length),
    weakAliases: sum(({ names }) => names.filter(({ strength }) => strength === 'weak').length),
    birthDates: sum(({ birthDates }) => birthDates.length),
    addresses: sum(({ addresses }) => addresses.length),
    identifications: sum(({ identifications }) => identifications.length),
    cryptoAddresses: sum(({ cryptoAddresses }) => cryptoAddresses.length),
  };
}
