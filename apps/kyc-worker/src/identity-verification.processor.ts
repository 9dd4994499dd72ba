import { loadConfig } from '@bonafide/configuration';
import { mayPass, type FailedCall } from '@bonafide/identity-vendors';
import {
  cancelled,
  completed,
  type IdentityVerification,
  type IdentityVerificationResult,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  PermanentError,
  TransientError,
  waiting,
} from '@bonafide/jobs';
import {
  adjudicate,
  type BegunVerification,
  type CheckSnapshot,
  VerificationConfig,
  VerificationRuns,
} from '@bonafide/verifications';
import { Injectable } from '@nestjs/common';

import { CheckInquiry } from './check-inquiry.service';

type Run = JobRun<typeof IdentityVerification>;

/** One verification of a customer, as far as it can be taken now. Every answer is stored as soon as it is there. */
@Injectable()
export class IdentityVerificationProcessor implements JobProcessor<typeof IdentityVerification> {
  private readonly config = loadConfig(VerificationConfig);

  constructor(
    private readonly runs: VerificationRuns,
    private readonly inquiry: CheckInquiry,
  ) {}

  async process(run: Run): Promise<JobOutcome<IdentityVerificationResult>> {
    const begun = await this.runs.begin(run);
    if (begun === null) return cancelled('verification-settled');
    const checks: CheckSnapshot[] = [];
    const failures: FailedCall[] = [];
    for (const check of begun.checks) {
      const result = await this.inquiry.ask(run, begun, check, checks);
      failures.push(...(result?.failures ?? []));
      const now = result === null ? check : await this.runs.record(run, check.id, result.result);
      if (now === null) return cancelled('verification-settled');
      checks.push(now);
    }
    return this.outcomeOf(begun, checks, failures);
  }

  private outcomeOf(
    { verification }: BegunVerification,
    checks: readonly CheckSnapshot[],
    failures: readonly FailedCall[],
  ): JobOutcome<IdentityVerificationResult> {
    const { verdict } = adjudicate(checks, verification.level);
    if (verdict === 'unanswered') throw unansweredError(failures);
    if (verdict !== 'pending') return completed({ verdict });
    const nextLook = Date.now() + this.config.VERIFICATION_POLL_SECONDS * 1_000;
    if (verification.expiresAt.getTime() <= Date.now()) return completed({ verdict: 'expired' });
    return waiting(new Date(Math.min(nextLook, verification.expiresAt.getTime())));
  }
}

/** Only when every vendor has refused for good is there nothing to hope for. */
function unansweredError(failures: readonly FailedCall[]): Error {
  if (failures.length === 0) {
    return new PermanentError('no-vendor', 'No vendor of this installation does it. Name one in KYC_VENDORS.');
  }
  const passing = failures.filter(({ errorClass }) => mayPass(errorClass));
  if (passing.length === 0) {
    const sentence = 'Every vendor refused the question for good; the ledger of calls says how (docs/vendors.md).';
    return new PermanentError('vendor-refused', sentence);
  }
  const waits = passing.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return new TransientError(
    'vendor-unavailable',
    'No vendor answered; the ledger of calls says why (docs/vendors.md).',
    {
      retryAfterMs: waits.length === 0 ? null : Math.min(...waits),
    },
  );
}
