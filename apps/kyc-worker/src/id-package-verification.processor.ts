import { loadConfig } from '@bonafide/configuration';
import { type AskedVendors, mayPass, VendorDesk } from '@bonafide/identity-vendors';
import {
  cancelled,
  completed,
  hours,
  type IdPackageVerification,
  type IdPackageVerificationResult,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  PermanentError,
  seconds,
  TransientError,
  waiting,
} from '@bonafide/jobs';
import {
  adjudicateDocument,
  type DocumentVerdict,
  IdPackageQuestions,
  idPackageIds,
  IdPackages,
  judgeDocument,
  type PackageToVerify,
  VerificationConfig,
} from '@bonafide/verifications';
import { Injectable } from '@nestjs/common';

type Run = JobRun<typeof IdPackageVerification>;
type Outcome = JobOutcome<IdPackageVerificationResult>;
type Answer = NonNullable<AskedVendors['answer']>;

/** Has a vendor say whether images show a true document. The images are read here and go to the vendor, and nowhere else. */
@Injectable()
export class IdPackageVerificationProcessor implements JobProcessor<typeof IdPackageVerification> {
  private readonly config = loadConfig(VerificationConfig);

  constructor(
    private readonly packages: IdPackages,
    private readonly questions: IdPackageQuestions,
    private readonly desk: VendorDesk,
  ) {}

  async process(run: Run): Promise<Outcome> {
    const { packageId } = run.payload;
    const found = idPackageIds.is(packageId) ? await this.questions.find(run.organizationId, packageId) : null;
    if (found === null) return cancelled('id-package-settled');
    if (!(await this.questions.hasCustomer(run.organizationId, found.id))) return cancelled('customer-deleted');
    // Before any vendor: what is not taken is shown to nobody, and costs nothing.
    const refusal = judgeDocument(this.packages.policy, found.document);
    if (refusal !== null) return completed({ verdict: refusal.state, reasons: [refusal.reason], answer: null });
    const asked = await this.ask(run, found);
    if (asked === null) return completed({ verdict: 'requires_input', reasons: ['images-gone'], answer: null });
    if (asked.answer === null) return later(asked, Date.now() - found.submittedAt.getTime(), this.config);
    const verdict = adjudicateDocument(this.packages.policy, found, asked.answer);
    return outcomeOf(verdict, asked.answer, Date.now() - found.submittedAt.getTime(), this.config);
  }

  /** The desk knows what was asked before: a pending case is read again, and a final answer is not bought twice. */
  private async ask(run: Run, found: PackageToVerify): Promise<AskedVendors | null> {
    const { organizationId, attempt, signal, payload } = run;
    const images = await this.questions.imagesOf(organizationId, found);
    if (images === null) return null;
    return this.desk.ask({
      organizationId,
      subjectId: found.id,
      attempt,
      purpose: payload.purpose,
      question: { stage: 'id_document', reference: found.id, applicant: found.applicant, images },
      vendors: payload.vendor === undefined ? [] : [payload.vendor],
      signal,
    });
  }
}

function outcomeOf(
  { state, reasons }: DocumentVerdict,
  answer: Answer,
  ageMs: number,
  { VERIFICATION_EXPIRY_HOURS, VERIFICATION_POLL_SECONDS }: VerificationConfig,
): Outcome {
  const { callId, vendor, vendorReference, attributes } = answer;
  const kept = { callId, vendor, vendorReference, attributes };
  if (state !== 'pending') return completed({ verdict: state, reasons, answer: kept });
  // A vendor that is silent for so long leaves it to a person.
  if (ageMs > hours(VERIFICATION_EXPIRY_HOURS)) {
    return completed({ verdict: 'needs_review', reasons: ['vendor-did-not-decide'], answer: kept });
  }
  return waiting(new Date(Date.now() + seconds(VERIFICATION_POLL_SECONDS)));
}

/** That our own limit keeps calls back uses up no attempt, nor does a vendor that has the case and cannot be read just now. */
function later(asked: AskedVendors, ageMs: number, { VERIFICATION_EXPIRY_HOURS }: VerificationConfig): Outcome {
  const passing = asked.failures.filter(({ errorClass }) => mayPass(errorClass));
  const isKeptBack = passing.some(({ errorClass }) => errorClass === 'rate_limited');
  const mayWait = passing.length > 0 && ageMs <= hours(VERIFICATION_EXPIRY_HOURS);
  if (!mayWait || !(isKeptBack || asked.hasCase === true)) throw noAnswer(asked);
  const soonestMs = Math.min(...passing.map(({ retryAfterMs }) => retryAfterMs ?? seconds(60)));
  return waiting(new Date(Date.now() + soonestMs + Math.random() * seconds(10)));
}

function noAnswer({ failures }: AskedVendors): Error {
  const passing = failures.filter(({ errorClass }) => mayPass(errorClass));
  if (passing.length === 0) {
    return failures.length === 0
      ? new PermanentError('no-vendor', 'This installation has no vendor that examines documents (KYC_VENDORS).')
      : new PermanentError('vendor-refused', 'No vendor has taken the question; the ledger of calls says why.');
  }
  const retryAfterMs = Math.min(...passing.map((failure) => failure.retryAfterMs ?? 0));
  return new TransientError('vendor-unavailable', 'No vendor has answered.', { retryAfterMs });
}
