import type { AskedVendors, CallFailure, VendorDesk, VendorRequest } from '@bonafide/identity-vendors';
import { Cancelled, Completed, IdPackageVerification, Waiting } from '@bonafide/jobs';
import { jpegImage, performJob } from '@bonafide/testing';
import type { IdPackageQuestions, IdPackages, PackageToVerify } from '@bonafide/verifications';

import { IdPackageVerificationProcessor } from './id-package-verification.processor';

const packageId = 'idp_01kaf3s8h4e0qv8dpz2j9r7n5c';
const images = { documentType: 'PP', country: 'US', front: jpegImage() } as const;

const aPackage = (change: Partial<PackageToVerify> = {}): PackageToVerify => ({
  id: packageId,
  document: { documentType: 'PP', country: 'US', region: null },
  applicant: { reference: 'cus_1', type: 'individual', firstName: 'Quillon', phones: [], createdAt: new Date(0) },
  hasFace: false,
  isRetake: false,
  submittedAt: new Date(),
  ...change,
});

const anAnswer = (outcome: 'approved' | 'pending'): AskedVendors => ({
  answer: {
    outcome,
    vendorReference: '92514582',
    reasons: [],
    vendorCodes: [],
    attributes: { first_name: 'match' },
    requiredInput: null,
    httpStatus: 200,
    raw: '{"what":"the vendor wrote"}',
    callId: 'vcl_01kaf3s8h4e0qv8dpz2j9r7n5c',
    vendor: 'identitymind',
    latencyMs: 12,
    costMicros: 0,
    answerSha256: '00',
  },
  failures: [],
});

const failing = (...classes: readonly CallFailure[]): AskedVendors => ({
  answer: null,
  failures: classes.map((errorClass, index) => ({
    vendor: `vendor-${index}`,
    callId: null,
    errorClass,
    retryAfterMs: errorClass === 'throttled' ? 90_000 : null,
  })),
});

describe('the verification of an identity package', () => {
  const questions: VendorRequest[] = [];

  /** What becomes of a package, and how often its images were read. */
  async function perform(
    found: PackageToVerify | null,
    asked: AskedVendors = anAnswer('approved'),
    { isErased = false, isDeleted = false, vendor }: { isErased?: boolean; isDeleted?: boolean; vendor?: string } = {},
  ) {
    questions.length = 0;
    const packages = {
      policy: { bannedCountries: new Set(['IR']), allowedTypes: new Map(), regionCountries: new Set() },
    } as unknown as IdPackages;
    const imagesOf = jest.fn(() => Promise.resolve(isErased ? null : images));
    const hasCustomer = () => Promise.resolve(!isDeleted);
    const reader = { find: () => Promise.resolve(found), hasCustomer, imagesOf } as unknown as IdPackageQuestions;
    const desk = {
      ask: (request: VendorRequest) => {
        questions.push(request);
        return Promise.resolve(asked);
      },
    } as unknown as VendorDesk;
    const processor = new IdPackageVerificationProcessor(packages, reader, desk);
    const payload = { packageId, purpose: 'account-opening', ...(vendor === undefined ? {} : { vendor }) };
    const outcome = await performJob(IdPackageVerification, processor, payload, { attempt: 3 });
    return { outcome, timesRead: imagesOf.mock.calls.length };
  }

  it('asks once with the images, for the purpose, under the id of the package', async () => {
    const { outcome } = await perform(aPackage());
    expect(questions).toMatchObject([
      {
        subjectId: packageId,
        attempt: 3,
        purpose: 'account-opening',
        vendors: [],
        question: { stage: 'id_document', reference: packageId, images, applicant: { firstName: 'Quillon' } },
      },
    ]);
    expect(outcome).toBeInstanceOf(Completed);
    expect((outcome as Completed<object>).result).toEqual({
      verdict: 'passed',
      reasons: [],
      answer: {
        callId: 'vcl_01kaf3s8h4e0qv8dpz2j9r7n5c',
        vendor: 'identitymind',
        vendorReference: '92514582',
        attributes: { first_name: 'match' },
      },
    });
  });

  it('asks the vendor that was wished for, and no other', async () => {
    await perform(aPackage(), anAnswer('approved'), { vendor: 'sandbox' });
    expect(questions.map(({ vendors }) => vendors)).toEqual([['sandbox']]);
  });

  it('neither opens images nor asks when the policy does not take the document', async () => {
    const document = { documentType: 'PP', country: 'IR', region: null } as const;
    const { outcome, timesRead } = await perform(aPackage({ document }));
    expect((outcome as Completed<object>).result).toEqual({
      verdict: 'declined',
      reasons: ['document-country-banned'],
      answer: null,
    });
    expect({ timesRead, asked: questions.length }).toEqual({ timesRead: 0, asked: 0 });
  });

  it('asks nobody about a package that is settled, or gone', async () => {
    const { outcome } = await perform(null);
    expect(outcome).toEqual(new Cancelled('id-package-settled'));
    expect(questions).toEqual([]);
  });

  it('shows no vendor the documents of a customer that was deleted', async () => {
    const { outcome, timesRead } = await perform(aPackage(), anAnswer('approved'), { isDeleted: true });
    expect(outcome).toEqual(new Cancelled('customer-deleted'));
    expect({ timesRead, questions }).toEqual({ timesRead: 0, questions: [] });
  });

  it.each<[string, AskedVendors]>([
    ['our own limit keeps it from asking', failing('rate_limited')],
    ['a vendor that has the case cannot be read', { ...failing('unavailable'), hasCase: true }],
  ])('uses up no attempt while %s', async (_, asked) => {
    expect((await perform(aPackage(), asked)).outcome).toBeInstanceOf(Waiting);
    const submittedAt = new Date(Date.now() - 169 * 3_600_000);
    await expect(perform(aPackage({ submittedAt }), asked)).rejects.toMatchObject({ code: 'vendor-unavailable' });
  });

  it('needs other images when those are erased', async () => {
    const { outcome } = await perform(aPackage(), anAnswer('approved'), { isErased: true });
    expect((outcome as Completed<object>).result).toMatchObject({
      verdict: 'requires_input',
      reasons: ['images-gone'],
    });
    expect(questions).toEqual([]);
  });

  it('waits for a vendor that has not decided, and leaves it to a person after a week', async () => {
    const { outcome } = await perform(aPackage(), anAnswer('pending'));
    expect(outcome).toBeInstanceOf(Waiting);
    expect((outcome as Waiting).until.getTime()).toBeGreaterThan(Date.now());
    const submittedAt = new Date(Date.now() - 169 * 3_600_000);
    const late = await perform(aPackage({ submittedAt }), anAnswer('pending'));
    expect((late.outcome as Completed<object>).result).toMatchObject({
      verdict: 'needs_review',
      reasons: ['vendor-did-not-decide'],
    });
  });

  it.each<[string, readonly CallFailure[], object]>([
    ['a vendor is away', ['unavailable'], { name: 'TransientError', code: 'vendor-unavailable' }],
    [
      'one refuses and another is away',
      ['rejected_request', 'circuit_open'],
      { name: 'TransientError', code: 'vendor-unavailable' },
    ],
    ['a vendor wants to be left alone', ['throttled'], { name: 'TransientError', retryAfterMs: 90_000 }],
    ['all refuse', ['rejected_request', 'unauthorized'], { name: 'PermanentError', code: 'vendor-refused' }],
    ['there is no vendor', [], { name: 'PermanentError', code: 'no-vendor' }],
  ])('fails when %s, and passes nobody', async (_, classes, error) => {
    await expect(perform(aPackage(), failing(...classes))).rejects.toMatchObject(error);
  });
});
