import { reasonCatalog } from '@bonafide/identity-vendors';

interface ReasonText {
  /** For who works on it. */
  readonly analyst: string;
  /** What may be shown to the applicant: nothing of lists, of fraud, or of how it was found out. Null: nothing at all. */
  readonly applicant: string | null;
}

const couldNot = 'We could not verify your information.';
const checkDetails = 'Please check your details and try again.';
const beingReviewed = 'Your information is being reviewed.';

/** Why a verification stands as it does, besides what vendors say. Codes are stored, so they are never renamed. */
const ownReasons: Readonly<Record<string, ReasonText>> = {
  'vendor-wants-review': { analyst: 'A vendor wants a person to look at it.', applicant: beingReviewed },
  'check-not-made': { analyst: 'A check that is required was not made.', applicant: beingReviewed },
  'check-not-passed': { analyst: 'A check has no answer that passes.', applicant: beingReviewed },
  'identity-not-established': { analyst: 'Not every party has passed the check of its identity.', applicant: couldNot },
  'vendor-contradicts-itself': {
    analyst: 'A vendor approved although a name, the birth date or the address does not match.',
    applicant: beingReviewed,
  },
  'identification-number-not-confirmed': {
    analyst: 'No vendor has said that the whole identification number is the applicant’s.',
    applicant: beingReviewed,
  },
  'input-not-named': {
    analyst: 'A vendor waits for the applicant and does not say for what.',
    applicant: beingReviewed,
  },
  'vendor-unavailable': { analyst: 'No vendor could be reached within the attempts.', applicant: couldNot },
  'vendor-refused': { analyst: 'Every vendor refused the question for good.', applicant: couldNot },
  'geolocation-unavailable': { analyst: 'The database of IP addresses could not be read.', applicant: couldNot },
  'no-vendor': { analyst: 'No vendor of this installation does what was asked.', applicant: couldNot },
  'identity-edited': {
    analyst: 'Who the customer is was changed while it was verified.',
    applicant: 'Your details were changed meanwhile.',
  },
  'customer-deleted': { analyst: 'The customer was deleted meanwhile.', applicant: couldNot },
  'canceled-by-request': { analyst: 'It was canceled by request.', applicant: couldNot },
  'input-not-given': { analyst: 'The applicant did not do in time what was asked.', applicant: checkDetails },
  'vendor-undecided': { analyst: 'The vendor did not make up its mind in time.', applicant: couldNot },
  'decided-by-person': { analyst: 'A person has decided.', applicant: couldNot },
  'blocked-email': { analyst: 'The e-mail address is on your block list.', applicant: null },
  'blocked-phone': { analyst: 'A phone number is on your block list.', applicant: null },
  'blocked-tax-id': { analyst: 'The tax number is on your block list.', applicant: null },
  'blocked-ip': { analyst: 'The IP address is on your block list.', applicant: null },
  'blocked-crypto-address': { analyst: 'A wallet is on your block list.', applicant: null },
  'ip-country-high-risk': { analyst: 'The device was in a country of high risk.', applicant: beingReviewed },
  'ip-country-unknown': { analyst: 'Nobody knows in which country the device was.', applicant: beingReviewed },
  'ip-country-differs': {
    analyst: 'The device was in another country than the applicant lives in.',
    applicant: beingReviewed,
  },
};

export interface Reason extends ReasonText {
  readonly code: string;
}

const vendorReasons: Readonly<Record<string, ReasonText>> = reasonCatalog;

/** The texts of a code; of one that this version does not know, that it does not. */
export const reasonOf = (code: string): Reason => ({
  code,
  ...(ownReasons[code] ??
    vendorReasons[code] ?? { analyst: 'A reason that this version has no text for.', applicant: null }),
});
