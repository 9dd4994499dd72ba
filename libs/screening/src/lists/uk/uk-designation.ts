/** A name in its parts: Name 1 to 5 are given names, Name 6 the family's or an organization's or ship's whole name. */
export interface UkName {
  readonly parts: readonly (string | undefined)[];
  readonly type: string | undefined;
  readonly strength: string | undefined;
}

export interface UkOriginalName {
  readonly name: string;
  readonly language: string | undefined;
}

export interface UkAddress {
  readonly lines: readonly (string | undefined)[];
  readonly postalCode: string | undefined;
  readonly country: string | undefined;
}

export interface UkDocument {
  readonly label: string;
  readonly number: string | undefined;
  readonly details: string | undefined;
}

/** What a British list says about one designation, as written; the forms of the list differ only in how it is laid out. */
export interface UkDesignation {
  readonly list: string;
  readonly entryId: string;
  readonly reference: string | undefined;
  /** `Individual`, `Entity` or `Ship`. */
  readonly kind: string | undefined;
  readonly names: readonly UkName[];
  readonly originalNames: readonly UkOriginalName[];
  readonly titles: readonly string[];
  readonly regimes: readonly string[];
  /** `28/06/1960`, `dd/mm/1952`, `00/07/1978`. */
  readonly birthDates: readonly string[];
  readonly birthPlaces: readonly string[];
  readonly nationalities: readonly string[];
  readonly genders: readonly string[];
  readonly documents: readonly UkDocument[];
  readonly addresses: readonly UkAddress[];
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly websites: readonly string[];
  /** Parent companies and subsidiaries. */
  readonly linkedTo: readonly string[];
  readonly ship: UkShip;
  readonly remarks: readonly string[];
  readonly designatedOn: string | undefined;
}

export interface UkShip {
  readonly owners: readonly string[];
  readonly formerOwners: readonly string[];
  readonly flags: readonly string[];
  readonly formerFlags: readonly string[];
  readonly types: readonly string[];
  readonly tonnages: readonly string[];
  readonly lengths: readonly string[];
  readonly yearsBuilt: readonly string[];
}

/** Several values in one cell: separated by bars, or numbered `(1) Iraq. (2) Iran.` */
export function splitUkValues(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(/\||\(\d{1,2}\)/u)
    .map((value) => value.trim().replace(/[.,;]$/u, ''))
    .filter((value) => value !== '');
}

/** `dd/mm/yyyy` as ISO 8601; undefined for anything else. */
export function toIsoDay(text: string | undefined): string | undefined {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/u.exec(text ?? '') ?? [];
  return day === undefined || month === undefined || year === undefined ? undefined : `${year}-${month}-${day}`;
}
