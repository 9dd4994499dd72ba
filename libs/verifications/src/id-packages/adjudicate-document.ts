import type { DocumentType, VendorAnswer } from '@bonafide/identity-vendors';
import type { IdPackageVerdict } from '@bonafide/jobs';

import { type DocumentPolicy, judgeDocument, type PolicyVerdict } from './document-policy';
import type { PresentedDocument } from './id-package';
import { countryOfIssuer } from './issuing-countries';

/** A vendor's answer about images, as far as it decides. */
export type DocumentAnswer = Pick<VendorAnswer, 'outcome' | 'reasons' | 'attributes' | 'requiredInput' | 'document'>;

/** What was asked. */
export interface AskedDocument {
  readonly document: PresentedDocument;
  /** Whether a face was given to be compared. */
  readonly hasFace: boolean;
  /** Whether the photographs before these were not good enough. */
  readonly isRetake: boolean;
}

export interface DocumentVerdict {
  /** `pending`: the vendor has not made up its mind. */
  readonly state: IdPackageVerdict | 'pending';
  /** Codes: what has decided first, then all else that was found. */
  readonly reasons: readonly string[];
}

/** What a difference between the document and the record means, in the words of the vendors' catalogue. */
const differenceOf = {
  first_name: 'name-mismatch',
  last_name: 'name-mismatch',
  birth_date: 'birth-date-mismatch',
  address: 'address-mismatch',
  face: 'face-mismatch',
  document_expiry: 'document-expired',
} as const satisfies Partial<Record<keyof VendorAnswer['attributes'], string>>;

/** Grounds for a decline that are no matter of pictures. */
const ofThePerson = ['blacklisted', 'sanctions-match', 'watchlist-match', 'deceased', 'failed-validation'] as const;

/** A photograph is at fault (dv:1, dv:21); a bad one fails other tests as well, so that they say nothing then. */
const ofTheImage = ['image-unreadable', 'image-inconclusive'];
/** What is against the document itself, whatever else the vendor says (dv:3, dv:11). */
const ofTheDocument = ['document-not-authentic', 'document-expired'];
/** Signals about something else than the document. An approval with any other reason contradicts itself. */
const harmless: ReadonlySet<string> = new Set([
  'address-reputation',
  'device-risk',
  'email-risk',
  'ip-location-mismatch',
  'ip-risk',
  'phone-not-confirmed',
  'phone-risk',
  'velocity',
]);

/**
 * What a vendor's answer makes of a package. One way leads to `passed`: the vendor approves, it names nothing against the
 * document, what it has compared agrees, a face that was given is the same, and the policy takes what the vendor has
 * recognised. Everything else, known or not, is something else.
 */
export function adjudicateDocument(
  policy: DocumentPolicy,
  asked: AskedDocument,
  answer: DocumentAnswer,
): DocumentVerdict {
  if (answer.outcome === 'pending') return { state: 'pending', reasons: [] };
  const found = findings(asked, answer);
  const has = (...codes: readonly string[]): boolean => codes.some((code) => found.has(code));
  const verdict = (state: IdPackageVerdict, ...first: readonly string[]): DocumentVerdict => ({
    state,
    reasons: [...new Set([...first, ...found])],
  });
  const ofPolicy = judgeRecognised(policy, asked.document, answer.document);
  if (ofPolicy?.state === 'declined') return verdict('declined', ofPolicy.reason);
  // No better photograph takes away what stands against the person.
  if (answer.outcome === 'declined' && has(...ofThePerson)) return verdict('declined');
  // The second photograph of which nobody can make anything is for a person: no third is asked for.
  if (has(...ofTheImage) || answer.requiredInput === 'new_images') {
    return verdict(asked.isRetake ? 'needs_review' : 'requires_input', 'photograph-again');
  }
  if (answer.outcome === 'declined' || has(...ofTheDocument)) return verdict('declined');
  if (ofPolicy !== null) return verdict('requires_input', ofPolicy.reason);
  if (has('document-type-mismatch')) return verdict('requires_input');
  if (answer.outcome !== 'approved') return verdict('needs_review', ...whyNotApproved(answer));
  return verdict([...found].every((code) => harmless.has(code)) ? 'passed' : 'needs_review');
}

function findings(
  { document, hasFace }: AskedDocument,
  { reasons, attributes, document: recognised }: DocumentAnswer,
): ReadonlySet<string> {
  const found = new Set(reasons);
  for (const [attribute, reason] of Object.entries(differenceOf)) {
    const result = attributes[attribute as keyof typeof differenceOf];
    if (result === 'no_match' || result === 'partial_match') found.add(reason);
  }
  if (hasFace && attributes.face !== 'match' && !found.has('face-mismatch')) found.add('face-not-compared');
  if (recognised?.type != null && isAnother(recognised.type, document.documentType))
    found.add('document-type-mismatch');
  if (recognised?.issuingCountry != null && countryOfIssuer(recognised.issuingCountry) !== document.country) {
    found.add('document-country-mismatch');
  }
  return found;
}

/** A vendor may call a licence an identification card, or the other way round. */
const isCard = (type: DocumentType): boolean => type === 'DL' || type === 'ID';
const isAnother = (seen: DocumentType, said: DocumentType): boolean => seen !== said && !(isCard(seen) && isCard(said));

/** The policy again, for what the vendor has seen: the applicant may have said something else. */
function judgeRecognised(
  policy: DocumentPolicy,
  said: PresentedDocument,
  seen: DocumentAnswer['document'],
): PolicyVerdict | null {
  const country = seen?.issuingCountry == null ? null : countryOfIssuer(seen.issuingCountry);
  return judgeDocument(policy, { documentType: seen?.type ?? said.documentType, country: country ?? said.country });
}

function whyNotApproved({ outcome, requiredInput }: DocumentAnswer): string[] {
  if (outcome === 'unknown') return ['answer-not-understood'];
  // A code by SMS, questions about one's life: nobody can give those here.
  return requiredInput === null ? [] : ['vendor-asks-for-more'];
}
