/** What is known of where an applicant's device was. */
export interface DeviceLocation {
  /** ISO 3166-1 alpha-2; null: the database does not have the address, or it is none of the public Internet. */
  readonly ipCountry: string | null;
  /** Where the applicant lives; undefined: nobody has said. */
  readonly homeCountry?: string | undefined;
  /** A part of that country with a code of its own, where the address says it (`PR` of the United States). */
  readonly homeRegion?: string | undefined;
}

/** Codes of `reason-catalog.ts`. */
export type DeviceReason = 'ip-country-unknown' | 'ip-country-high-risk' | 'ip-country-differs';

/** Parts of the United States that ISO 3166-1 has codes for, and with them those who locate addresses. */
const US_TERRITORIES: ReadonlySet<string> = new Set(['AS', 'GU', 'MP', 'PR', 'UM', 'VI']);

/**
 * What of a device's place a person should look at; nothing when it was where the applicant lives, and that is no country of
 * high risk. A place says little of who somebody is: people travel, and addresses are lent. So nothing is declined for it, and
 * nobody is verified by it: a verification takes the identity in any case (`adjudicate`).
 */
export function deviceReasons(
  { ipCountry, homeCountry, homeRegion }: DeviceLocation,
  highRiskCountries: readonly string[],
): DeviceReason[] {
  if (ipCountry === null) return ['ip-country-unknown'];
  const isElsewhere = homeCountry !== undefined && !isSamePlace(ipCountry, homeCountry, homeRegion);
  return [
    ...(highRiskCountries.includes(ipCountry) ? (['ip-country-high-risk'] as const) : []),
    ...(isElsewhere ? (['ip-country-differs'] as const) : []),
  ];
}

function isSamePlace(ipCountry: string, homeCountry: string, homeRegion: string | undefined): boolean {
  if (ipCountry === homeCountry) return true;
  // Puerto Rico is US to whoever writes an address, and PR to whoever locates one, and the other way round.
  const [one, other] = [ipCountry, homeCountry];
  if (other === 'US' && US_TERRITORIES.has(one)) return homeRegion === undefined || homeRegion === one;
  return one === 'US' && US_TERRITORIES.has(other);
}
