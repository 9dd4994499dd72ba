import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class IdentityVerificationPayload {
  /** Its row says who is verified, sealed, and which checks there are. */
  @IsString()
  verificationId: string;
}

/** The checks were stored while the job ran, as they were answered; the settlement judges what is stored. */
export class IdentityVerificationResult {
  /** What the worker has seen. Only `approved` is a pass. */
  verdict: 'approved' | 'declined' | 'needs_review' | 'requires_input' | 'expired';
}

/** Asks identity vendors about a customer. */
export const IdentityVerification = defineJob({
  type: 'identity-verification',
  payload: IdentityVerificationPayload,
  result: IdentityVerificationResult,
  // Longer than a vendor's circuit breaker stays open, so that a short outage costs nobody the verification.
  retry: exponentialRetry(7, seconds(5), minutes(10)),
  // A business has many parties, each asked about in turn, and a vendor may take a minute.
  timeoutMs: minutes(10),
  visibility: 'customer',
});
