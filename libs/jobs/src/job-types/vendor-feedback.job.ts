import { IsIn, IsOptional, IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, hours, minutes } from '../retry-policy';

export class VendorFeedbackPayload {
  /** Of a verification, whose checks are the cases. */
  @IsOptional()
  @IsString()
  verificationId?: string;

  /** Of an identity package, which is a case itself. */
  @IsOptional()
  @IsString()
  packageId?: string;

  @IsIn(['accepted', 'rejected'])
  verdict: 'accepted' | 'rejected';
}

export class VendorFeedbackResult {
  /** How many cases at vendors were told of it. */
  casesTold: number;
}

/** Tells vendors what a person has decided, so that they learn from it. */
export const VendorFeedback = defineJob({
  type: 'vendor-feedback',
  payload: VendorFeedbackPayload,
  result: VendorFeedbackResult,
  retry: exponentialRetry(6, minutes(1), hours(1)),
  timeoutMs: minutes(5),
  visibility: 'internal',
});
