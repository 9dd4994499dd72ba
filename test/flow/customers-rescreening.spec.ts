import { rmSync } from 'node:fs';

import { eventually, expectProblem, type Page, Stack, Subscriber, writeUnList } from '@bonafide/testing';

import {
  anIndividual,
  attest,
  create,
  customerOf,
  decideHit,
  eligibilityOf,
  screeningsOf,
  wayOf,
  whenSanctions,
} from './customers-ladder';
import { foundBy, monitoringApps, monitoringEnv, others, publish, runAbout } from './monitoring';

jest.setTimeout(90_000);

const unchanged = { id: '100001', firstName: 'Orvaldo', lastName: 'Tinkerfeldt' };
const coming = { id: '100009', firstName: 'Zebulonius', lastName: 'Quillfeather' };

/** Whom the next publication will list. */
const awaited = { firstName: 'Zebulonius', lastName: 'Quillfeather' };
const nobody = { firstName: 'Wilhelmina', lastName: 'Butterworth' };

describe('customers, when a publication becomes active', () => {
  let stack: Stack;
  const directory = writeUnList([unchanged, ...others]);

  beforeAll(async () => {
    stack = await Stack.start({ apps: monitoringApps, listDirectory: directory, env: monitoringEnv });
  }, 120_000);

  beforeEach(() => publish(stack, directory, [unchanged]));

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true });
  }, 30_000);

  async function clearIndividual(api: Stack['operator'], individual: object): Promise<string> {
    const { id } = await create(api, anIndividual({ individual: { ...individual, birthDate: '1971-02-03' } }));
    await whenSanctions(api, id, 'clear');
    await attest(api, id, 'identity_verified');
    expect(await customerOf(api, id)).toMatchObject({ status: 'ofac' });
    return id;
  }

  it('whoever it lists is in review until a person has decided, and everybody else stays where they are', async () => {
    const { api } = await stack.newOrganization();
    const subscriber = await Subscriber.register(api);
    const dismissed = await clearIndividual(api, awaited);
    const confirmed = await clearIndividual(api, awaited);
    const untouched = await clearIndividual(api, nobody);

    const run = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    expect(run).toMatchObject({ state: 'completed', subjects: 3, subjectsScreened: 3, hitsFound: 2 });
    for (const id of [dismissed, confirmed]) {
      expect(await customerOf(api, id)).toMatchObject({
        status: 'review_required',
        hold: null,
        facts: { sanctions: { state: 'in_review' } },
      });
      expect(await eligibilityOf(api, id, 'originator')).toMatchObject({
        eligible: false,
        unmetRequirements: ['review_finished', 'sanctions_clear'],
      });
      await eventually(() =>
        subscriber.receiver
          .about(id)
          .some(({ event }) => event.type === 'customer.status_changed' && event.data.state === 'review_required'),
      );
      expect((await screeningsOf(api, id)).map(({ cause, isCurrent, state }) => [cause, isCurrent, state])).toEqual([
        ['rescreened', true, 'in_review'],
        ['created', true, 'clear'],
      ]);
    }

    await decideHit(api, dismissed, 'dismiss');
    expect(await customerOf(api, dismissed)).toMatchObject({
      status: 'ofac',
      facts: { sanctions: { state: 'clear', listSetId: expect.stringMatching(/^lst_/) as string } },
    });
    expect(await eligibilityOf(api, dismissed, 'originator')).toMatchObject({ eligible: true });
    expect(await wayOf(api, dismissed)).toEqual([
      'none created',
      'ofac identity_attested',
      'review_required screening_in_review',
      'ofac screening_clear',
    ]);
    await decideHit(api, confirmed, 'confirm');
    expect(await customerOf(api, confirmed)).toMatchObject({ status: 'rejected' });
    expect(await customerOf(api, untouched)).toMatchObject({ status: 'ofac' });
    expect(await screeningsOf(api, untouched)).toHaveLength(1);
    await subscriber.stop();
  });

  it('a representative who was removed is not screened again, nor is a customer that was deleted', async () => {
    const { api } = await stack.newOrganization();
    const business = { legalName: 'Marbeck Test Trading LLC' };
    const made = await create(api, { type: 'business', business, representatives: [awaited, nobody] });
    await whenSanctions(api, made.id, 'clear');
    const [, stays] = made.representatives;
    await api.patch(`/v1/customers/${made.id}`, { representatives: [{ id: stays!.id, ...nobody }] });
    await whenSanctions(api, made.id, 'clear');
    const deleted = await clearIndividual(api, awaited);
    expect((await api.call('DELETE', `/v1/customers/${deleted}`)).status).toBe(204);

    const { body } = await api.get<Page<{ id: string; externalId: string }>>('/v1/monitored-subjects?state=active');
    expect(body.data.map(({ externalId }) => externalId).sort()).toEqual([made.id, stays!.id].sort());
    for (const { id } of body.data) {
      expectProblem(await api.post(`/v1/monitored-subjects/${id}/end`, {}), 409, 'state-conflict');
    }
    const run = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    expect(run).toMatchObject({ state: 'completed', subjects: 2, hitsFound: 0 });
    expect(await customerOf(api, made.id)).toMatchObject({ facts: { sanctions: { state: 'clear' } } });
  });

  it('a representative who is listed later has the business reviewed, whoever is rejected stays monitored', async () => {
    const { api } = await stack.newOrganization();
    const business = { legalName: 'Marbeck Test Trading LLC' };
    const made = await create(api, { type: 'business', business, representatives: [awaited] });
    await whenSanctions(api, made.id, 'clear');
    const rejected = await clearIndividual(api, awaited);
    const grounds = { status: 'rejected', actor: 'officer-1', reason: 'It was looked into.' };
    expect((await api.call('PUT', `/v1/customers/${rejected}/status`, grounds)).status).toBe(200);

    const run = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    const found = await foundBy(api, run);
    const [representative] = made.representatives;
    expect(found.map(({ externalId }) => externalId).sort()).toEqual([rejected, representative!.id].sort());
    expect(await customerOf(api, made.id)).toMatchObject({ status: 'review_required' });
    expect(await customerOf(api, rejected)).toMatchObject({
      status: 'rejected',
      facts: { sanctions: { state: 'in_review' } },
    });
  });
});
