/** One of OFAC's two lists, and how its files are told from those of the other. */
export interface OfacEdition {
  readonly list: string;
  /** The delimited files: entries, aliases, addresses, and the ends of long remarks. */
  readonly fileNames: { readonly sdn: string; readonly alt: string; readonly add: string; readonly comments: string };
  /** What the enhanced XML calls the list at its beginning. */
  readonly nameInXml: string;
  /** The other forms of XML do not name the list: the file does. */
  readonly isFileName: (name: string) => boolean;
}

const NON_SDN_FILE = /cons|non.?sdn/iu;

export const OFAC_SDN_LIST = 'us-ofac-sdn';

export const SDN_EDITION: OfacEdition = {
  list: OFAC_SDN_LIST,
  fileNames: { sdn: 'sdn.csv', alt: 'alt.csv', add: 'add.csv', comments: 'sdn_comments.csv' },
  nameInXml: 'SDN List',
  isFileName: (name) => !NON_SDN_FILE.test(name),
};

/** The consolidated list of those who are not SDNs: sectoral, menu-based, CAPTA, CMIC, evaders, the Palestinian council. */
export const NON_SDN_EDITION: OfacEdition = {
  list: 'us-ofac-non-sdn',
  fileNames: { sdn: 'cons_prim.csv', alt: 'cons_alt.csv', add: 'cons_add.csv', comments: 'cons_comments.csv' },
  nameInXml: 'Consolidated List',
  isFileName: (name) => NON_SDN_FILE.test(name),
};
