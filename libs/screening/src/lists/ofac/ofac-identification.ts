import { countryCode } from '../country-names';
import { onlyKnown } from '../only-known';
import { type ListedIdentification } from '../sanctions-entry';

/** What each label of an OFAC remark identifies; where one label begins another, the longer one is written too. */
const TYPE_BY_LABEL: ReadonlyMap<string, string> = new Map(
  [
    ['passport', 'Passport|Diplomatic Passport|Stateless Person Passport|British National Overseas Passport'],
    [
      'travel-document',
      "Travel Document Number|Refugee ID Card|VisaNumberID|Immigration No.|Seafarer's Identification Document",
    ],
    [
      'national-id',
      "National ID No.|National ID No|Cedula No.|C.U.R.P.|C.U.R.P. #|D.N.I.|Citizen's Card Number|Tazkira National ID Card|" +
        'Turkish Identification Number|Kenyan ID No.|UAE Identification|Personal ID Card|Numero de Identidad|C.U.I.|' +
        'National Foreign ID Number|Residency Number|Bosnian Personal ID No.|Identification Number|I.F.E.|C.U.I.P.|' +
        'Electoral Registry No.|Credencial electoral|LE Number|SSN|Birth Certificate Number|Moroccan Personal ID No.|' +
        'Malaysian Identification Card Number|Stateless Person ID Card|Cartilla de Servicio Militar Nacional|' +
        'CNP (Personal Numerical Code)|Romanian Permanent Resident|Public Security and Immigration No.',
    ],
    ['drivers-license', "Driver's License No.|Driver's License"],
    [
      'tax-id',
      'Tax ID No.|R.F.C.|R.F.C. #|RFC|NIT #|RUC #|RIF #|C.U.I.T.|RTN|V.A.T. Number|US FEIN|Italian Fiscal Code|C.I.F.|' +
        'Fiscal Code|Paraguayan tax identification number|Numero Unico de Identificacao Tributaria (NUIT)|N.I.E.|' +
        'Romanian Tax Registration|RSIN',
    ],
    [
      'registration',
      'Registration Number|Registration ID|Business Registration Number|Business Registration Document #|Company Number|' +
        'UK Company Number|Commercial Registry Number|C.R. No.|Folio Mercantil No.|Matricula Mercantil No|' +
        'Government Gazette Number|Legal Entity Number|Economic Register Number (CBLS)|Trade License No.|License|' +
        'Unified Social Credit Code (USCC)|United Social Credit Code Certificate (USCCC)|Enterprise Number|' +
        'Central Registration System Number|Istanbul Chamber of Comm. No.|Chamber of Commerce Number|Business Number|' +
        'Branch Unit Number|Public Registration Number|Registered Charity No.|Certificate of Incorporation Number|' +
        'Dubai Chamber of Commerce Membership No.|Romanian C.R.|Organization Code|File Number|Permit Number|SRE Permit No.|' +
        'Afghan Money Service Provider License Number|Military Registration Number|Pilot License Number|Tourism License No.|' +
        'MSB Registration Number',
    ],
    ['duns', 'D-U-N-S Number'],
    ['bic', 'SWIFT/BIC'],
    ['bik', 'BIK (RU)'],
    ['isin', 'ISIN'],
    ['lei', 'Legal Entity Identifier'],
    ['imo', 'Vessel Registration Identification IMO|Identification Number IMO'],
    ['company-imo', 'Company Number IMO'],
    ['vessel-registration', 'Vessel Registration Identification'],
    ['mmsi', 'MMSI'],
    ['call-sign', 'Other Vessel Call Sign'],
    ['tail-number', 'Aircraft Tail Number|Previous Aircraft Tail Number'],
    [
      'aircraft-serial',
      "Aircraft Manufacturer's Serial Number (MSN)|Aircraft Construction Number (also called L/N or S/N or F/N)|" +
        'Aircraft Serial Identification',
    ],
    ['mode-s', 'Aircraft Mode S Transponder Code'],
  ].flatMap(([type = '', labels = '']) => labels.split('|').map((label): [string, string] => [label, type])),
);

const LONGEST_LABEL = Math.max(...[...TYPE_BY_LABEL.keys()].map((label) => label.length));

/** Who issued a document, and from when to when it holds. Each part as published. */
export interface DocumentDetails {
  readonly number?: string;
  readonly country?: string;
  readonly countryCode?: string;
  readonly issuedOn?: string;
  readonly expiresOn?: string;
  readonly note?: string;
}

/** The issuing country stands in the last brackets: `Registration Number HRB 14604 (Stuttgart) (Germany) issued 1999`. */
const VALUE = /^(.+?)(?: \(([^()]+)\))?(?: issued ([^()]+?))?(?: expires ([^()]+))?$/u;

/** Reads the details that a remark writes behind a document's label. */
export function readDocumentDetails(value: string): DocumentDetails {
  const [, number, country, issuedOn, expiresOn] = VALUE.exec(value) ?? [];
  return onlyKnown({ number, country, issuedOn, expiresOn });
}

/** Undefined when the document has no number. `value` is its number where the details do not have it. */
export function toIdentification(
  label: string,
  { number, country, countryCode: givenCode, issuedOn, expiresOn, note }: DocumentDetails,
  value: string,
): ListedIdentification | undefined {
  const type = TYPE_BY_LABEL.get(label);
  const code = givenCode ?? (country === undefined ? undefined : countryCode(country));
  if (type === undefined || value === '') return undefined;
  return {
    type,
    label,
    number: number ?? value,
    ...onlyKnown({ country, countryCode: code, issuedOn, expiresOn, note }),
  };
}

/** The longest label of a document that a fact begins with, followed by a space or a colon. */
export function identificationLabel(item: string): string | undefined {
  for (let length = Math.min(LONGEST_LABEL, item.length - 1); length > 0; length--) {
    if (item[length] !== ' ' && item[length] !== ':') continue;
    const start = item.slice(0, length);
    if (TYPE_BY_LABEL.has(start)) return start;
  }
  return undefined;
}
