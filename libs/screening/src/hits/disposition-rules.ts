import type { ScreeningSettings } from '../settings/screening-settings';
import type { DecidingPerson, Decision } from './disposition';
import { type HitState, isOpen } from './hit-state';

/** What is known of a hit when somebody decides about it. */
export interface HitToDecide {
  readonly state: HitState;
  /** The decision that waits for a second one; there when the state is `awaiting_second_review`. */
  readonly first: { readonly actor: string; readonly decision: Decision } | null;
  /** Who asked for the screening, as far as is known. */
  readonly submittedBy: string | null;
  readonly submittedWith: string | null;
}

/** Why a decision does not count, each with what the caller needs to know. */
export type Refusal =
  | { readonly why: 'not-found' }
  | { readonly why: 'final'; readonly state: Exclude<HitState, 'pending_review' | 'awaiting_second_review'> }
  | { readonly why: 'same-person'; readonly state: 'awaiting_second_review' }
  | { readonly why: 'submitter'; readonly state: HitState };

/** The state after a decision, or why there is none. */
export type Verdict = { readonly to: Exclude<HitState, 'suppressed'> } | { readonly refusal: Refusal };

const finalStateOf = { dismiss: 'dismissed', confirm: 'confirmed' } as const;

/**
 * The rules of the four eyes. A hit that waits for a second person gets one, also when the organization has meanwhile
 * changed its mind about asking for it: what was begun under a rule ends under it.
 */
export function judgeDecision(
  hit: HitToDecide,
  { actor, apiKeyId, decision }: DecidingPerson & { readonly decision: Decision },
  { dispositionReview, submitterMayDecide }: Pick<ScreeningSettings, 'dispositionReview' | 'submitterMayDecide'>,
): Verdict {
  const { state, first } = hit;
  if (!isOpen(state)) return { refusal: { why: 'final', state } };
  const isSubmitter = hit.submittedWith === apiKeyId || isSamePerson(hit.submittedBy, actor);
  if (!submitterMayDecide && isSubmitter) return { refusal: { why: 'submitter', state } };
  if (state === 'pending_review') {
    return { to: dispositionReview === 'second_person' ? 'awaiting_second_review' : finalStateOf[decision] };
  }
  if (first === null || isSamePerson(first.actor, actor)) return { refusal: { why: 'same-person', state } };
  return { to: first.decision === decision ? finalStateOf[decision] : 'pending_review' };
}

/** Nobody becomes somebody else by writing the own id in capitals. */
const isSamePerson = (one: string | null, other: string): boolean => one?.toLowerCase() === other.toLowerCase();
