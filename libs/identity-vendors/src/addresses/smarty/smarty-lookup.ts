import type { ApplicantAddress } from '../../port/applicant';
import type { AddressLookup, AddressObstacle } from '../address-vendor';

/** A request may have so many lookups, and its body so many bytes (Smarty, US Street API, "multiple addresses"). */
export const MAX_LOOKUPS = 100;
export const MAX_BODY_BYTES = 32_000;

/** Input fields of the US Street API, and how many characters of each it reads. */
const limits = { street: 50, street2: 50, secondary: 32, city: 64, state: 32, zipcode: 16 } as const;

type SmartyFields = Partial<Record<keyof typeof limits, string>>;

/** Territories with an ISO 3166-1 code of their own, which the US Postal Service treats as states. */
const territories: ReadonlySet<string> = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);

/** As the US Postal Service sees it: a territory is a state. */
export const asUnitedStates = (address: ApplicantAddress): ApplicantAddress =>
  territories.has(address.country) ? { ...address, country: 'US', region: address.region ?? address.country } : address;

export function obstacleOf(address: ApplicantAddress): AddressObstacle | null {
  if (asUnitedStates(address).country !== 'US') return 'country-not-covered';
  const fields = fieldsOf(address);
  const isTooLong = Object.entries(fields).some(([name, text]) => text.length > limits[name as keyof typeof limits]);
  // What Smarty does not read it cannot confirm either.
  return isTooLong ? 'too-long-for-vendor' : null;
}

/** As many lookups a request as its limits take. */
export function cutIntoRequests(lookups: readonly AddressLookup[]): AddressLookup[][] {
  const requests: AddressLookup[][] = [];
  let bytes = 0;
  for (const lookup of lookups) {
    const size = Buffer.byteLength(JSON.stringify(entryOf(lookup))) + 1;
    const open = requests.at(-1);
    if (open === undefined || open.length === MAX_LOOKUPS || bytes + size > MAX_BODY_BYTES) {
      requests.push([lookup]);
      // The brackets.
      bytes = 2 + size;
    } else {
      open.push(lookup);
      bytes += size;
    }
  }
  return requests;
}

export const requestBody = (lookups: readonly AddressLookup[]): string => JSON.stringify(lookups.map(entryOf));

/**
 * `match: invalid` has Smarty answer for every address, also for one that is not valid, so that it says what is wrong with it.
 * Whether it is valid only `dpv_match_code` tells.
 */
const entryOf = ({ reference, address }: AddressLookup) => ({
  input_id: reference,
  ...fieldsOf(address),
  match: 'invalid',
  candidates: 2,
});

const UNIT =
  /^(#|apt|apartment|bsmt|basement|bldg|building|dept|fl|floor|lot|ph|penthouse|rm|room|spc|space|ste|suite|trlr|trailer|unit)\b|^#/i;

function fieldsOf(address: ApplicantAddress): SmartyFields {
  const { line1, line2, city, region, postalCode } = asUnitedStates(address);
  return {
    street: line1,
    ...(line2 === undefined ? {} : UNIT.test(line2) ? { secondary: line2 } : { street2: line2 }),
    city,
    ...(region === undefined ? {} : { state: region }),
    ...(postalCode === undefined ? {} : { zipcode: postalCode }),
  };
}
