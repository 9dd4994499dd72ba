import { rmSync } from 'node:fs';

import { eventually, expectProblem, type Page, Stack, Subscriber, writeUnList } from '@bonafide/testing';

import { confirmation, decide, dismissal } from './hits-review';
import {
  expectCovered,
  foundBy,
  monitor,
  monitoringApps,
  monitoringEnv,
  others,
  partsOf,
  publish,
  rescreenings,
  runAbout,
} from './monitoring';

jest.setTimeout(90_000);

interface Hit {
  readonly id: string;
  readonly externalId: string;
  readonly entryId: string;
  readonly state: string;
  readonly lapsedAt: string | null;
  readonly lapsedBy: string | null;
  readonly lapseReason: string | null;
}

const unchanged = { id: '100001', firstName: 'Orvaldo', lastName: 'Tinkerfeldt' };
const changing = { id: '100002', firstName: 'Mirelune', lastName: 'Stoneplough' };
const changed = { ...changing, firstName: 'Mirelune Agathe' };
const leaving = { id: '100003', firstName: 'Jorunnel', lastName: 'Whistlebeck' };
const coming = { id: '100009', firstName: 'Zebulonius', lastName: 'Quillfeather' };

describe('monitored subjects, when a publication becomes active', () => {
  let stack: Stack;
  const directory = writeUnList([unchanged, changing, leaving, ...others]);

  beforeAll(async () => {
    stack = await Stack.start({ apps: monitoringApps, listDirectory: directory, env: monitoringEnv });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    rmSync(directory, { recursive: true });
  }, 30_000);

  const hitOf = async (api: Stack['operator'], id: string) => (await api.get<Hit>(`/v1/screening-hits/${id}`)).body;

  it('are screened against what changed, in both directions, and the coverage is proved', async () => {
    const before = await publish(stack, directory, [unchanged, changing, leaving]);
    const { api } = await stack.newOrganization('Acme');
    const other = await stack.newOrganization('Other');
    const idle = await stack.newOrganization('Monitors nobody');
    const subscriber = await Subscriber.register(api);

    const awaited = await monitor(api, 'awaited', 'Zebulonius Quillfeather');
    const gone = await monitor(api, 'gone', 'Jorunnel Whistlebeck');
    const confirmed = await monitor(api, 'confirmed', 'Jorunnel Whistlebeck');
    const dismissed = await monitor(api, 'dismissed', 'Mirelune Stoneplough');
    const open = await monitor(api, 'open', 'Mirelune Stoneplough');
    const same = await monitor(api, 'same', 'Orvaldo Tinkerfeldt');
    const nobody = await monitor(api, 'nobody', 'Wilhelmina Butterworth');
    const theirs = await monitor(other.api, 'awaited', 'Zebulonius Quillfeather');
    await idle.api.post('/v1/screenings', { name: 'Zebulonius Quillfeather', externalId: 'awaited' });
    expect([awaited, gone, confirmed, dismissed, open, same, nobody].map(({ hits }) => hits.length)).toEqual([
      0, 1, 1, 1, 1, 1, 0,
    ]);
    expect((await decide(api, confirmed.hits[0]!.id, confirmation)).status).toBe(201);
    expect((await decide(api, dismissed.hits[0]!.id, dismissal)).status).toBe(201);

    const after = await publish(stack, directory, [unchanged, changed, coming]);
    const run = await runAbout(api, after);

    expect(run).toMatchObject({
      kind: 'delta',
      trigger: 'activation',
      state: 'completed',
      fromPublicationId: before,
      toPublicationId: after,
      entries: { added: 1, changed: 1, removed: 1 },
      subjects: 7,
      subjectsScreened: 7,
      subjectsEnded: 0,
      hitsFound: 3,
      hitsLapsed: 3,
      parts: 3,
    });
    await expectCovered(api, run);
    expect(run.startedAt! <= run.finishedAt!).toBe(true);

    const found = await foundBy(api, run);
    expect(
      found.map(({ externalId, state, hits }) => [externalId, state, hits.map(({ entryId }) => entryId).join()]).sort(),
    ).toEqual([
      ['awaited', 'in_review', 'TLi.100009'],
      ['dismissed', 'in_review', 'TLi.100002'],
      ['open', 'in_review', 'TLi.100002'],
    ]);
    expect(found.map(({ monitoredSubjectId }) => monitoredSubjectId).sort()).toEqual(
      [awaited, dismissed, open].map(({ subjectId }) => subjectId).sort(),
    );

    const lapsed = { lapsedBy: after, state: 'pending_review' };
    expect(await hitOf(api, gone.hits[0]!.id)).toMatchObject({ ...lapsed, lapseReason: 'entry-removed' });
    expect(await hitOf(api, confirmed.hits[0]!.id)).toMatchObject({ state: 'confirmed', lapseReason: 'entry-removed' });
    expect(await hitOf(api, open.hits[0]!.id)).toMatchObject({ ...lapsed, lapseReason: 'entry-changed' });
    expect(await hitOf(api, dismissed.hits[0]!.id)).toMatchObject({ state: 'dismissed', lapsedAt: null });
    expect(await hitOf(api, same.hits[0]!.id)).toMatchObject({ state: 'pending_review', lapsedAt: null });
    const listed = async (query: string) =>
      (await api.get<Page<Hit>>(`/v1/screening-hits?${query}`)).body.data.map(({ externalId }) => externalId).sort();
    expect(await listed('isLapsed=true')).toEqual(['confirmed', 'gone', 'open']);
    expect(await listed('isLapsed=false&state=pending_review')).toEqual(['awaited', 'dismissed', 'open', 'same']);

    const theirRun = await runAbout(other.api, after);
    expect(theirRun).toMatchObject({ subjects: 1, subjectsScreened: 1, hitsFound: 1, hitsLapsed: 0 });
    expect((await foundBy(other.api, theirRun))[0]?.monitoredSubjectId).toBe(theirs.subjectId);
    expect(await rescreenings(idle.api)).toEqual([]);
    expectProblem(await other.api.get(`/v1/rescreenings/${run.id}`), 404, 'not-found');
    expectProblem(await other.api.get(`/v1/rescreenings/${run.id}/parts`), 404, 'not-found');
    expectProblem(await other.api.post(`/v1/rescreenings/${run.id}/cancel`), 404, 'not-found');

    const types = (id: string) => subscriber.receiver.about(id).map(({ event }) => event.type);
    await eventually(() => types(run.id).includes('rescreening.completed'));
    await eventually(() => types(gone.hits[0]!.id).includes('screening.hit.lapsed'));
    for (const { id } of found) await eventually(() => types(id).join() === 'screening.in_review');
    await subscriber.stop();
  });

  it('are told once: the next publication repeats nothing that stands, and lapses nothing that has lapsed', async () => {
    await publish(stack, directory, [unchanged]);
    const { api } = await stack.newOrganization();
    await monitor(api, 'awaited', 'Zebulonius Quillfeather');
    const first = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    expect(first).toMatchObject({ hitsFound: 1, hitsLapsed: 0 });
    const second = await runAbout(api, await publish(stack, directory, [coming, changing]));
    expect(second).toMatchObject({ hitsFound: 0, hitsLapsed: 0, entries: { added: 1, changed: 0, removed: 1 } });
  });

  it('are screened for each of two publications that come shortly after one another, in their order', async () => {
    await publish(stack, directory, [unchanged]);
    const { api } = await stack.newOrganization();
    for (const name of ['a', 'b']) await monitor(api, name, 'Zebulonius Quillfeather');
    for (const name of ['c', 'd']) await monitor(api, name, 'Mirelune Stoneplough');
    const bulk = stack.process('bulk-screening-worker');
    await bulk.stop(12_000);
    const [first, second] = [
      await publish(stack, directory, [unchanged, coming, changing]),
      await publish(stack, directory, [unchanged, changed]),
    ];
    expect((await rescreenings(api)).map(({ state }) => state)).toEqual(['planned', 'planned']);
    await stack.startApp('bulk-screening-worker');
    const [earlier, later] = [await runAbout(api, first), await runAbout(api, second)];
    expect(earlier.finishedAt! <= later.startedAt!).toBe(true);
    // What a list has said for a moment only nobody has to look at; what it says now is found by the later run.
    expect(earlier).toMatchObject({ state: 'completed', subjectsScreened: 4, hitsFound: 0 });
    expect(later).toMatchObject({ state: 'completed', subjectsScreened: 4, hitsFound: 2, fromPublicationId: first });
    expect(later.entries).toEqual({ added: 0, changed: 1, removed: 1 });
    await expectCovered(api, earlier);
    await expectCovered(api, later);
  });

  it('are screened no more when their monitoring has ended, and of them nothing is kept', async () => {
    await publish(stack, directory, [unchanged]);
    const { api } = await stack.newOrganization();
    const ended = await monitor(api, 'ended', 'Zebulonius Quillfeather');
    await monitor(api, 'stays', 'Wilhelmina Butterworth');
    const path = `/v1/monitored-subjects/${ended.subjectId}`;
    expect((await api.get(path)).body).toMatchObject({ state: 'active', subject: { name: 'Zebulonius Quillfeather' } });
    expect((await api.post(`${path}/end`, { actor: 'officer-1' })).status).toBe(200);
    expectProblem(await api.post(`${path}/end`, {}), 409, 'state-conflict');
    expect((await api.get(path)).body).toMatchObject({ state: 'ended', endReason: 'requested', subject: null });
    expectProblem(await (await stack.newOrganization()).api.get(path), 404, 'not-found');
    const audit = await stack.database.query('SELECT action, person FROM audit_log WHERE subject_id = $1', [
      ended.subjectId,
    ]);
    expect(audit).toEqual([{ action: 'endMonitoring', person: 'officer-1' }]);
    const run = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    expect(run).toMatchObject({ subjects: 1, subjectsScreened: 1, hitsFound: 0 });
  });

  it('are one under an external id: the newer takes the place of the older', async () => {
    await publish(stack, directory, [unchanged]);
    const { api } = await stack.newOrganization();
    const older = await monitor(api, 'one', 'Zebulonius Quillfeather');
    const newer = await monitor(api, 'one', 'Wilhelmina Butterworth', { threshold: 0.9 });
    const { body } = await api.get<Page<{ id: string; state: string; endReason: string | null; threshold: number }>>(
      '/v1/monitored-subjects?externalId=one',
    );
    expect(body.data).toMatchObject([
      { id: newer.subjectId, state: 'active', endReason: null, threshold: 0.9 },
      { id: older.subjectId, state: 'ended', endReason: 'replaced', threshold: null },
    ]);
    const active = await api.get<Page<{ id: string }>>('/v1/monitored-subjects?state=active');
    expect(active.body.data.map(({ id }) => id)).toEqual([newer.subjectId]);
    const run = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    expect(run).toMatchObject({ subjects: 1, hitsFound: 0 });
  });

  it('are one under an external id also when many ask at once', async () => {
    const { api } = await stack.newOrganization();
    const ask = (count: number) =>
      api.post('/v1/screenings/batch', {
        screenings: Array.from({ length: 20 }, (_, index) => ({
          name: 'Wilhelmina Butterworth',
          externalId: `customer-${(index * 7 + count) % 20}`,
          monitor: true,
        })),
      });
    const answers = await Promise.all([0, 1, 2, 3, 4, 5].map(ask));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 202]);
    const { body } = await api.get<Page<object>>('/v1/monitored-subjects?state=active&limit=200');
    expect(body.data).toHaveLength(20);
  });

  it.each([
    ['without an external id', [{ name: 'Wilhelmina', monitor: true }], '#/screenings/0/externalId'],
    [
      'twice under one',
      [1, 2].map(() => ({ name: 'Wilhelmina', externalId: 'a', monitor: true })),
      '#/screenings/1/externalId',
    ],
    [
      'in place of a customer',
      [{ name: 'Wilhelmina', externalId: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c', monitor: true }],
      '#/screenings/0/externalId',
    ],
    ['by a name that cannot be read', [{ name: 'ʔʕ', externalId: 'a', monitor: true }], '#/screenings/0/name'],
    ['by a word', [{ name: 'Wilhelmina', externalId: 'a', monitor: 'yes' }], '#/screenings/0/monitor'],
  ])('are not taken %s', async (_, screenings, pointer) => {
    const { api } = await stack.newOrganization();
    const answer = await api.post<{ errors: { pointer: string }[] }>('/v1/screenings/batch', { screenings });
    expectProblem(answer, 422, 'validation-failed');
    expect(answer.body.errors.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('are all screened when somebody asks for it, one such run at a time, and what stands is not repeated', async () => {
    await publish(stack, directory, [unchanged, changing]);
    const { api } = await stack.newOrganization();
    const standing = await monitor(api, 'standing', 'Orvaldo Tinkerfeldt');
    const quiet = await monitor(api, 'quiet', 'Mirelune Stoneplough');
    await decide(api, quiet.hits[0]!.id, dismissal);
    const hard = await monitor(api, 'hard', 'Orvaldo Tinkerfeldt', { threshold: 1 });
    // As if it had been screened by an engine that knew less.
    await stack.database.query('DELETE FROM screening_hits WHERE screening_id = $1', [hard.id]);
    await stack.process('bulk-screening-worker').stop(12_000);
    const answer = await api.post<{ id: string }>('/v1/rescreenings');
    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/v1/rescreenings/${answer.body.id}`]);
    expectProblem(await api.post('/v1/rescreenings'), 409, 'state-conflict');
    await stack.startApp('bulk-screening-worker');
    const run = await eventually(
      async () => {
        const [found] = await rescreenings(api);
        return found?.finishedAt != null && found;
      },
      { withinMs: 20_000 },
    );
    expect(run).toMatchObject({
      kind: 'full',
      trigger: 'request',
      subjects: 3,
      list: null,
      entries: null,
      hitsFound: 2,
    });
    await expectCovered(api, run);
    const found = await foundBy(api, run);
    expect(found.map(({ externalId, state }) => [externalId, state]).sort()).toEqual([
      ['hard', 'in_review'],
      ['quiet', 'clear'],
    ]);
    expect(standing.hits).toHaveLength(1);
    expect((await api.post('/v1/rescreenings')).status).toBe(202);
  });

  it('are left alone by a run that was cancelled, which stays so', async () => {
    await publish(stack, directory, [unchanged]);
    const { api } = await stack.newOrganization();
    await monitor(api, 'awaited', 'Zebulonius Quillfeather');
    await stack.process('bulk-screening-worker').stop(12_000);
    const publication = await publish(stack, directory, [unchanged, coming]);
    const [planned] = await rescreenings(api, '?state=planned');
    const cancelled = await api.post(`/v1/rescreenings/${planned!.id}/cancel`);
    expect([cancelled.status, cancelled.body]).toMatchObject([200, { state: 'cancelled' }]);
    expectProblem(await api.post(`/v1/rescreenings/${planned!.id}/cancel`), 409, 'state-conflict');
    await stack.startApp('bulk-screening-worker');
    // One that comes after it shows that its turn has come and gone.
    await runAbout(api, await publish(stack, directory, [unchanged, coming, changing]));
    expect(await runAbout(api, publication)).toMatchObject({ state: 'cancelled', hitsFound: 0, parts: null });
    expect(await foundBy(api, planned!)).toEqual([]);
  });

  it('that cannot be screened make the run incomplete, and only they are missing', async () => {
    await publish(stack, directory, [unchanged]);
    const { api } = await stack.newOrganization();
    const broken = await monitor(api, 'broken', 'Zebulonius Quillfeather');
    await monitor(api, 'whole', 'Zebulonius Quillfeather');
    await stack.database.query(`UPDATE monitored_subjects SET subject = '\\x01' WHERE id = $1`, [broken.subjectId]);
    const run = await runAbout(api, await publish(stack, directory, [unchanged, coming]));
    expect(run).toMatchObject({
      state: 'incomplete',
      errorCode: 'subjects-unscreened',
      subjects: 2,
      subjectsScreened: 1,
      subjectsUnscreened: 1,
      hitsFound: 1,
    });
    expect((await partsOf(api, run)).flatMap(({ unscreened }) => unscreened)).toEqual([broken.subjectId]);
  });

  // The last one: what a person has put to use stays until there is something that nobody has seen.
  it('are screened when a person goes back to an earlier publication', async () => {
    const { api } = await stack.newOrganization();
    const first = await publish(stack, directory, [unchanged, leaving]);
    await monitor(api, 'leaves', 'Jorunnel Whistlebeck');
    await runAbout(api, await publish(stack, directory, [unchanged]));
    const activation = `/v1/lists/un-security-council/publications/${first}/activation`;
    expect((await stack.operator.post(activation, { reason: 'It was published by mistake.' })).status).toBe(200);
    expect(await runAbout(api, first)).toMatchObject({ hitsFound: 1, entries: { added: 1, changed: 0, removed: 0 } });
  });

  it('leave nothing personal in logs and events', async () => {
    const words = /quillfeather|tinkerfeldt|stoneplough|whistlebeck|butterworth/i;
    expect(stack.log()).not.toMatch(words);
    const events = await stack.database.query<{ body: string }>('SELECT body FROM events');
    expect(events.map(({ body }) => body).join()).not.toMatch(words);
    const rows = await stack.database.query<{ text: string }>(
      `SELECT row::text AS text FROM monitored_subjects AS row
       UNION ALL SELECT row::text FROM rescreenings AS row UNION ALL SELECT row::text FROM rescreening_parts AS row`,
    );
    expect(rows.map(({ text }) => text).join()).not.toMatch(words);
  });
});
