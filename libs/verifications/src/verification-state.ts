import type { VendorOutcome } from '@bonafide/identity-vendors';

/** The life of a verification; `docs/verifications.md` draws it. Stored, so never renamed. */
export const verificationStates = [
  'created',
  'processing',
  'requires_input',
  'needs_review',
  'approved',
  'declined',
  'failed',
  'expired',
  'canceled',
] as const;
export type VerificationState = (typeof verificationStates)[number];

const settled = ['approved', 'declined', 'failed', 'expired', 'canceled'] as const;
export type SettledState = (typeof settled)[number];

/** What nothing leads out of, be it late, repeated or a person. */
export const isSettled = (state: VerificationState): state is SettledState => settled.includes(state as SettledState);

const nextStates: Readonly<Record<VerificationState, readonly VerificationState[]>> = {
  created: ['processing', 'failed', 'canceled'],
  processing: ['requires_input', 'needs_review', 'approved', 'declined', 'failed', 'expired', 'canceled'],
  requires_input: ['needs_review', 'approved', 'declined', 'expired', 'canceled'],
  needs_review: ['requires_input', 'approved', 'declined', 'canceled'],
  approved: [],
  declined: [],
  failed: [],
  expired: [],
  canceled: [],
};

export const canBecome = (from: VerificationState, to: VerificationState): boolean => nextStates[from].includes(to);

/** What is looked at: three stages at vendors, and before and after them what costs nothing. */
export const checkStages = ['block_list', 'identity', 'residential_address', 'government_id', 'device'] as const;
export type CheckStage = (typeof checkStages)[number];

/** `running` also while the vendor has not made up its mind or waits for the applicant; `outcome` tells. */
export const checkStates = ['queued', 'running', 'passed', 'failed', 'needs_review', 'error', 'skipped'] as const;
export type CheckState = (typeof checkStates)[number];

export const skipReasons = [
  /** Nothing was given that could be looked at. */
  'not_given',
  /** The address on the document is the one where the applicant lives, or none stands on it. */
  'same_address',
  /** No vendor of this installation does it. */
  'no_vendor',
  /** This installation has no database of the countries of IP addresses. */
  'no_geolocation',
  /** Something else was declined already, and nobody paid for more. */
  'already_declined',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** What a check is after an answer. Only an approval passes; what was not understood is for a person. */
export const checkStateAfter: Readonly<Record<VendorOutcome, CheckState>> = {
  approved: 'passed',
  declined: 'failed',
  needs_review: 'needs_review',
  unknown: 'needs_review',
  pending: 'running',
  requires_input: 'running',
};
