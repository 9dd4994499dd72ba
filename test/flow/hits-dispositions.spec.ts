import { randomUUID } from 'node:crypto';

import { type ApiClient, eventually, expectProblem, type Organization, Stack, Subscriber } from '@bonafide/testing';

import {
  confirmation,
  decide,
  dismissal,
  hitBy,
  hitOf,
  listed,
  screenedBy,
  screeningOf,
  setReview,
} from './hits-review';

const noHit = 'hit_01kaf3s8h4e0qv8dpz2j9r7n5c';
/** Of another vessel than either of the two that are listed under such a name. */
const twoHits = { type: 'vessel', name: 'Sand Falcon', threshold: 0.5 };

describe('a decision about a hit', () => {
  let stack: Stack;
  let acme: Organization;
  let subscriber: Subscriber;

  beforeAll(async () => {
    stack = await Stack.start();
    acme = await stack.newOrganization('Acme');
    subscriber = await Subscriber.register(acme.api);
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await subscriber.stop();
  }, 30_000);

  /** What subscribers were told, in the order of the events of one object. */
  const toldAbout = (id: string) =>
    subscriber.receiver
      .about(id)
      .map(({ event }) => ({ type: event.type, ...event.data }))
      .sort((a, b) => a.sequence - b.sequence)
      .map(({ type, state, sequence }) => [type, state, sequence]);

  const auditOf = (subjectId: string) =>
    stack.database.query('SELECT action, person, actor FROM audit_log WHERE subject_id = $1 ORDER BY id', [subjectId]);

  const keyOf = async ({ id }: Organization, scopes: readonly string[]): Promise<ApiClient> => {
    const { body } = await stack.operator.post<{ apiKey: string }>(`/v1/organizations/${id}/api-keys`, {
      name: 'another',
      scopes,
    });
    return stack.operator.as(body.apiKey);
  };

  it('that dismisses the only hit makes the screening clear, and everything can be followed', async () => {
    const hit = await hitBy(acme.api);
    expect(await screeningOf(acme.api, hit.screeningId)).toMatchObject({
      state: 'in_review',
      hitCount: 1,
      openHitCount: 1,
      reviewedAt: null,
    });
    const answer = await decide(acme.api, hit.id, { ...dismissal, comment: 'Born in 1988,\nby the passport.' });

    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(await hitOf(acme.api, hit.id));
    expect(answer.body).toMatchObject({
      state: 'dismissed',
      history: [
        {
          actor: 'ana',
          decision: 'dismiss',
          reasonCode: 'birth-date-differs',
          comment: 'Born in 1988,\nby the passport.',
          fromState: 'pending_review',
          toState: 'dismissed',
        },
      ],
    });
    expect(await screeningOf(acme.api, hit.screeningId)).toMatchObject({
      state: 'clear',
      hitCount: 1,
      openHitCount: 0,
      reviewedAt: expect.stringMatching(/Z$/) as string,
      hits: [{ id: hit.id, state: 'dismissed' }],
    });
    expect(await auditOf(hit.id)).toMatchObject([{ action: 'disposeOfScreeningHit', person: 'ana' }]);
    await eventually(() => toldAbout(hit.id).length === 2 && toldAbout(hit.screeningId).length === 2);
    expect(toldAbout(hit.id)).toEqual([
      ['screening.hit.pending_review', 'pending_review', 1],
      ['screening.hit.dismissed', 'dismissed', 2],
    ]);
    expect(toldAbout(hit.screeningId)).toEqual([
      ['screening.in_review', 'in_review', 1],
      ['screening.clear', 'clear', 2],
    ]);
  });

  it('that confirms a true match makes the screening confirmed, and never clear', async () => {
    const hit = await hitBy(acme.api, { ...listed, externalId: randomUUID() });
    expect((await decide(acme.api, hit.id, confirmation)).body.state).toBe('confirmed');
    expect(await screeningOf(acme.api, hit.screeningId)).toMatchObject({ state: 'confirmed', openHitCount: 0 });
    await eventually(() => toldAbout(hit.screeningId).length === 2);
    expect(toldAbout(hit.screeningId)).toEqual([
      ['screening.in_review', 'in_review', 1],
      ['screening.confirmed', 'confirmed', 2],
    ]);
  });

  it.each([
    ['dismissal, dismissal', 'clear', [dismissal, dismissal]],
    ['true match, dismissal', 'confirmed', [confirmation, dismissal]],
    ['dismissal, true match', 'confirmed', [dismissal, confirmation]],
  ])('waits for the last hit of its screening: %s is %s', async (_, state, [first, second]) => {
    const { api } = await stack.newOrganization();
    const screening = await screenedBy(api, twoHits);
    expect(screening.hits).toHaveLength(2);
    await decide(api, screening.hits[0]!.id, first!);
    expect(await screeningOf(api, screening.id)).toMatchObject({
      state: 'in_review',
      openHitCount: 1,
      reviewedAt: null,
    });
    await decide(api, screening.hits[1]!.id, second!);
    expect(await screeningOf(api, screening.id)).toMatchObject({ state, openHitCount: 0 });
  });

  it('does not clear a screening that had more hits than were kept', async () => {
    const hit = await hitBy(acme.api, { ...twoHits, name: 'Sand Falcon 2', threshold: 0.95 });
    await stack.database.query('UPDATE screenings SET truncated = true WHERE id = $1', [hit.screeningId]);
    await decide(acme.api, hit.id, dismissal);
    expect(await screeningOf(acme.api, hit.screeningId)).toMatchObject({ state: 'error', errorCode: 'hits-truncated' });
  });

  describe('that is final', () => {
    it.each([
      ['dismissed', dismissal, 'revoke its suppression'],
      ['confirmed', confirmation, 'screen again'],
    ])('is not changed once it is %s, and the problem says what can be done', async (state, first, cure) => {
      const hit = await hitBy(acme.api, { type: 'person', name: 'Wendelin Smoltkraft', externalId: randomUUID() });
      await decide(acme.api, hit.id, first);
      for (const again of [dismissal, confirmation]) {
        const { detail } = expectProblem(await decide(acme.api, hit.id, again), 409, 'state-conflict');
        expect(detail).toContain(state);
        expect(detail).toContain(cure);
      }
      expect((await hitOf(acme.api, hit.id)).history).toHaveLength(1);
    });

    it('is that of one of two people who decide at the same time; the other is told', async () => {
      const hit = await hitBy(acme.api, { type: 'person', name: 'Wendelin Smoltkraft', externalId: randomUUID() });
      const answers = await Promise.all([
        decide(acme.api, hit.id, { ...dismissal, actor: 'ana' }),
        decide(acme.api, hit.id, { ...confirmation, actor: 'ben' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const { state, history } = await hitOf(acme.api, hit.id);
      expect(history).toHaveLength(1);
      expect(history[0]!.toState).toBe(state);
    });

    it('is made once however often it is sent with the same Idempotency-Key', async () => {
      const hit = await hitBy(acme.api, { type: 'person', name: 'Wendelin Smoltkraft', externalId: randomUUID() });
      const key = { 'idempotency-key': randomUUID() };
      const first = await decide(acme.api, hit.id, dismissal, key);
      const second = await decide(acme.api, hit.id, dismissal, key);
      expect(second).toMatchObject({ status: 201, body: first.body });
      expect(second.headers.get('idempotent-replayed')).toBe('true');
      expect((await hitOf(acme.api, hit.id)).history).toHaveLength(1);
    });
  });

  describe('by four eyes', () => {
    let careful: Organization;
    const four = { type: 'person', name: 'Tariq Belmaroun Hussein' };

    beforeAll(async () => {
      careful = await stack.newOrganization('Careful');
      expect((await setReview(careful.api)).status).toBe(200);
    });

    it('waits for a second person, who makes it final by agreeing', async () => {
      const hit = await hitBy(careful.api, { ...four, externalId: randomUUID() });
      expect((await decide(careful.api, hit.id, dismissal)).body.state).toBe('awaiting_second_review');
      expect((await screeningOf(careful.api, hit.screeningId)).state).toBe('in_review');
      const { body } = await decide(careful.api, hit.id, { ...dismissal, reasonCode: 'country-differs', actor: 'ben' });
      expect(body.state).toBe('dismissed');
      expect(body.history.map(({ actor, fromState, toState }) => [actor, fromState, toState])).toEqual([
        ['ana', 'pending_review', 'awaiting_second_review'],
        ['ben', 'awaiting_second_review', 'dismissed'],
      ]);
      expect((await screeningOf(careful.api, hit.screeningId)).state).toBe('clear');
    });

    it('begins anew when the second person disagrees, and keeps what was said', async () => {
      const hit = await hitBy(careful.api, { ...four, externalId: randomUUID() });
      await decide(careful.api, hit.id, dismissal);
      expect((await decide(careful.api, hit.id, { ...confirmation, actor: 'ben' })).body.state).toBe('pending_review');
      expect((await decide(careful.api, hit.id, { ...confirmation, actor: 'ben' })).body.state).toBe(
        'awaiting_second_review',
      );
      const { body } = await decide(careful.api, hit.id, { ...confirmation, actor: 'ana' });
      expect(body).toMatchObject({ state: 'confirmed', history: { length: 4 } });
      expect(await screeningOf(careful.api, hit.screeningId)).toMatchObject({ state: 'confirmed' });
    });

    it.each(['ana', 'ANA'])('is not made by %s alone, who decided first', async (actor) => {
      const hit = await hitBy(careful.api, { ...four, externalId: randomUUID() });
      await decide(careful.api, hit.id, dismissal);
      const again = await decide(careful.api, hit.id, { ...dismissal, actor });
      const { detail, errors } = expectProblem(again, 409, 'another-person-needed');
      expect(detail).toContain('awaiting_second_review');
      expect(errors).toMatchObject([{ pointer: '#/actor' }]);
      expect((await hitOf(careful.api, hit.id)).state).toBe('awaiting_second_review');
    });

    it('is not made by one person who sends it twice at once', async () => {
      const hit = await hitBy(careful.api, { ...four, externalId: randomUUID() });
      const answers = await Promise.all([1, 2, 3].map(() => decide(careful.api, hit.id, dismissal)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect((await hitOf(careful.api, hit.id)).state).toBe('awaiting_second_review');
    });

    it('still needs the second person when the organization has meanwhile given it up', async () => {
      const other = await stack.newOrganization('Undecided');
      await setReview(other.api);
      const hit = await hitBy(other.api);
      await decide(other.api, hit.id, dismissal);
      await setReview(other.api, { dispositionReview: 'single', reason: 'Too slow.' });
      expectProblem(await decide(other.api, hit.id, dismissal), 409, 'another-person-needed');
      expect((await decide(other.api, hit.id, { ...dismissal, actor: 'ben' })).body.state).toBe('dismissed');
    });

    it('excludes whoever asked for the screening, where the organization wants that: the person and the key', async () => {
      const strict = await stack.newOrganization('Strict');
      await setReview(strict.api, { dispositionReview: 'single', submitterMayDecide: false });
      const analyst = await keyOf(strict, ['hits:read', 'hits:decide']);
      const hit = await hitBy(strict.api, { ...four, submittedBy: 'ana' });
      const { detail } = expectProblem(
        await decide(strict.api, hit.id, { ...dismissal, actor: 'ben' }),
        409,
        'another-person-needed',
      );
      expect(detail).toContain('pending_review');
      expectProblem(await decide(analyst, hit.id, { ...dismissal, actor: 'Ana' }), 409, 'another-person-needed');
      expect((await decide(analyst, hit.id, { ...dismissal, actor: 'ben' })).body.state).toBe('dismissed');
    });
  });

  describe('that is not right', () => {
    let hitId: string;

    beforeAll(async () => {
      hitId = (await hitBy(acme.api, { type: 'person', name: 'Chol Rimsan Pak', externalId: randomUUID() })).id;
    });

    it.each([
      ['no decision', { decision: undefined }, '#/decision'],
      ['a decision that is none', { decision: 'maybe' }, '#/decision'],
      ['a reason that is none', { reasonCode: 'gut-feeling' }, '#/reasonCode'],
      ['a reason of the other decision', { reasonCode: 'identification-agrees' }, '#/reasonCode'],
      ['no reason', { reasonCode: undefined }, '#/reasonCode'],
      ['nobody who decides', { actor: undefined }, '#/actor'],
      ['an address of mail as the person', { actor: 'ana@example.com' }, '#/actor'],
      ['a person of 65 characters', { actor: 'a'.repeat(65) }, '#/actor'],
      ['another reason without a comment', { reasonCode: 'other-evidence' }, '#/comment'],
      ['a comment of 4,001 characters', { comment: 'x'.repeat(4_001) }, '#/comment'],
      ['a comment of nothing', { comment: ' \n ' }, '#/comment'],
      ['a comment with a control character', { comment: 'a\u0007b' }, '#/comment'],
      ['an end in the past', { suppressUntil: '2020-01-01T00:00:00Z' }, '#/suppressUntil'],
      ['an end that is no time', { suppressUntil: 'soon' }, '#/suppressUntil'],
      ['an end of a true match', { ...confirmation, suppressUntil: '2099-01-01T00:00:00Z' }, '#/suppressUntil'],
      ['a state of its own', { state: 'dismissed' }, '#/state'],
    ])('is refused with %s', async (_, change, pointer) => {
      const answer = await decide(acme.api, hitId, { ...dismissal, ...change });
      const { errors } = expectProblem(answer, 422, 'validation-failed');
      expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
      expect((await hitOf(acme.api, hitId)).state).toBe('pending_review');
    });

    it('is refused without the scope: a key that submits need not decide', async () => {
      const submitter = await keyOf(acme, ['screenings:read', 'screenings:write', 'hits:read', 'hits:write']);
      expectProblem(await decide(submitter, hitId, dismissal), 403, 'missing-scope');
      const many = await submitter.post('/v1/screening-hits/dispositions', { hitIds: [hitId], ...dismissal });
      expectProblem(many, 403, 'missing-scope');
      const analyst = await keyOf(acme, ['hits:read', 'hits:decide']);
      expectProblem(await setReview(analyst), 403, 'missing-scope');
    });

    it('finds nothing under an id that is not there, or that belongs to another organization', async () => {
      const rival = await stack.newOrganization('Rival');
      expectProblem(await decide(acme.api, noHit, dismissal), 404, 'not-found');
      expectProblem(await decide(rival.api, hitId, dismissal), 404, 'not-found');
      const many = await rival.api.post('/v1/screening-hits/dispositions', { hitIds: [hitId], ...dismissal });
      expectProblem(many, 404, 'not-found');
    });
  });

  describe('about many hits', () => {
    const decideMany = (api: ApiClient, hitIds: readonly string[], body: object = dismissal) =>
      api.post<{ data: { id: string; state: string; dispositionId: string }[] }>('/v1/screening-hits/dispositions', {
        hitIds,
        ...body,
      });

    it('is the same for each, in the order given, and all can be followed', async () => {
      const { api } = await stack.newOrganization();
      const many = await Promise.all([1, 2, 3].map((n) => screenedBy(api, { ...twoHits, externalId: `vessel-${n}` })));
      const ids = many.flatMap(({ hits }) => hits.map(({ id }) => id)).reverse();
      await api.post('/v1/webhook-endpoints', { url: 'http://127.0.0.1:9/' });
      const { status, body } = await decideMany(api, ids, { ...dismissal, comment: 'None of them.' });
      expect(status).toBe(201);
      expect(body.data.map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, 'dismissed']));
      for (const { id } of many) expect(await screeningOf(api, id)).toMatchObject({ state: 'clear', openHitCount: 0 });
      for (const { id, dispositionId } of body.data) {
        expect((await hitOf(api, id)).history).toMatchObject([{ id: dispositionId, comment: 'None of them.' }]);
        expect(await auditOf(id)).toMatchObject([{ action: 'disposeOfScreeningHits', person: 'ana' }]);
      }
      const lanes = await stack.database.query(
        `SELECT lane, count(*)::integer AS deliveries FROM jobs
         JOIN webhook_deliveries ON job_id = jobs.id JOIN events ON events.id = event_id
         WHERE object_id = ANY ($1) GROUP BY lane`,
        [[...ids, ...many.map(({ id }) => id)]],
      );
      expect(lanes).toEqual([{ lane: 1, deliveries: ids.length + many.length }]);
      const { body: events } = await api.get<{ data: { type: string; objectId: string; sequence: number }[] }>(
        '/v1/events?type=screening.clear',
      );
      expect(events.data.map(({ objectId, sequence }) => [objectId, sequence]).sort()).toEqual(
        many.map(({ id }) => [id, 2]).sort(),
      );
    });

    it('is made for all or for none, and names those that stand in the way by their index', async () => {
      const { api } = await stack.newOrganization();
      const { hits } = await screenedBy(api, twoHits);
      const [first, second] = [hits[0]!.id, hits[1]!.id];
      await decide(api, second, confirmation);
      const conflict = expectProblem(await decideMany(api, [first, second]), 409, 'state-conflict');
      expect(conflict.errors).toMatchObject([{ pointer: '#/hitIds/1', detail: expect.stringContaining('confirmed') }]);
      const unknown = expectProblem(await decideMany(api, [noHit, first, second]), 404, 'not-found');
      expect(unknown.errors?.map(({ pointer }) => pointer)).toEqual(['#/hitIds/0', '#/hitIds/2']);
      expect((await hitOf(api, first)).state).toBe('pending_review');
    });

    it('waits for a second person for each, who may agree about all at once', async () => {
      const { api } = await stack.newOrganization();
      await setReview(api);
      const { id, hits } = await screenedBy(api, twoHits);
      const ids = hits.map((hit) => hit.id);
      expect((await decideMany(api, ids)).body.data.map(({ state }) => state)).toEqual([
        'awaiting_second_review',
        'awaiting_second_review',
      ]);
      const { errors } = expectProblem(await decideMany(api, ids), 409, 'another-person-needed');
      expect(errors).toHaveLength(2);
      expect((await decideMany(api, ids, { ...dismissal, actor: 'ben' })).status).toBe(201);
      expect((await screeningOf(api, id)).state).toBe('clear');
    });

    it('is made once by two people who decide about the same ones at the same time', async () => {
      const { api } = await stack.newOrganization();
      const both = await Promise.all([1, 2].map((n) => screenedBy(api, { ...twoHits, externalId: `race-${n}` })));
      const ids = both.flatMap(({ hits }) => hits.map((hit) => hit.id));
      const answers = await Promise.all([decideMany(api, ids), decideMany(api, [...ids].reverse(), confirmation)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const states = await Promise.all(both.map(async ({ id }) => (await screeningOf(api, id)).state));
      expect(new Set(states).size).toBe(1);
      expect(['clear', 'confirmed']).toContain(states[0]);
    });

    it.each([
      ['a hit twice', [noHit, noHit], '#/hitIds/1'],
      ['no hit', [], '#/hitIds'],
      ['1,001 hits', Array<string>(1_001).fill(noHit), '#/hitIds'],
      ['an id of something else', ['scr_01kaf3s8h4e0qv8dpz2j9r7n5c'], '#/hitIds'],
    ])('is refused with %s', async (_, hitIds, pointer) => {
      const { errors } = expectProblem(await decideMany(acme.api, hitIds), 422, 'validation-failed');
      expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
    });
  });
});
