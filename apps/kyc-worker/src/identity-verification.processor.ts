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

const UNKNOWN_PAUSE_MS = 60_000;
const SPREAD_MS = 10_000;

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
      const { result = null, failures: failed = [] } = (await this.inquiry.ask(run, begun, check, checks)) ?? {};
      failures.push(...failed);
      const now = result === null ? check : await this.runs.record(run, check.id, result);
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
    // Nobody polls what a person is to look at: what the vendor has said since is read now or never.
    const isMissed = verdict === 'needs_review' && verification.state === 'needs_review' && failures.length > 0;
    if (verdict === 'unanswered' || (isMissed && failures.some(({ errorClass }) => mayPass(errorClass)))) {
      return this.later(verification, checks, failures);
    }
    if (verdict !== 'pending') return completed({ verdict });
    if (verification.expiresAt.getTime() <= Date.now()) return completed({ verdict: 'expired' });
    return this.waitAtMost(verification, this.config.VERIFICATION_POLL_SECONDS * 1_000);
  }

  /**
   * An attempt is used up only where a vendor was asked and failed. That our own limit keeps calls back is no failure, nor is
   * it one of a case that the vendor has: it can be read again for days.
   */
  private later(
    verification: BegunVerification['verification'],
    checks: readonly CheckSnapshot[],
    failures: readonly FailedCall[],
  ): JobOutcome<IdentityVerificationResult> {
    const passing = failures.filter(({ errorClass }) => mayPass(errorClass));
    const isKeptBack = passing.some(({ errorClass }) => errorClass === 'rate_limited');
    const isOpenCase = checks.every(({ state, vendor }) => state !== 'error' || vendor !== null);
    const mayWait = passing.length > 0 && verification.expiresAt.getTime() > Date.now();
    if (!mayWait || !(isKeptBack || isOpenCase)) throw unansweredError(failures);
    const soonest = Math.min(...passing.map(({ retryAfterMs }) => retryAfterMs ?? UNKNOWN_PAUSE_MS));
    // Not all at once when the minute is over.
    return this.waitAtMost(verification, soonest + Math.random() * SPREAD_MS);
  }

  private waitAtMost({ expiresAt }: BegunVerification['verification'], delayMs: number) {
    return waiting(new Date(Math.min(Date.now() + delayMs, expiresAt.getTime())));
  }
}

/** Only when every vendor has refused for good is there nothing to hope for. */
function unansweredError(failures: readonly FailedCall[]): Error {
  if (failures.every(({ errorClass }) => errorClass === 'not_configured')) {
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
