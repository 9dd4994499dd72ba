import { countryCode, countryCodeOfPlace } from './country-names';
import { onlyKnown } from './only-known';
import { type ListedAddress, type ListedCountry } from './sanctions-entry';

/** A country in its role, with its code when the name is that of a country we know. */
export function toListedCountry(role: ListedCountry['role'], name: string): ListedCountry {
  return { role, name, ...onlyKnown({ code: countryCode(name) }) };
}

/** The country that a place of birth ends with, under the name of the place. */
export function toBirthCountry(place: string): ListedCountry {
  return { role: 'birthplace', name: place, ...onlyKnown({ code: countryCodeOfPlace(place) }) };
}

/** The country of an address, when it says one. */
export function addressCountries({ country, countryCode: code }: ListedAddress): ListedCountry[] {
  return country === undefined ? [] : [{ role: 'address', name: country, ...onlyKnown({ code }) }];
}
