import type { CustomerId, RepresentativeId, VerificationLevel } from '@bonafide/customers';
import type { AttributeResult, RequiredInput, VendorOutcome, VerifiedAttribute } from '@bonafide/identity-vendors';
import type { OrganizationId } from '@bonafide/identifiers';
import type { JobId } from '@bonafide/jobs';

import type { CheckId, VerificationId } from './verification-ids';
import type { CheckStage, CheckState, SkipReason, VerificationState } from './verification-state';

export const verificationDecisions = ['approve', 'decline'] as const;
export type VerificationDecision = (typeof verificationDecisions)[number];

/** A verification as it is listed. */
export interface VerificationSummary {
  readonly id: VerificationId;
  readonly organizationId: OrganizationId;
  readonly customerId: CustomerId;
  /** Of the customer's record when it was asked for. */
  readonly identityVersion: number;
  readonly level: VerificationLevel;
  readonly state: VerificationState;
  readonly purpose: string;
  readonly vendor: string | null;
  /** Whether nobody else of the organization has the tax number; null when there was none. */
  readonly ssnIsUnique: boolean | null;
  /** Codes of the catalogue. */
  readonly reasons: readonly string[];
  readonly requiredInput: RequiredInput | null;
  /** The last job that worked on it. */
  readonly jobId: JobId;
  readonly submittedBy: string | null;
  /** Whether vendors were told what a person has decided; null when they are not to be. */
  readonly feedback: 'pending' | 'sent' | 'failed' | null;
  readonly sequence: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When it ends without an answer of the vendor or the applicant. */
  readonly expiresAt: Date;
  readonly settledAt: Date | null;
}

export interface CheckSnapshot {
  readonly id: CheckId;
  readonly representativeId: RepresentativeId | null;
  readonly stage: CheckStage;
  readonly isRequired: boolean;
  readonly state: CheckState;
  readonly skipReason: SkipReason | null;
  /** The vendor's last answer; null before there was one. */
  readonly outcome: VendorOutcome | null;
  readonly vendor: string | null;
  readonly vendorReference: string | null;
  readonly vendorCallId: string | null;
  readonly attributes: Readonly<Partial<Record<VerifiedAttribute, AttributeResult>>>;
  readonly reasons: readonly string[];
  readonly vendorCodes: readonly string[];
  readonly requiredInput: RequiredInput | null;
  readonly answeredAt: Date | null;
}

/** What a person has decided. */
export interface DecisionSnapshot {
  readonly decision: VerificationDecision;
  readonly actor: string;
  readonly apiKeyId: string;
  readonly reason: string;
  readonly decidedAt: Date;
}

export interface VerificationSnapshot extends VerificationSummary {
  readonly decided: DecisionSnapshot | null;
  readonly checks: readonly CheckSnapshot[];
}
