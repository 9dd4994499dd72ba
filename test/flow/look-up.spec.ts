import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, expectProblem, type Organization, sandboxListDirectory, Stack } from '@bonafide/testing';

jest.setTimeout(60_000);

interface Answer {
  readonly lists: readonly { readonly publicationId: string; readonly isMadeUp: boolean }[];
  readonly listsCheckedAt: string;
  readonly engine: { readonly version: string };
  readonly truncated: boolean;
  readonly unreadableWords: readonly string[];
  readonly hits: readonly {
    readonly entryId: string;
    readonly score: number;
    readonly band: string;
    readonly explanation: string;
  }[];
}

describe('looking somebody up', () => {
  let stack: Stack;
  let acme: Organization;
  const directory = mkdtempSync(join(tmpdir(), 'lists-'));

  beforeAll(async () => {
    cpSync(sandboxListDirectory, directory, { recursive: true });
    stack = await Stack.start({ apps: ['api', 'dispatcher', 'list-refresh-worker'], listDirectory: directory });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const search = (body: object) => acme.api.post<Answer>('/v1/screenings/search', body);
  const refresh = () => stack.operator.post('/v1/lists/us-ofac-sdn/refresh');

  it('is refused while there is no list: that nobody is found would say nothing', async () => {
    const answer = await search({ name: 'Ilmar Quenby Varnostra' });
    expectProblem(answer, 503, 'not-available');
    expect(answer.headers.get('retry-after')).toBe('10');
  });

  it('answers at once with the hits, the list and why, and stores no more than that it was asked', async () => {
    await refresh();
    const { body } = await eventually(
      async () => {
        const answer = await search({ type: 'person', name: 'Ilmar Quenby Varnostra', birthDate: '1961-03-14' });
        return answer.status === 200 && answer;
      },
      { withinMs: 20_000 },
    );
    expect(body.hits[0]).toMatchObject({ entryId: '900001', score: 1, band: 'strong' });
    expect(body.hits[0]?.explanation).toContain('birth date agrees');
    expect(body).toMatchObject({
      truncated: false,
      unreadableWords: [],
      lists: [{ publicationId: expect.stringMatching(/^pub_/) as string }],
    });
    const [stored] = await stack.database.query<{ screenings: number }>(
      'SELECT count(*)::integer AS screenings FROM screenings',
    );
    expect(stored).toEqual({ screenings: 0 });
    const audited = await stack.database.query<{ text: string }>(
      `SELECT audit_log::text AS text FROM audit_log WHERE action = 'searchLists'`,
    );
    expect(audited.length).toBeGreaterThan(0);
    expect(JSON.stringify(audited)).not.toContain('Varnostra');
  });

  it('finds nobody where nobody is, says what it could not read, and cuts at the limit', async () => {
    expect((await search({ name: 'Wilhelmina Butterworth' })).body.hits).toEqual([]);
    expect((await search({ name: 'Ilmar ʔʕ Varnostra' })).body.unreadableWords).toEqual(['ʔʕ']);
    const many = await search({ name: 'Ilmar Quenby Varnostra', threshold: 0.5, limit: 1 });
    expect(many.body.hits).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['a name in letters that cannot be compared', { name: 'ʔʕ' }, '#/name'],
    ['two birth dates', { name: 'Ada', birthDate: '1961-03-14', birthYear: 1961 }, '#/birthYear'],
    ['a limit of nothing', { name: 'Ada', limit: 0 }, '#/limit'],
    ['what only a screening has', { name: 'Ada', externalId: 'cus-1' }, '#/externalId'],
  ])('refuses %s and points at it', async (_, body, pointer) => {
    const { errors } = expectProblem(await search(body), 422, 'validation-failed');
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('goes on, from the new list, when another is activated', async () => {
    const before = (await search({ name: 'Zebulon Quillfeather' })).body;
    expect(before.hits).toEqual([]);
    const file = join(directory, 'sdn.csv');
    const text = readFileSync(file, 'latin1');
    const row = text.split('\r\n')[0]?.replace(/^900001,"[^"]*"/, '900777,"QUILLFEATHER, Zebulon"') ?? '';
    writeFileSync(file, text.replace('\u001a', `${row}\r\n\u001a`), 'latin1');
    await refresh();
    await eventually(
      async () => {
        const answers = await Promise.all([1, 2, 3, 4].map(() => search({ name: 'Zebulon Quillfeather' })));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        return answers.every(
          ({ body }) => body.hits.length === 1 && body.lists[0]?.publicationId !== before.lists[0]?.publicationId,
        );
      },
      { withinMs: 20_000 },
    );
  });
});
