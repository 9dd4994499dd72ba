import type { AddressVerificationId, AddressVerifications, AskedAddress } from '@bonafide/customers';
import {
  type AddressVendor,
  type AddressVendors,
  VendorError,
  type VendorErrorClass,
} from '@bonafide/identity-vendors';
import { AddressVerification, type AddressVerificationResult, Cancelled, Completed } from '@bonafide/jobs';
import { performJob } from '@bonafide/testing';

import type { AddressEnquiries, EnquiryAnswer } from './address-enquiries.service';
import { AddressVerificationProcessor } from './address-verification.processor';

const verificationId: AddressVerificationId = 'avf_01kaf3s8h4e0qv8dpz2j9r7n5c';
const asked: AskedAddress = {
  id: verificationId,
  vendor: 'smarty',
  address: { line1: '12 Main Street', city: 'Testville', region: 'IL', postalCode: '62701', country: 'US' },
};
const verified: AddressVerificationResult = { outcome: 'verified', reasons: [], vendorCodes: [], correction: null };

interface World {
  readonly pending?: AskedAddress | null;
  readonly vendor?: Partial<AddressVendor> | null;
  readonly answer?: EnquiryAnswer;
}

function worker({ pending = asked, vendor = {}, answer = verified }: World) {
  const questions: unknown[] = [];
  const processor = new AddressVerificationProcessor(
    { asked: () => Promise.resolve(pending) } as Partial<AddressVerifications> as AddressVerifications,
    {
      find: (id: string) => (vendor === null || id !== 'smarty' ? undefined : { obstacleOf: () => null, ...vendor }),
    } as Partial<AddressVendors> as AddressVendors,
    {
      ask: (...question: readonly unknown[]) => {
        questions.push(question[2]);
        return Promise.resolve(answer);
      },
    } as Partial<AddressEnquiries> as AddressEnquiries,
  );
  return { questions, run: () => performJob(AddressVerification, processor, { verificationId }) };
}

describe('the processor of address verifications', () => {
  it('asks the vendor about the address, under the id of the verification', async () => {
    const { questions, run } = worker({});
    expect(await run()).toEqual(new Completed(verified));
    expect(questions).toEqual([{ reference: verificationId, address: asked.address }]);
  });

  it('asks nobody about one that nobody waits for any more', async () => {
    const { questions, run } = worker({ pending: null });
    expect(await run()).toEqual(new Cancelled('address-verification-overtaken'));
    expect(questions).toEqual([]);
  });

  it('asks nobody about a country that the vendor does not cover: that is neither an error nor a pass', async () => {
    const { questions, run } = worker({ vendor: { obstacleOf: () => 'country-not-covered' } });
    expect(await run()).toEqual(
      new Completed({ outcome: 'unverified', reasons: ['country-not-covered'], vendorCodes: [], correction: null }),
    );
    expect(questions).toEqual([]);
  });

  it.each<[VendorErrorClass, number | null, string, string]>([
    ['throttled', 429, 'TransientError', 'address-vendor-throttled'],
    ['unavailable', 503, 'TransientError', 'address-vendor-unavailable'],
    ['timeout', null, 'TransientError', 'address-vendor-timed-out'],
    ['unauthorized', 401, 'PermanentError', 'address-vendor-unauthorized'],
    ['unauthorized', 402, 'PermanentError', 'address-vendor-wants-payment'],
    ['rejected_request', 400, 'PermanentError', 'address-vendor-rejected-request'],
    ['contract', 200, 'PermanentError', 'address-vendor-answer-not-understood'],
  ])('fails by the class of the error: %s (%s) is a %s', async (errorClass, httpStatus, name, code) => {
    const { run } = worker({ answer: new VendorError(errorClass, 'Words of ours.', { httpStatus, raw: 'private' }) });
    await expect(run()).rejects.toMatchObject({ name, code, evidence: null });
  });

  it('waits as long as the vendor asks for', async () => {
    const { run } = worker({ answer: new VendorError('throttled', 'Words of ours.', { retryAfterMs: 90_000 }) });
    await expect(run()).rejects.toMatchObject({ retryAfterMs: 90_000 });
  });

  it('takes what nobody understands for no answer', async () => {
    await expect(worker({ answer: 'unreadable' }).run()).rejects.toMatchObject({ name: 'PermanentError' });
  });

  it('gives up a verification whose vendor has no settings here', async () => {
    await expect(worker({ vendor: null }).run()).rejects.toMatchObject({ code: 'address-vendor-not-configured' });
  });

  it('does not start for a vendor without credentials', () => {
    const before = process.env.ADDRESS_VENDOR;
    try {
      process.env.ADDRESS_VENDOR = 'smarty';
      const processor = new AddressVerificationProcessor(
        {} as AddressVerifications,
        { find: () => undefined } as Partial<AddressVendors> as AddressVendors,
        {} as AddressEnquiries,
      );
      expect(() => processor.onApplicationBootstrap()).toThrow('SMARTY_AUTH_ID');
    } finally {
      if (before === undefined) delete process.env.ADDRESS_VENDOR;
      else process.env.ADDRESS_VENDOR = before;
    }
  });
});
