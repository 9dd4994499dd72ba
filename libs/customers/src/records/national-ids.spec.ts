import { Database } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import { organizationIds } from '@bonafide/identifiers';
import { JobRuntimeModule } from '@bonafide/job-runtime';
import { openTestContext, type TestContext } from '@bonafide/testing';

import { type CustomerId } from '../customer-ids';
import { CustomersModule } from '../customers.module';
import type { CustomerInput } from './customer-record';
import { Customers } from './customers.service';
import { NationalIds } from './national-ids.service';

const organizationId = organizationIds.create();
const submitter = { apiKeyId: 'key_1', actor: null };

const gloria: CustomerInput = {
  type: 'individual',
  individual: { firstName: 'Gloria', lastName: 'Hernández García', birthDate: '1956-04-27' },
  taxId: { type: 'foreign', number: 'HEGG 560427 AB1', country: 'MX' },
  nationalIds: [{ type: 'curp', number: 'HEGG560427MVZRRL04' }],
  phones: [],
  addresses: [],
  externalIds: {},
  representatives: [],
};

describe('what the keys of a customer say of it', () => {
  let test: TestContext;

  beforeAll(async () => {
    test = await openTestContext(JobRuntimeModule, CustomersModule);
    await test.context.get(FieldEncryption).prepare(organizationId);
  }, 60_000);

  afterAll(() => test.close());

  async function stored(input: CustomerInput): Promise<CustomerId> {
    const answer = await test.context
      .get(Database)
      .transaction((tx) => test.context.get(Customers).create(tx, organizationId, input, submitter));
    if (!('customer' in answer)) throw new Error(`It was not created: ${JSON.stringify(answer)}`);
    return answer.customer.id;
  }

  const agreementOf = (id: CustomerId, organization = organizationId) =>
    test.context.get(NationalIds).agreement(organization, id);

  const change = (id: CustomerId, individual: CustomerInput['individual']) =>
    test.context
      .get(Database)
      .transaction((tx) =>
        test.context
          .get(Customers)
          .change(
            tx,
            organizationId,
            id,
            () => ({ ...gloria, individual, taxId: undefined, nationalIds: undefined }),
            submitter,
          ),
      );

  it('is of each attribute what all of them say, the tax number among them', async () => {
    expect(await agreementOf(await stored(gloria))).toMatchObject({
      name: 'match',
      date: 'match',
      // Computed of the CURP; the RFC has another, which happens.
      checkDigit: 'no_match',
      ofEach: [
        { type: 'curp', name: 'match', date: 'match', checkDigit: 'match' },
        { type: 'rfc', name: 'match', date: 'match', checkDigit: 'no_match' },
      ],
    });
  });

  it('is compared with who it is by now, and not with who it was', async () => {
    const id = await stored(gloria);
    await change(id, { firstName: 'Hilda', lastName: 'Hernández García' });
    expect(await agreementOf(id)).toMatchObject({ name: 'no_match', date: 'no_input' });
  });

  it('is nothing when there are none, or they are of another organization', async () => {
    const without = await stored({ ...gloria, taxId: undefined, nationalIds: [] });
    expect(await agreementOf(without)).toEqual({
      name: 'no_input',
      date: 'no_input',
      checkDigit: 'no_input',
      ofEach: [],
    });
    expect(await agreementOf(await stored(gloria), organizationIds.create())).toBeNull();
  });
});
