import type { AskedVendors, FailedCall, VendorDesk, VendorOutcome } from '@bonafide/identity-vendors';
import { Cancelled, Completed, IdentityVerification, PermanentError, TransientError, Waiting } from '@bonafide/jobs';
import { performJob } from '@bonafide/testing';
import type {
  BegunVerification,
  BlockListCheck,
  CheckResult,
  CheckSnapshot,
  DeviceCheck,
  VerificationRuns,
} from '@bonafide/verifications';

import { CheckInquiry } from './check-inquiry.service';
import { IdentityVerificationProcessor } from './identity-verification.processor';

const aCheck = (id: string, change: Partial<CheckSnapshot> = {}): CheckSnapshot => ({
  id: `chk_${id}`,
  representativeId: null,
  stage: 'identity',
  isRequired: true,
  state: 'queued',
  skipReason: null,
  outcome: null,
  vendor: null,
  vendorReference: null,
  vendorCallId: null,
  attributes: {},
  reasons: [],
  vendorCodes: [],
  requiredInput: null,
  answeredAt: null,
  ...change,
});

const asked = (change: Partial<CheckSnapshot>): Partial<CheckSnapshot> => ({
  vendor: 'sandbox',
  vendorReference: 'case-1',
  answeredAt: new Date(0),
  ...change,
});

const answer = (outcome: VendorOutcome): AskedVendors => ({
  answer: {
    outcome,
    vendor: 'sandbox',
    vendorReference: 'case-1',
    callId: 'vcl_1',
    answerSha256: 'a',
    reasons: [],
    vendorCodes: [],
    attributes: {},
    requiredInput: outcome === 'requires_input' ? 'sms_code' : null,
    httpStatus: 200,
    raw: '{}',
    latencyMs: 1,
    costMicros: 0,
  },
  failures: [],
});

const failed = (...failures: Partial<FailedCall>[]): AskedVendors => ({
  answer: null,
  failures: failures.map((failure) => ({
    vendor: 'sandbox',
    callId: null,
    errorClass: 'unavailable',
    retryAfterMs: null,
    ...failure,
  })),
});

const stateAfter = (result: CheckResult): Partial<CheckSnapshot> => {
  if ('skipped' in result) return { state: 'skipped', skipReason: result.skipped };
  if ('unanswered' in result) return { state: 'error' };
  const { outcome, requiredInput } = result.found;
  const state = {
    approved: 'passed',
    declined: 'failed',
    needs_review: 'needs_review',
    unknown: 'needs_review',
  } as const;
  return {
    outcome,
    requiredInput,
    state: outcome === 'pending' || outcome === 'requires_input' ? 'running' : state[outcome],
  };
};

describe('the verification of a customer', () => {
  let calls: string[];
  let checks: CheckSnapshot[];
  let verification: Partial<BegunVerification['verification']>;
  let isLost: boolean;
  let stages: readonly string[];
  let blocked: VendorOutcome | null;

  beforeEach(() => {
    calls = [];
    checks = [aCheck('1')];
    verification = {};
    isLost = false;
    stages = ['identity', 'residential_address'];
    blocked = null;
  });

  const begun = (): BegunVerification =>
    ({
      verification: {
        level: 'kyc',
        vendor: null,
        purpose: 'account-opening',
        noticedAt: null,
        expiresAt: new Date(Date.now() + 60_000),
        ...verification,
      },
      parties: [
        { representativeId: null, applicant: { reference: 'cus_1', type: 'individual' }, livesElsewhere: false },
      ],
      checks,
    }) as unknown as BegunVerification;

  /** @param answers of vendors, in the order in which they are asked */
  function perform(...answers: AskedVendors[]) {
    const runs = {
      begin: async () => begun(),
      record: async (_: unknown, id: string, result: CheckResult) =>
        isLost ? null : { ...checks.find((check) => check.id === id)!, ...stateAfter(result) },
    } as unknown as VerificationRuns;
    const next =
      (what: string) => async (request: { question: { reference: string }; vendors?: readonly string[] }) => {
        calls.push([what, request.question.reference, ...(request.vendors ?? [])].join(' '));
        const given = answers.shift();
        if (given === undefined) throw new Error('A vendor was asked that nobody expected.');
        return given;
      };
    const desk = {
      ask: next('ask'),
      read: next('read'),
      vendorsFor: (stage: string) => (stages.includes(stage) ? ['sandbox'] : []),
    } as unknown as VendorDesk;
    const ours = { vendorCodes: [], attributes: {}, requiredInput: null, call: null };
    const found =
      blocked === null ? { outcome: 'approved', reasons: [] } : { outcome: blocked, reasons: ['blocked-ip'] };
    const blockListCheck = { of: async () => ({ found: { ...found, ...ours } }) } as unknown as BlockListCheck;
    const deviceCheck = { of: async () => ({ skipped: 'no_geolocation' }) } as unknown as DeviceCheck;
    const inquiry = new CheckInquiry(desk, blockListCheck, deviceCheck);
    const processor = new IdentityVerificationProcessor(runs, inquiry);
    return performJob(IdentityVerification, processor, { verificationId: 'vrf_1' });
  }

  it.each<[VendorOutcome, string]>([
    ['approved', 'approved'],
    ['declined', 'declined'],
    ['needs_review', 'needs_review'],
    ['unknown', 'needs_review'],
    ['requires_input', 'requires_input'],
  ])('a vendor that says %s ends it as %s', async (outcome, verdict) => {
    expect(await perform(answer(outcome))).toEqual(new Completed({ verdict }));
  });

  it('waits for a vendor that is undecided, and no longer than it may', async () => {
    const outcome = await perform(answer('pending'));
    expect(outcome).toBeInstanceOf(Waiting);
    expect((outcome as Waiting).until.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
    verification = { expiresAt: new Date(0) };
    expect(await perform(answer('pending'))).toEqual(new Completed({ verdict: 'expired' }));
  });

  it('reads a case that is open, and asks no more about what is over', async () => {
    checks = [
      aCheck('1', asked({ state: 'passed', outcome: 'approved' })),
      aCheck('2', asked({ stage: 'residential_address', state: 'running', outcome: 'pending' })),
      aCheck('3', { stage: 'government_id', isRequired: false, state: 'skipped', skipReason: 'not_given' }),
    ];
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'approved' }));
    expect(calls).toEqual(['read chk_2']);
  });

  it('reads a case of which the vendor has said something since, and leaves it as it is when that fails', async () => {
    checks = [aCheck('1', asked({ state: 'needs_review', outcome: 'needs_review' }))];
    expect(await perform()).toEqual(new Completed({ verdict: 'needs_review' }));
    verification = { noticedAt: new Date(1), state: 'needs_review' };
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'approved' }));
    expect(await perform(failed({ errorClass: 'contract' }))).toEqual(new Completed({ verdict: 'needs_review' }));
  });

  it('reads later what a vendor has said since of a case that a person looks at, for it will not say so again', async () => {
    checks = [aCheck('1', asked({ state: 'needs_review', outcome: 'needs_review' }))];
    verification = { noticedAt: new Date(1), state: 'needs_review' };
    expect(await perform(failed({}))).toBeInstanceOf(Waiting);
  });

  it.each<FailedCall['errorClass']>(['rate_limited', 'unavailable'])(
    'uses up no attempt while a case that the vendor has cannot be read: %s',
    async (errorClass) => {
      checks = [aCheck('1', asked({ state: 'running', outcome: 'pending' }))];
      expect(await perform(failed({ errorClass }))).toBeInstanceOf(Waiting);
      verification = { expiresAt: new Date(0) };
      await expect(perform(failed({ errorClass }))).rejects.toMatchObject({ code: 'vendor-unavailable' });
    },
  );

  it('uses up no attempt while our own limit keeps it from asking, and comes back when that is over', async () => {
    const outcome = await perform(failed({ errorClass: 'rate_limited', retryAfterMs: 20_000 }));
    expect(outcome).toBeInstanceOf(Waiting);
    const delayMs = (outcome as Waiting).until.getTime() - Date.now();
    expect(delayMs).toBeGreaterThan(15_000);
    expect(delayMs).toBeLessThanOrEqual(30_000);
  });

  it('says so when no vendor of the installation does it', async () => {
    await expect(perform(failed({ errorClass: 'not_configured' }))).rejects.toMatchObject({ code: 'no-vendor' });
  });

  it('buys nothing more once something was declined', async () => {
    checks = [aCheck('1'), aCheck('2', { stage: 'residential_address' })];
    expect(await perform(answer('declined'))).toEqual(new Completed({ verdict: 'declined' }));
    expect(calls).toEqual(['ask chk_1']);
  });

  it('asks no vendor about whom the organization has blocked, and approves nobody by itself who has to be looked at', async () => {
    checks = [aCheck('1', { stage: 'block_list' }), aCheck('2')];
    blocked = 'declined';
    expect(await perform()).toEqual(new Completed({ verdict: 'declined' }));
    blocked = 'needs_review';
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'needs_review' }));
    blocked = null;
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'approved' }));
  });

  it('is not approved when no vendor looks at where the applicant lives', async () => {
    checks = [aCheck('1'), aCheck('2', { stage: 'residential_address' })];
    stages = ['identity'];
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'needs_review' }));
  });

  it('needs no device', async () => {
    checks = [aCheck('1'), aCheck('2', { stage: 'device', isRequired: false })];
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'approved' }));
    expect(calls).toEqual(['ask chk_1']);
  });

  it('asks only the vendor that was wanted', async () => {
    verification = { vendor: 'identitymind' };
    await perform(answer('approved'));
    expect(calls).toEqual(['ask chk_1 identitymind']);
  });

  it('does not fail because the vendor that was wanted does not do all of it', async () => {
    verification = { vendor: 'identitymind' };
    checks = [aCheck('1'), aCheck('2', { stage: 'residential_address', isRequired: false })];
    expect(await perform(answer('approved'))).toEqual(new Completed({ verdict: 'approved' }));
    expect(calls).toEqual(['ask chk_1 identitymind']);
  });

  it('is tried again when a vendor may answer later, and not before the first of them wants', async () => {
    const vendors = failed(
      { errorClass: 'throttled', retryAfterMs: 9_000 },
      { errorClass: 'rejected_request' },
      { errorClass: 'circuit_open', retryAfterMs: 4_000 },
    );
    const error = await perform(vendors).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ code: 'vendor-unavailable', retryAfterMs: 4_000 });
  });

  it.each([
    ['every vendor has refused', failed({ errorClass: 'unauthorized' }, { errorClass: 'contract' }), 'vendor-refused'],
    ['there is no vendor', failed(), 'no-vendor'],
  ])('fails for good when %s', async (_, vendors, code) => {
    const error = await perform(vendors).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({ code });
  });

  it('stops when it has lost the verification', async () => {
    isLost = true;
    expect(await perform(answer('approved'))).toEqual(new Cancelled('verification-settled'));
  });
});
