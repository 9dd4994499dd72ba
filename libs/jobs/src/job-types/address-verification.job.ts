import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class AddressVerificationPayload {
  /** Its row has the address, sealed. */
  @IsString()
  verificationId: string;
}

export const addressOutcomes = ['verified', 'corrected', 'undeliverable', 'unverified'] as const;

/** What a vendor says of an address. Only `verified` says that it is right as it was entered. */
export class AddressVerificationResult {
  outcome: (typeof addressOutcomes)[number];
  /** Codes of the address reasons. */
  reasons: readonly string[];
  /** The vendor's own codes, as they came. */
  vendorCodes: readonly string[];
  /** With `corrected`, and with nothing else: the form in which the vendor knows it. */
  correction: {
    readonly line1: string;
    readonly line2?: string | undefined;
    readonly city: string;
    readonly region?: string | undefined;
    readonly postalCode?: string | undefined;
    readonly country: string;
  } | null;
}

/** Asks an address vendor whether mail reaches an address. Many that wait together go in one request. */
export const AddressVerification = defineJob({
  type: 'address-verification',
  payload: AddressVerificationPayload,
  result: AddressVerificationResult,
  retry: exponentialRetry(8, seconds(5), minutes(30)),
  timeoutMs: seconds(45),
  // Most of them wait for the others of their request; a hundred fill one.
  concurrency: 100,
  visibility: 'customer',
});
