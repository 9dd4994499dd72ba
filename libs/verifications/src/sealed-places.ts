import type { FieldPlace } from '@bonafide/encryption';

/** Everybody who is verified, as they were entered when it was asked for; tax numbers and documents included. */
export const applicantsPlace = (verificationId: string): FieldPlace => ({
  table: 'verifications',
  column: 'applicants',
  row: verificationId,
});

/** What a person wrote beside a decision may name somebody. */
export const decisionReasonPlace = (verificationId: string): FieldPlace => ({
  table: 'verifications',
  column: 'decision_reason',
  row: verificationId,
});
