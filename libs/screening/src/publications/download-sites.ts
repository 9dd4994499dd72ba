import { NON_SDN_EDITION, SDN_EDITION } from '../lists/ofac/ofac-editions';
import { EU_LIST } from '../lists/eu/eu-entry';
import { UK_SANCTIONS_LIST } from '../lists/uk/uk-sanctions-list-xml';
import { UN_LIST } from '../lists/un/un-entry';
import { US_CSL_LIST } from '../lists/us-csl/us-csl-row';

/** Where a publisher hands out a list. */
export interface DownloadSite {
  /** What the file is called in the publication, and where it is. */
  readonly files: Readonly<Record<string, string>>;
  /** Hosts that the publisher's own may redirect to. */
  readonly redirectHosts?: RegExp;
  readonly accept: string;
}

/** OFAC's service hands out files from its own host or by a signed link to its storage. */
const OFAC_STORAGE = /^[a-z0-9.-]+\.s3[a-z0-9.-]*\.amazonaws\.com$/;
const CSV = 'text/csv, */*';
const XML = 'application/xml, text/xml, */*';

export const DEFAULT_OFAC_URL = 'https://sanctionslistservice.ofac.treas.gov/api/download/';

/** @param ofacUrl OFAC's service or a mirror of it, with a slash at the end */
export function downloadSites(ofacUrl: string): ReadonlyMap<string, DownloadSite> {
  const ofac = (files: Readonly<Record<string, string>>): DownloadSite => ({
    files: Object.fromEntries(Object.entries(files).map(([name, path]) => [name, new URL(path, ofacUrl).href])),
    redirectHosts: OFAC_STORAGE,
    accept: CSV,
  });
  return new Map([
    [
      SDN_EDITION.list,
      ofac({
        'sdn.csv': 'SDN.CSV',
        'alt.csv': 'ALT.CSV',
        'add.csv': 'ADD.CSV',
        'sdn_comments.csv': 'SDN_COMMENTS.CSV',
      }),
    ],
    [
      NON_SDN_EDITION.list,
      ofac({
        'cons_prim.csv': 'CONS_PRIM.CSV',
        'cons_alt.csv': 'CONS_ALT.CSV',
        'cons_add.csv': 'CONS_ADD.CSV',
        'cons_comments.csv': 'CONS_COMMENTS.CSV',
      }),
    ],
    [
      UN_LIST,
      {
        files: { 'un_consolidated.xml': 'https://scsanctions.un.org/resources/xml/en/consolidated.xml' },
        redirectHosts: /^(?:[a-z0-9-]+\.)*un\.org$|^[a-z0-9-]+\.blob\.core\.windows\.net$/,
        accept: XML,
      },
    ],
    [
      EU_LIST,
      {
        // The token is the same for everybody; the Commission hands it out with the address.
        files: {
          'eu_fsf.xml':
            'https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw',
        },
        accept: XML,
      },
    ],
    [
      UK_SANCTIONS_LIST,
      {
        files: { 'uk_sanctions_list.csv': 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv' },
        accept: CSV,
      },
    ],
    [
      US_CSL_LIST,
      {
        files: {
          'consolidated.csv': 'https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv',
        },
        accept: CSV,
      },
    ],
  ]);
}
