import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A row of the applicants file, as the API takes it. */
export interface Applicant {
  /** In the file, from 1; the header is line 1. */
  readonly line: number;
  /** What the table shows. */
  readonly name: string;
  /** What is screened. */
  readonly request: Readonly<Record<string, unknown>>;
  /** The customer that a person or a business becomes; null for what cannot be one. */
  readonly customer: Readonly<Record<string, unknown>> | null;
}

/** The file is not one that can be read; the message says what a right one looks like. */
export class ApplicantsFileError extends Error {
  override readonly name = 'ApplicantsFileError';
}

/** Columns by any of the names that people give them, in lower case without spaces, hyphens and underscores. */
const columns: Readonly<Record<string, readonly string[]>> = {
  id: ['id', 'externalid', 'reference', 'applicantid'],
  name: ['name', 'fullname', 'applicant', 'legalname'],
  firstName: ['firstname', 'givenname'],
  middleName: ['middlename'],
  lastName: ['lastname', 'surname', 'familyname'],
  type: ['type', 'kind', 'entitytype'],
  birthDate: ['birthdate', 'dateofbirth', 'dob'],
  birthYear: ['birthyear', 'yearofbirth'],
  country: ['country', 'countries', 'nationality'],
  line1: ['line1', 'street', 'address', 'addressline1'],
  city: ['city', 'town'],
  region: ['region', 'state', 'province'],
  postalCode: ['postalcode', 'zip', 'zipcode', 'postcode'],
  ssn: ['ssn', 'taxid'],
};

const typeWords: ReadonlyMap<string, string> = new Map([
  ['individual', 'person'],
  ['entity', 'business'],
  ['company', 'business'],
  ['organization', 'business'],
  ['ship', 'vessel'],
]);

/**
 * Reads a CSV file with a header: `id,name,type,birth_date,country,line1,city,region,postal_code,ssn`, all but the name optional
 * and in any order. What a value may be, the API says.
 */
export function readApplicants(path: string): Applicant[] {
  const rows = parseRows(path);
  const [header = [], ...body] = rows;
  const places = new Map(
    Object.entries(columns).map(([column, names]) => [
      column,
      header.findIndex((title) => names.includes(plain(title))),
    ]),
  );
  const hasName = (places.get('name') ?? -1) >= 0 || (places.get('lastName') ?? -1) >= 0;
  if (!hasName) {
    throw new ApplicantsFileError(
      `${path} has no column "name". Its first line must name its columns, such as: id,name,type,birth_date,country`,
    );
  }
  if (body.length === 0) throw new ApplicantsFileError(`${path} has no applicants, only a header.`);
  return body.map((row, index) => {
    const cell = (column: string) => (row[places.get(column) ?? -1] ?? '').trim();
    return toApplicant(index + 2, cell);
  });
}

function parseRows(path: string): string[][] {
  try {
    return parse(readFileSync(path), { bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw new ApplicantsFileError(`${path} cannot be read as CSV: ${(error as Error).message}`, { cause: error });
  }
}

function toApplicant(line: number, cell: (column: string) => string): Applicant {
  const name = cell('name') || ['firstName', 'middleName', 'lastName'].map(cell).filter(Boolean).join(' ');
  const type = cell('type').toLowerCase();
  const countries = cell('country')
    .split(/[;|,/ ]+/)
    .filter((country) => country !== '')
    .map((country) => country.toUpperCase());
  const asked = {
    externalId: cell('id'),
    name,
    type: typeWords.get(type) ?? type,
    birthDate: cell('birthDate'),
    birthYear: cell('birthYear') === '' ? '' : Number(cell('birthYear')),
  };
  const request = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
  return {
    line,
    name,
    request: countries.length === 0 ? request : { ...request, countries },
    customer: toCustomer(name, asked.type, countries[0] ?? 'US', cell),
  };
}

function toCustomer(
  name: string,
  type: string,
  country: string,
  cell: (column: string) => string,
): Applicant['customer'] {
  const names = type === 'person' ? personNames(name, cell) : null;
  if (names === null && type !== 'business') return null;
  const address = {
    type: 'primary',
    ...given({ line1: cell('line1'), city: cell('city'), region: cell('region'), postalCode: cell('postalCode') }),
    country,
  };
  const number = cell('ssn');
  return {
    ...(names === null
      ? { type: 'business', business: { legalName: name } }
      : { type: 'individual', individual: { ...names, ...given({ birthDate: wholeDate(cell('birthDate')) }) } }),
    ...(cell('line1') === '' ? {} : { addresses: [address] }),
    ...(number === '' ? {} : { taxId: { type: names === null ? 'ein' : 'ssn', number } }),
  };
}

/** A name in one column is `Last, First`, or is cut after its first word; a single word is nobody's first and last name. */
function personNames(name: string, cell: (column: string) => string): { firstName: string; lastName: string } | null {
  const [before = '', after] = name.split(/,\s*/);
  const [first = '', ...rest] = after === undefined ? name.split(/\s+/) : [after, before];
  const firstName = cell('firstName') || first;
  const lastName = cell('lastName') || rest.join(' ');
  return firstName === '' || lastName === '' ? null : { firstName, lastName };
}

/** A customer's birth date is a whole one; a year alone can be screened, not verified. */
const wholeDate = (date: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(date) ? date : '');

const given = (cells: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== ''));

const plain = (title: string): string => title.toLowerCase().replaceAll(/[\s_-]/g, '');
