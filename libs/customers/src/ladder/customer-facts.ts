import type { ScreeningState } from '@bonafide/screening';

/** How all current screenings of a customer stand together. Only `clear` is clear. */
export type SanctionsState = ScreeningState | 'not_screened';

/** What is known of a customer, each fact apart from the ladder. What is unknown is false. */
export interface CustomerFacts {
  readonly identityVerified: boolean;
  /** The whole number: SSN, EIN or another country's. */
  readonly taxIdVerified: boolean;
  readonly sanctions: SanctionsState;
}

/** The first that any of them is in decides, so that `clear` takes all of them. */
const worstFirst: readonly SanctionsState[] = ['confirmed', 'in_review', 'error', 'cancelled', 'pending', 'clear'];

export const sanctionsStates: readonly SanctionsState[] = ['not_screened', ...worstFirst];

/** @param states of the screenings of every name that matters */
export const sanctionsOf = (states: readonly ScreeningState[]): SanctionsState =>
  worstFirst.find((state) => states.includes(state as ScreeningState)) ?? 'not_screened';
