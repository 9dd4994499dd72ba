import { type ListFormat, type ListSource } from '../list-source';
import { ofacAdvancedXmlFormat } from './ofac-advanced-xml';
import { ofacClassicXmlFormat } from './ofac-classic-xml';
import { ofacDelimitedFormat } from './ofac-delimited';
import { NON_SDN_EDITION, type OfacEdition, SDN_EDITION } from './ofac-editions';
import { ofacEnhancedXmlFormat } from './ofac-enhanced-xml';

const PUBLISHER = 'Office of Foreign Assets Control, US Department of the Treasury';

/** The two rich forms of XML have names in their own script; the delimited files have remarks that classic XML lacks. */
function formatsOf(edition: OfacEdition): ListFormat[] {
  return [
    ofacEnhancedXmlFormat(edition),
    ofacAdvancedXmlFormat(edition),
    ofacDelimitedFormat(edition),
    ofacClassicXmlFormat(edition),
  ];
}

export const OFAC_SDN_SOURCE: ListSource = {
  id: SDN_EDITION.list,
  name: 'Specially Designated Nationals and Blocked Persons List',
  publisher: PUBLISHER,
  // It has not had fewer since 2015.
  minimumEntries: 5_000,
  formats: formatsOf(SDN_EDITION),
};

export const OFAC_NON_SDN_SOURCE: ListSource = {
  id: NON_SDN_EDITION.list,
  name: 'Consolidated (Non-SDN) Sanctions List',
  publisher: PUBLISHER,
  minimumEntries: 300,
  formats: formatsOf(NON_SDN_EDITION),
};
