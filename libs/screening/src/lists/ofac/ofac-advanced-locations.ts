import { countryName } from '../country-names';
import { joinParts, toAddress } from '../listed-address';
import { type ListedAddress } from '../sanctions-entry';
import { type XmlElement } from '../reading/xml-element';
import { type OfacReferences } from './ofac-advanced-references';

/** A location is an address for one feature, a place of birth or a country for another. */
export interface OfacLocation {
  readonly address: ListedAddress | undefined;
  /** All of it in one line. */
  readonly place: string | undefined;
}

/** Reads a `Location` of the advanced XML; of several scripts it takes the primary one. */
export function readAdvancedLocation(element: XmlElement, references: OfacReferences): OfacLocation {
  const parts = new Map<string, string>();
  for (const part of element.all('LocationPart')) {
    const type = references.nameOf('LocPartType', part.attribute('LocPartTypeID')) ?? 'Unknown';
    const values = part.all('LocationPartValue');
    const value = values.find((candidate) => candidate.attribute('Primary') === 'true') ?? values[0];
    const text = value?.textOf('Value');
    for (const other of values) other.skipAll();
    if (text !== undefined) parts.set(type.toUpperCase(), text);
  }
  const area = references.nameOf('AreaCode', element.all('LocationAreaCode')[0]?.attribute('AreaCodeID'));
  const [countryElement] = element.all('LocationCountry');
  countryElement?.skip('CountryRelevanceID');
  const country = references.nameOf('Country', countryElement?.attribute('CountryID')) ?? (area && countryName(area));
  const region = parts.get('REGION');
  const street = joinParts(parts.get('ADDRESS1'), parts.get('ADDRESS2'), parts.get('ADDRESS3'), parts.get('UNKNOWN'));
  const locality = joinParts(parts.get('CITY'), parts.get('STATE/PROVINCE'), parts.get('POSTAL CODE'));
  element.skip('FeatureVersionReference', 'IDRegDocumentReference');
  return {
    address: toAddress({ street, locality, country: country ?? (region && `Region: ${region}`) }),
    place: joinParts(street, locality, region, country),
  };
}
