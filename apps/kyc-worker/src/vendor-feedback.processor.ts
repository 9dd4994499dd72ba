import { isTransientClass, VendorDesk, VendorError, type VendorStage } from '@bonafide/identity-vendors';
import {
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  PermanentError,
  TransientError,
  type VendorFeedback,
  type VendorFeedbackResult,
} from '@bonafide/jobs';
import { idPackageIds, IdPackageQuestions, LockedVerifications, type VerificationId } from '@bonafide/verifications';
import { Injectable } from '@nestjs/common';

type Run = JobRun<typeof VendorFeedback>;

interface VendorCase {
  readonly id: string;
  readonly stage: VendorStage | 'device' | 'block_list';
  readonly vendor: string | null;
  readonly vendorReference: string | null;
}

/** Tells vendors what a person has decided about their cases. A repetition is harmless: it says the same. */
@Injectable()
export class VendorFeedbackProcessor implements JobProcessor<typeof VendorFeedback> {
  constructor(
    private readonly desk: VendorDesk,
    private readonly verifications: LockedVerifications,
    private readonly packages: IdPackageQuestions,
  ) {}

  async process(run: Run): Promise<JobOutcome<VendorFeedbackResult>> {
    const { organizationId, attempt, signal, payload } = run;
    const { verificationId, packageId, verdict } = payload;
    const subjectId = verificationId ?? packageId;
    if (subjectId === undefined)
      throw new PermanentError('no-cases', 'The job says nothing of whose cases to tell of.');
    const checks = await this.casesOf(run);
    let casesTold = 0;
    for (const { id, stage, vendor, vendorReference } of checks) {
      if (vendor === null || vendorReference === null || stage === 'device' || stage === 'block_list') continue;
      const question = { stage, reference: id };
      await this.tell({
        ...{ organizationId, subjectId, attempt, signal, purpose: 'analyst-feedback' },
        ...{ vendor, vendorReference, question, verdict },
      });
      casesTold++;
    }
    return completed({ casesTold });
  }

  private async casesOf({
    organizationId,
    payload: { verificationId, packageId },
  }: Run): Promise<readonly VendorCase[]> {
    if (verificationId !== undefined) return this.verifications.checksOf(verificationId as VerificationId);
    if (!idPackageIds.is(packageId)) return [];
    const found = await this.packages.caseOf(organizationId, packageId);
    return found === null ? [] : [{ ...found, id: packageId, stage: 'id_document' }];
  }

  private async tell(feedback: Parameters<VendorDesk['feedback']>[0]): Promise<void> {
    try {
      await this.desk.feedback(feedback);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      const sentence = 'The vendor did not take what a person has decided.';
      if (!isTransientClass(error.errorClass)) throw new PermanentError('feedback-refused', sentence);
      throw new TransientError('feedback-not-taken', sentence, { retryAfterMs: error.retryAfterMs, cause: error });
    }
  }
}
