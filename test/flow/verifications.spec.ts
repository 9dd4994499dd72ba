import { describeWithRedis, eventually, expectProblem, type Organization, type Stack } from '@bonafide/testing';

import { anIndividual, attest, create, customerOf, eligibilityOf, wayOf, whenSanctions } from './customers-ladder';
import {
  cancelVerification,
  decideVerification,
  identityCheckOf,
  named,
  requestsAbout,
  script,
  startWithVendor,
  type Verification,
  verificationOf,
  verify,
  whenVerification,
} from './verifications';

describeWithRedis('verifications of customers (needs Redis)', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await startWithVendor();
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const codesOf = ({ reasons }: Verification): string[] => reasons.map(({ code }) => code);

  it('who the vendor approves may send money, and with the whole number stands at the top', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await whenSanctions(api, id, 'clear');
    const answer = await api.post<Verification>(`/v1/customers/${id}/verifications`, {
      level: 'kyc',
      actor: 'user-17',
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/customers/${id}/verifications/${answer.body.id}`);
    expect(answer.body).toMatchObject({ state: 'created', ssnIsUnique: true, submittedBy: 'user-17', settledAt: null });
    const kyc = await whenVerification(api, answer.body, 'approved');
    expect(kyc.checks.map(({ stage, state, skipReason }) => [stage, state, skipReason])).toEqual([
      ['block_list', 'passed', null],
      ['identity', 'passed', null],
      ['residential_address', 'skipped', 'same_address'],
      ['government_id', 'skipped', 'not_given'],
      ['device', 'skipped', 'not_given'],
    ]);
    expect(identityCheckOf(kyc)).toMatchObject({ vendor: 'identitymind', outcome: 'approved' });
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac', hold: null });
    expect(await eligibilityOf(api, id, 'originator')).toMatchObject({ eligible: true });

    const cip = await verify(api, id, { level: 'cip', purpose: 'credit-application' });
    await whenVerification(api, cip, 'approved');
    expect(await customerOf(api, id)).toMatchObject({ status: 'cip' });
    expect(await wayOf(api, id)).toEqual(['none created', 'ofac verification_approved', 'cip verification_approved']);
    const listed = await api.get<{ data: Verification[] }>(`/v1/customers/${id}/verifications`);
    expect(listed.body.data.map((each) => [each.id, each.level])).toEqual([
      [cip.id, 'cip'],
      [kyc.id, 'kyc'],
    ]);
    const events = await api.get<{ data: { type: string; sequence: number }[] }>(`/v1/events?objectId=${kyc.id}`);
    expect([...events.body.data].reverse().map(({ type, sequence }) => [type, sequence])).toEqual([
      ['verification.created', 1],
      ['verification.processing', 2],
      ['verification.approved', 3],
    ]);
    const calls = await stack.database.query(`SELECT purpose, state, outcome FROM vendor_calls WHERE subject_id = $1`, [
      cip.id,
    ]);
    expect(calls).toEqual([{ purpose: 'credit-application', state: 'answered', outcome: 'approved' }]);
  }, 60_000);

  it.each<[string, string, string, readonly string[], string]>([
    ['a decline', 'DENY', 'declined', ['vendor-policy'], 'review_required'],
    ['a name on the vendor’s lists', 'SANCTION', 'declined', ['sanctions-match'], 'review_required'],
    [
      'a wish for a person',
      'REVIEW',
      'needs_review',
      ['vendor-policy', 'vendor-wants-review', 'identity-not-established', 'check-not-passed'],
      'review_required',
    ],
    [
      'a state that nobody knows',
      'STATEX',
      'needs_review',
      ['vendor-state-unknown', 'vendor-wants-review', 'identity-not-established', 'check-not-passed'],
      'review_required',
    ],
    [
      'an approval that contradicts itself',
      'CONTRADICTION',
      'needs_review',
      ['vendor-contradiction', 'vendor-wants-review', 'identity-not-established', 'check-not-passed'],
      'review_required',
    ],
    ['a code that the applicant is sent', 'SMS', 'requires_input', [], 'none'],
    ['a vendor that is undecided and then approves', 'PENDING', 'approved', [], 'ofac'],
    ['a vendor that is undecided and then declines', 'PENDINGDENY', 'declined', ['vendor-policy'], 'review_required'],
    ['an approval of which a test still waits', 'WAITING', 'approved', [], 'ofac'],
    ['a vendor that wants to be left alone for a second', 'THROTTLED', 'approved', [], 'ofac'],
    ['an answer that was lost', 'LOSTANSWER', 'approved', [], 'ofac'],
    ['a question that is refused for good', 'BADREQUEST', 'failed', ['vendor-refused'], 'none'],
    ['an answer that cannot be read', 'TRUNCATED', 'failed', ['vendor-refused'], 'none'],
    ['an answer without its most important part', 'NOSECTION', 'failed', ['vendor-refused'], 'none'],
  ])(
    '%s (%s) ends as %s',
    async (_, lastName, state, reasons, status) => {
      const { api } = acme;
      const { id } = await create(api, named(lastName, { taxId: undefined }));
      await whenSanctions(api, id, 'clear');
      const verification = await whenVerification(api, await verify(api, id), state, 40_000);
      expect(codesOf(verification)).toEqual(reasons);
      expect(verification.ssnIsUnique).toBeNull();
      expect(await customerOf(api, id)).toMatchObject({ status });
      // What was asked is asked once, however often it was tried: a lost answer is looked up.
      const calls = await stack.database.query<{ operation: string }>(
        `SELECT operation FROM vendor_calls WHERE subject_id = $1 ORDER BY id`,
        [verification.id],
      );
      const asks = calls.filter(({ operation }) => operation === 'ask');
      expect(asks.length).toBe(lastName === 'THROTTLED' ? 2 : 1);
    },
    60_000,
  );

  it('nobody passes while no vendor answers, and whoever does not want to wait cancels', async () => {
    const { api } = acme;
    const { id } = await create(api, named('UNAVAILABLE'));
    const asked = await verify(api, id);
    await eventually(async () => {
      const { body } = await api.get<{ state: string; attempts: number }>(`/v1/jobs/${asked.jobId}`);
      return body.state === 'accepted' && body.attempts > 0;
    });
    expect(await verificationOf(api, asked)).toMatchObject({ state: 'processing', reasons: [] });
    expect(identityCheckOf(await verificationOf(api, asked))).toMatchObject({ state: 'error', outcome: null });
    const canceled = await cancelVerification(api, asked);
    expect(canceled).toMatchObject({ status: 200, body: { state: 'canceled' } });
    expect(codesOf(canceled.body)).toEqual(['canceled-by-request']);
    expectProblem(await cancelVerification(api, asked), 409, 'state-conflict');
    // Trying its job again changes nothing.
    await api.post(`/v1/jobs/${asked.jobId}/retry`);
    await eventually(async () => {
      const { body } = await api.get<{ state: string; error: { code: string } | null }>(`/v1/jobs/${asked.jobId}`);
      return body.state === 'cancelled' && body.error?.code === 'verification-settled';
    });
    expect(await verificationOf(api, asked)).toMatchObject({ state: 'canceled' });
  }, 60_000);

  it('one that needs a person is decided by one, once, and the vendor is told', async () => {
    const { api } = acme;
    const { id } = await create(api, named('REVIEW'));
    await whenSanctions(api, id, 'clear');
    const asked = await whenVerification(api, await verify(api, id, { level: 'cip' }), 'needs_review');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required', hold: 'in_review' });
    const decided = await decideVerification(api, asked, 'approve');
    expect(decided).toMatchObject({
      status: 200,
      body: {
        state: 'approved',
        decision: { decision: 'approve', actor: 'officer-1', reason: 'The utility bill agrees.' },
      },
    });
    expect(codesOf(decided.body)).toContain('decided-by-person');
    expect(await customerOf(api, id)).toMatchObject({ status: 'cip', hold: null });
    expectProblem(await decideVerification(api, asked, 'decline'), 409, 'state-conflict');
    await eventually(async () => (await verificationOf(api, asked)).feedback === 'sent');
    const told = await requestsAbout(stack, identityCheckOf(asked).vendorReference!.split('/')[1]!);
    expect(told).toEqual(['POST /im/account/consumer/{case}/accepted']);
  }, 60_000);

  it('what a person declines stays declined until another verification is approved', async () => {
    const { api } = acme;
    const { id } = await create(api, named('REVIEW'));
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    const asked = await whenVerification(api, await verify(api, id), 'needs_review');
    // Who was verified before stays so until somebody has decided.
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac' });
    await decideVerification(api, asked, 'decline');
    expect(await customerOf(api, id)).toMatchObject({
      status: 'review_required',
      hold: 'declined',
      facts: { identityVerifiedAt: null },
    });
    await api.post(`/v1/customers/${id}/screenings`);
    await whenSanctions(api, id, 'clear');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required', hold: 'declined' });
    await script(stack, { next: [{ verdict: { state: 'A', res: 'ACCEPT' } }] });
    await whenVerification(api, await verify(api, id), 'approved');
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac', hold: null });
  }, 60_000);

  it('nobody asks any more about somebody whom the customer is not, and what was asked counts for nothing', async () => {
    const { api } = acme;
    const { id } = await create(api, named('PENDING'));
    await whenSanctions(api, id, 'clear');
    await script(stack, { pollsUntilDecided: 5 });
    const asked = await whenVerification(api, await verify(api, id), 'processing');
    await eventually(async () => identityCheckOf(await verificationOf(api, asked)).outcome === 'pending');
    await api.patch(`/v1/customers/${id}`, { individual: { lastName: 'Marbeck' } });
    const ended = await whenVerification(api, asked, 'canceled', 30_000);
    await script(stack, { pollsUntilDecided: 2 });
    expect(codesOf(ended)).toEqual(['identity-edited']);
    expect(identityCheckOf(ended)).toMatchObject({ state: 'running', outcome: 'pending' });
    expect(await customerOf(api, id)).toMatchObject({
      status: 'review_required',
      hold: 'edit',
      facts: { identityVerifiedAt: null },
    });
    await whenVerification(api, await verify(api, id), 'approved');
    await whenSanctions(api, id, 'clear');
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac', hold: null });
  }, 90_000);

  it('one that an edit has overtaken is no decision for anybody, and makes way for another', async () => {
    const { api } = acme;
    const { id } = await create(api, named('REVIEW'));
    const asked = await whenVerification(api, await verify(api, id), 'needs_review');
    expectProblem(await api.post(`/v1/customers/${id}/verifications`, { level: 'kyc' }), 409, 'state-conflict');
    await api.patch(`/v1/customers/${id}`, { individual: { lastName: 'Marbeck' } });
    expectProblem(await decideVerification(api, asked, 'approve'), 409, 'state-conflict');
    const next = await verify(api, id);
    expect(await verificationOf(api, asked)).toMatchObject({ state: 'canceled' });
    await whenVerification(api, next, 'approved');
  }, 60_000);

  it('a business is verified with its owners, and declined with any of them', async () => {
    const { api } = acme;
    const [home] = anIndividual().addresses;
    const address = { line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' };
    const person = (lastName: string, change: object) => ({
      ...{ firstName: 'Tavish', lastName, birthDate: '1970-01-02', address },
      ...change,
    });
    const business = (ownerName: string) => ({
      type: 'business',
      business: { legalName: 'Marbeck Test Trading LLC' },
      taxId: { type: 'ein', number: '12-3456789' },
      addresses: [home],
      representatives: [
        person('Orlebar', { isControlPerson: true }),
        person(ownerName, { ownershipPercent: 25 }),
        person('DENY', { ownershipPercent: 24 }),
      ],
    });
    const [good, bad] = [await create(api, business('Quenby')), await create(api, business('DENY'))];
    const approved = await whenVerification(api, await verify(api, good.id, { level: 'kyc' }), 'approved');
    expect(approved.checks.map(({ representativeId, stage, state }) => [representativeId, stage, state])).toEqual([
      [null, 'block_list', 'passed'],
      [null, 'identity', 'passed'],
      [good.representatives[0]!.id, 'block_list', 'passed'],
      [good.representatives[0]!.id, 'identity', 'passed'],
      [good.representatives[1]!.id, 'block_list', 'passed'],
      [good.representatives[1]!.id, 'identity', 'passed'],
    ]);
    expect(identityCheckOf(approved).vendorReference).toMatch(/^merchant\//);
    const declined = await whenVerification(api, await verify(api, bad.id), 'declined');
    expect(declined.checks.map(({ state }) => state)).toEqual([...Array<string>(5).fill('passed'), 'failed']);
    expect(await customerOf(api, bad.id)).toMatchObject({ status: 'review_required', hold: 'declined' });
  }, 60_000);

  it('what is missing is all named, and nobody is asked', async () => {
    const { api } = acme;
    const { id } = await create(api, {
      type: 'individual',
      individual: { firstName: 'Quillon', lastName: 'Marbeck' },
    });
    const answer = await api.post(`/v1/customers/${id}/verifications`, { level: 'cip' });
    expect(expectProblem(answer, 422, 'validation-failed').errors).toMatchObject([
      { pointer: '#/individual/birthDate' },
      { pointer: '#/addresses' },
      { pointer: '#/taxId' },
    ]);
    const wrong = { level: 'gold', vendor: 'nobody', device: { ip: 'somewhere' } };
    const refused = expectProblem(await api.post(`/v1/customers/${id}/verifications`, wrong), 422, 'validation-failed');
    expect(refused.errors!.map(({ pointer }) => pointer)).toEqual(['#/level', '#/vendor', '#/device/ip']);
    expect((await api.get<{ data: [] }>(`/v1/customers/${id}/verifications`)).body.data).toEqual([]);
  });

  it('a tax number that somebody else has is a fact of the verification, and no reason to refuse it', async () => {
    const { api } = acme;
    const taxId = { type: 'ssn', number: '078-05-1121' };
    await create(api, anIndividual({ taxId }));
    const { id } = await create(api, anIndividual({ taxId }));
    const asked = await verify(api, id);
    expect(asked.ssnIsUnique).toBe(false);
    await whenVerification(api, asked, 'approved');
  }, 30_000);

  it.each([
    ['needs_review', 'needs_review', 1],
    ['declined', 'declined', 0],
  ])(
    'whom the organization has blocked (%s) is not approved by itself',
    async (outcome, state, calls) => {
      const { api } = acme;
      const email = `${outcome}@example.com`;
      const blocked = { kind: 'email', value: email.toUpperCase(), outcome, reason: 'Seen before.', actor: 'ana' };
      expect((await api.post('/v1/block-list', blocked)).status).toBe(201);
      const { id } = await create(api, anIndividual({ email }));
      const ended = await whenVerification(api, await verify(api, id), state);
      expect(codesOf(ended)).toContain('blocked-email');
      expect(ended.reasons.find(({ code }) => code === 'blocked-email')).toMatchObject({ applicant: null });
      expect(ended.checks[0]).toMatchObject({ stage: 'block_list', vendor: null });
      const made = await stack.database.query('SELECT 1 FROM vendor_calls WHERE subject_id = $1', [ended.id]);
      expect(made.length).toBe(calls);
    },
    30_000,
  );

  it('nobody pays to verify who is rejected', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await api.call('PUT', `/v1/customers/${id}/status`, { status: 'rejected', actor: 'officer-1', reason: 'Fraud.' });
    expectProblem(await api.post(`/v1/customers/${id}/verifications`, { level: 'kyc' }), 409, 'state-conflict');
  });
});
