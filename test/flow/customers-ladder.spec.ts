import { describeWithRedis, eventually, expectProblem, type Organization, Stack } from '@bonafide/testing';

import {
  anIndividual,
  attest,
  by,
  create,
  type Customer,
  customerOf,
  decideHit,
  eligibilityOf,
  historyOf,
  listedNames,
  listedWallet,
  move,
  screeningsOf,
  wayOf,
  whenSanctions,
} from './customers-ladder';

describeWithRedis('customers on the ladder (needs Redis)', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start();
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  it('who is new is screened, is clear, and may be sent money; who is verified may send it', async () => {
    const { api } = acme;
    const made = await create(api);
    expect(made).toMatchObject({ status: 'none', name: 'Quillon Tavish Marbeck', taxId: { masked: '***-**-9999' } });
    const clear = await whenSanctions(api, made.id, 'clear');
    expect(clear).toMatchObject({ status: 'none', facts: { identityVerifiedAt: null } });
    expect(clear.facts.sanctions.listSetId).toMatch(/^lst_/);
    expect(Date.parse(clear.facts.sanctions.listsCheckedAt!)).toBeLessThanOrEqual(Date.now());
    expect(await eligibilityOf(api, made.id, 'receiver')).toMatchObject({ eligible: true, unmetRequirements: [] });
    expect(await eligibilityOf(api, made.id, 'originator')).toMatchObject({
      eligible: false,
      unmetRequirements: ['identity_verified'],
    });

    const tooEarly = expectProblem(await move(api, made.id, 'cip'), 409, 'requirements-unmet');
    expect(tooEarly).toMatchObject({ unmetRequirements: ['identity_verified', 'tax_id_verified'] });
    expect((await attest(api, made.id, 'identity_verified')).status).toBe(201);
    expect(await customerOf(api, made.id)).toMatchObject({ status: 'ofac', hold: null });
    expect((await attest(api, made.id, 'tax_id_verified')).status).toBe(201);
    expect(await customerOf(api, made.id)).toMatchObject({ status: 'cip' });
    expect(await eligibilityOf(api, made.id, 'originator')).toMatchObject({ eligible: true });
    expect(await wayOf(api, made.id)).toEqual(['none created', 'ofac identity_attested', 'cip tax_id_attested']);
    const [last] = await historyOf(api, made.id);
    expect(last).toMatchObject({ from: 'ofac', actor: 'officer-1', evidence: [expect.stringMatching(/^att_/)] });
    await api.patch(`/v1/customers/${made.id}`, { individual: { middleName: 'Tobias' } });
    const events = await api.get<{ data: object[] }>(`/v1/events?objectId=${made.id}`);
    expect([...events.body.data].reverse()).toMatchObject(
      [
        ['customer.created', 'none'],
        ['customer.status_changed', 'ofac'],
        ['customer.status_changed', 'cip'],
        ['customer.updated', 'cip'],
        ['customer.status_changed', 'review_required'],
      ].map(([type, state], index) => ({ type, sequence: index + 1, body: { data: { id: made.id, state } } })),
    );
  }, 60_000);

  it('a listed wallet asks for a review under whatever name, and another is screened without the identity being lost', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    const unlisted = { currency: 'BTC', address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' };
    const edited = await api.patch<Customer>(`/v1/customers/${id}`, { cryptoAddresses: [unlisted] });
    expect(edited.body).toMatchObject({ status: 'kyc', hold: null, facts: { sanctions: { state: 'pending' } } });
    await whenSanctions(api, id, 'clear');
    expect((await customerOf(api, id)).status).toBe('ofac');
    await api.patch(`/v1/customers/${id}`, { cryptoAddresses: [unlisted, listedWallet] });
    await whenSanctions(api, id, 'in_review');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required', hold: null });
    expect((await wayOf(api, id)).slice(-3)).toEqual([
      'ofac screening_clear',
      'kyc crypto_addresses_edited',
      'review_required screening_in_review',
    ]);
  }, 60_000);

  it('a hit asks for a review, and a true match rejects for good', async () => {
    const { api } = acme;
    const { id } = await create(api, anIndividual({ individual: listedNames, taxId: undefined }));
    await whenSanctions(api, id, 'in_review');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required', hold: null });
    expect(await eligibilityOf(api, id, 'receiver')).toMatchObject({
      eligible: false,
      unmetRequirements: ['review_finished', 'sanctions_clear'],
    });
    await decideHit(api, id, 'confirm');
    expect(await customerOf(api, id)).toMatchObject({
      status: 'rejected',
      facts: { sanctions: { state: 'confirmed' } },
    });
    expect(await wayOf(api, id)).toEqual([
      'none created',
      'review_required screening_in_review',
      'rejected screening_confirmed',
    ]);
    // Neither a person nor two of them lift it while the match stands.
    for (const actor of ['officer-1', 'officer-2']) {
      expectProblem(await move(api, id, 'none', by(actor)), 409, 'requirements-unmet');
    }
    // Nor an edit: who is rejected stays it, under any name.
    await api.patch(`/v1/customers/${id}`, { individual: { lastName: 'Marbeck' } });
    await whenSanctions(api, id, 'clear');
    expect(await customerOf(api, id)).toMatchObject({ status: 'rejected' });

    const proposed = await move(api, id, 'none', by('officer-1'));
    expect(proposed.body).toMatchObject({ status: 'rejected', proposal: { actor: 'officer-1' } });
    expectProblem(await move(api, id, 'none', by('OFFICER-1')), 409, 'another-person-needed');
    expect((await move(api, id, 'none', by('officer-2'))).body).toMatchObject({ status: 'none', proposal: null });
    const [last] = await historyOf(api, id);
    expect(last).toMatchObject({ from: 'rejected', actor: 'officer-2', proposal: { actor: 'officer-1' } });
  }, 60_000);

  it('a hit that was dismissed gives back what was', async () => {
    const { api } = acme;
    const { id } = await create(api, anIndividual({ individual: { ...listedNames, birthDate: '1999-09-09' } }));
    await attest(api, id, 'identity_verified');
    await whenSanctions(api, id, 'in_review');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required' });
    expectProblem(await move(api, id, 'kyc'), 409, 'requirements-unmet');
    await decideHit(api, id, 'dismiss');
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac' });
  }, 60_000);

  it('another name is another person: what was verified is so no more, and all names are screened again', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    await api.patch(`/v1/customers/${id}`, { email: 'other@example.com', phones: [] });
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac', phones: [] });
    const { body } = await api.patch(`/v1/customers/${id}`, { individual: { nickName: 'Quill' } });
    expect(body).toMatchObject({
      status: 'review_required',
      hold: 'edit',
      facts: { identityVerifiedAt: null, sanctions: { state: 'pending', listSetId: null } },
    });
    await whenSanctions(api, id, 'clear');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required' });
    expect(await eligibilityOf(api, id, 'receiver')).toMatchObject({ unmetRequirements: ['review_finished'] });
    const screenings = await screeningsOf(api, id);
    expect(screenings.map(({ cause, isCurrent }) => [cause, isCurrent])).toEqual([
      ['edited', true],
      ['created', false],
    ]);
    const subject = await api.get<{ subject: { alternativeNames: string[] } }>(
      `/v1/screenings/${screenings[0]!.screeningId}`,
    );
    expect(subject.body.subject.alternativeNames).toEqual(['Quill']);
    expect(JSON.stringify(subject.body)).not.toContain('9999');
    await attest(api, id, 'identity_verified');
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac', hold: null });
  }, 60_000);

  it('another tax number is one too, and the same one written in another way is not', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    await attest(api, id, 'tax_id_verified');
    const taxId = (number: string) => ({ taxId: { type: 'ssn', number } });
    expect((await api.patch(`/v1/customers/${id}`, taxId('219 09 9999'))).body).toMatchObject({ status: 'cip' });
    expect((await api.patch(`/v1/customers/${id}`, taxId('078-05-1120'))).body).toMatchObject({
      status: 'review_required',
      facts: { taxIdVerifiedAt: null },
      taxId: { masked: '***-**-1120' },
    });
  }, 60_000);

  it('a business is clear when all who act for it are', async () => {
    const { api } = acme;
    const { id, representatives } = await create(api, {
      type: 'business',
      business: { legalName: 'Marbeck Test Trading LLC', doingBusinessAs: 'Tavishworks' },
      taxId: { type: 'ein', number: '12-3456789' },
      representatives: [
        { firstName: 'Quillon', lastName: 'Marbeck', ownershipPercent: 60, isControlPerson: true },
        { ...listedNames, ownershipPercent: 24.9 },
      ],
    });
    expect(representatives.map(({ isBeneficialOwner }) => isBeneficialOwner)).toEqual([true, false]);
    await whenSanctions(api, id, 'in_review');
    await eventually(async () => (await screeningsOf(api, id)).every(({ state }) => state !== 'pending'));
    const screenings = await screeningsOf(api, id);
    const stateOf = (representativeId: string | null) =>
      screenings.find((screening) => screening.representativeId === representativeId)?.state;
    expect([stateOf(null), stateOf(representatives[0]!.id), stateOf(representatives[1]!.id)]).toEqual([
      'clear',
      'clear',
      'in_review',
    ]);
    expect(screenings[0]!.lists.map((list) => list.id)).toEqual(['us-ofac-sdn']);
    expect(await eligibilityOf(api, id, 'receiver')).toMatchObject({ eligible: false });
    await decideHit(api, id, 'dismiss');
    expect(await customerOf(api, id)).toMatchObject({ status: 'none', facts: { sanctions: { state: 'clear' } } });
  }, 60_000);

  it('a screening on demand takes away what rests on the last one until it is done', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    await stack.process('ofac-screening-worker').stop(12_000);
    const requested = await api.post<{ data: { cause: string }[] }>(`/v1/customers/${id}/screenings`);
    expect(requested.status).toBe(202);
    expect(requested.body.data).toMatchObject([{ cause: 'requested', isCurrent: true }]);
    expect(await customerOf(api, id)).toMatchObject({ status: 'kyc', facts: { sanctions: { state: 'pending' } } });
    expect(await eligibilityOf(api, id, 'receiver')).toMatchObject({ unmetRequirements: ['sanctions_clear'] });

    // A job that somebody cancels says nothing about anybody.
    const [{ screeningId } = { screeningId: '' }] = await screeningsOf(api, id);
    const { body } = await api.get<{ jobId: string }>(`/v1/screenings/${screeningId}`);
    await api.post(`/v1/jobs/${body.jobId}/cancel`);
    expect(await customerOf(api, id)).toMatchObject({
      status: 'review_required',
      facts: { sanctions: { state: 'cancelled' } },
    });
    await api.post(`/v1/jobs/${body.jobId}/retry`);
    expect(await customerOf(api, id)).toMatchObject({ status: 'kyc', facts: { sanctions: { state: 'pending' } } });
    await stack.startApp('ofac-screening-worker');
    await whenSanctions(api, id, 'clear');
    expect(await wayOf(api, id)).toEqual([
      'none created',
      'ofac identity_attested',
      'kyc screening_requested',
      'review_required screening_cancelled',
      'kyc screening_pending',
      'ofac screening_clear',
    ]);
  }, 90_000);

  it('what a person has put down stays down until a person takes it up', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    expect((await move(api, id, 'review_required')).body).toMatchObject({ status: 'review_required', hold: 'person' });
    await api.post(`/v1/customers/${id}/screenings`);
    await whenSanctions(api, id, 'clear');
    expect(await customerOf(api, id)).toMatchObject({ status: 'review_required', hold: 'person' });
    expectProblem(await move(api, id, 'review_required'), 409, 'state-conflict');
    expect((await move(api, id, 'ofac')).body).toMatchObject({ status: 'ofac', hold: null });
    const [last] = await historyOf(api, id);
    expect(last).toMatchObject({ cause: 'person', actor: 'officer-1', reason: 'It was looked into.' });
  }, 60_000);

  it('nobody is vouched for whose record lacks what is to be verified', async () => {
    const { api } = acme;
    const { id } = await create(api, { type: 'individual', individual: { firstName: 'Quillon', lastName: 'Marbeck' } });
    const lacking = expectProblem(await attest(api, id, 'identity_verified'), 409, 'requirements-unmet');
    expect(lacking).toMatchObject({ unmetRequirements: ['birth_date', 'primary_address'] });
    expectProblem(await attest(api, id, 'tax_id_verified'), 409, 'requirements-unmet');
    expect((await attest(api, id, 'identity_verified', { holds: false })).status).toBe(201);
  }, 30_000);

  it('nobody vouches for a record that was changed after they had looked at it', async () => {
    const { api } = acme;
    const { id } = await create(api);
    await api.patch(`/v1/customers/${id}`, { individual: { lastName: 'Tavish' } });
    expectProblem(await attest(api, id, 'identity_verified', { identityVersion: 1 }), 409, 'state-conflict');
    expectProblem(await attest(api, id, 'identity_verified', { identityVersion: null }), 422, 'validation-failed');
    expect((await customerOf(api, id)).facts.identityVerifiedAt).toBeNull();
    expect((await attest(api, id, 'identity_verified', { identityVersion: 2 })).status).toBe(201);
  }, 30_000);

  it('two hundred screenings that end together leave every customer with what all of its own say', async () => {
    const { api } = acme;
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const representatives = Array.from({ length: 9 }, (__, index) => ({
          firstName: `Quillon${number}`,
          lastName: `Marbeck${index}`,
        }));
        const business = { legalName: `Tavish Test ${number} LLC` };
        return (await create(api, { type: 'business', business, representatives })).id;
      }),
    );
    await Promise.all(ids.map((id) => whenSanctions(api, id, 'clear')));
    for (const id of ids) expect(await screeningsOf(api, id)).toHaveLength(10);
  }, 120_000);
});
