/** Somebody whom a vendor is asked about: what the organization has entered, and nothing else. */
export interface Applicant {
  /** The customer's id, or the representative's: what the vendor knows the applicant by. No personal data. */
  readonly reference: string;
  readonly type: 'individual' | 'business';
  /** Of individuals. */
  readonly firstName?: string | undefined;
  readonly middleName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly suffix?: string | undefined;
  /** Of businesses. */
  readonly legalName?: string | undefined;
  readonly doingBusinessAs?: string | undefined;
  readonly website?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | undefined;
  readonly email?: string | undefined;
  readonly phones: readonly { readonly type: 'home' | 'mobile' | 'work'; readonly number: string }[];
  /** Where the applicant lives, or has its seat. */
  readonly address?: ApplicantAddress | undefined;
  readonly taxId?: ApplicantTaxId | undefined;
  readonly governmentId?: GovernmentId | undefined;
  readonly device?: DeviceSignals | undefined;
  /** Where the applicant's money comes from; vendors are told a hash. */
  readonly bankAccount?: BankAccount | undefined;
  /** When the organization has come to know the applicant. */
  readonly createdAt: Date;
}

/** In the US a routing and an account number, elsewhere an IBAN. */
export type BankAccount =
  { readonly routingNumber: string; readonly accountNumber: string } | { readonly iban: string };

export interface ApplicantAddress {
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** The whole number. */
export interface ApplicantTaxId {
  readonly type: 'ssn' | 'itin' | 'ein' | 'foreign';
  readonly number: string;
  readonly country: string;
}

export const governmentIdTypes = ['drivers_license', 'passport', 'identity_card', 'residence_permit'] as const;
export type GovernmentIdType = (typeof governmentIdTypes)[number];

/** What stands on a government's document; no image. */
export interface GovernmentId {
  readonly type: GovernmentIdType;
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The state that issued it, where states do. */
  readonly region?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly expiresOn?: string | undefined;
  /** The address that stands on it. */
  readonly address?: ApplicantAddress | undefined;
}

/** What the organization has seen of the applicant's device. */
export interface DeviceSignals {
  readonly ip?: string | undefined;
  /** The blob of a fingerprinting script, and whose script it was. */
  readonly fingerprint?: string | undefined;
  readonly fingerprintType?: string | undefined;
  /** BCP 47. */
  readonly language?: string | undefined;
  /** Decimal degrees. */
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
}
