import { eventually, expectProblem, Stack } from '@bonafide/testing';

import { anIndividual, create, type Customer } from './customers-ladder';

interface Standing {
  readonly state: string;
  readonly vendor: string | null;
  readonly reasons: readonly { readonly code: string }[];
  readonly correctedAddress: { readonly line1: string } | null;
  readonly verificationId: string | null;
}

const home = { type: 'primary', city: 'Testville', region: 'IL', postalCode: '62701', country: 'US' };

describe('addresses of an installation that has set nothing', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api', 'dispatcher', 'kyc-worker'] });
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const standingOf = async (api: Stack['operator'], { id }: Customer): Promise<Standing> => {
    const { body } = await api.get<{ addresses: { verification: Standing }[] }>(`/v1/customers/${id}`);
    return body.addresses[0]!.verification;
  };

  it('are verified by the sandbox in a sandbox', async () => {
    const { api } = await stack.newOrganization();
    const customer = await create(api, anIndividual({ addresses: [{ ...home, line1: '12 Misspelt Street' }] }));
    await eventually(async () => {
      expect(await standingOf(api, customer)).toMatchObject({
        state: 'corrected',
        vendor: 'sandbox',
        correctedAddress: { line1: '12 Mended Street' },
      });
    });
  });

  it('are verified again by the dispatcher after the days that were set', async () => {
    const { api } = await stack.newOrganization();
    const customer = await create(api, anIndividual({ addresses: [{ ...home, line1: '12 Main Street' }] }));
    const first = await eventually(async () => {
      const standing = await standingOf(api, customer);
      return standing.state === 'verified' && standing;
    });
    await stack.database.query(
      `UPDATE address_verifications SET settled_at = now() - interval '8 days' WHERE id = $1`,
      [first.verificationId],
    );
    await stack.process('dispatcher').stop();
    await stack.startApp('dispatcher', 'dispatcher', { ADDRESS_RECHECK_DAYS: '7' });
    const second = await eventually(async () => {
      const standing = await standingOf(api, customer);
      return standing.verificationId !== first.verificationId && standing;
    });
    expect(second).toMatchObject({ state: 'verified', requestedBy: null });
    const path = `/v1/customers/${customer.id}/addresses/${customer.addresses[0]!.id}/verifications`;
    const { body } = await api.get<{ data: { cause: string }[] }>(path);
    expect(body.data.map(({ cause }) => cause)).toEqual(['recheck', 'created']);
  }, 60_000);

  it('are nobody’s business where no vendor is named: they stay unverified, and nobody is asked', async () => {
    await stack.process('api').stop();
    await stack.startApp('api', 'api', { ADDRESS_VENDOR: 'none' });
    const { api } = await stack.newOrganization();
    const customer = await create(api, anIndividual({ addresses: [{ ...home, line1: '12 Main Street' }] }));
    expect(await standingOf(api, customer)).toMatchObject({ state: 'unverified', reasons: [{ code: 'not-verified' }] });
    const path = `/v1/customers/${customer.id}/addresses/${customer.addresses[0]!.id}/verifications`;
    const problem = expectProblem(await api.post(path, {}), 409, 'state-conflict');
    expect(problem.detail).toContain('ADDRESS_VENDOR');
    expect(
      await stack.database.query(`SELECT 1 FROM address_verifications WHERE customer_id = $1`, [customer.id]),
    ).toEqual([]);
  }, 60_000);
});
