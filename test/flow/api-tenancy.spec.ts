import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  type ApiAnswer,
  type ApiClient,
  type AppName,
  eventually,
  expectProblem,
  fileIn,
  jpegImage,
  type Organization,
  peopleCsv,
  projectRoot,
  Stack,
  uploadFile,
} from '@bonafide/testing';

import type { Customer } from './customers-ladder';
import { decide, dismissal, listed, screeningOf } from './hits-review';
import { aPackage, imageOf } from './id-packages';
import { monitor, rescreenings } from './monitoring';

interface Schema {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly example?: unknown }>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Contract {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface StandingAddress {
  readonly id: string;
  readonly verification: { readonly verificationId: string | null; readonly pendingVerificationId: string | null };
}

/** The ids of one organization's things, by the name that a path or query parameter gives them. */
type OwnIds = Readonly<Record<string, string>>;

const contract = JSON.parse(readFileSync(join(projectRoot, 'docs/openapi.json'), 'utf8')) as Contract;

const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);
/** Sanctions lists are everybody's. */
const isOfOrganizations = (path: string): boolean => !path.startsWith('/v1/lists');
const naming = operations.filter(({ path }) => path.includes('{') && isOfOrganizations(path));
const listing = operations.filter(
  ({ method, path, parameters }) =>
    method === 'GET' &&
    isOfOrganizations(path) &&
    !path.includes('{') &&
    parameters.some(({ name }) => name === 'cursor'),
);
/** The smallest body that is right: what must be there, as the document shows it by example. */
function exampleBody(method: string, path: string): object | undefined {
  if (method === 'GET' || method === 'DELETE') return undefined;
  const { requestBody } = operations.find((operation) => operation.method === method && operation.path === path) ?? {};
  const { $ref = '' } = requestBody?.content['application/json']?.schema ?? {};
  const { required = [], properties = {} } = contract.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {};
  return Object.fromEntries(required.map((name) => [name, properties[name]?.example]));
}

const takesImages = (method: string, path: string): boolean =>
  operations.some(
    (operation) =>
      operation.method === method &&
      operation.path === path &&
      operation.requestBody?.content['image/jpeg'] !== undefined,
  );

const isForOperators = (path: string): boolean => path.startsWith('/v1/organizations');

/** Parameters of lists that name a thing. An externalId is the caller's own word, and publications are everybody's. */
const filters = listing
  .filter(({ path }) => !isForOperators(path))
  .flatMap(({ path, parameters }) =>
    parameters
      .map(({ name }) => name)
      .filter((name) => name.endsWith('Id') && !['externalId', 'publicationId'].includes(name))
      .map((name) => [path, name] as const),
  );

const workers: readonly AppName[] = ['dispatcher', 'ofac-screening-worker', 'bulk-screening-worker'];

describe('what belongs to one organization', () => {
  let stack: Stack;
  let acme: Organization;
  let rival: Organization;
  let acmeIds: OwnIds;
  let rivalIds: OwnIds;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api', ...workers] });
    [acme, rival] = [await stack.newOrganization('Acme'), await stack.newOrganization('Rival')];
    [acmeIds, rivalIds] = [await makeOneOfEach(acme), await makeOneOfEach(rival)];
    // From now on nothing changes by itself.
    await Promise.all(workers.map((name) => stack.process(name).stop(12_000)));
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  async function makeOneOfEach({ id: organizationId, api }: Organization): Promise<OwnIds> {
    const keys = await stack.operator.get<{ data: { id: string }[] }>(`/v1/organizations/${organizationId}/api-keys`);
    const { jobId, ...hit } = await makeHit(api);
    const file = await uploadFile(api, peopleCsv(1));
    await fileIn(api, 'completed', file.body.id);
    const endpoint = await api.post<{ id: string }>('/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/' });
    const event = await api.post<{ eventId: string }>(`/v1/webhook-endpoints/${endpoint.body.id}/test`);
    const deliveries = await api.get<{ data: { id: string }[] }>('/v1/webhook-deliveries');
    const backtest = await api.post<{ id: string }>('/v1/threshold-backtests', { threshold: 0.9, actor: 'ana' });
    const address = { line1: '12 Test Street', city: 'Springfield', region: 'IL', postalCode: '62701', country: 'US' };
    const customer = await api.post<Customer>('/v1/customers', {
      type: 'business',
      business: { legalName: 'Tavish Test Trading LLC' },
      taxId: { type: 'ein', number: '12-3456789' },
      addresses: [{ type: 'primary', ...address }],
      representatives: [
        {
          firstName: 'Quillon',
          lastName: 'Marbeck',
          birthDate: '1971-02-03',
          address,
          isControlPerson: true,
          taxId: { type: 'ssn', number: '219-09-9999' },
        },
      ],
    });
    const verification = await api.post<{ id: string }>(`/v1/customers/${customer.body.id}/verifications`, {
      level: 'kyc',
    });
    if (verification.status !== 202) throw new Error(JSON.stringify(verification.body));
    const { id: addressId, verification: standing } = customer.body.addresses[0] as unknown as StandingAddress;
    const blocked = await api.post<{ id: string }>('/v1/block-list', {
      kind: 'ip',
      value: '192.0.2.1',
      outcome: 'declined',
      reason: 'Seen before.',
      actor: 'ana',
    });
    return {
      organizationId,
      blockedEntryId: blocked.body.id,
      customerId: customer.body.id,
      verificationId: verification.body.id,
      addressId,
      addressVerificationId: standing.verificationId ?? standing.pendingVerificationId ?? '',
      ...(await makePackage(api, customer.body)),
      representativeId: customer.body.representatives[0]!.id,
      apiKeyId: keys.body.data[0]!.id,
      ...hit,
      screeningFileId: file.body.id,
      ...(await makeRescreening(api)),
      jobId,
      endpointId: endpoint.body.id,
      eventId: event.body.eventId,
      deliveryId: deliveries.body.data[0]!.id,
      backtestId: backtest.body.id,
      subjectId: hit.screeningId,
      objectId: endpoint.body.id,
    };
  }

  async function makePackage(api: ApiClient, { id, representatives }: Customer) {
    const { id: packageId } = await aPackage(api, id, { representativeId: representatives[0]!.id });
    return { packageId, imageId: await imageOf(api, id) };
  }

  async function makeHit(api: ApiClient) {
    const { body } = await api.post<{ id: string; jobId: string }>('/v1/screenings', listed);
    const hitId = await eventually(async () => (await screeningOf(api, body.id)).hits[0]?.id ?? false);
    await decide(api, hitId, dismissal);
    const suppressions = await api.get<{ data: { id: string }[] }>('/v1/screening-suppressions');
    return { screeningId: body.id, jobId: body.jobId, hitId, suppressionId: suppressions.body.data[0]!.id };
  }

  /** With a screening: a hit that was dismissed is recorded when it is found again. */
  async function makeRescreening(api: ApiClient) {
    const { hits, subjectId: monitoredSubjectId } = await monitor(api, 'monitored', listed.name);
    await decide(api, hits[0]!.id, dismissal);
    const { body } = await api.post<{ id: string }>('/v1/rescreenings');
    await eventually(async () => (await rescreenings(api, '?state=completed')).length === 1);
    return { monitoredSubjectId, rescreeningId: body.id };
  }

  const random = (id: string): string => `${id.split('_')[0]!}_01kaf3s8h4e0qv8dpz2j9r7n5c`;

  function pathWith(path: string, ids: OwnIds): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`Make a thing for the path parameter "${name}" in makeOneOfEach.`);
      return id;
    });
  }

  /** @param described the path as the document has it, to send a body that is right */
  const call = ({ api }: Organization, method: string, path: string, described = path): Promise<ApiAnswer<object>> =>
    takesImages(method, described)
      ? api.call<object>(method, path, jpegImage(), { 'content-type': 'image/jpeg' })
      : api.call<object>(method, path, exampleBody(method, described));

  const withoutRequestId = ({ status, body }: ApiAnswer<object>) => ({ status, body: { ...body, requestId: null } });

  /** All that there is, as text, except when a key was used. */
  const allRows = async (): Promise<string> => {
    const tables = [
      'organizations',
      'customers',
      'block_list_entries',
      'customer_addresses',
      'customer_phones',
      'customer_representatives',
      'customer_status_changes',
      'customer_status_proposals',
      'customer_attestations',
      'address_verifications',
      'verifications',
      'verification_checks',
      'id_packages',
      'id_package_images',
      'screenings',
      'screening_hits',
      'screening_hit_dispositions',
      'screening_hit_notes',
      'screening_suppressions',
      'threshold_backtests',
      'screening_files',
      'screening_file_parts',
      'jobs',
      'monitored_subjects',
      'rescreenings',
      'rescreening_parts',
      'webhook_endpoints',
      'webhook_deliveries',
      'events',
      'audit_log',
    ];
    const rows = await Promise.all(
      tables.map((table) => stack.database.query(`SELECT t::text FROM ${table} AS t ORDER BY id`)),
    );
    const keys = await stack.database.query('SELECT id, expires_at, revoked_at FROM api_keys ORDER BY id');
    return JSON.stringify([...rows, keys]);
  };

  it('is described by the document that the API serves', async () => {
    const { body } = await stack.operator.as(null).get<object>('/openapi.json');
    expect(inOneOrder(body)).toEqual(inOneOrder(contract));
    expect(naming.length).toBeGreaterThan(15);
  });

  it('can be reached by its owner under the ids of this test', async () => {
    const reads = naming.filter(({ method, path }) => method === 'GET' && !isForOperators(path));
    expect(reads.length).toBeGreaterThan(4);
    for (const { path } of reads) expect((await call(acme, 'GET', pathWith(path, acmeIds))).status).toBe(200);
  });

  it.each(naming.map(({ operationId, method, path }) => [operationId, method, path] as const))(
    '%s is not there for another, and is not changed: %s %s',
    async (_, method, path) => {
      const before = await allRows();
      const foreign = await call(rival, method, pathWith(path, acmeIds), path);
      const none = Object.fromEntries(Object.entries(acmeIds).map(([name, id]) => [name, random(id)]));
      const unknown = await call(rival, method, pathWith(path, none), path);

      if (isForOperators(path)) expectProblem(foreign, 403, 'missing-scope');
      else expectProblem(foreign, 404, 'not-found');
      expect(withoutRequestId(foreign)).toEqual(withoutRequestId(unknown));
      expect([...foreign.headers.keys()]).toEqual([...unknown.headers.keys()]);
      expect(await allRows()).toBe(before);
    },
  );

  const nested = naming.filter(({ path }) => /\{organizationId\}.*\{/.test(path));

  it.each(nested.map(({ method, path }) => [method, path] as const))(
    'is not there for an operator under the name of another either: %s %s',
    async (method, path) => {
      const before = await allRows();
      const mixed = pathWith(path, { ...acmeIds, organizationId: rivalIds.organizationId! });
      expectProblem(await call({ id: '', api: stack.operator }, method, mixed, path), 404, 'not-found');
      expect(await allRows()).toBe(before);
    },
  );

  it.each(listing.map(({ operationId, path }) => [operationId, path] as const))(
    '%s shows none of it to another',
    async (_, path) => {
      const answer = await call(rival, 'GET', `${path}?limit=200`);
      const text = JSON.stringify(answer.body);
      expect(Object.values(acmeIds).filter((id) => text.includes(id))).toEqual([]);
      if (isForOperators(path)) expectProblem(answer, 403, 'missing-scope');
      else expect(Object.values(rivalIds).filter((id) => text.includes(id))).not.toEqual([]);
    },
  );

  it.each(filters)('%s shows none of it to another who asks for its %s', async (path, name) => {
    const own = acmeIds[name];
    if (own === undefined) throw new Error(`Make a thing for the query parameter "${name}" in makeOneOfEach.`);
    const count = async (organization: Organization) =>
      ((await call(organization, 'GET', `${path}?${name}=${own}`)).body as { data: unknown[] }).data.length;
    expect(await count(acme)).toBeGreaterThan(0);
    expect(await count(rival)).toBe(0);
  });

  it('is not found by a cursor that another has been given', async () => {
    const cursor = Buffer.from(`1:${acmeIds.screeningId!.slice(0, 4)}${'z'.repeat(26)}`).toString('base64url');
    const { body } = await call(rival, 'GET', `/v1/screenings?cursor=${cursor}&limit=200`);
    expect(JSON.stringify(body)).toContain(rivalIds.screeningId);
    expect(JSON.stringify(body)).not.toContain(acmeIds.screeningId);
  });

  it('has no internal jobs among it: those are the operator’s', async () => {
    const { body } = await stack.operator.get<{ data: { id: string }[] }>(`/v1/jobs?subjectId=${acmeIds.deliveryId!}`);
    const path = `/v1/jobs/${body.data[0]!.id}`;
    expect((await stack.operator.get(path)).status).toBe(200);
    expectProblem(await acme.api.get(path), 404, 'not-found');
    expectProblem(await acme.api.post(`${path}/cancel`), 404, 'not-found');
  });
});

/** The compilers of the build and of the tests reflect parameters in different orders. */
function inOneOrder(document: object): unknown {
  return JSON.parse(JSON.stringify(document), (key: string, value: unknown) =>
    key === 'parameters' ? (value as { name: string }[]).sort((a, b) => (a.name < b.name ? -1 : 1)) : value,
  );
}
