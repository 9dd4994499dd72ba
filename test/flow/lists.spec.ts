import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  eventually,
  expectProblem,
  type JobDetails,
  type Organization,
  sandboxListDirectory,
  Stack,
  type SubmittedScreening,
  Subscriber,
} from '@bonafide/testing';

jest.setTimeout(90_000);

interface Publication {
  readonly id: string;
  readonly state: string;
  readonly entries: number;
  readonly rejectionCode: string | null;
  readonly activatedBy: string | null;
}

interface List {
  readonly id: string;
  readonly activePublication: Publication | null;
  readonly checkOutcome: string | null;
}

interface Screening {
  readonly state: string;
  readonly hits: readonly { readonly matchedName: string }[];
  readonly lists: readonly { readonly publicationId: string }[];
}

const SDN = '/v1/lists/us-ofac-sdn';

describe('the sanctions lists', () => {
  let stack: Stack;
  let acme: Organization;
  let subscriber: Subscriber;
  const directory = mkdtempSync(join(tmpdir(), 'lists-'));
  const file = join(directory, 'sdn.csv');

  beforeAll(async () => {
    cpSync(sandboxListDirectory, directory, { recursive: true });
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'list-refresh-worker', 'ofac-screening-worker', 'webhook-delivery-worker'],
      listDirectory: directory,
    });
    acme = await stack.newOrganization('Acme');
    subscriber = await Subscriber.register(acme.api, { eventTypes: ['list.*'] });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await subscriber.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const list = async () => (await acme.api.get<List>(SDN)).body;
  const publications = async () => (await acme.api.get<{ data: Publication[] }>(`${SDN}/publications`)).body.data;

  async function refresh(): Promise<JobDetails> {
    const { status, body, headers } = await stack.operator.post<{ jobId: string }>(`${SDN}/refresh`);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/jobs/${body.jobId}`);
    return eventually(async () => {
      const job = (await stack.operator.get<JobDetails>(`/v1/jobs/${body.jobId}`)).body;
      return job.state === 'completed' && job;
    });
  }

  async function screen(name: string): Promise<Screening> {
    const { body } = await acme.api.post<SubmittedScreening>('/v1/screenings', { name });
    return eventually(async () => {
      const screening = (await acme.api.get<Screening>(`/v1/screenings/${body.id}`)).body;
      return screening.state !== 'pending' && screening;
    });
  }

  const rewrite = (change: (text: string) => string) =>
    writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1');
  /** The operator and the worker speak of the same publication. */
  const workerHas = (publicationId: string) =>
    eventually(() =>
      stack
        .log('ofac-screening-worker')
        .split('\n')
        .some((line) => line.includes('list.ready') && line.includes(publicationId)),
    );

  it('are told with what is in use, how old it is, and what was not understood of it', async () => {
    const { body } = await acme.api.get<{ data: List[] }>('/v1/lists');
    const [sdn, ...others] = body.data;
    expect(sdn).toMatchObject({ id: 'us-ofac-sdn', checkOutcome: 'activated', activePublication: { entries: 30 } });
    expect(others.every(({ activePublication }) => activePublication === null)).toBe(true);
    const { id = '' } = sdn?.activePublication ?? {};
    const { body: publication } = await acme.api.get<object>(`${SDN}/publications/${id}`);
    expect(publication).toMatchObject({
      state: 'active',
      counts: { persons: 13, aliases: 27 },
      notUnderstood: [{ label: 'Keeper of the Sandbox Seal', count: 1 }],
    });
  });

  it('a new one is taken up by the workers that run, and each answer is of one publication', async () => {
    const before = (await list()).activePublication?.id ?? '';
    expect((await screen('Zebulon Quillfeather')).hits).toEqual([]);
    rewrite((text) =>
      text.replace(
        '\u001a',
        `${text.split('\r\n')[0]?.replace(/^900001,"[^"]*"/, '900777,"QUILLFEATHER, Zebulon"') ?? ''}\r\n\u001a`,
      ),
    );
    await refresh();

    const after = (await list()).activePublication;
    expect(after).toMatchObject({ state: 'active', entries: 31 });
    await workerHas(after?.id ?? '');
    const screening = await screen('Zebulon Quillfeather');
    expect(screening.hits[0]?.matchedName).toBe('QUILLFEATHER, Zebulon');
    expect(screening.lists[0]?.publicationId).toBe(after?.id);
    const { body } = await acme.api.get<{ data: object[] }>(
      `${SDN}/publications/${after?.id ?? ''}/differences?from=${before}`,
    );
    expect(body.data).toEqual([
      { entryId: '900777', change: 'added', name: 'QUILLFEATHER, Zebulon', entryType: 'person' },
    ]);
    await eventually(() => subscriber.receiver.received.some(({ event }) => event.type === 'list.updated'));
  });

  it('an empty one is rejected; nobody becomes clear by it, and those who listen are told', async () => {
    const before = (await list()).activePublication;
    const whole = readFileSync(file, 'latin1');
    writeFileSync(file, '');
    await refresh();
    expect(await list()).toMatchObject({ checkOutcome: 'rejected', activePublication: { id: before?.id } });
    expect((await publications())[0]).toMatchObject({ state: 'rejected', rejectionCode: 'unreadable', entries: 0 });
    expect((await screen('Zebulon Quillfeather')).hits).toHaveLength(1);
    await eventually(() => subscriber.receiver.received.some(({ event }) => event.type === 'list.rejected'));

    const [rejected] = await publications();
    const activation = await stack.operator.post(`${SDN}/publications/${rejected?.id ?? ''}/activation`, {
      reason: 'Try.',
    });
    expectProblem(activation, 409, 'state-conflict');
    writeFileSync(file, whole, 'latin1');
  });

  it('a person may go back to an earlier one, which stays until there is something new', async () => {
    const first = (await publications()).at(-1);
    const path = `${SDN}/publications/${first?.id ?? ''}/activation`;
    expectProblem(await acme.api.post(path, { reason: 'We would like to.' }), 403, 'missing-scope');
    const { status, body } = await stack.operator.post<Publication>(path, {
      reason: 'The new entry was published by mistake.',
    });
    expect({ status, state: body.state }).toEqual({ status: 200, state: 'active' });
    expect(body.activatedBy).toMatch(/^key_/);
    await eventually(async () => (await screen('Zebulon Quillfeather')).hits.length === 0);
    await refresh();
    expect((await list()).activePublication?.id).toBe(first?.id);
    expectProblem(await stack.operator.post(path, { reason: 'Again.' }), 409, 'state-conflict');
  });

  it('that screenings are not made against are neither fetched nor put to use: what reads as in use is used', async () => {
    const { body } = await acme.api.get<{ isScreened: boolean }>('/v1/lists/un-security-council');
    expect(body.isScreened).toBe(false);
    expectProblem(await stack.operator.post('/v1/lists/un-security-council/refresh'), 409, 'state-conflict');
  });

  it('what there is not answers 404', async () => {
    const known = (await publications())[0]?.id ?? '';
    for (const path of [
      '/v1/lists/mars',
      `${SDN}/publications/pub_${'0'.repeat(26)}`,
      `/v1/lists/un-security-council/publications/${known}`,
    ])
      expectProblem(await acme.api.get(path), 404, 'not-found');
    expectProblem(
      await acme.api.get(`${SDN}/publications/${known}/differences?from=yesterday`),
      400,
      'invalid-parameter',
    );
  });
});
