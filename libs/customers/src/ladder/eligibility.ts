import type { CustomerFacts } from './customer-facts';
import { levelOf } from './customer-status';
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
export function unmetForRole(
  role: TransferRole,
  { status }: Standing,
  { identityVerified, sanctions }: CustomerFacts,
): EligibilityRequirement[] {
  const lacksFact = { identity_verified: !identityVerified, sanctions_clear: sanctions !== 'clear' };
  const missing = factsOf[role].filter((requirement) => lacksFact[requirement]);
  // A person can keep a customer below what the facts bear; that counts as a review which is not over.
  const isHeldDown = role === 'originator' && missing.length === 0 && levelOf(status) < levelOf('ofac');
  return [
    ...(status === 'deceased' ? (['not_deceased'] as const) : []),
    ...(status === 'rejected' ? (['not_rejected'] as const) : []),
    ...(status === 'review_required' || (isHeldDown && levelOf(status) > levelOf('rejected'))
      ? (['review_finished'] as const)
      : []),
    ...missing,
  ];
}
