import { rmSync } from 'node:fs';

import { freePorts } from '@bonafide/local-servers';
import {
  ApiClient,
  eventually,
  expectProblem,
  type Organization,
  sandboxListDirectory,
  Stack,
  writeUnList,
} from '@bonafide/testing';

import {
  backtestedBy,
  begunBacktest,
  changeThresholds,
  setThresholds,
  type ThresholdsAnswer,
} from './backtested-thresholds';
import { screenedBy, screeningOf } from './hits-review';

jest.setTimeout(60_000);

interface Made {
  readonly id: string;
  readonly state: string;
  readonly threshold: number;
  readonly thresholdVersion: number | null;
  readonly listThresholds: Readonly<Record<string, number>>;
  readonly hits: readonly { readonly list: string; readonly entryId: string }[];
}

/** Misspelt: a score of 0.8998 with TESTENKO, Verbena of the made-up list. */
const misspelt = { type: 'person', name: 'Verbina Testinka' };
const ilmar = { id: '901', firstName: 'Ilmar Quenby', lastName: 'Varnostra' };
/** A score of 0.9803 with the same person on two lists. */
const onTwoLists = { type: 'person', name: 'Ilmar Quenby Varnostre' };

describe('thresholds', () => {
  let stack: Stack;
  const directory = writeUnList([ilmar]);

  beforeAll(async () => {
    stack = await Stack.start({
      apps: ['api', 'dispatcher', 'ofac-screening-worker', 'bulk-screening-worker'],
      env: {
        LIST_DIRS: `${sandboxListDirectory},${directory}`,
        SCREENING_LISTS: 'us-ofac-sdn,un-security-council',
      },
    });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  const screened = async (api: ApiClient, body: object): Promise<Made> =>
    (await screenedBy(api, body)) as unknown as Made;
  const current = async ({ api }: Organization) => (await api.get<ThresholdsAnswer>('/v1/screening-thresholds')).body;
  const search = async ({ api }: Organization, body: object) =>
    (await api.post<Made>('/v1/screenings/search', body)).body;

  it('are 0.8 for every list while nobody has set any', async () => {
    const acme = await stack.newOrganization();
    expect(await current(acme)).toEqual({ version: 0, threshold: 0.8, listThresholds: {}, history: [] });
    expect(await screened(acme.api, misspelt)).toMatchObject({
      state: 'in_review',
      threshold: 0.8,
      thresholdVersion: 0,
      listThresholds: {},
    });
  });

  it('are raised after a backtest, and from then on screenings go by them and say so', async () => {
    const acme = await stack.newOrganization();
    const before = await screened(acme.api, misspelt);
    const backtest = await backtestedBy(acme.api, { threshold: 0.95 });
    expect(backtest).toMatchObject({ state: 'completed', comparedWith: { version: 0, threshold: 0.8 } });
    expect(backtest.counts).toMatchObject({ screenings: 1, becomeClear: 1, hits: { before: 1, after: 0, lost: 1 } });

    const { status, body } = await setThresholds(acme.api, { threshold: 0.95, backtestId: backtest.id });
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: 1, threshold: 0.95, listThresholds: {} });
    expect(await current(acme)).toEqual(body);
    expect(body.history).toMatchObject([
      {
        version: 1,
        threshold: 0.95,
        backtestId: backtest.id,
        actor: 'officer-1',
        reason: 'The backtest loses no true match.',
      },
    ]);

    const after = await screened(acme.api, misspelt);
    expect(after).toMatchObject({ state: 'clear', threshold: 0.95, thresholdVersion: 1, hits: [] });
    const own = await screened(acme.api, { ...misspelt, threshold: 0.8 });
    expect(own).toMatchObject({ state: 'in_review', threshold: 0.8, thresholdVersion: null, listThresholds: {} });
    expect(await screeningOf(acme.api, before.id)).toMatchObject({
      state: 'in_review',
      threshold: 0.8,
      thresholdVersion: 0,
    });
    const audited = await stack.database.query(
      `SELECT action, person FROM audit_log WHERE organization_id = $1 AND action LIKE '%hreshold%' ORDER BY id`,
      [acme.id],
    );
    expect(audited).toEqual([
      { action: 'createThresholdBacktest', person: 'officer-1' },
      { action: 'setScreeningThresholds', person: 'officer-1' },
    ]);
  });

  it('hold for batches and look-ups as well, request by request', async () => {
    const acme = await stack.newOrganization();
    await changeThresholds(acme.api, { threshold: 0.95 });
    const { body } = await acme.api.post<{ data: { id: string }[] }>('/v1/screenings/batch', {
      screenings: [misspelt, { ...misspelt, threshold: 0.8 }],
    });
    const [byOrganization, byRequest] = await Promise.all(
      body.data.map(({ id }) =>
        eventually(async () => {
          const screening = await screeningOf(acme.api, id);
          return screening.state !== 'pending' && screening;
        }),
      ),
    );
    expect(byOrganization).toMatchObject({ state: 'clear', threshold: 0.95, thresholdVersion: 1 });
    expect(byRequest).toMatchObject({ state: 'in_review', threshold: 0.8, thresholdVersion: null });

    expect(await search(acme, misspelt)).toMatchObject({ hits: [], threshold: 0.95, thresholdVersion: 1 });
    expect(await search(acme, { ...misspelt, threshold: 0.8 })).toMatchObject({
      hits: [{ entryId: '900030' }],
      threshold: 0.8,
      thresholdVersion: null,
    });
  });

  it('are read over the connection that a request holds: many at once get through where there are two', async () => {
    const acme = await stack.newOrganization();
    const [port = 0] = await freePorts(1);
    const api = await stack.startApp('api', 'api-2', { API_PORT: String(port), DATABASE_POOL_SIZE: '2' });
    const client = new ApiClient(`http://127.0.0.1:${port}`, acme.api.apiKey);
    await eventually(async () => (await client.post('/v1/screenings/search', misspelt)).status === 200, {
      withinMs: 20_000,
    });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        client.post(index % 2 === 0 ? '/v1/screenings/search' : '/v1/screenings', misspelt),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, index) => (index % 2 === 0 ? 200 : 202)));
    await api.stop(12_000);
  });

  it('may be others for single lists', async () => {
    const acme = await stack.newOrganization();
    expect((await search(acme, onTwoLists)).hits).toHaveLength(2);
    await screened(acme.api, onTwoLists);
    const listThresholds = { 'un-security-council': 0.99 };
    const { counts, lists } = await backtestedBy(acme.api, { threshold: 0.8, listThresholds });
    expect(lists.map(({ id }) => id)).toEqual(['un-security-council', 'us-ofac-sdn']);
    expect(counts).toMatchObject({
      becomeClear: 0,
      hits: { before: 2, after: 1, gained: 0, lost: 1 },
    });
    expect(counts?.byList).toEqual(
      expect.arrayContaining([
        { list: 'un-security-council', before: 1, after: 0, gained: 0, lost: 1 },
        { list: 'us-ofac-sdn', before: 1, after: 1, gained: 0, lost: 0 },
      ]),
    );

    expect((await changeThresholds(acme.api, { threshold: 0.8, listThresholds })).listThresholds).toEqual(
      listThresholds,
    );
    expect(await screened(acme.api, onTwoLists)).toMatchObject({
      thresholdVersion: 1,
      listThresholds,
      hits: [{ list: 'us-ofac-sdn', entryId: '900001' }],
    });
    expect(await search(acme, onTwoLists)).toMatchObject({ listThresholds, hits: [{ list: 'us-ofac-sdn' }] });
  });

  it('are frozen with a screening: one that waits goes by those it was accepted under', async () => {
    const acme = await stack.newOrganization();
    await stack.process('ofac-screening-worker').stop(12_000);
    const { body } = await acme.api.post<{ id: string }>('/v1/screenings', misspelt);
    await changeThresholds(acme.api, { threshold: 0.95 });
    await stack.startApp('ofac-screening-worker');
    const screening = await eventually(async () => {
      const found = await screeningOf(acme.api, body.id);
      return found.state !== 'pending' && found;
    });
    expect(screening).toMatchObject({ state: 'in_review', threshold: 0.8, thresholdVersion: 0 });
  });

  describe('are not set', () => {
    let acme: Organization;
    let backtestId: string;
    const tried = { threshold: 0.9, listThresholds: { 'us-ofac-sdn': 0.85 } };
    const atFault = (answer: Parameters<typeof expectProblem>[0], status: number, code: string) => {
      const { detail, errors = [] } = expectProblem(answer, status, code);
      return { detail, pointers: errors.map(({ pointer }) => pointer), details: errors.map((error) => error.detail) };
    };

    beforeEach(async () => {
      acme = await stack.newOrganization();
      backtestId = (await backtestedBy(acme.api, tried)).id;
    });

    afterEach(async () => expect((await current(acme)).history.length).toBeLessThan(2));

    it('without a backtest', async () => {
      const { detail } = atFault(await setThresholds(acme.api, tried), 422, 'validation-failed');
      expect(detail).toMatch(/#\/backtestId: .*POST \/v1\/threshold-backtests/);
    });

    it("on another organization's backtest, nor on one that is not there", async () => {
      const rival = await stack.newOrganization();
      const foreign = await setThresholds(rival.api, { ...tried, backtestId });
      expect(atFault(foreign, 404, 'not-found').pointers).toEqual(['#/backtestId']);
      const unknown = await setThresholds(rival.api, { ...tried, backtestId: 'tbt_01kaf3s8h4e0qv8dpz2j9r7n5c' });
      expect(unknown.body).toEqual({ ...foreign.body, requestId: expect.any(String) as string });
      expect(await current(rival)).toMatchObject({ version: 0 });
    });

    it.each([
      [{ threshold: 0.89 }, ['#/threshold'], 'The backtest was of 0.9.'],
      [{ listThresholds: {} }, ['#/listThresholds'], 'The backtest was of {"us-ofac-sdn":0.85}.'],
      [
        { listThresholds: { ...tried.listThresholds, 'un-security-council': 0.85 } },
        ['#/listThresholds'],
        'The backtest was of {"us-ofac-sdn":0.85}.',
      ],
      [{ threshold: 0.8, listThresholds: {} }, ['#/threshold', '#/listThresholds'], 'The backtest was of 0.9.'],
    ])('on a backtest of other ones: %j', async (change, pointers, detail) => {
      const answer = await setThresholds(acme.api, { ...tried, ...change, backtestId });
      const refused = atFault(answer, 422, 'validation-failed');
      expect(refused.pointers).toEqual(pointers);
      expect(refused.details[0]).toBe(detail);
      expect(refused.detail).toContain('Set those, or backtest these.');
    });

    it('while the backtest is not done, or has come to nothing', async () => {
      for (const state of ['pending', 'failed', 'cancelled']) {
        await stack.database.query(`UPDATE threshold_backtests SET state = $2, counts = NULL WHERE id = $1`, [
          backtestId,
          state,
        ]);
        const { detail } = atFault(await setThresholds(acme.api, { ...tried, backtestId }), 409, 'state-conflict');
        expect(detail).toContain(`The backtest is ${state}. `);
      }
    });

    it('on a backtest that is older than seven days', async () => {
      const age = (interval: string) =>
        stack.database.query(`UPDATE threshold_backtests SET settled_at = now() - $2::interval WHERE id = $1`, [
          backtestId,
          interval,
        ]);
      await age('7 days 1 minute');
      const { detail } = atFault(await setThresholds(acme.api, { ...tried, backtestId }), 409, 'state-conflict');
      expect(detail).toMatch(/older than 7 days.*POST \/v1\/threshold-backtests/);
      await age('6 days 23 hours');
      expect((await setThresholds(acme.api, { ...tried, backtestId })).status).toBe(200);
    });

    it('on a backtest that has skipped more screenings than it screened', async () => {
      const counted = (screenings: number, skipped: number) =>
        stack.database.query(
          `UPDATE threshold_backtests SET counts = counts || jsonb_build_object('screenings', $2::integer, 'skipped',
             jsonb_build_array(jsonb_build_object('reason', 'name-not-comparable', 'screenings', $3::integer)))
           WHERE id = $1`,
          [backtestId, screenings, skipped],
        );
      for (const [screenings, skipped] of [
        [0, 1],
        [4, 5],
      ] as const) {
        await counted(screenings, skipped);
        const { detail } = atFault(await setThresholds(acme.api, { ...tried, backtestId }), 409, 'state-conflict');
        expect(detail).toContain(`screened ${screenings} anew and skipped more: ${skipped} for name-not-comparable (`);
        expect(detail).toContain('POST /v1/threshold-backtests');
      }
      await counted(5, 5);
      expect((await setThresholds(acme.api, { ...tried, backtestId })).status).toBe(200);
    });

    it('twice: of two who set at once the second is told that the version has moved on', async () => {
      const other = await backtestedBy(acme.api, { threshold: 0.7 });
      const answers = await Promise.all([
        setThresholds(acme.api, { ...tried, backtestId }),
        setThresholds(acme.api, { threshold: 0.7, backtestId: other.id }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { detail } = atFault(
        answers.find(({ status }) => status === 409)!,
        409,
        'state-conflict',
      );
      expect(detail).toContain('compares with version 0, and version 1 is in force');
      expect(await current(acme)).toMatchObject({ version: 1 });
    });

    const wrong: readonly (readonly [object, string, RegExp])[] = [
      [{ threshold: 0.49 }, '#/threshold', /number from 0\.5 to 1/],
      [{ threshold: 1.01 }, '#/threshold', /number from 0\.5 to 1/],
      [{ threshold: '0.9' }, '#/threshold', /number from 0\.5 to 1/],
      [{ threshold: null }, '#/threshold', /number from 0\.5 to 1/],
      [{ listThresholds: [0.9] }, '#/listThresholds', /object/],
      [{ listThresholds: { 'us-ofac-sdn': 0.4 } }, '#/listThresholds/us-ofac-sdn', /from 0\.5 to 1/],
      [{ listThresholds: { 'us-ofac-sdn': '0.9' } }, '#/listThresholds/us-ofac-sdn', /from 0\.5 to 1/],
      [{ listThresholds: { 'us-ofac-sdm': 0.9 } }, '#/listThresholds/us-ofac-sdm', /us-ofac-sdn.*un-security-council/],
      [{ listThresholds: { 'a/b~c': 0.9 } }, '#/listThresholds/a~1b~0c', /There is no such list/],
    ];

    it.each(wrong)('and not tried, out of range: %j', async (change, pointer, words) => {
      for (const answer of [
        await setThresholds(acme.api, { ...tried, backtestId, ...change }),
        await acme.api.post('/v1/threshold-backtests', { ...tried, actor: 'officer-1', ...change }),
      ]) {
        const { pointers, details } = atFault(answer, 422, 'validation-failed');
        expect(pointers).toEqual([pointer]);
        expect(details[0]).toMatch(words);
      }
    });

    it('with a key that may only read them', async () => {
      const { api } = await stack.newOrganization('Reader', ['settings:read']);
      expectProblem(await setThresholds(api, { ...tried, backtestId }), 403, 'missing-scope');
      expectProblem(await api.post('/v1/threshold-backtests', { ...tried, actor: 'ana' }), 403, 'missing-scope');
      expect((await api.get('/v1/screening-thresholds')).status).toBe(200);
      expect((await api.get('/v1/threshold-backtests')).status).toBe(200);
    });
  });

  it.each([0, 10_001, 1.5, '10'])('are not tried over %j screenings', async (screenings) => {
    const { api } = await stack.newOrganization();
    const answer = await api.post('/v1/threshold-backtests', { threshold: 0.9, actor: 'ana', screenings });
    expect(expectProblem(answer, 422, 'validation-failed').errors?.[0]).toMatchObject({ pointer: '#/screenings' });
  });

  it('are tried over as many screenings as without a number when the number is null', async () => {
    const { api } = await stack.newOrganization();
    expect(await begunBacktest(api, { threshold: 0.9, screenings: null })).toMatchObject({ screeningsAsked: 1_000 });
  });

  it('are tried and set by an organization that has screened nobody yet', async () => {
    const acme = await stack.newOrganization();
    const { id } = await begunBacktest(acme.api, { threshold: 0.85 });
    expect((await changeThresholds(acme.api, { threshold: 0.85 })).version).toBe(1);
    const { body } = await acme.api.get<{ data: { id: string; counts: object }[] }>('/v1/threshold-backtests');
    expect(body.data.map((backtest) => backtest.id)[1]).toBe(id);
    expect(body.data[0]!.counts).toMatchObject({ screenings: 0, hits: { before: 0, after: 0, gained: 0, lost: 0 } });
  });
});
