/** What a vendor can be asked. */
export const vendorStages = [
  /** Whether such a person or business exists: names, address, birth date, tax number together. */
  'identity',
  /** The same for the address where the applicant lives, when another one stands on the document. */
  'residential_address',
  /** Whether the issuer knows such a document, by what stands on it. */
  'government_id',
  /** Whether images show a true document of the applicant. */
  'id_document',
] as const;
export type VendorStage = (typeof vendorStages)[number];

/**
 * What a vendor says in the end. Only `approved` is a pass; `unknown` is everything that was not understood. `pending`: the
 * vendor has not made up its mind, and is asked again later.
 */
export const vendorOutcomes = ['approved', 'declined', 'needs_review', 'requires_input', 'pending', 'unknown'] as const;
export type VendorOutcome = (typeof vendorOutcomes)[number];

export const verifiedAttributes = [
  'first_name',
  'last_name',
  'legal_name',
  'birth_date',
  'address',
  'tax_id',
  'phone',
  'email',
  'document_number',
  'document_expiry',
  'face',
] as const;
export type VerifiedAttribute = (typeof verifiedAttributes)[number];

/** Plaid's words: `no_data`, the vendor knows nothing to compare with; `no_input`, nothing was given to compare. */
export const attributeResults = ['match', 'partial_match', 'no_match', 'no_data', 'no_input'] as const;
export type AttributeResult = (typeof attributeResults)[number];

export interface VendorAnswer {
  readonly outcome: VendorOutcome;
  /** What the vendor calls this case, for reading it again; null when it gave it no name. No personal data. */
  readonly vendorReference: string | null;
  /** Why, as codes of ours (`reason-catalog.ts`). */
  readonly reasons: readonly string[];
  /** The vendor's own codes, kept as they came, known to us or not (`dv:3`, `I919`). No personal data. */
  readonly vendorCodes: readonly string[];
  readonly attributes: Readonly<Partial<Record<VerifiedAttribute, AttributeResult>>>;
  /** What the applicant has to do before the vendor goes on, with `requires_input`. */
  readonly requiredInput: RequiredInput | null;
  /** What the vendor recognised an image as, with `id_document`. */
  readonly document?: RecognisedDocument | undefined;
  readonly httpStatus: number;
  /** The body as it came. Sealed before it is stored, and never logged. */
  readonly raw: string;
}

/** The kind of a document; nothing that stands on it. */
export interface RecognisedDocument {
  /** ISO 3166-1 alpha-3; null when the vendor did not tell. */
  readonly issuingCountry: string | null;
  /** Of `documentTypes`, as far as the vendor's word is known; null when it did not tell. */
  readonly type: 'DL' | 'PP' | 'ID' | 'RP' | 'UB' | null;
}

export const requiredInputs = ['new_images', 'sms_code', 'knowledge_answers'] as const;
export type RequiredInput = (typeof requiredInputs)[number];
