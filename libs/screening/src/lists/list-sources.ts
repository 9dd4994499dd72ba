import { EU_SOURCE } from './eu/eu-source';
import { type ListSource } from './list-source';
import { OFAC_NON_SDN_SOURCE, OFAC_SDN_SOURCE } from './ofac/ofac-sources';
import { UK_OFSI_SOURCE, UK_SANCTIONS_LIST_SOURCE } from './uk/uk-sources';
import { UN_SOURCE } from './un/un-source';
import { US_CSL_SOURCE } from './us-csl/us-csl-source';

/** Every list that Bonafide can read. A new one is a folder beside these and a line here. */
export const LIST_SOURCES: readonly ListSource[] = [
  OFAC_SDN_SOURCE,
  OFAC_NON_SDN_SOURCE,
  UN_SOURCE,
  EU_SOURCE,
  UK_SANCTIONS_LIST_SOURCE,
  UK_OFSI_SOURCE,
  US_CSL_SOURCE,
];
