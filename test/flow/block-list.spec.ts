import { expectProblem, type Organization, type Page, Stack } from '@bonafide/testing';

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string;
}

const blocked = (change: object = {}) => ({
  kind: 'email',
  value: 'wilhelmina@example.com',
  outcome: 'declined',
  reason: 'Chargebacks in March.',
  actor: 'ana',
  ...change,
});

describe('the block list of an organization', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const add = async (change: object = {}) => {
    const answer = await acme.api.post<Entry>('/v1/block-list', blocked(change));
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer;
  };
  const lookUp = async (value: object) =>
    (await acme.api.post<{ data: Entry[] }>('/v1/block-list/look-ups', value)).body.data;

  it('has an entry until it is taken off, and never shows the value', async () => {
    const added = await add();
    const { id } = added.body;
    expect(added.headers.get('location')).toBe(`/v1/block-list/${id}`);
    expect(added.body).toMatchObject({
      kind: 'email',
      outcome: 'declined',
      reason: 'Chargebacks in March.',
      actor: 'ana',
    });
    expect(JSON.stringify(added.body)).not.toContain('wilhelmina');
    expect((await acme.api.get<Entry>(`/v1/block-list/${id}`)).body).toEqual(added.body);
    expect(await lookUp({ kind: 'email', value: 'Wilhelmina@Example.com' })).toEqual([
      { id, kind: 'email', outcome: 'declined' },
    ]);
    const changed = await acme.api.call<Entry>('PUT', `/v1/block-list/${id}`, {
      outcome: 'needs_review',
      reason: 'Only one.',
      actor: 'bo',
    });
    expect(changed.body).toMatchObject({ id, outcome: 'needs_review', reason: 'Only one.', actor: 'bo' });
    expect((await acme.api.delete(`/v1/block-list/${id}`)).status).toBe(204);
    expect(await lookUp({ kind: 'email', value: 'wilhelmina@example.com' })).toEqual([]);
    expectProblem(await acme.api.get(`/v1/block-list/${id}`), 404, 'not-found');
    expectProblem(await acme.api.delete(`/v1/block-list/${id}`), 404, 'not-found');
    const lines = await stack.database.query<{ action: string; person: string | null }>(
      `SELECT action, person FROM audit_log WHERE subject_id = $1 ORDER BY id`,
      [id],
    );
    expect(lines).toEqual([
      { action: 'blockValue', person: 'ana' },
      { action: 'changeBlockedValue', person: 'bo' },
      { action: 'unblockValue', person: null },
    ]);
  });

  it('has a value once, and says which entry it is', async () => {
    const { body } = await add({ value: 'twice@example.com' });
    const again = await acme.api.post('/v1/block-list', blocked({ value: 'Twice@example.com' }));
    const problem = expectProblem(again, 409, 'state-conflict');
    expect(problem.errors).toMatchObject([{ pointer: '#/value', detail: expect.stringContaining(body.id) }]);
  });

  it.each([
    ['no mailbox', { value: 'wilhelmina' }, '#/value'],
    [
      'a wallet of no currency',
      { kind: 'crypto_address', value: '0x00000000000000000000000000000000000b0a7e' },
      '#/currency',
    ],
    ['a kind that there is not', { kind: 'name' }, '#/kind'],
    ['an outcome that approves', { outcome: 'approved' }, '#/outcome'],
    ['no reason', { reason: ' ' }, '#/reason'],
    ['nobody', { actor: undefined }, '#/actor'],
  ])('refuses %s, and names the field', async (_, change, pointer) => {
    const problem = expectProblem(await acme.api.post('/v1/block-list', blocked(change)), 422, 'validation-failed');
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('is listed newest first, in pages, by kind', async () => {
    const { api } = await stack.newOrganization('Listing');
    const ids: string[] = [];
    for (const [kind, value] of [
      ['ip', '192.0.2.1'],
      ['phone', '+12175550123'],
      ['ip', '192.0.2.2'],
    ]) {
      ids.push((await api.post<Entry>('/v1/block-list', blocked({ kind, value }))).body.id);
    }
    const first = (await api.get<Page<Entry>>('/v1/block-list?limit=2')).body;
    const rest = (await api.get<Page<Entry>>(`/v1/block-list?limit=2&cursor=${first.nextCursor!}`)).body;
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual([...ids].reverse());
    const ips = await api.get<Page<Entry>>('/v1/block-list?kind=ip');
    expect(ips.body.data.map(({ id }) => id)).toEqual([ids[2], ids[0]]);
  });

  it('is changed by keys with the scope for it only', async () => {
    const { body } = await stack.operator.post<{ apiKey: string }>(`/v1/organizations/${acme.id}/api-keys`, {
      name: 'reads',
      scopes: ['block-list:read'],
    });
    const reader = acme.api.as(body.apiKey);
    expect((await reader.get('/v1/block-list')).status).toBe(200);
    expectProblem(await reader.post('/v1/block-list', blocked()), 403, 'missing-scope');
  });
});
