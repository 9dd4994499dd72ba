interface ReasonTexts {
  /** For whoever decides. */
  readonly analyst: string;
  /** May be shown to whom it is about; null where that would tell them too much (31 CFR 1020.320: no tipping off). */
  readonly applicant: string | null;
}

const unableToConfirm = 'We could not confirm your details.';
const anotherPhoto = 'Please photograph the document again, flat, in good light, with all its corners.';

/** Why a vendor answered as it did, in our words: one list for all vendors. Stored words, never renamed. */
export const reasonCatalog = {
  'address-mismatch': reason('The address does not belong to the applicant.', 'The address could not be confirmed.'),
  'address-reputation': reason('The address is known for fraud.', null),
  'birth-date-mismatch': reason(
    'The birth date does not belong to the applicant.',
    'The birth date could not be confirmed.',
  ),
  blacklisted: reason('The applicant is on a blacklist.', null),
  'country-not-accepted': reason('The country is not accepted by the policy at the vendor.', unableToConfirm),
  deceased: reason('The applicant is reported to have died.', null),
  'device-risk': reason('The device is known for fraud, or used for many accounts.', null),
  'document-check-failed': reason('A check of the document failed.', anotherPhoto),
  'document-country-mismatch': reason(
    'The document is from another country than was said.',
    'The document is from another country than you said.',
  ),
  'document-expired': reason('The document has expired.', 'The document has expired. Please use another one.'),
  'document-not-authentic': reason(
    'The document is not authentic, or was changed.',
    'The document could not be confirmed.',
  ),
  'document-not-found': reason(
    'The issuer knows no such document.',
    'The number of the document could not be confirmed.',
  ),
  'document-not-understood': reason('The vendor names a kind or a country of document that is not known here.', null),
  'document-service-unavailable': reason('The vendor could not have the document checked.', null),
  'document-type-mismatch': reason(
    'The document is of another type than was said.',
    'The document is of another type than you said.',
  ),
  'email-risk': reason('The e-mail address is known for fraud, new, or of no domain that receives mail.', null),
  'face-image-unreadable': reason(
    'There is no face to be seen in the image of the face.',
    'Please photograph your face again, in good light.',
  ),
  'face-mismatch': reason(
    'The face is not the one on the document.',
    'Your face could not be matched to the document.',
  ),
  'failed-validation': reason('The applicant has failed an earlier validation.', null),
  'identity-not-confirmed': reason('The sources of the vendor do not confirm the identity.', unableToConfirm),
  'image-inconclusive': reason('The image does not allow a decision.', anotherPhoto),
  'image-unreadable': reason('The image could not be read as a document.', anotherPhoto),
  'ip-location-mismatch': reason('The IP address lies far from the address.', null),
  'ip-risk': reason('The IP address is a proxy, or known for fraud.', null),
  'liveness-failed': reason(
    'The face is not that of a living person before the camera.',
    'Please photograph your face again, in good light.',
  ),
  'name-mismatch': reason('The name does not belong to the applicant.', 'The name could not be confirmed.'),
  'phone-not-confirmed': reason('The phone number was not confirmed.', 'The phone number could not be confirmed.'),
  'phone-risk': reason('The phone number is known for fraud.', null),
  'sanctions-match': reason('The vendor has found the applicant on a sanctions list.', null),
  'sanctions-not-checked': reason('The vendor could not compare the applicant with sanctions lists.', null),
  'tax-id-mismatch': reason(
    'The tax number does not belong to the applicant.',
    'The tax number could not be confirmed.',
  ),
  'vendor-case-closed': reason('The case was closed at the vendor without a decision.', null),
  'vendor-contradiction': reason('The vendor accepts, and says what speaks against it.', null),
  'vendor-error': reason('The vendor reports an error instead of a decision.', null),
  'vendor-policy': reason('A rule of the policy at the vendor applied.', null),
  'vendor-state-unknown': reason('The vendor answered with a state that is not known here.', null),
  velocity: reason('The same details were used more often than the policy at the vendor allows.', null),
  'watchlist-match': reason('The applicant is on a watchlist of the vendor.', null),
} as const satisfies Record<string, ReasonTexts>;

export type VendorReason = keyof typeof reasonCatalog;

function reason(analyst: string, applicant: string | null): ReasonTexts {
  return { analyst, applicant };
}
