import { type ApiAnswer, expectProblem, type Organization, type Page, Stack } from '@bonafide/testing';

import { anIndividual, create, type Customer, customerOf, historyOf, screeningsOf } from './customers-ladder';

interface Found extends Page<{ readonly id: string; readonly name: string; readonly status: string }> {
  readonly total?: number;
}

describe('the record of a customer', () => {
  let stack: Stack;
  let acme: Organization;
  let rival: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    [acme, rival] = [await stack.newOrganization('Acme'), await stack.newOrganization('Rival')];
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const aBusiness = (change: object = {}) => ({
    type: 'business',
    business: { legalName: 'Tavish Test Trading LLC' },
    ...change,
  });
  const person = (firstName: string, lastName: string, change: object = {}) => ({
    type: 'individual',
    individual: { firstName, lastName },
    ...change,
  });
  const pointersOf = (answer: ApiAnswer<unknown>): (string | undefined)[] =>
    (expectProblem(answer, 422, 'validation-failed').errors ?? []).map(({ pointer }) => pointer);

  describe('when it is created', () => {
    it('is answered with 201, its place, and all that was sent but the tax number', async () => {
      const { api } = acme;
      const answer = await api.post<Customer>('/v1/customers', anIndividual({ externalIds: { crm: 'created-1' } }));
      expect(answer.status).toBe(201);
      const { body } = answer;
      expect(answer.headers.get('location')).toBe(`/v1/customers/${body.id}`);
      expect(body).toMatchObject({
        ...anIndividual({ taxId: { type: 'ssn', country: 'US', masked: '***-**-9999' } }),
        externalIds: { crm: 'created-1' },
        status: 'none',
        hold: null,
        facts: { identityVerifiedAt: null, taxIdVerifiedAt: null, sanctions: { state: 'pending', listSetId: null } },
      });
      expect(await customerOf(api, body.id)).toEqual(body);
      expect(JSON.stringify(body)).not.toContain('219');
      expect(await screeningsOf(api, body.id)).toMatchObject([{ cause: 'created', state: 'pending', isCurrent: true }]);
      expect(await historyOf(api, body.id)).toMatchObject([{ from: null, to: 'none', cause: 'created' }]);
      const events = await stack.database.query(`SELECT type, sequence FROM events WHERE object_id = $1`, [body.id]);
      expect(events).toEqual([{ type: 'customer.created', sequence: 1 }]);
    });

    it('is not created twice for one Idempotency-Key, and nothing is when something is wrong', async () => {
      const { api } = acme;
      const count = async () => (await stack.database.query('SELECT id FROM customers')).length;
      const before = await count();
      const key = { 'idempotency-key': 'customer-1' };
      const first = await api.post<Customer>('/v1/customers', person('Quillon', 'Onceler'), key);
      const again = await api.post<Customer>('/v1/customers', person('Quillon', 'Onceler'), key);
      expect(again.body).toEqual(first.body);
      await api.post('/v1/customers', person('Quillon', 'Onceler', { addresses: [{ type: 'primary' }] }));
      expect(await count()).toBe(before + 1);
    });

    it.each<[string, object, readonly string[]]>([
      ['an individual without a name', { type: 'individual' }, ['#/individual']],
      ['a business without a name', { type: 'business', individual: undefined }, ['#/business']],
      [
        'a business that is a person too',
        aBusiness({ individual: { firstName: 'A', lastName: 'B' } }),
        ['#/individual'],
      ],
      ['half a name', { type: 'individual', individual: { firstName: 'Ana' } }, ['#/individual/lastName']],
      ['a name of signs', person('Ana', '---'), ['#/individual/lastName']],
      ['another type', { ...aBusiness(), type: 'trust' }, ['#/type']],
      ['an EIN of a person', anIndividual({ taxId: { type: 'ein', number: '12-3456789' } }), ['#/taxId/type']],
      ['an SSN that is none', anIndividual({ taxId: { type: 'ssn', number: '000-12-3456' } }), ['#/taxId/number']],
      [
        'a day to come',
        { ...anIndividual({ individual: { firstName: 'A', lastName: 'B', birthDate: '2999-01-01' } }) },
        ['#/individual/birthDate'],
      ],
      [
        'a day that there is not',
        { ...anIndividual({ individual: { firstName: 'A', lastName: 'B', birthDate: '1971-02-30' } }) },
        ['#/individual/birthDate'],
      ],
      ['no e-mail address', anIndividual({ email: 'quillon' }), ['#/email']],
      [
        'a phone without its country',
        anIndividual({ phones: [{ type: 'home', number: '2175550123' }] }),
        ['#/phones/0/number'],
      ],
      [
        'two primary addresses',
        anIndividual({ addresses: [...anIndividual().addresses, ...anIndividual().addresses] }),
        ['#/addresses/1/type'],
      ],
      [
        'a state that there is not',
        anIndividual({ addresses: [{ ...anIndividual().addresses[0], region: 'ZZ', postalCode: 'A1' }] }),
        ['#/addresses/0/region', '#/addresses/0/postalCode'],
      ],
      [
        'representatives of a person',
        anIndividual({ representatives: [{ firstName: 'A', lastName: 'B' }] }),
        ['#/representatives'],
      ],
      [
        'owners of more than all',
        aBusiness({
          representatives: [
            { firstName: 'Ana', lastName: 'One', ownershipPercent: 60 },
            { firstName: 'Bo', lastName: 'Two', ownershipPercent: 50 },
          ],
        }),
        ['#/representatives'],
      ],
      [
        'an SSN of a representative that is none',
        aBusiness({ representatives: [{ firstName: 'Ana', lastName: 'One', taxId: { type: 'ssn', number: '1' } }] }),
        ['#/representatives/0/taxId/number'],
      ],
      [
        'an id of its own making',
        anIndividual({ phones: [{ id: `phn_${'0'.repeat(26)}`, type: 'home', number: '+12175550123' }] }),
        ['#/phones/0/id'],
      ],
      ['an external id with a name in it', anIndividual({ externalIds: { crm: 'Ana Example' } }), ['#/externalIds']],
      ['an external id of no system', anIndividual({ externalIds: { __proto__x: 'a' } }), ['#/externalIds']],
    ])('%s is refused, and the field is named', async (_, body, pointers) => {
      expect(pointersOf(await acme.api.post('/v1/customers', body))).toEqual(pointers);
    });
  });

  describe('when it is changed', () => {
    it('keeps what a PATCH leaves out, and loses what it says is null', async () => {
      const { api } = acme;
      const made = await create(api, anIndividual({ externalIds: { crm: 'patch-1', erp: 'patch-1' } }));
      const { body } = await api.patch<Customer>(`/v1/customers/${made.id}`, {
        email: null,
        individual: { middleName: null, nickName: 'Quill' },
        externalIds: { erp: null, billing: 'patch-1' },
      });
      expect(body.individual).toEqual({
        firstName: 'Quillon',
        lastName: 'Marbeck',
        birthDate: '1971-02-03',
        nickName: 'Quill',
      });
      expect(body).toMatchObject({ email: null, externalIds: { crm: 'patch-1', billing: 'patch-1' } });
      expect(body.externalIds).not.toHaveProperty('erp');
      expect([body.phones, body.addresses, body.taxId]).toEqual([made.phones, made.addresses, made.taxId]);
      expect(pointersOf(await api.patch(`/v1/customers/${made.id}`, { individual: { lastName: null } }))).toEqual([
        '#/individual/lastName',
      ]);
    });

    it('loses lists that are null, and cannot lose who it is', async () => {
      const { api } = acme;
      const { id } = await create(api, anIndividual({ externalIds: { crm: 'patch-2' } }));
      const nothing = { phones: null, addresses: null, externalIds: null, taxId: null };
      expect((await api.patch<Customer>(`/v1/customers/${id}`, nothing)).body).toMatchObject({
        phones: [],
        addresses: [],
        externalIds: {},
        taxId: null,
      });
      expect(pointersOf(await api.patch(`/v1/customers/${id}`, { individual: null }))).toEqual(['#/individual']);
      expect(pointersOf(await api.patch(`/v1/customers/${id}`, { business: { legalName: 'Tavish' } }))).toEqual([
        '#/business',
      ]);
    });

    it('is what a PUT says, but for tax numbers that cannot be read back', async () => {
      const { api } = acme;
      const made = await create(api);
      const { body } = await api.call<Customer>('PUT', `/v1/customers/${made.id}`, person('Quillon', 'Marbeck'));
      expect(body).toMatchObject({ email: null, phones: [], addresses: [], taxId: { masked: '***-**-9999' } });
      const without = await api.call<Customer>('PUT', `/v1/customers/${made.id}`, {
        ...person('Quillon', 'Marbeck'),
        taxId: null,
      });
      expect(without.body.taxId).toBeNull();
      expect(pointersOf(await api.call('PUT', `/v1/customers/${made.id}`, aBusiness()))).toContain('#/type');
    });

    it('keeps the ids of parts that are sent with them, and theirs alone', async () => {
      const { api } = acme;
      const representative = { firstName: 'Ana', lastName: 'One', taxId: { type: 'ssn', number: '219-09-9988' } };
      const phones = [{ type: 'work', number: '+12025550134' }];
      const made = await create(api, aBusiness({ representatives: [representative], phones }));
      const other = await create(api, aBusiness({ representatives: [representative] }));
      const [{ id }] = made.representatives as [Customer['representatives'][number]];
      const kept = await api.patch<Customer>(`/v1/customers/${made.id}`, {
        representatives: [
          { firstName: 'Bo', lastName: 'Two' },
          { id, firstName: 'Anna', lastName: 'One' },
        ],
      });
      expect(kept.body.representatives[1]).toMatchObject({ id, firstName: 'Anna', taxId: { masked: '***-**-9988' } });
      expect(kept.body.representatives[0]!.taxId).toBeNull();
      const foreign = [{ id: other.representatives[0]!.id, firstName: 'Eve', lastName: 'One' }];
      const twice = [1, 2].map(() => ({ id, firstName: 'Ana', lastName: 'One' }));
      const ofAPhone = [{ id: made.phones[0]!.id, firstName: 'Ana', lastName: 'One' }];
      for (const [representatives, index] of [
        [foreign, 0],
        [ofAPhone, 0],
        [twice, 1],
      ] as const) {
        const answer = await api.patch(`/v1/customers/${made.id}`, { representatives });
        expect(pointersOf(answer)).toEqual([`#/representatives/${index}/id`]);
      }
      expect((await customerOf(api, other.id)).representatives).toEqual(other.representatives);
    });

    it('is remembered as it was, with who changed it', async () => {
      const { api } = acme;
      const made = await create(api, anIndividual());
      await api.patch(`/v1/customers/${made.id}`, { individual: { lastName: 'Tavish' }, actor: 'officer-1' });
      await api.patch(`/v1/customers/${made.id}`, { email: null });
      const { body } = await api.get<{ data: object[] }>(`/v1/customers/${made.id}/versions`);
      expect(body.data).toMatchObject([
        { record: { individual: { lastName: 'Tavish' }, email: made.email }, replacedBy: null },
        {
          record: {
            individual: made.individual,
            taxId: made.taxId,
            phones: made.phones,
            addresses: made.addresses.map(({ id, city }) => ({ id, city })),
            externalIds: made.externalIds,
          },
          replacedBy: 'officer-1',
        },
      ]);
      const refused = await api.patch(`/v1/customers/${made.id}`, { individual: { lastName: null } });
      expect(refused.status).toBe(422);
      expect((await api.get<{ data: object[] }>(`/v1/customers/${made.id}/versions`)).body.data).toHaveLength(2);
    });

    it('is somebody else when its representatives change places under their ids', async () => {
      const { api } = acme;
      const [ana, bo] = [
        { firstName: 'Ana', lastName: 'One' },
        { firstName: 'Bo', lastName: 'Two' },
      ];
      const made = await create(api, aBusiness({ representatives: [ana, bo] }));
      const [first, second] = made.representatives.map(({ id }) => id);
      const same = {
        representatives: [
          { ...bo, id: second },
          { ...ana, id: first },
        ],
      };
      expect((await api.patch<Customer>(`/v1/customers/${made.id}`, same)).body.hold).toBeNull();
      const swapped = {
        representatives: [
          { ...bo, id: first },
          { ...ana, id: second },
        ],
      };
      expect((await api.patch<Customer>(`/v1/customers/${made.id}`, swapped)).body.hold).toBe('edit');
    });

    it('has twenty external ids at most, however many a change adds', async () => {
      const { api } = acme;
      const idsOf = (from: number, count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, n) => [`many${from + n}`, 'x']));
      const { id } = await create(api, anIndividual({ externalIds: idsOf(0, 20) }));
      expect(pointersOf(await api.patch(`/v1/customers/${id}`, { externalIds: idsOf(20, 1) }))).toEqual([
        '#/externalIds',
      ]);
      const exchange = { externalIds: { ...idsOf(20, 1), many0: null } };
      expect((await api.patch(`/v1/customers/${id}`, exchange)).status).toBe(200);
    });

    it('has external ids that name it and no other, until it is deleted', async () => {
      const { api } = acme;
      const externalIds = { crm: 'unique-1' };
      const made = await create(api, person('Quillon', 'First', { externalIds }));
      const refused = await api.post('/v1/customers', person('Quillon', 'Second', { externalIds }));
      const problem = expectProblem(refused, 409, 'state-conflict');
      expect(problem.errors).toMatchObject([{ pointer: '#/externalIds/crm' }]);
      expect((await rival.api.post('/v1/customers', person('Quillon', 'Third', { externalIds }))).status).toBe(201);
      expect((await api.delete(`/v1/customers/${made.id}`)).status).toBe(204);
      expectProblem(await api.get(`/v1/customers/${made.id}`), 404, 'not-found');
      expectProblem(await api.delete(`/v1/customers/${made.id}`), 404, 'not-found');
      expectProblem(await api.get(`/v1/customers/${made.id}/eligibility`), 404, 'not-found');
      expect((await api.post('/v1/customers', person('Quillon', 'Second', { externalIds }))).status).toBe(201);
    });
  });

  describe('with a tax number', () => {
    it('that another has is taken, and both are told of the other', async () => {
      const { api } = acme;
      const taxId = { type: 'ssn', number: '078-05-1120' };
      const one = await create(api, anIndividual({ taxId }));
      const two = await create(api, anIndividual({ taxId: { ...taxId, number: '078 05 1120' } }));
      const three = await create(api, aBusiness({ representatives: [{ firstName: 'Ana', lastName: 'One', taxId }] }));
      await create(rival.api, anIndividual({ taxId }));
      expect([one.duplicateCount, two.duplicateCount, three.duplicateCount]).toEqual([0, 1, 2]);
      const now = await api.get<Customer>(`/v1/customers/${one.id}`);
      expect(now.body.duplicateCount).toBe(2);
      const { body } = await api.get<{ data: object[] }>(`/v1/customers/${one.id}/duplicates`);
      expect(body.data).toMatchObject([
        { customerId: two.id, representativeId: null },
        { customerId: three.id, representativeId: three.representatives[0]!.id },
      ]);
      expect(body.data).toHaveLength(2);
      const ofOwner = await api.get<{ data: object[] }>(`/v1/customers/${three.id}/duplicates`);
      expect(ofOwner.body.data).toMatchObject([
        { customerId: one.id, representativeId: null },
        { customerId: two.id, representativeId: null },
      ]);
    });

    it('shows it whole to those who may, each time with a line in the audit trail, and to nobody else', async () => {
      const { api, id: organizationId } = acme;
      const taxId = { type: 'ssn', number: '219-09-9966' };
      const { id } = await create(api, anIndividual({ taxId }));
      const path = `/v1/customers/${id}/tax-id/decrypt`;
      const key = { 'idempotency-key': 'decrypt-1' };
      for (const headers of [key, key]) {
        const answer = await api.post(path, { actor: 'officer-1' }, headers);
        expect(answer.body).toEqual({ ...taxId, country: 'US' });
        expect(answer.headers.get('idempotent-replayed')).toBeNull();
      }
      const lines = await stack.database.query(
        `SELECT person FROM audit_log WHERE action = 'decryptCustomerTaxId' AND subject_id = $1`,
        [id],
      );
      expect(lines).toEqual([{ person: 'officer-1' }, { person: 'officer-1' }]);
      expect(pointersOf(await api.post(path))).toEqual(['#/actor']);
      const scopes = ['customers:read', 'customers:write', 'customers:decide'];
      const key2 = await stack.operator.post<{ apiKey: string }>(`/v1/organizations/${organizationId}/api-keys`, {
        name: 'without',
        scopes,
      });
      expectProblem(await api.as(key2.body.apiKey).post(path, { actor: 'officer-1' }), 403, 'missing-scope');
      const { id: without } = await create(api, person('Quillon', 'Without'));
      const none = await api.post(`/v1/customers/${without}/tax-id/decrypt`, { actor: 'officer-1' });
      expectProblem(none, 404, 'not-found');
    });
  });

  describe('among others', () => {
    let found: Organization;
    const ids: string[] = [];

    beforeAll(async () => {
      found = await stack.newOrganization('Searching');
      for (const body of [
        person('Jürgen', 'Öztürkmann', { email: 'j.o@gmail.com', externalIds: { crm: 'search:1' } }),
        person('Dmitri', 'Valkovin', { email: 'dmitri@example.com' }),
        person('Quenby', 'Marbeck'),
        aBusiness({ business: { legalName: 'Harrowgate Test Shipping Inc', doingBusinessAs: 'Blue Otter' } }),
      ]) {
        ids.push((await create(found.api, body)).id);
      }
    });

    const search = async (body: object) => (await found.api.post<Found>('/v1/customers/search', body)).body;
    const list = async (query: string) => (await found.api.get<Found>(`/v1/customers?${query}`)).body;
    const places = ({ data }: Found) => data.map(({ id }) => ids.indexOf(id));

    it.each<[object, readonly number[]]>([
      [{ name: 'ozturkmann' }, [0]],
      [{ name: 'OEZTÜRKMANN Jurgen' }, [0]],
      [{ name: 'Дмитрий' }, [1]],
      [{ name: 'valkovn' }, [1]],
      [{ name: 'marbeck quenby' }, [2]],
      [{ name: 'harowgate' }, [3]],
      [{ name: 'blue otter' }, [3]],
      [{ name: 'nobody at all' }, []],
      [{ name: 'test 100%_' }, [3]],
      [{ email: 'JO+bank@googlemail.com' }, [0]],
      [{ email: 'd.mitri@example.com' }, []],
      [{ externalId: 'crm:search:1' }, [0]],
      [{ externalId: 'crm:search:2' }, []],
      [{ type: 'business' }, [3]],
      [{ type: 'individual', name: 'test' }, []],
      [{ minimumStatus: 'review_required' }, []],
      [{ status: 'none', sort: 'name' }, [3, 2, 0, 1]],
      [{ sort: 'oldest' }, [0, 1, 2, 3]],
      [{}, [3, 2, 1, 0]],
    ])('%j finds %j', async (body, expected) => {
      expect(places(await search(body))).toEqual(expected);
    });

    it('is found by when it was made', async () => {
      const { createdAt } = (await found.api.get<{ createdAt: string }>(`/v1/customers/${ids[2]!}`)).body;
      expect(places(await list(`createdAfter=${createdAt}`))).toEqual([3, 2]);
      expect(places(await list(`createdBefore=${createdAt}&sort=oldest`))).toEqual([0, 1]);
    });

    it.each(['newest', 'oldest', 'name'])(
      'is there once in pages sorted by %s, and counted when asked',
      async (sort) => {
        const seen: number[] = [];
        let cursor = '';
        do {
          const page = await list(`sort=${sort}&limit=1&includeTotal=true${cursor}`);
          expect(page.total).toBe(4);
          seen.push(...places(page));
          cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
        } while (cursor !== '');
        expect(seen).toEqual(places(await list(`sort=${sort}`)));
        expect(seen).toHaveLength(4);
        expect(await list('limit=1')).not.toHaveProperty('total');
      },
    );

    it('is not found by words in a URL', async () => {
      expectProblem(await found.api.get('/v1/customers?name=marbeck'), 400, 'invalid-parameter');
      expectProblem(await found.api.get('/v1/customers?email=a@example.com'), 400, 'invalid-parameter');
    });

    it('is read with others by its id, and one that is not there does not fail the rest', async () => {
      const { id: foreign } = await create(rival.api);
      const unknown = `cus_${'0'.repeat(26)}`;
      const asked = [ids[1]!, unknown, foreign, ids[0]!];
      const { body } = await found.api.get<{ data: { id: string; customer: Customer | null }[] }>(
        `/v1/customers/bulk?ids=${asked.join(',')}`,
      );
      expect(body.data.map(({ id }) => id)).toEqual(asked);
      expect(body.data.map(({ customer }) => customer?.id ?? null)).toEqual([ids[1], null, null, ids[0]]);
      const tooMany = Array.from({ length: 101 }, () => unknown).join(',');
      expectProblem(await found.api.get(`/v1/customers/bulk?ids=${tooMany}`), 400, 'invalid-parameter');
      expectProblem(await found.api.get(`/v1/customers/bulk?ids=nonsense`), 400, 'invalid-parameter');
    });
  });
});
