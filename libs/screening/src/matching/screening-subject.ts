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

/** Whom to screen. A missing `type` is compared with entries of every type alike. */
export interface ScreeningSubject {
  readonly type?: SanctionsEntryType;
  readonly name: string;
  readonly alternativeNames: readonly string[];
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  readonly birthDate?: string;
  /** ISO 3166-1 alpha-2 codes of nationality, citizenship or residence. */
  readonly countries: readonly string[];
  readonly identifications: readonly SubjectIdentification[];
  readonly addresses: readonly SubjectAddress[];
}
