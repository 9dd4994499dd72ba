import { describeWithRedis, eventually, type Organization, type Stack } from '@bonafide/testing';

import { create, customerOf, whenSanctions } from './customers-ladder';
import {
  decideAtVendor,
  decideVerification,
  identityCheckOf,
  named,
  notice,
  noticeOf,
  requestsAbout,
  script,
  startWithVendor,
  type Verification,
  verificationOf,
  verify,
  webhookCredentials,
  whenVerification,
} from './verifications';

const vendorWebhook = (stack: Stack) => ({
  url: `${stack.operator.baseUrl}/vendor-webhooks/identitymind`,
  credentials: webhookCredentials,
});

describeWithRedis('what vendors say of their cases by themselves (needs Redis)', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    // So rarely that only a message of the vendor can be why it is read again.
    stack = await startWithVendor({ VERIFICATION_POLL_SECONDS: '600' });
    acme = await stack.newOrganization('Acme');
    await script(stack, { webhook: vendorWebhook(stack), pollsUntilDecided: 1_000 });
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  /** How often the vendor was asked how a case stands, by its own name for it. */
  const readsOf = async (verification: Verification): Promise<number> => {
    const [, own = ''] = identityCheckOf(verification).vendorReference?.split('/') ?? [];
    return (await requestsAbout(stack, own)).filter((each) => each.startsWith('GET')).length;
  };

  it.each([
    ['when it has decided', 'PENDING', 'approved'],
    ['when it has declined', 'PENDINGDENY', 'declined'],
    ['twice', 'DUPLICATE', 'approved'],
    ['the end before the beginning', 'OUTOFORDER', 'approved'],
  ])(
    'is read from them again: %s (%s)',
    async (_, lastName, state) => {
      const { api } = acme;
      const { id } = await create(api, named(lastName));
      await whenSanctions(api, id, 'clear');
      const ended = await whenVerification(api, await verify(api, id), state);
      expect(await customerOf(api, id)).toMatchObject({ status: state === 'approved' ? 'ofac' : 'review_required' });
      expect(identityCheckOf(ended).state).toBe(state === 'approved' ? 'passed' : 'failed');
    },
    60_000,
  );

  it('counts once however often it comes, and not at all when it is not theirs', async () => {
    const { api } = acme;
    const { id } = await create(api, named('REVIEW'));
    const asked = await whenVerification(api, await verify(api, id), 'needs_review');
    const { id: caseId } = identityCheckOf(asked);
    const body = noticeOf(caseId);
    for (const credentials of [null, 'identitymind:wrong-password-16', 'other:an-invented-password', '']) {
      expect(await notice(stack, body, credentials)).toMatchObject({ status: 401, text: '{"status":"unauthorized"}' });
    }
    const { tid: _, ...nameless } = body;
    for (const unreadable of [nameless, '{', '', '[]', 'null']) {
      expect(await notice(stack, unreadable)).toMatchObject({ status: 400 });
    }
    expect(await notice(stack, noticeOf('nobodys-case'))).toEqual({ status: 200, text: '{"status":"ok"}' });
    const count = () => stack.database.query('SELECT 1 FROM vendor_notices');
    const before = (await count()).length;
    for (let time = 0; time < 3; time++) expect(await notice(stack, body)).toMatchObject({ status: 200 });
    expect((await count()).length).toBe(before + 1);
    await eventually(async () => (await readsOf(asked)) === 1);
    // It said "accepted" and the vendor does not: nothing has happened.
    await eventually(async () => {
      const { jobId } = await verificationOf(api, asked);
      return (
        jobId !== asked.jobId && (await api.get<{ state: string }>(`/v1/jobs/${jobId}`)).body.state === 'completed'
      );
    });
    expect(await readsOf(asked)).toBe(1);
    expect(await verificationOf(api, asked)).toMatchObject({ state: 'needs_review' });
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required' });
  }, 60_000);

  it.each([
    ['accepted', 'approved', 'ofac'],
    ['rejected', 'declined', 'review_required'],
  ] as const)(
    'their own people decide about one that needs review: %s',
    async (verdict, state, status) => {
      const { api } = acme;
      const { id } = await create(api, named('REVIEW'));
      await whenSanctions(api, id, 'clear');
      const asked = await whenVerification(api, await verify(api, id), 'needs_review');
      const { id: caseId } = identityCheckOf(asked);
      await decideAtVendor(stack, caseId, verdict);
      expect(await notice(stack, noticeOf(caseId, 'R'))).toMatchObject({ status: 200 });
      await whenVerification(api, asked, state);
      expect(await customerOf(api, id)).toMatchObject({ status });
    },
    60_000,
  );

  it('an applicant who did what was asked is verified', async () => {
    const { api } = acme;
    const { id } = await create(api, named('SMS'));
    await whenSanctions(api, id, 'clear');
    const asked = await whenVerification(api, await verify(api, id), 'requires_input');
    expect(asked).toMatchObject({ requiredInput: 'sms_code' });
    const { id: caseId } = identityCheckOf(asked);
    await decideAtVendor(stack, caseId, 'accepted');
    await notice(stack, noticeOf(caseId));
    expect(await whenVerification(api, asked, 'approved')).toMatchObject({ requiredInput: null });
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac' });
  }, 60_000);

  it('nothing lifts a decline: neither a late answer nor one that comes twice', async () => {
    const { api } = acme;
    const [byVendor, byPerson] = [await create(api, named('DENY')), await create(api, named('REVIEW'))];
    const declined = await whenVerification(api, await verify(api, byVendor.id), 'declined');
    const reviewed = await whenVerification(api, await verify(api, byPerson.id), 'needs_review');
    await decideVerification(api, reviewed, 'decline');
    await eventually(async () => (await verificationOf(api, reviewed)).feedback === 'sent');
    for (const verification of [declined, reviewed]) {
      const { id: caseId } = identityCheckOf(verification);
      const readsBefore = await readsOf(verification);
      await decideAtVendor(stack, caseId, 'accepted');
      for (const body of [noticeOf(caseId), noticeOf(caseId)]) {
        expect(await notice(stack, body)).toMatchObject({ status: 200 });
      }
      expect(await verificationOf(api, verification)).toMatchObject({ state: 'declined' });
      expect(await readsOf(verification)).toBe(readsBefore);
    }
    const changes = await stack.database.query(
      `SELECT state FROM jobs WHERE type = 'identity-verification' AND subject_id = ANY ($1) AND state <> 'completed'`,
      [[declined.id, reviewed.id]],
    );
    expect(changes).toEqual([]);
    for (const { id } of [byVendor, byPerson]) {
      expect(await customerOf(api, id)).toMatchObject({ status: 'review_required', hold: 'declined' });
    }
  }, 60_000);

  it('an applicant who does not come back is not waited for for ever, and a person is', async () => {
    const { api } = acme;
    const [lost, open] = [await create(api, named('SMS')), await create(api, named('REVIEW'))];
    const asked = await whenVerification(api, await verify(api, lost.id), 'requires_input');
    const reviewed = await whenVerification(api, await verify(api, open.id), 'needs_review');
    await stack.database.query(
      `UPDATE verifications SET expires_at = now() - interval '1 second' WHERE settled_at IS NULL`,
    );
    // It looks when it starts, and then every minute.
    await stack.startApp('dispatcher', 'dispatcher-2');
    const expired = await whenVerification(api, asked, 'expired');
    expect(expired.reasons.map(({ code }) => code)).toEqual(['input-not-given']);
    expect(await verificationOf(api, reviewed)).toMatchObject({ state: 'needs_review' });
    expect(await customerOf(api, lost.id)).toMatchObject({ status: 'none', hold: null });
  }, 60_000);

  it('a vendor that stays undecided ends it too', async () => {
    const { api } = acme;
    await script(stack, { webhook: null });
    const { id } = await create(api, named('PENDING'));
    const asked = await verify(api, id);
    await eventually(async () => identityCheckOf(await verificationOf(api, asked)).outcome === 'pending');
    await eventually(
      async () => (await api.get<{ state: string }>(`/v1/jobs/${asked.jobId}`)).body.state === 'waiting',
    );
    await stack.database.query(`UPDATE verifications SET expires_at = now() WHERE id = $1`, [asked.id]);
    await notice(stack, noticeOf(identityCheckOf(await verificationOf(api, asked)).id));
    const expired = await whenVerification(api, asked, 'expired');
    expect(expired.reasons.map(({ code }) => code)).toEqual(['vendor-undecided']);
  }, 60_000);
});
