/** What a row may say about a subject. */
export type SubjectColumn =
  | 'id'
  | 'name'
  | 'firstName'
  | 'middleName'
  | 'lastName'
  | 'alternativeNames'
  | 'type'
  | 'birthDate'
  | 'country'
  | 'nationality'
  | 'residenceCountry'
  | 'birthCountry'
  | 'flag'
  | 'registrationCountry';

/** How people title these columns, in lower case without spaces, hyphens and underscores. */
const TITLES: Readonly<Record<SubjectColumn, readonly string[]>> = {
  id: ['id', 'externalid', 'reference'],
  name: ['name', 'fullname'],
  firstName: ['firstname', 'givenname'],
  middleName: ['middlename'],
  lastName: ['lastname', 'familyname', 'surname'],
  alternativeNames: ['alternativenames', 'alternativename', 'aliases', 'alias'],
  type: ['type'],
  birthDate: ['birthdate', 'dateofbirth', 'dob'],
  country: ['country', 'countries'],
  nationality: ['nationality', 'nationalities'],
  residenceCountry: ['residencecountry', 'residencecountries', 'countryofresidence', 'residence'],
  birthCountry: ['birthcountry', 'countryofbirth'],
  flag: ['flag', 'flagstate', 'flagcountry'],
  registrationCountry: ['registrationcountry', 'countryofregistration', 'countryofincorporation'],
};

const COLUMN_BY_TITLE: ReadonlyMap<string, SubjectColumn> = new Map(
  (Object.keys(TITLES) as SubjectColumn[]).flatMap((column) => TITLES[column].map((title) => [title, column])),
);

/** The column that a title (`birth_date`, `birthDate`, `Date of birth`) means; null for one that is not read. */
export function columnTitled(title: string): SubjectColumn | null {
  return COLUMN_BY_TITLE.get(title.toLowerCase().replaceAll(/[\s_-]/gu, '')) ?? null;
}

/** Whether rows with these columns can have a name. */
export function canHoldName(columns: readonly (SubjectColumn | null)[]): boolean {
  return columns.includes('name') || columns.includes('lastName');
}
