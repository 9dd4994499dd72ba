/**
 * `suppressed`: found, but dismissed before by a decision that still holds; nobody has to look. The last three are final:
 * whoever learns more screens again.
 */
export const hitStates = ['pending_review', 'awaiting_second_review', 'dismissed', 'confirmed', 'suppressed'] as const;
export type HitState = (typeof hitStates)[number];

/** A hit that waits for a person. */
export type OpenHitState = 'pending_review' | 'awaiting_second_review';

export const isOpen = (state: HitState): state is OpenHitState =>
  state === 'pending_review' || state === 'awaiting_second_review';
