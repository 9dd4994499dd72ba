import { IsOptional, IsString, Matches } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class IdPackageVerificationPayload {
  /** Its row says what the images show, and of whom; they are read when the job runs. */
  @IsString()
  packageId: string;

  /** The permissible purpose, in kebab-case. */
  @Matches(/^[a-z][a-z-]{0,63}$/)
  purpose: string;

  /** The one vendor to ask; left out: those of the installation, in their order. */
  @IsOptional()
  @IsString()
  vendor?: string | undefined;
}

/** What has become known of a document. Only `passed` is a pass. */
export const idPackageVerdicts = ['passed', 'declined', 'needs_review', 'requires_input'] as const;
export type IdPackageVerdict = (typeof idPackageVerdicts)[number];

/** The answer as it came lies sealed with the call. */
export class IdPackageVerificationResult {
  verdict: IdPackageVerdict;
  /** Codes of the package's reasons. */
  reasons: readonly string[];
  /** The call that says so; null when the policy has decided and nobody was asked. */
  answer: {
    readonly callId: string;
    readonly vendor: string;
    readonly vendorReference: string | null;
    readonly attributes: Readonly<Record<string, string>>;
  } | null;
}

/** Asks a vendor whether images show a true document of a person. */
export const IdPackageVerification = defineJob({
  type: 'id-package-verification',
  payload: IdPackageVerificationPayload,
  result: IdPackageVerificationResult,
  // Longer than a vendor's circuit breaker stays open.
  retry: exponentialRetry(7, seconds(5), minutes(10)),
  // Every vendor may take a minute over images.
  timeoutMs: minutes(5),
  // Each holds up to three images of 5 MB, sealed, opened and in base64.
  concurrency: 5,
  visibility: 'customer',
});
