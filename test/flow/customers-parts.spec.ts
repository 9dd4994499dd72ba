import { type ApiAnswer, expectProblem, type Organization, Stack } from '@bonafide/testing';

import { anIndividual, create, type Customer, customerOf, screeningsOf } from './customers-ladder';

type Recorded = Customer & {
  readonly nationalIds: readonly object[];
  readonly cryptoAddresses: readonly object[];
  readonly beneficiaries: readonly { readonly id: string }[];
};

const wallet = { currency: 'ETH', address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed' };

describe('what else the record of a customer has', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const errorsOf = (answer: ApiAnswer<unknown>) => expectProblem(answer, 422, 'validation-failed').errors ?? [];
  const patch = (id: string, change: object) => acme.api.patch<Recorded>(`/v1/customers/${id}`, change);

  describe('crypto addresses', () => {
    it('are shown in one form, whichever they were sent in', async () => {
      const { id } = await create(
        acme.api,
        anIndividual({ cryptoAddresses: [{ currency: 'eth', address: wallet.address.toLowerCase() }] }),
      );
      expect(await customerOf(acme.api, id)).toMatchObject({ cryptoAddresses: [wallet] });
      const [row] = await stack.database.query<{ record: Buffer }>('SELECT record FROM customers WHERE id = $1', [id]);
      expect(row!.record.toString('latin1')).not.toContain(wallet.address.slice(2, 10));
    });

    it('that are none are refused, and what is wrong is said without repeating them', async () => {
      const wrong = `${wallet.address.slice(0, -2)}eD`;
      const answer = await acme.api.post(
        '/v1/customers',
        anIndividual({
          cryptoAddresses: [
            wallet,
            { ...wallet, address: wrong },
            { currency: 'NONE', address: wrong },
            { ...wallet, address: wallet.address.toLowerCase() },
          ],
        }),
      );
      expect(errorsOf(answer).map(({ pointer }) => pointer)).toEqual([
        '#/cryptoAddresses/1/address',
        '#/cryptoAddresses/2/currency',
        '#/cryptoAddresses/3',
      ]);
      expect(JSON.stringify(answer.body)).not.toContain(wrong);
    });

    it('stay when a change leaves them out, go when it says null, and are screened when they change', async () => {
      const { id } = await create(acme.api, anIndividual({ cryptoAddresses: [wallet] }));
      const bitcoin = { currency: 'BTC', address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' };
      const rounds = async () => (await screeningsOf(acme.api, id)).map(({ cause }) => cause);
      expect((await patch(id, { email: 'other@example.com' })).body.cryptoAddresses).toEqual([wallet]);
      await patch(id, { cryptoAddresses: [wallet] });
      expect(await rounds()).toEqual(['created']);
      await patch(id, { cryptoAddresses: [bitcoin, wallet] });
      expect(await rounds()).toEqual(['edited', 'created']);
      await patch(id, { cryptoAddresses: [wallet, bitcoin] });
      expect(await rounds()).toEqual(['edited', 'created']);
      expect((await patch(id, { cryptoAddresses: null })).body.cryptoAddresses).toEqual([]);
      expect(await rounds()).toEqual(['edited', 'edited', 'created']);
    });
  });

  describe('beneficiaries', () => {
    const beneficiary = {
      name: 'Wilhelmina Butterworth',
      relationship: 'daughter',
      email: 'wilhelmina@example.com',
      phone: '+12175550199',
      address: { line1: '7 Test Lane', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' },
    };

    it('are sealed, keep their ids through an edit, and are screened by nobody', async () => {
      const made = (await create(acme.api, anIndividual({ beneficiaries: [beneficiary] }))) as Recorded;
      expect(made.beneficiaries).toEqual([{ ...beneficiary, id: expect.stringMatching(/^bnf_/) }]);
      const [{ id }] = made.beneficiaries as [{ id: string }];
      const { body } = await patch(made.id, {
        beneficiaries: [
          { name: 'Zebulonius Quillfeather', relationship: null },
          { ...beneficiary, id },
        ],
      });
      expect(body.beneficiaries).toMatchObject([{ name: 'Zebulonius Quillfeather' }, { id }]);
      expect(body.beneficiaries[0]).not.toHaveProperty('relationship');
      expect((await patch(made.id, { email: null })).body.beneficiaries).toEqual(body.beneficiaries);
      expect(await screeningsOf(acme.api, made.id)).toMatchObject([{ cause: 'created', representativeId: null }]);
      expect(await customerOf(acme.api, made.id)).toMatchObject({ status: 'none', hold: null });
      expect((await patch(made.id, { beneficiaries: null })).body.beneficiaries).toEqual([]);
    });

    it.each([
      ['without a name', { relationship: 'son' }, '#/beneficiaries/0/name'],
      ['with a phone without its country', { ...beneficiary, phone: '2175550199' }, '#/beneficiaries/0/phone'],
      ['with no mailbox', { ...beneficiary, email: 'wilhelmina' }, '#/beneficiaries/0/email'],
      [
        'with a state that there is not',
        { ...beneficiary, address: { ...beneficiary.address, region: 'ZZ' } },
        '#/beneficiaries/0/address/region',
      ],
      ['with an id of its own making', { ...beneficiary, id: `bnf_${'0'.repeat(26)}` }, '#/beneficiaries/0/id'],
    ])('%s are refused, and the field is named', async (_, wrong, pointer) => {
      const answer = await acme.api.post('/v1/customers', anIndividual({ beneficiaries: [wrong] }));
      expect(errorsOf(answer).map((error) => error.pointer)).toEqual([pointer]);
    });
  });

  describe('keys of Mexico', () => {
    // The example of the Registro Nacional de Población, and keys that follow from the same made-up name.
    const gloria = (change: object = {}) => ({
      type: 'individual',
      individual: { firstName: 'Gloria', lastName: 'Hernández García', birthDate: '1956-04-27' },
      ...change,
    });
    const curp = { type: 'curp', number: 'HEGG560427MVZRRL04' };
    const rfc = { type: 'foreign', number: 'HEGG560427AB1', country: 'MX' };
    const voterKey = { type: 'clave_de_elector', number: 'HRGRGL56042730M100' };

    it('are shown masked, stay when they are left out, and are read whole with a line in the audit trail', async () => {
      const { api } = acme;
      const made = (await create(
        api,
        gloria({ taxId: rfc, nationalIds: [{ ...curp, number: 'hegg-560427-mvzrrl04' }, voterKey] }),
      )) as Recorded;
      const masked = [
        { type: 'curp', masked: '*****RL04' },
        { type: 'clave_de_elector', masked: '*****M100' },
      ];
      expect(made.nationalIds).toEqual(masked);
      expect(JSON.stringify(made)).not.toContain('HEGG');
      expect((await patch(made.id, { email: 'gloria@example.com' })).body.nationalIds).toEqual(masked);
      const path = `/v1/customers/${made.id}/national-ids/decrypt`;
      const body = { actor: 'officer-1', type: 'curp' };
      const read = await api.post(path, body);
      expect(read.body).toEqual(curp);
      const lines = await stack.database.query(
        `SELECT person FROM audit_log WHERE action = 'decryptCustomerNationalId' AND subject_id = $1`,
        [made.id],
      );
      expect(lines).toEqual([{ person: 'officer-1' }]);
      expectProblem(await api.post(path, { ...body, type: 'rfc' }), 404, 'not-found');
      expect(errorsOf(await api.post(path, { ...body, type: 'ssn' }))).toMatchObject([{ pointer: '#/type' }]);
      const rival = await stack.newOrganization('Rival');
      expectProblem(await rival.api.post(path, body), 404, 'not-found');
    });

    it('are compared with who the customer is by now, and with nobody of another organization', async () => {
      const { id } = await create(acme.api, gloria({ nationalIds: [curp] }));
      const path = `/v1/customers/${id}/national-ids`;
      const key = { type: 'curp', name: 'match', date: 'match', checkDigit: 'match' };
      expect((await acme.api.get(path)).body).toEqual({
        name: 'match',
        date: 'match',
        checkDigit: 'match',
        ofEach: [key],
      });
      await patch(id, { individual: { firstName: 'Hilda', birthDate: null } });
      expect((await acme.api.get(path)).body).toMatchObject({
        name: 'no_match',
        date: 'no_input',
        checkDigit: 'match',
      });
      const { api } = await stack.newOrganization('Another');
      expectProblem(await api.get(path), 404, 'not-found');
    });

    it('say who a customer is: another one takes back what was verified', async () => {
      const { id } = await create(acme.api, gloria({ nationalIds: [curp] }));
      await patch(id, { nationalIds: [curp] });
      expect((await customerOf(acme.api, id)).hold).toBeNull();
      await patch(id, { nationalIds: [curp, voterKey] });
      expect(await customerOf(acme.api, id)).toMatchObject({ status: 'review_required', hold: 'edit' });
      expect((await patch(id, { nationalIds: null })).body.nationalIds).toEqual([]);
      const rows = await stack.database.query('SELECT type FROM customer_national_ids WHERE customer_id = $1', [id]);
      expect(rows).toEqual([]);
    });

    it.each([
      ['a CURP with a letter mistyped', { nationalIds: [{ ...curp, number: 'HEGG560427MVZRRK04' }] }, 'check digit'],
      [
        'a CURP of another name',
        { individual: { firstName: 'Hilda', lastName: 'Hernández García' }, nationalIds: [curp] },
        'agree with the name',
      ],
      [
        'a CURP of another day',
        {
          individual: { firstName: 'Gloria', lastName: 'Hernández García', birthDate: '1956-04-28' },
          nationalIds: [curp],
        },
        'agree with the birth date',
      ],
      [
        'a clave de elector without its end',
        { nationalIds: [{ ...voterKey, number: 'HRGRGL56042730M' }] },
        'must have',
      ],
      ['two of one type', { nationalIds: [curp, curp] }, 'one of each type'],
      ['an RFC of another name', { taxId: { ...rfc, number: 'HEGH560427AB1' } }, 'agree with the name'],
      ['a generic RFC', { taxId: { ...rfc, number: 'XAXX010101000' } }, 'generic'],
      ['an RFC of a company', { taxId: { ...rfc, number: 'MAB9307148T4' } }, 'four letters'],
    ])('are refused when they are wrong, and it is said what disagrees: %s', async (_, change, detail) => {
      const errors = errorsOf(await acme.api.post('/v1/customers', gloria(change)));
      expect(errors).toMatchObject([{ detail: expect.stringContaining(detail) }]);
      expect(errors[0]!.pointer).toMatch(/^#\/(taxId\/number|nationalIds\/[01]\/(number|type))$/);
    });

    it('of a business are its RFC, of those who act for it theirs', async () => {
      const business = { legalName: 'Prueba Mercantil SA de CV', incorporationDate: '1993-07-14' };
      const person = { firstName: 'Gloria', lastName: 'Hernández García' };
      const companyRfc = { ...rfc, number: 'PME930714AB1' };
      const made = await acme.api.post('/v1/customers', {
        type: 'business',
        business,
        taxId: companyRfc,
        representatives: [{ ...person, taxId: rfc }],
      });
      expect(made.status).toBe(201);
      const wrong = await acme.api.post('/v1/customers', {
        type: 'business',
        business: { ...business, incorporationDate: '1993-07-15' },
        taxId: companyRfc,
        nationalIds: [curp],
        representatives: [{ ...person, firstName: 'Hilda', taxId: rfc }],
      });
      expect(errorsOf(wrong).map(({ pointer }) => pointer)).toEqual([
        '#/taxId/number',
        '#/nationalIds/0/number',
        '#/representatives/0/taxId/number',
      ]);
    });
  });
});
