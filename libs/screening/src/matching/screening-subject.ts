import { type SanctionsEntryType } from '../lists/sanctions-entry';

export interface SubjectIdentification {
  /** `passport`, `national-id`, `tax-id`, `registration`, `imo`, … as in `ListedIdentification.type`. */
  readonly type: string;
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

export interface SubjectAddress {
  readonly street?: string;
  readonly locality?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** What a country is to the subject: a vessel has a flag, a company or an aircraft a registration. ISO 3166-1 alpha-2. */
export interface SubjectCountry {
  readonly role: 'nationality' | 'residence' | 'birth' | 'flag' | 'registration';
  readonly code: string;
}

/** A wallet; without a currency the address alone is compared. */
export interface SubjectCryptoAddress {
  readonly currency?: string;
  readonly address: string;
}

/** Whom or what to screen. A missing `type` is compared with entries of every type alike. */
export interface ScreeningSubject {
  readonly type?: SanctionsEntryType;
  readonly name: string;
  readonly alternativeNames: readonly string[];
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `from/to` for a range of them; `YYYY~` for about that year (ISO 8601-2). */
  readonly birthDate?: string;
  /** A mere code is a country whose role nobody said: of nationality, citizenship or residence. */
  readonly countries: readonly (string | SubjectCountry)[];
  readonly identifications: readonly SubjectIdentification[];
  readonly addresses: readonly SubjectAddress[];
  readonly cryptoAddresses?: readonly SubjectCryptoAddress[];
  /** Of a vessel. */
  readonly imo?: string;
  readonly callSign?: string;
  /** Of an aircraft. */
  readonly tailNumber?: string;
}
