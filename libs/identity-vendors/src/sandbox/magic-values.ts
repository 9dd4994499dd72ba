import type { VerifiedAttribute } from '../port/vendor-answer';
import type { VendorErrorClass } from '../port/vendor-error';
import type { VendorReason } from '../reason-catalog';

/** What an application came to, in IdentityMind's words. */
export interface MagicVerdict {
  readonly state: string;
  readonly res: string;
  /** Security tests that fired. */
  readonly fired?: readonly string[];
  readonly asksFor?: 'sms' | 'quiz';
  /** Whether the score card still waits for somebody. */
  readonly isWaiting?: true;
  /** What the sandbox vendor says of single attributes, and why; IdentityMind says it with tests. */
  readonly noMatch?: readonly VerifiedAttribute[];
  readonly reason?: VendorReason;
}

/** How an answer goes wrong, and the class of error that it must become. */
export const magicFaults = {
  'status-400': 'rejected_request',
  'status-401': 'unauthorized',
  'status-403': 'unauthorized',
  'status-404': 'contract',
  'status-409': 'contract',
  'status-422': 'rejected_request',
  'status-429': 'throttled',
  'status-500': 'unavailable',
  'status-503': 'unavailable',
  'error-message': 'rejected_request',
  'connection-reset': 'unavailable',
  'lost-answer': 'unavailable',
  latency: 'timeout',
  'slow-body': 'timeout',
  'truncated-json': 'contract',
  'wrong-content-type': 'contract',
  'missing-section': 'contract',
  'legacy-shape': 'contract',
} as const satisfies Record<string, VendorErrorClass>;
export type MagicFault = keyof typeof magicFaults;

export interface MagicWord {
  /** As the documentation has it: what the answer is, or the class of the error. */
  readonly answer: string;
  readonly meaning: string;
  readonly verdict?: MagicVerdict;
  /** What a pending application becomes. */
  readonly then?: MagicVerdict;
  readonly fault?: MagicFault;
  /** Which notifications the simulator sends of a pending application, where it sends more than one. */
  readonly notifications?: 'twice' | 'newest-first';
}

const accept: MagicVerdict = { state: 'A', res: 'ACCEPT' };
const review: MagicVerdict = { state: 'R', res: 'MANUAL_REVIEW' };
const deny: MagicVerdict = { state: 'D', res: 'DENY' };
const pending: MagicVerdict = { state: 'P', res: 'PENDING' };

/** Anybody else. */
export const acceptance: MagicVerdict = accept;

/**
 * Last names of people, legal names of businesses and first lines of addresses that make something happen, whatever their
 * case. docs/vendors.md has the same table, and a spec compares them.
 */
export const magicWords: Readonly<Record<string, MagicWord>> = {
  REVIEW: says('needs_review', 'a rule asks for a person', review),
  DENY: says('declined', 'a rule declines', deny),
  SANCTION: says('declined', 'found on a sanctions list (`ss:1`)', { ...deny, fired: ['ss:1'] }),
  BLACKLIST: says('declined', "on the vendor's blacklist (`ed:1`)", { ...deny, fired: ['ed:1'] }),
  NOTFOUND: says('needs_review', 'the identity is not confirmed (`id:1`)', {
    ...review,
    fired: ['id:1'],
    noMatch: ['first_name', 'last_name', 'legal_name'],
  }),
  TAXID: says('needs_review', 'the tax number is that of somebody else (`tc:1`)', {
    ...review,
    fired: ['tc:1'],
    noMatch: ['tax_id'],
  }),
  SMS: says('requires_input', 'a code was sent to the phone (`sms_code`)', { ...pending, asksFor: 'sms' }),
  QUIZ: says('requires_input', 'questions are to be answered (`knowledge_answers`)', { ...pending, asksFor: 'quiz' }),
  PENDING: { ...says('pending', 'undecided; approved later', pending), then: accept },
  PENDINGDENY: { ...says('pending', 'undecided; declined later', pending), then: deny },
  WAITING: {
    ...says('pending', 'accepted, but a test still waits; approved later', { ...accept, isWaiting: true }),
    then: accept,
  },
  DUPLICATE: {
    ...says('pending', 'as `PENDING`; every notification comes twice', pending),
    then: accept,
    notifications: 'twice',
  },
  OUTOFORDER: {
    ...says('pending', 'as `PENDING`; the notification of the end comes before that of the beginning', pending),
    then: accept,
    notifications: 'newest-first',
  },
  CONTRADICTION: says('needs_review', 'accepted, though the policy says no', { ...accept, res: 'DENY' }),
  STATEX: says('unknown', 'a state that nobody has documented', { state: 'X', res: 'SOMETHING' }),
  STATEE: says('unknown', 'the state for errors', { state: 'E', res: 'MANUAL_REVIEW' }),
  STATEC: says('unknown', 'the state for closed cases', { state: 'C', res: 'MANUAL_REVIEW' }),
  BADREQUEST: fails('rejected_request', '400 with JSON', 'status-400'),
  UNPROCESSABLE: fails('rejected_request', '422 with JSON', 'status-422'),
  ERRORMESSAGE: fails('rejected_request', '200 with an error message', 'error-message'),
  UNAUTHORIZED: fails('unauthorized', '401', 'status-401'),
  FORBIDDEN: fails('unauthorized', '403', 'status-403'),
  GONE: fails('contract', '404', 'status-404'),
  CONFLICT: fails('contract', '409', 'status-409'),
  TRUNCATED: fails('contract', '200 with half of the JSON', 'truncated-json'),
  WRONGTYPE: fails('contract', '200 with a page of HTML', 'wrong-content-type'),
  NOSECTION: fails('contract', '200 without a score card', 'missing-section'),
  LEGACY: fails('contract', '200 in the format of before 1.19', 'legacy-shape'),
  THROTTLED: fails('throttled', '429 with `Retry-After: 1`; the simulator accepts the next time', 'status-429'),
  SERVERERROR: fails('unavailable', '500 with text', 'status-500'),
  UNAVAILABLE: fails('unavailable', '503 with JSON', 'status-503'),
  RESET: fails('unavailable', 'the connection breaks, and the application was not taken', 'connection-reset'),
  LOSTANSWER: fails(
    'unavailable',
    'the connection breaks after the simulator has accepted the application',
    'lost-answer',
  ),
  LATE: fails('timeout', 'no answer; the simulator has accepted the application', 'latency'),
  SLOWBODY: fails('timeout', 'the body comes byte by byte', 'slow-body'),
};

/** What a document may be marked with: `bonafide:<marker>` among the first 4 KiB of an image's bytes, several of them. */
export const magicMarkers: Readonly<Record<string, { readonly answer: string; readonly meaning: string }>> = {
  'dv:1': { answer: 'requires_input', meaning: 'the image could not be read (`new_images`)' },
  'dv:21': { answer: 'requires_input', meaning: 'the image does not allow a decision (`new_images`)' },
  'dv:2': { answer: 'declined', meaning: 'another type of document than was said' },
  'dv:3': { answer: 'declined', meaning: 'not authentic' },
  'dv:5': { answer: 'declined', meaning: 'the face is another one' },
  'dv:8': { answer: 'needs_review', meaning: 'the name is another one' },
  'dv:9': { answer: 'needs_review', meaning: 'the birth date is another one' },
  'dv:10': { answer: 'needs_review', meaning: 'the address is another one' },
  'dv:11': { answer: 'declined', meaning: 'expired' },
  'dv:20': { answer: 'declined', meaning: 'another country than was said' },
  'country:CHN': {
    answer: 'approved',
    meaning: 'issued by this country, whichever three letters stand there; `USA` otherwise',
  },
};

/** Numbers of government documents, for the sandbox vendor: IdentityMind asks no issuers. */
export const magicDocumentNumbers: Readonly<Record<string, MagicWord>> = {
  NOTFOUND0: {
    answer: 'declined',
    meaning: 'the issuer knows no such document',
    verdict: { ...deny, reason: 'document-not-found', noMatch: ['document_number'] },
  },
  EXPIRED0: {
    answer: 'declined',
    meaning: 'expired',
    verdict: { ...deny, reason: 'document-expired', noMatch: ['document_expiry'] },
  },
  REVIEW0: {
    answer: 'needs_review',
    meaning: 'the issuer knows the document under another name',
    verdict: { ...review, reason: 'name-mismatch', noMatch: ['last_name'] },
  },
  LATE0: fails('timeout', 'no answer', 'latency'),
  UNAVAILABLE0: fails('unavailable', '503', 'status-503'),
};

function says(answer: string, meaning: string, verdict: MagicVerdict): MagicWord {
  return { answer, meaning, verdict };
}

function fails(answer: VendorErrorClass, meaning: string, fault: MagicFault): MagicWord {
  return { answer, meaning, fault };
}
