import { eventually, expectProblem, type Organization, Stack } from '@bonafide/testing';

import { anIndividual, by, create } from './customers-ladder';

interface Retention {
  readonly deletedAt: string | null;
  readonly eraseAfter: string | null;
  readonly erasedAt: string | null;
  readonly legalHolds: readonly { readonly actor: string; readonly reason: string; readonly end: object | null }[];
}

describe('how long a customer is kept', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'], env: { CUSTOMER_RETENTION_DAYS: '30' } });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const retentionOf = async (id: string) => (await acme.api.get<Retention>(`/v1/customers/${id}/retention`)).body;
  const hold = (id: string, isHeld: boolean, api = acme.api) =>
    api.call<Retention>('PUT', `/v1/customers/${id}/legal-hold`, by('officer-1', { isHeld }));

  it('is read also of who was deleted; a hold keeps it, with the person who holds it', async () => {
    const { id } = await create(acme.api);
    expect(await retentionOf(id)).toMatchObject({ deletedAt: null, eraseAfter: null, legalHolds: [] });
    await acme.api.delete(`/v1/customers/${id}`);
    const deleted = await retentionOf(id);
    expect(Date.parse(deleted.eraseAfter!) - Date.parse(deleted.deletedAt!)).toBe(30 * 86_400_000);
    const held = await hold(id, true);
    expect(held.body).toMatchObject({ legalHolds: [{ actor: 'officer-1', reason: 'It was looked into.', end: null }] });
    expect((await retentionOf(id)).legalHolds).toEqual(held.body.legalHolds);
    expectProblem(await hold(id, true), 409, 'state-conflict');
    expect((await hold(id, false)).body.legalHolds).toMatchObject([
      { actor: 'officer-1', end: { actor: 'officer-1', reason: 'It was looked into.' } },
    ]);
    expectProblem(await hold(id, false), 409, 'state-conflict');
    const lines = await stack.database.query(
      `SELECT person FROM audit_log WHERE action = 'holdCustomer' AND subject_id = $1`,
      [id],
    );
    expect(lines).toEqual([{ person: 'officer-1' }, { person: 'officer-1' }]);
    const rival = await stack.newOrganization('Rival');
    expectProblem(await rival.api.get(`/v1/customers/${id}/retention`), 404, 'not-found');
    expectProblem(await hold(id, true, rival.api), 404, 'not-found');
  });

  it('ends by itself: the dispatcher erases who was deleted long enough ago, and nobody who is held', async () => {
    const erased = await create(
      acme.api,
      anIndividual({ individual: { firstName: 'Zebulonius', lastName: 'Quillfeather' } }),
    );
    const held = await create(acme.api);
    await hold(held.id, true);
    for (const { id } of [erased, held]) await acme.api.delete(`/v1/customers/${id}`);
    await stack.database.query(`UPDATE customers SET deleted_at = now() - interval '31 days' WHERE id = ANY ($1)`, [
      [erased.id, held.id],
    ]);
    await stack.startApp('dispatcher');
    await eventually(async () => (await retentionOf(erased.id)).erasedAt !== null);
    expect((await retentionOf(held.id)).erasedAt).toBeNull();
    expectProblem(await hold(erased.id, true), 404, 'not-found');
    const events = await stack.database.query(`SELECT type FROM events WHERE object_id = $1 ORDER BY sequence`, [
      erased.id,
    ]);
    expect(events).toEqual([{ type: 'customer.created' }, { type: 'customer.erased' }]);
    expect(await stack.database.query(`SELECT id FROM customers WHERE search_names LIKE '%quillfeather%'`)).toEqual([]);
    // OFAC wants the screening to be kept, with whom it was about.
    const screenings = await stack.database.query(`SELECT state FROM screenings WHERE external_id = $1`, [erased.id]);
    expect(screenings).toHaveLength(1);
    expect(stack.log()).not.toContain('Quillfeather');
  }, 60_000);
});
