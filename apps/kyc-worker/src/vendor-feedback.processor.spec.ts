import { type VendorDesk, VendorError } from '@bonafide/identity-vendors';
import { Completed, PermanentError, TransientError, VendorFeedback } from '@bonafide/jobs';
import { performJob } from '@bonafide/testing';
import type { IdPackageQuestions, LockedVerifications } from '@bonafide/verifications';

import { VendorFeedbackProcessor } from './vendor-feedback.processor';

const checks = [
  { id: 'chk_1', stage: 'identity', vendor: 'identitymind', vendorReference: 'consumer/1' },
  { id: 'chk_2', stage: 'residential_address', vendor: null, vendorReference: null },
  { id: 'chk_3', stage: 'identity', vendor: 'sandbox', vendorReference: 'none/2' },
];

describe('what vendors are told of a decision', () => {
  let told: object[];

  const perform = (error?: Error) => {
    told = [];
    const desk = {
      feedback: async ({ vendor, vendorReference, verdict }: Record<string, unknown>) => {
        told.push({ vendor, vendorReference, verdict });
        if (error !== undefined) throw error;
      },
    } as unknown as VendorDesk;
    const verifications = { checksOf: async () => checks } as unknown as LockedVerifications;
    const processor = new VendorFeedbackProcessor(desk, verifications, {} as IdPackageQuestions);
    return performJob(VendorFeedback, processor, { verificationId: 'vrf_1', verdict: 'rejected' });
  };

  it('is told to each that has a case', async () => {
    expect(await perform()).toEqual(new Completed({ casesTold: 2 }));
    expect(told).toEqual([
      { vendor: 'identitymind', vendorReference: 'consumer/1', verdict: 'rejected' },
      { vendor: 'sandbox', vendorReference: 'none/2', verdict: 'rejected' },
    ]);
  });

  it('is told again to one that was away, and not to one that refuses', async () => {
    const away = new VendorError('unavailable', 'The vendor was away.', { retryAfterMs: 5_000 });
    const thrown = await perform(away).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TransientError);
    expect(thrown).toMatchObject({ code: 'feedback-not-taken', retryAfterMs: 5_000 });
    await expect(perform(new VendorError('rejected_request', 'The vendor refused.'))).rejects.toThrow(PermanentError);
  });
});
