import { expectProblem, type Organization, type Page, Stack } from '@bonafide/testing';

import { decide, dismissal, hitBy, type HitDetails, hitOf, screenedBy, setReview } from './hits-review';

describe('the queue of hits', () => {
  let stack: Stack;
  let acme: Organization;
  let all: readonly string[];
  let [known, vessels]: readonly Awaited<ReturnType<typeof screenedBy>>[] = [];

  beforeAll(async () => {
    stack = await Stack.start();
    acme = await stack.newOrganization('Acme');
    known = await screenedBy(acme.api, { type: 'person', name: 'Wendelin Smoltkraft', externalId: 'applicant-1' });
    vessels = await screenedBy(acme.api, { type: 'vessel', name: 'Sand Falcon', threshold: 0.5 });
    all = [...vessels.hits, ...known.hits]
      .map(({ id }) => id)
      .sort()
      .reverse();
  }, 120_000);

  afterAll(() => stack.stop(), 30_000);

  const list = (query: string) => acme.api.get<Page<HitDetails>>(`/v1/screening-hits${query}`);
  const idsOf = async (query: string) => (await list(query)).body.data.map(({ id }) => id);
  const path = () => `/v1/screening-hits/${known!.hits[0]!.id}`;

  it('is listed newest first over its pages, and shows nothing of the subject', async () => {
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.body.nextCursor!}`);
    expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(all);
    expect(JSON.stringify(first.body)).not.toMatch(/Sand|Smoltkraft|evidence/);
  });

  it('finds by everything that it can be asked for', async () => {
    const [best, other] = [...vessels!.hits].sort((a, b) => b.score - a.score);
    const one = [known!.hits[0]!.id];
    expect(await idsOf('?state=pending_review&list=us-ofac-sdn')).toEqual(all);
    expect(await idsOf('?state=dismissed')).toEqual([]);
    expect(await idsOf('?list=eu')).toEqual([]);
    expect(await idsOf(`?screeningId=${known!.id}`)).toEqual(one);
    expect(await idsOf('?externalId=applicant-1')).toEqual(one);
    expect((await idsOf(`?screeningId=${vessels!.id}&minScore=${other!.score}&maxScore=1`)).sort()).toEqual(
      vessels!.hits
        .filter(({ score }) => score >= other!.score)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await idsOf(`?minScore=${best!.score + 0.0001}&screeningId=${vessels!.id}`)).toEqual([]);
    expect(await idsOf(`?maxScore=${other!.score - 0.0001}&screeningId=${vessels!.id}`)).toEqual([]);
  });

  it('shows the band of each and finds by it, together with whatever else is asked for', async () => {
    const bands = ['strong', 'possible', 'weak', 'none'];
    const lowest = [0.9, 0.8, 0.7, 0];
    const byBand = await Promise.all(bands.map(async (band) => (await list(`?band=${band}`)).body.data));
    for (const [index, hits] of byBand.entries()) {
      for (const { band, score } of hits) {
        expect(band).toBe(bands[index]);
        expect(score).toBeGreaterThanOrEqual(lowest[index]!);
        expect(score).toBeLessThan(lowest[index - 1] ?? 1.1);
      }
    }
    expect(
      byBand
        .flatMap((hits) => hits.map(({ id }) => id))
        .sort()
        .reverse(),
    ).toEqual(all);
    const [vessel] = vessels!.hits;
    const { band } = await hitOf(acme.api, vessel!.id);
    expect(band).not.toBe('strong');
    const inBand = (more: string) => idsOf(`?band=${band}&screeningId=${vessels!.id}${more}`);
    expect(await inBand('&state=pending_review')).toContain(vessel!.id);
    expect(await inBand(`&minScore=${vessel!.score}&maxScore=${vessel!.score}`)).toContain(vessel!.id);
    expect(await inBand('&minScore=0.9')).toEqual([]);
    expect(await inBand('&state=dismissed')).toEqual([]);
    expect(await idsOf(`?band=strong&externalId=applicant-1`)).toEqual([known!.hits[0]!.id]);
    expect(await idsOf(`?band=strong&screeningId=${vessels!.id}`)).toEqual([]);
  });

  it.each([
    ['state', '?state=open'],
    ['screeningId', '?screeningId=1'],
    ['minScore', '?minScore=1.1'],
    ['minScore', '?minScore=high'],
    ['maxScore', '?maxScore=-1'],
    ['dueBefore', '?dueBefore=tomorrow'],
    ['assignee', '?assignee=Ana%20B'],
    ['band', '?band=high'],
    ['band', '?band=Strong'],
    ['bands', '?bands=strong'],
  ])('refuses a wrong %s: %s', async (parameter, query) => {
    const { errors } = expectProblem(await list(query), 400, 'invalid-parameter');
    expect(errors?.map((error) => error.parameter)).toEqual([parameter]);
  });

  it('shows of one hit the evidence, who wrote what, and what was decided', async () => {
    const hit = await hitOf(acme.api, known!.hits[0]!.id);
    expect(hit).toMatchObject({ state: 'pending_review', entryId: '900007', history: [], notes: [], assignee: null });
    expect(hit.evidence).toMatchObject({ subjectName: 'Wendelin Smoltkraft', entryId: '900007' });
    expect(hit.evidence.explanation).not.toBe('');
  });

  it('is handed out: to somebody, until a time, one without the other, and taken away again', async () => {
    const assign = (body: object) => acme.api.patch<HitDetails>(path(), body);
    expect((await assign({ assignee: 'ana', dueAt: '2031-01-31T12:00:00+01:00' })).body).toMatchObject({
      assignee: 'ana',
      dueAt: '2031-01-31T11:00:00.000Z',
    });
    const one = [known!.hits[0]!.id];
    expect(await idsOf('?assignee=ana')).toEqual(one);
    expect(await idsOf('?assignee=ben')).toEqual([]);
    expect(await idsOf('?dueBefore=2031-02-01T00:00:00Z')).toEqual(one);
    expect(await idsOf('?dueBefore=2031-01-31T11:00:00Z')).toEqual([]);
    expect((await assign({ assignee: 'ben' })).body).toMatchObject({
      assignee: 'ben',
      dueAt: '2031-01-31T11:00:00.000Z',
    });
    expect((await assign({ assignee: null })).body).toMatchObject({
      assignee: null,
      dueAt: '2031-01-31T11:00:00.000Z',
    });
    expect((await assign({ dueAt: null })).body).toMatchObject({ assignee: null, dueAt: null });
    const audit = await stack.database.query('SELECT action FROM audit_log WHERE subject_id = $1', one);
    expect(audit).toHaveLength(4);
  });

  it.each([
    ['nobody that there could be', { assignee: '' }, '#/assignee'],
    ['no time', { dueAt: 'soon' }, '#/dueAt'],
    ['a state', { state: 'dismissed' }, '#/state'],
  ])('is not handed to %s', async (_, body, pointer) => {
    const { errors } = expectProblem(await acme.api.patch(path(), body), 422, 'validation-failed');
    expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('is not handed out any more when it was disposed of, but can still be written about', async () => {
    const hit = await hitBy(acme.api, { type: 'person', name: 'Chol Rimsan Pak' });
    await decide(acme.api, hit.id, dismissal);
    const { detail } = expectProblem(
      await acme.api.patch(`/v1/screening-hits/${hit.id}`, { assignee: 'ana' }),
      409,
      'state-conflict',
    );
    expect(detail).toContain('dismissed');
    const note = { actor: 'ana', text: 'Seen again by the auditor.' };
    expect((await acme.api.post(`/v1/screening-hits/${hit.id}/notes`, note)).status).toBe(201);
    expect((await hitOf(acme.api, hit.id)).notes).toMatchObject([note]);
  });

  it('takes notes in their order, each once', async () => {
    const write = (text: string, key: string) =>
      acme.api.post(`${path()}/notes`, { actor: 'ana', text }, { 'idempotency-key': key });
    for (const [text, key] of [
      ['First:\n- asked', 'n1'],
      ['Second', 'n2'],
      ['Second', 'n2'],
    ]) {
      expect((await write(text!, key!)).status).toBe(201);
    }
    expect((await hitOf(acme.api, known!.hits[0]!.id)).notes.map(({ text }) => text)).toEqual([
      'First:\n- asked',
      'Second',
    ]);
  });

  it.each([
    ['no text', { text: undefined }, '#/text'],
    ['4,001 characters', { text: 'x'.repeat(4_001) }, '#/text'],
    ['nobody who writes', { actor: undefined }, '#/actor'],
  ])('takes no note with %s', async (_, change, pointer) => {
    const answer = await acme.api.post(`${path()}/notes`, { actor: 'ana', text: 'Text.', ...change });
    const { errors } = expectProblem(answer, 422, 'validation-failed');
    expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('opens no evidence that was put in the place of another', async () => {
    const [one, other] = vessels!.hits;
    const evidence = await stack.database.query<{ evidence: Buffer }>(
      'SELECT evidence FROM screening_hits WHERE id = $1',
      [one!.id],
    );
    await stack.database.query(
      'UPDATE screening_hits SET evidence = (SELECT evidence FROM screening_hits WHERE id = $2) WHERE id = $1',
      [one!.id, other!.id],
    );
    expectProblem(await acme.api.get(`/v1/screening-hits/${one!.id}`), 500, 'internal-error');
    await stack.database.query('UPDATE screening_hits SET evidence = $2 WHERE id = $1', [
      one!.id,
      evidence[0]!.evidence,
    ]);
    expect((await hitOf(acme.api, one!.id)).id).toBe(one!.id);
  });

  describe('and how it is decided', () => {
    it('is by one person, whoever that is, until the organization says otherwise; every version is kept', async () => {
      const { api } = await stack.newOrganization();
      const settings = async () =>
        (await api.get<{ version: number; history: object[] }>('/v1/screening-settings')).body;
      expect(await settings()).toEqual({
        version: 0,
        dispositionReview: 'single',
        submitterMayDecide: true,
        history: [],
      });
      expect((await setReview(api, { reason: 'Four eyes, as the board wants.' })).body).toMatchObject({ version: 1 });
      await setReview(api, { dispositionReview: 'single', submitterMayDecide: false, actor: 'officer-2' });
      const { history, ...current } = await settings();
      expect(current).toEqual({ version: 2, dispositionReview: 'single', submitterMayDecide: false });
      expect(history).toMatchObject([
        { version: 2, actor: 'officer-2', submitterMayDecide: false },
        {
          version: 1,
          actor: 'officer-1',
          reason: 'Four eyes, as the board wants.',
          dispositionReview: 'second_person',
        },
      ]);
      const [row] = await stack.database.query<{ text: string }>(
        `SELECT string_agg(s::text, ' ') AS text FROM screening_settings AS s`,
      );
      expect(row!.text).not.toContain('board');
    });

    it('is set by two at the same time one after the other', async () => {
      const { api } = await stack.newOrganization();
      const answers = await Promise.all([1, 2, 3].map(() => setReview(api)));
      expect(answers.map(({ body }) => body.version).sort()).toEqual([1, 2, 3]);
    });

    it.each([
      ['a review that is none', { dispositionReview: 'third_person' }, '#/dispositionReview'],
      ['a text for true or false', { submitterMayDecide: 'no' }, '#/submitterMayDecide'],
      ['no reason', { reason: undefined }, '#/reason'],
      ['nobody who sets it', { actor: undefined }, '#/actor'],
    ])('is not set with %s', async (_, change, pointer) => {
      const { errors } = expectProblem(await setReview(acme.api, change), 422, 'validation-failed');
      expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
    });
  });
});
