import type { CryptoAddress } from '../crypto-addresses/crypto-address';
import type { NationalId } from '../mexico/national-id';

/** Everything about a customer that its organization has entered. */
export interface CustomerInput {
  readonly type: CustomerType;
  /** Of individuals, and of no one else. */
  readonly individual?: Individual | undefined;
  /** Of businesses, and of no one else. */
  readonly business?: Business | undefined;
  readonly email?: string | undefined;
  /** Left out: stays as it is, for nobody can read it back to send it again. Null: there is none. */
  readonly taxId?: TaxId | null | undefined;
  /** As for `taxId`; an empty list: there are none. */
  readonly nationalIds?: readonly NationalId[] | undefined;
  readonly phones: readonly Phone[];
  readonly addresses: readonly CustomerAddress[];
  /** Wallets of the customer's, which are screened with it. */
  readonly cryptoAddresses?: readonly CryptoAddress[] | undefined;
  readonly beneficiaries?: readonly Beneficiary[] | undefined;
  /** The customer's ids in other systems, by a word for the system (`salesforceId`). */
  readonly externalIds: Readonly<Record<string, string>>;
  readonly representatives: readonly RepresentativeInput[];
}

export const customerTypes = ['individual', 'business'] as const;
export type CustomerType = (typeof customerTypes)[number];

export interface PersonNames {
  readonly firstName: string;
  readonly middleName?: string | undefined;
  readonly lastName: string;
  readonly suffix?: string | undefined;
  readonly nickName?: string | undefined;
}

export interface Individual extends PersonNames {
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | undefined;
}

export interface Business {
  readonly legalName: string;
  readonly doingBusinessAs?: string | undefined;
  readonly entityType?: EntityType | undefined;
  /** Nine digits of Dun & Bradstreet. */
  readonly duns?: string | undefined;
  /** Standard Industrial Classification, two to four digits. */
  readonly sicCode?: string | undefined;
  /** North American Industry Classification System, two to six digits. */
  readonly naicsCode?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly incorporationDate?: string | undefined;
  readonly website?: string | undefined;
}

export const entityTypes = [
  'sole-proprietor',
  'single-member-llc',
  'limited-liability-company',
  'partnership',
  'corporation',
  'non-profit',
  'trust',
  'government',
] as const;
export type EntityType = (typeof entityTypes)[number];

export const taxIdTypes = ['ssn', 'itin', 'ein', 'foreign'] as const;

/** A tax number: one of the United States (nine digits), or of another country. */
export interface TaxId {
  readonly type: (typeof taxIdTypes)[number];
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** What is shown of a tax number. */
export interface MaskedTaxId extends Omit<TaxId, 'number'> {
  /** `***-**-6789` */
  readonly masked: string;
}

export interface Address {
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  /** State, province: two letters in the United States. */
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export const addressTypes = ['primary', 'secondary'] as const;

/** A part that has an `id` is the one that is there, without one it is new. */
export interface CustomerAddress extends Address {
  readonly id?: string | undefined;
  readonly type: (typeof addressTypes)[number];
}

export const phoneTypes = ['home', 'mobile', 'work'] as const;

export interface Phone {
  readonly id?: string | undefined;
  readonly type: (typeof phoneTypes)[number];
  /** E.164: `+` and up to fifteen digits. */
  readonly number: string;
}

/** Somebody who acts for a business, owns a part of it or controls it (31 CFR 1010.230). */
export interface Representative extends PersonNames {
  readonly title?: string | undefined;
  /** 0 to 100. */
  readonly ownershipPercent?: number | undefined;
  readonly isControlPerson: boolean;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | undefined;
  readonly email?: string | undefined;
  readonly address?: Address | undefined;
}

export interface RepresentativeInput extends Representative {
  readonly id?: string | undefined;
  /** As for customers. */
  readonly taxId?: TaxId | null | undefined;
}

/** Somebody whom a customer has named to receive what is its own. No party of the customer, and so not screened with it. */
export interface Beneficiary {
  readonly id?: string | undefined;
  readonly name: string;
  /** To the customer, in its words: daughter. */
  readonly relationship?: string | undefined;
  readonly email?: string | undefined;
  /** E.164. */
  readonly phone?: string | undefined;
  readonly address?: Address | undefined;
}

/** From this share on an owner is a beneficial owner (31 CFR 1010.230(d)(1)). */
export const BENEFICIAL_OWNER_PERCENT = 25;

export const isBeneficialOwner = ({ ownershipPercent = 0 }: Representative): boolean =>
  ownershipPercent >= BENEFICIAL_OWNER_PERCENT;
