import { countryCode } from './country-names';
import { onlyKnown } from './only-known';
import { type ListedAddress } from './sanctions-entry';

type Part = string | undefined;

/**
 * An address of what a list says: a street, a locality (city, region and postal code in the publisher's order), a
 * country by name. Undefined when it says nothing at all; an address without a street is one.
 */
export function toAddress(parts: { street: Part; locality: Part; country: Part }): ListedAddress | undefined {
  const street = present(parts.street);
  const locality = present(parts.locality);
  const country = present(parts.country);
  if (street === undefined && locality === undefined && country === undefined) return undefined;
  return onlyKnown({ street, locality, country, countryCode: country && countryCode(country) });
}

/** The parts that are there, separated by commas; undefined when none is. */
export function joinParts(...parts: readonly Part[]): string | undefined {
  return present(parts.flatMap((part) => present(part) ?? []).join(', '));
}

function present(part: Part): Part {
  const trimmed = part?.trim();
  return trimmed === '' ? undefined : trimmed;
}
