import type { DocumentType } from '@bonafide/identity-vendors';

import type { PresentedDocument } from './id-package';

/** Which documents the installation takes. Countries are ISO 3166-1 alpha-2. */
export interface DocumentPolicy {
  /** Whose documents are declined, whatever else is true. */
  readonly bannedCountries: ReadonlySet<string>;
  /** By the issuing country, and `*` for those that are not named; a country that neither names takes every type. */
  readonly allowedTypes: ReadonlyMap<string, ReadonlySet<DocumentType>>;
  /** Where a driver's licence is issued by a state, which has to be said. */
  readonly regionCountries: ReadonlySet<string>;
}

export type PolicyVerdict =
  | { readonly state: 'declined'; readonly reason: 'document-country-banned' }
  /** Another document of the person may do. */
  | { readonly state: 'requires_input'; readonly reason: 'document-type-not-allowed' };

/** What the policy says of a document before anybody looks at its images. @returns null when it has nothing against it */
export function judgeDocument(
  { bannedCountries, allowedTypes }: DocumentPolicy,
  { documentType, country }: Pick<PresentedDocument, 'documentType' | 'country'>,
): PolicyVerdict | null {
  if (bannedCountries.has(country)) return { state: 'declined', reason: 'document-country-banned' };
  const allowed = allowedTypes.get(country) ?? allowedTypes.get('*');
  return allowed === undefined || allowed.has(documentType)
    ? null
    : { state: 'requires_input', reason: 'document-type-not-allowed' };
}

export const needsRegion = (
  { regionCountries }: DocumentPolicy,
  { documentType, country }: Pick<PresentedDocument, 'documentType' | 'country'>,
): boolean => documentType === 'DL' && regionCountries.has(country);

/** Licences and identity cards say half of it on the back (AAMVA DL/ID Card Design Standard: the barcode). */
export const needsBack = (documentType: DocumentType): boolean => documentType === 'DL' || documentType === 'ID';

const TYPES = 'DL|PP|ID|RP|UB';
/** `US=DL/PP/ID`, or `*=PP` for all countries that are not named. */
export const ALLOWED_TYPES_FORM = new RegExp(`^(?:[A-Z]{2}|\\*)=(?:${TYPES})(?:/(?:${TYPES}))*$`);

/** @param settings each of the form {@link ALLOWED_TYPES_FORM} */
export function allowedTypesOf(settings: readonly string[]): ReadonlyMap<string, ReadonlySet<DocumentType>> {
  return new Map(
    settings.map((setting) => {
      const [country = '', types = ''] = setting.split('=');
      return [country, new Set(types.split('/') as DocumentType[])];
    }),
  );
}
