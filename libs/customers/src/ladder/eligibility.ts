import type { CustomerFacts } from './customer-facts';
import { isEnd, levelOf } from './customer-status';
import { statusBorneBy } from './ladder-rules';
import type { Standing } from './ladder-rules';

/** What a customer wants to do in a transfer: send money, or be sent it. */
export const transferRoles = ['originator', 'receiver'] as const;
export type TransferRole = (typeof transferRoles)[number];

export const eligibilityRequirements = [
  'not_deceased',
  'not_rejected',
  'review_finished',
  'identity_verified',
  'sanctions_clear',
] as const;
export type EligibilityRequirement = (typeof eligibilityRequirements)[number];

/** The facts that each role takes: whoever sends money has to be known as well. */
const factsOf: Readonly<Record<TransferRole, readonly ('identity_verified' | 'sanctions_clear')[]>> = {
  originator: ['identity_verified', 'sanctions_clear'],
  receiver: ['sanctions_clear'],
};

/** What stands in the way, in the order of {@link eligibilityRequirements}; nothing: the customer may. */
export function unmetForRole(role: TransferRole, standing: Standing, facts: CustomerFacts): EligibilityRequirement[] {
  const { status } = standing;
  const { identityVerified, sanctions } = facts;
  const lacksFact = { identity_verified: !identityVerified, sanctions_clear: sanctions !== 'clear' };
  const missing = factsOf[role].filter((requirement) => lacksFact[requirement]);
  return [
    ...(status === 'deceased' ? (['not_deceased'] as const) : []),
    ...(status === 'rejected' ? (['not_rejected'] as const) : []),
    ...(status === 'review_required' || (missing.length === 0 && isKeptDown(standing, facts))
      ? (['review_finished'] as const)
      : []),
    ...missing,
  ];
}

/** A person can keep a customer below what the facts bear; that counts as a review which is not over. */
const isKeptDown = ({ status }: Standing, facts: CustomerFacts): boolean =>
  !isEnd(status) && levelOf(status) < Math.min(levelOf(statusBorneBy(facts)), levelOf('ofac'));
