import type { CustomerFacts } from './customer-facts';
import { type CustomerStatus, isEnd } from './customer-status';

/**
 * Why a customer does not rise by itself. `person`: a person has put it where it is, and a person takes it from there.
 * `edit`: who it is was changed, and has to be verified again. `declined`: the last verification was declined.
 * `in_review`: somebody has to decide about a verification. The last three end when the identity is verified.
 */
export const holds = ['person', 'edit', 'declined', 'in_review'] as const;
export type Hold = (typeof holds)[number];

/** Where a customer stands. */
export interface Standing {
  readonly status: CustomerStatus;
  readonly hold: Hold | null;
}

export const requirements = [
  'identity_verified',
  'tax_id_verified',
  'sanctions_clear',
  'no_true_match',
  'no_open_review',
] as const;
export type Requirement = (typeof requirements)[number];

const isMet: Readonly<Record<Requirement, (facts: CustomerFacts) => boolean>> = {
  identity_verified: ({ identityVerified }) => identityVerified,
  tax_id_verified: ({ taxIdVerified }) => taxIdVerified,
  sanctions_clear: ({ sanctions }) => sanctions === 'clear',
  no_true_match: ({ sanctions }) => sanctions !== 'confirmed',
  // Nobody has to look at anything. A screening that has failed says nothing, and somebody has to see to it.
  no_open_review: ({ sanctions }) => sanctions === 'clear' || sanctions === 'pending' || sanctions === 'not_screened',
};

/** The one table of rules: what each status takes, whether a person or a result moves the customer there. */
export const requirementsOf: Readonly<Record<CustomerStatus, readonly Requirement[]>> = {
  deceased: [],
  rejected: [],
  none: ['no_true_match', 'no_open_review'],
  review_required: ['no_true_match'],
  kyc: ['identity_verified', 'no_true_match', 'no_open_review'],
  ofac: ['identity_verified', 'sanctions_clear'],
  cip: ['identity_verified', 'sanctions_clear', 'tax_id_verified'],
};

export const unmetRequirements = (status: CustomerStatus, facts: CustomerFacts): Requirement[] =>
  requirementsOf[status].filter((requirement) => !isMet[requirement](facts));

const allows = (status: CustomerStatus, facts: CustomerFacts): boolean => unmetRequirements(status, facts).length === 0;

const fromTheTop: readonly CustomerStatus[] = ['cip', 'ofac', 'kyc', 'none', 'review_required'];

/** The highest status that the facts bear. */
export const statusBorneBy = (facts: CustomerFacts): CustomerStatus =>
  fromTheTop.find((status) => allows(status, facts)) ?? 'rejected';

/**
 * Where results move a customer: up to what the facts bear, unless something holds it, and down when they bear no longer
 * where it stands. Nothing that comes by itself, late or twice leads out of `deceased` or `rejected`.
 */
export function movedByFacts({ status, hold }: Standing, facts: CustomerFacts): Standing {
  if (isEnd(status)) return { status, hold };
  const borne = statusBorneBy(facts);
  if (borne === 'rejected') return { status: borne, hold: null };
  if (hold === 'person') return { status: allows(status, facts) ? status : borne, hold };
  if (hold !== null && !facts.identityVerified) return { status: 'review_required', hold };
  return { status: borne, hold: null };
}

/** Where an edit of who the customer is moves it. The facts about who it was are gone by then. */
export const movedByEdit = ({ status, hold }: Standing): Standing =>
  isEnd(status) ? { status, hold } : { status: 'review_required', hold: hold === 'person' ? hold : 'edit' };

/**
 * What a verification came to. Anything else (pending, unknown, failed, expired) says nothing of the customer, and has no
 * word here. `withdrawn`: nobody will decide about it any more.
 */
export const identityVerdicts = ['approved', 'declined', 'needs_review', 'withdrawn'] as const;
export type IdentityVerdict = (typeof identityVerdicts)[number];

/** How far a verification goes: who somebody is, or the whole number of an identification as well. */
export const verificationLevels = ['kyc', 'cip'] as const;
export type VerificationLevel = (typeof verificationLevels)[number];

/** What is known after a verification. Only an approval makes a fact true, and a decline takes back what was. */
export function factsAfterVerification(
  facts: CustomerFacts,
  verdict: IdentityVerdict,
  level: VerificationLevel,
): CustomerFacts {
  switch (verdict) {
    case 'approved':
      return { ...facts, identityVerified: true, taxIdVerified: facts.taxIdVerified || level === 'cip' };
    case 'declined':
      return { ...facts, identityVerified: false, taxIdVerified: false };
    case 'needs_review':
    case 'withdrawn':
      return facts;
  }
}

/** Where a verification moves a customer. @param facts those after it */
export function movedByVerification(
  { status, hold }: Standing,
  verdict: IdentityVerdict,
  facts: CustomerFacts,
): Standing {
  if (isEnd(status) || verdict === 'approved') return movedByFacts({ status, hold }, facts);
  if (verdict === 'withdrawn') return movedByFacts({ status, hold: hold === 'in_review' ? null : hold }, facts);
  if (verdict === 'declined') {
    return movedByFacts({ status: 'review_required', hold: hold === 'person' ? hold : 'declined' }, facts);
  }
  // Who was verified before stays so until somebody has decided, and what a person has said holds on.
  if (facts.identityVerified || hold === 'person') return movedByFacts({ status, hold }, facts);
  return movedByFacts({ status: 'review_required', hold: hold ?? 'in_review' }, facts);
}

/** A move that a person asks for. */
export interface WantedMove {
  readonly to: CustomerStatus;
  /** The person's id in the organization's own system. */
  readonly actor: string;
}

/** `proposed`: it waits for a second person, who asks for the same. */
export type MoveVerdict =
  | { readonly moved: Standing }
  | { readonly proposed: CustomerStatus }
  | { readonly refusal: 'already-there' | 'same-person' }
  | { readonly unmet: readonly Requirement[] };

/** Whether a person may move a customer, and where it then stands. @param first the wish of another person that is waiting */
export function judgeMove(
  { status }: Standing,
  facts: CustomerFacts,
  { to, actor }: WantedMove,
  first: WantedMove | null,
): MoveVerdict {
  if (to === status) return { refusal: 'already-there' };
  const unmet = unmetRequirements(to, facts);
  if (unmet.length > 0) return { unmet };
  if (isEnd(status) && staysAtEnd(to, facts)) return { unmet: ['sanctions_clear'] };
  if (isEnd(status)) {
    if (first?.to !== to) return { proposed: to };
    if (isSamePerson(first.actor, actor)) return { refusal: 'same-person' };
  }
  return { moved: { status: to, hold: holdsAt(to, facts) ? 'person' : null } };
}

/**
 * To ask for another screening makes a true match a screening under way, and lifts it no more than that. A name that
 * nobody can compare will never be clear; its customer may come as far as a review.
 */
const staysAtEnd = (to: CustomerStatus, { sanctions }: CustomerFacts): boolean =>
  !isEnd(to) && sanctions !== 'clear' && !(sanctions === 'error' && to === 'review_required');

/** Whoever puts a customer below what the facts bear means it to stay there. */
const holdsAt = (to: CustomerStatus, facts: CustomerFacts): boolean =>
  !isEnd(to) && (to === 'review_required' || to !== statusBorneBy(facts));

/** Nobody becomes somebody else by writing the own id in capitals. */
const isSamePerson = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
