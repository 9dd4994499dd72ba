import { eventually, type Page, Stack } from '@bonafide/testing';

import { describeFaults, OwnServers } from './own-servers';

const LEASE_MS = 2_000;
const CUSTOMERS = 30;

interface CustomerView {
  readonly id: string;
  readonly addresses: readonly { readonly id: string; readonly verification: { readonly state: string } }[];
}

describeFaults('the worker that asks address vendors, killed with -9', () => {
  let servers: OwnServers;
  let stack: Stack;

  beforeAll(async () => {
    servers = await OwnServers.start();
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'vendor-simulator'],
      databaseServerUrl: servers.postgres.url,
      redisUrl: servers.redis.url,
      env: { JOB_LEASE_MS: String(LEASE_MS), ADDRESS_VENDOR: 'smarty' },
    });
  }, 180_000);

  afterAll(async () => {
    await stack.stop();
    await servers.stop();
  }, 60_000);

  const fail = (faults: readonly object[]) =>
    fetch(`${stack.simulatorUrl}/__sim/smarty/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });

  it('loses no address and settles none twice, and what it had sent is written down', async () => {
    const { api } = await stack.newOrganization();
    const ids: string[] = [];
    for (let index = 0; index < CUSTOMERS; index++) {
      const address = {
        type: 'primary',
        line1: `${index} Main Street`,
        city: 'Testville',
        region: 'IL',
        postalCode: '62701',
      };
      const { body } = await api.post<CustomerView>('/v1/customers', {
        type: 'individual',
        individual: { firstName: 'Quillon', lastName: 'Marbeck' },
        addresses: [{ ...address, country: 'US' }],
      });
      ids.push(body.id);
    }
    // Every answer is so late that the worker is killed in the middle of its requests.
    await fail([{ kind: 'latency', delayMs: 8_000, times: 50 }]);
    const worker = await stack.startApp('kyc-worker', 'kyc-worker', {
      SMARTY_AUTH_ID: 'simulated',
      SMARTY_AUTH_TOKEN: 'simulated-token',
      SMARTY_URL: `${stack.simulatorUrl}/street-address`,
    });
    const sent = async () => {
      const [row] = await stack.database.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM address_lookups WHERE state = 'sent'`,
      );
      return row?.count ?? 0;
    };
    await eventually(async () => (await sent()) === CUSTOMERS);
    await worker.kill9();
    await fail([]);

    await eventually(
      async () => {
        const { body } = await api.get<{ data: readonly { customer: CustomerView }[] }>(
          `/v1/customers/bulk?ids=${ids.join()}`,
        );
        expect(body.data.map(({ customer }) => customer.addresses[0]!.verification.state)).toEqual(
          ids.map(() => 'verified'),
        );
      },
      { withinMs: 60_000 },
    );
    expect(await sent()).toBe(CUSTOMERS);
    const lookups = await stack.database.query<{ states: string }>(
      `SELECT DISTINCT string_agg(state, ' ' ORDER BY id) AS states FROM address_lookups GROUP BY verification_id`,
    );
    expect(lookups).toEqual([{ states: 'sent answered' }]);
    const { body: events } = await api.get<Page<{ type: string }>>(
      `/v1/events?type=customer.address_verified&limit=200`,
    );
    expect(events.data).toHaveLength(CUSTOMERS);
  }, 180_000);
});
