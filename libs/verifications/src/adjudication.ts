import type { VerificationLevel } from '@bonafide/customers';
import type { AttributeResult, RequiredInput, VendorOutcome, VerifiedAttribute } from '@bonafide/identity-vendors';

import type { CheckStage, CheckState, SkipReason } from './verification-state';

/** A check as far as the judgement looks at it. */
export interface JudgedCheck {
  readonly stage: CheckStage;
  /** Null: it is about the customer itself. */
  readonly representativeId: string | null;
  /** Whether there is no approval without it. What is not required may be skipped, but not fail. */
  readonly isRequired: boolean;
  readonly state: CheckState;
  readonly outcome: VendorOutcome | null;
  readonly skipReason: SkipReason | null;
  readonly attributes: Readonly<Partial<Record<VerifiedAttribute, AttributeResult>>>;
  readonly requiredInput: RequiredInput | null;
  readonly reasons: readonly string[];
}

/**
 * `pending`: a vendor has not made up its mind. `unanswered`: a check has no answer yet, for it was not made or nobody
 * could be reached.
 */
export type Judgement =
  | { readonly verdict: 'approved' | 'declined' | 'needs_review'; readonly reasons: readonly string[] }
  | { readonly verdict: 'requires_input'; readonly reasons: readonly string[]; readonly requiredInput: RequiredInput }
  | { readonly verdict: 'pending' | 'unanswered' };

/**
 * What all checks of a verification come to; the first line that fits decides.
 *
 * 1. One check failed: declined. A business is declined with any of its owners.
 * 2. A check has no answer: unanswered. Nobody is approved for want of a vendor.
 * 3. A vendor has not made up its mind: pending.
 * 4. A vendor waits for the applicant: requires input.
 * 5. Whatever stands in the way of an approval (`obstaclesTo`): a person looks at it.
 * 6. Else approved: every party has passed `identity`, every required check has passed, and nothing that was asked has not.
 *
 * The stages are those of login.gov's resolution (device, residential address, identity, state id), but for two things: there a
 * state id that is not supported counts as verified, and one that agrees makes up for what the identity lacks. Here what
 * was not checked is never a pass, and what a vendor did not pass is a person's to pass.
 */
export function adjudicate(checks: readonly JudgedCheck[], level: VerificationLevel): Judgement {
  const reasons = [...new Set(checks.flatMap((check) => check.reasons))];
  if (checks.some(({ state }) => state === 'failed')) return { verdict: 'declined', reasons };
  if (checks.some(({ state }) => state === 'queued' || state === 'error')) return { verdict: 'unanswered' };
  const running = checks.filter(({ state }) => state === 'running');
  const asksApplicant = running.find(({ outcome }) => outcome === 'requires_input');
  if (running.some(({ outcome }) => outcome === null)) return { verdict: 'unanswered' };
  if (running.some(({ outcome }) => outcome !== 'requires_input')) return { verdict: 'pending' };
  if (asksApplicant !== undefined) {
    const { requiredInput } = asksApplicant;
    // A vendor that waits and does not say for what is waited for by nobody.
    return requiredInput === null
      ? { verdict: 'needs_review', reasons: [...reasons, 'input-not-named'] }
      : { verdict: 'requires_input', reasons, requiredInput };
  }
  const obstacles = obstaclesTo(checks, level);
  return obstacles.length > 0
    ? { verdict: 'needs_review', reasons: [...new Set([...reasons, ...obstacles])] }
    : { verdict: 'approved', reasons };
}

const mustNotDiffer = ['first_name', 'last_name', 'legal_name', 'birth_date', 'address'] as const;

/** Why it is not approved, as codes of the catalogue; none: it is. */
function obstaclesTo(checks: readonly JudgedCheck[], level: VerificationLevel): string[] {
  const parties = new Set(checks.map(({ representativeId }) => representativeId));
  const passed = checks.filter(isPassed);
  const identities = passed.filter(({ stage }) => stage === 'identity');
  const isIdentified = (party: string | null) => identities.some(({ representativeId }) => representativeId === party);
  const differs = ({ attributes }: JudgedCheck) => mustNotDiffer.some((name) => attributes[name] === 'no_match');
  return [
    ...(checks.some(({ state }) => state === 'needs_review') ? ['vendor-wants-review'] : []),
    ...(checks.some(({ state, isRequired }) => state === 'skipped' && isRequired) ? ['check-not-made'] : []),
    ...(parties.has(null) && [...parties].every(isIdentified) ? [] : ['identity-not-established']),
    ...(checks.every((check) => isPassed(check) || check.state === 'skipped') ? [] : ['check-not-passed']),
    ...(passed.some(differs) ? ['vendor-contradicts-itself'] : []),
    ...(level === 'cip' && !hasVerifiedNumber(passed) ? ['identification-number-not-confirmed'] : []),
  ];
}

/** Both words must say so: an answer that passed, and that the vendor gave. */
const isPassed = ({ state, outcome }: JudgedCheck): boolean => state === 'passed' && outcome === 'approved';

/**
 * The customer's own number: a vendor has said that the tax number is theirs, or, for who has none, that the issuer knows the
 * passport, which is then required (31 CFR 1020.220(a)(2)(i)(A)(4)). A vendor that tells nothing of single attributes has
 * judged all that it was asked with, the whole number among it; one that tells must have said that this one matches.
 */
const hasVerifiedNumber = (passed: readonly JudgedCheck[]): boolean =>
  passed.some(
    ({ stage, representativeId, isRequired, attributes }) =>
      representativeId === null &&
      (stage === 'identity' ? isNumberConfirmed(attributes) : stage === 'government_id' && isRequired),
  );

const isNumberConfirmed = (attributes: JudgedCheck['attributes']): boolean =>
  attributes.tax_id === 'match' || Object.keys(attributes).length === 0;
