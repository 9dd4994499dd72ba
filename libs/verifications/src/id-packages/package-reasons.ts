import { reasonCatalog } from '@bonafide/identity-vendors';

/** What is said of a reason, to whom. */
interface ReasonWords {
  /** For whoever works on it. */
  readonly analyst: string;
  /** What the person may be told; null where nothing should be said. */
  readonly applicant: string | null;
}

const PHOTOGRAPH = 'Please photograph the document again, flat, in good light, with all its corners.';

/** Why a package is where it is, beside what vendors say (`reasonCatalog`). Stored, so never renamed. */
const packageReasons: Readonly<Record<string, ReasonWords>> = {
  'document-country-banned': {
    analyst: 'Documents of this country are not accepted (ID_BANNED_COUNTRIES).',
    applicant: 'The document could not be confirmed.',
  },
  'document-type-not-allowed': {
    analyst: 'This type of document is not accepted of this country (ID_DOCUMENT_TYPES).',
    applicant: 'Please use another kind of document.',
  },
  'photograph-again': { analyst: 'The images do not allow a decision.', applicant: PHOTOGRAPH },
  'images-gone': { analyst: 'The images were erased before anybody looked at them.', applicant: PHOTOGRAPH },
  'face-not-compared': { analyst: 'A face was given, and the vendor did not compare it.', applicant: null },
  'answer-not-understood': { analyst: 'The vendor’s answer was not understood.', applicant: null },
  'vendor-asks-for-more': { analyst: 'The vendor asks for something that is no image.', applicant: null },
  'vendor-did-not-decide': { analyst: 'The vendor has not decided within a week.', applicant: null },
  'identity-edited': {
    analyst: 'The record was changed while the vendor was asked about what it said before.',
    applicant: null,
  },
  'not-verified': { analyst: 'Nobody could be asked; the error code says why.', applicant: null },
  'package-replaced': { analyst: 'Another package has taken its place.', applicant: null },
  'canceled-by-request': { analyst: 'Somebody has canceled it.', applicant: null },
  'customer-deleted': { analyst: 'The customer was deleted.', applicant: null },
  'decided-by-person': { analyst: 'A person has decided; the decision says who and why.', applicant: null },
  'never-submitted': { analyst: 'Nobody had it verified in time.', applicant: null },
  'no-new-photograph': { analyst: 'No new photograph came in time.', applicant: null },
};

/** @returns null for a code of an older or newer version */
export const wordsOfReason = (code: string): ReasonWords | null => packageReasons[code] ?? vendorReasons[code] ?? null;

const vendorReasons: Readonly<Record<string, ReasonWords>> = reasonCatalog;
