import {
  eventually,
  expectProblem,
  type JobDetails,
  type JobSummary,
  type Organization,
  type Page,
  Stack,
  type SubmittedScreening,
  Subscriber,
} from '@bonafide/testing';

jest.setTimeout(60_000);

interface Screening {
  readonly id: string;
  readonly state: string;
  readonly hitCount: number | null;
  readonly errorCode: string | null;
}

interface StoredEvent {
  readonly type: string;
  readonly sequence: number;
}

const screen = async ({ api }: Organization, name = 'Ada Butterworth') =>
  (await api.post<SubmittedScreening>('/v1/screenings', { type: 'person', name })).body;

const screeningOf = async ({ api }: Organization, { id }: SubmittedScreening) =>
  (await api.get<Screening>(`/v1/screenings/${id}`)).body;

const eventsAbout = async ({ api }: Organization, { id }: SubmittedScreening) =>
  (await api.get<Page<StoredEvent>>(`/v1/events?objectId=${id}`)).body.data;

const jobIn = (stack: Stack, state: string, jobId: string): Promise<JobDetails> =>
  eventually(
    async () => {
      const { body: job } = await stack.operator.get<JobDetails>(`/v1/jobs/${jobId}`);
      if (job.state !== state) throw new Error(`The job is ${job.state}.`);
      return job;
    },
    { withinMs: 20_000 },
  );

describe('a job', () => {
  let stack: Stack;
  let acme: Organization;
  const subscribers: Subscriber[] = [];

  const subscribe = async ({ api }: Organization): Promise<Subscriber> => {
    const subscriber = await Subscriber.register(api);
    subscribers.push(subscriber);
    return subscriber;
  };

  beforeAll(async () => {
    stack = await Stack.start({ env: { WEBHOOK_RETRY_SECONDS: '60' } });
  }, 120_000);

  beforeEach(async () => {
    acme = await stack.newOrganization('Acme');
  });

  afterEach(async () => {
    await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
  });

  afterAll(() => stack.stop());

  describe('that has completed', () => {
    it.each(['cancel', 'retry'])('cannot be asked to %s, and stays what it is', async (deed) => {
      const submitted = await screen(acme);
      const before = await jobIn(stack, 'completed', submitted.jobId);
      const { detail } = expectProblem(
        await acme.api.post(`/v1/jobs/${submitted.jobId}/${deed}`),
        409,
        'state-conflict',
      );
      expect(detail).toContain('completed');
      expect(await jobIn(stack, 'completed', submitted.jobId)).toEqual(before);
      expect(await eventsAbout(acme, submitted)).toHaveLength(1);
    });

    it('has no past attempts: those are the ones that did not complete it', async () => {
      const { jobId } = await screen(acme);
      await jobIn(stack, 'completed', jobId);
      const { body } = await acme.api.get<JobDetails>(`/v1/jobs/${jobId}`);
      expect(body).toMatchObject({ attempts: 1, error: null, pastAttempts: [], organizationId: acme.id });
      expect(body).not.toHaveProperty('payload');
    });
  });

  describe('that runs', () => {
    it('is aborted and cancelled when an operator says so, and what it was about with it', async () => {
      const subscriber = await subscribe(acme);
      subscriber.answer({ status: 200, delayMs: 10_000 });
      const eventId = await subscriber.sendTest();
      await eventually(() => subscriber.sent(eventId).length === 1);
      const { id } = await subscriber.jobOf(eventId, stack.operator);

      const askedAt = Date.now();
      const answer = await stack.operator.post<JobSummary>(`/v1/jobs/${id}/cancel`);
      expect(answer).toMatchObject({ status: 202, body: { state: 'running', cancelRequested: true } });
      const job = await jobIn(stack, 'cancelled', id);
      expect(Date.now() - askedAt).toBeLessThan(3_000);
      expect(job).toMatchObject({ cancelRequested: false, error: { code: 'cancelled-by-request' } });
      expect(job.pastAttempts).toMatchObject([{ number: 1, outcome: 'cancelled', errorCode: 'cancelled-by-request' }]);
      expect(await subscriber.deliveryOf(eventId)).toMatchObject({ state: 'cancelled', nextAttemptAt: null });
    });
  });

  describe('that waits for its next attempt', () => {
    it('is tried at once when somebody asks for it', async () => {
      const subscriber = await subscribe(acme);
      subscriber.answer({ status: 500 });
      const eventId = await subscriber.sendTest();
      await eventually(async () => (await subscriber.deliveryOf(eventId)).attempts === 1);
      const waiting = await subscriber.jobOf(eventId, stack.operator);
      expect(Date.parse(waiting.runAt)).toBeGreaterThan(Date.now() + 30_000);

      const answer = await stack.operator.post<JobSummary>(`/v1/jobs/${waiting.id}/retry`);
      expect(answer).toMatchObject({ status: 202, body: { state: 'accepted' } });
      await subscriber.deliveryIn('delivered', eventId);
      expect(await jobIn(stack, 'completed', waiting.id)).toMatchObject({
        attempts: 2,
        pastAttempts: [{ number: 1, outcome: 'failed', errorCode: 'endpoint-answered-500' }],
      });
    });

    it('is cancelled at once', async () => {
      const subscriber = await subscribe(acme);
      subscriber.answer({ status: 500 });
      const eventId = await subscriber.sendTest();
      await eventually(async () => (await subscriber.deliveryOf(eventId)).attempts === 1);
      const { id } = await subscriber.jobOf(eventId, stack.operator);
      const answer = await stack.operator.post<JobSummary>(`/v1/jobs/${id}/cancel`);
      expect(answer).toMatchObject({ status: 202, body: { state: 'cancelled', cancelRequested: false } });
      expect(await subscriber.deliveryOf(eventId)).toMatchObject({ state: 'cancelled', nextAttemptAt: null });
      expect(subscriber.receiver.received).toHaveLength(1);
    });
  });

  describe('of an internal type', () => {
    it('is there for operators only', async () => {
      const subscriber = await subscribe(acme);
      const eventId = await subscriber.sendTest();
      await subscriber.deliveryIn('delivered', eventId);
      const { id } = await subscriber.jobOf(eventId, stack.operator);
      expect(await jobIn(stack, 'completed', id)).toMatchObject({ type: 'webhook-delivery', organizationId: acme.id });

      expectProblem(await acme.api.get(`/v1/jobs/${id}`), 404, 'not-found');
      for (const deed of ['cancel', 'retry']) {
        expectProblem(await acme.api.post(`/v1/jobs/${id}/${deed}`), 404, 'not-found');
      }
      for (const query of ['', '?type=webhook-delivery', `?subjectId=${(await subscriber.deliveryOf(eventId)).id}`]) {
        expect((await acme.api.get<Page<JobSummary>>(`/v1/jobs${query}`)).body.data).toEqual([]);
      }
    });
  });

  it('of another organization is not there', async () => {
    const { jobId } = await screen(acme);
    const { api } = await stack.newOrganization('Zenith');
    expectProblem(await api.get(`/v1/jobs/${jobId}`), 404, 'not-found');
    for (const deed of ['cancel', 'retry']) {
      expectProblem(await api.post(`/v1/jobs/${jobId}/${deed}`), 404, 'not-found');
    }
  });

  it('is found by type, state and subject, newest first, page by page', async () => {
    const { body } = await acme.api.post<{ data: SubmittedScreening[] }>('/v1/screenings/batch', {
      screenings: Array.from({ length: 7 }, (_, index) => ({ name: `Person ${index}` })),
    });
    const newestFirst = body.data.map(({ jobId }) => jobId).reverse();
    await Promise.all(newestFirst.map((id) => jobIn(stack, 'completed', id)));

    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body: page } = await acme.api.get<Page<JobSummary>>(`/v1/jobs?limit=3${query}`);
      expect(page.hasMore).toBe(page.nextCursor !== null);
      seen.push(...page.data.map(({ id }) => id));
      sizes.push(page.data.length);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(newestFirst);
    expect(sizes).toEqual([3, 3, 1]);

    const found = async (query: string) =>
      (await acme.api.get<Page<JobSummary>>(`/v1/jobs?${query}`)).body.data.map(({ id }) => id);
    expect(await found('type=ofac-screening&state=completed')).toEqual(newestFirst);
    expect(await found('state=failed')).toEqual([]);
    expect(await found(`subjectId=${body.data[2]!.id}`)).toEqual([body.data[2]!.jobId]);
  });

  it.each(['state=done', 'type=nothing', 'subjectId=x', 'cursor=x', 'limit=0', 'limit=201'])(
    'is not looked for by %s',
    async (query) => {
      const { errors } = expectProblem(await acme.api.get(`/v1/jobs?${query}`), 400, 'invalid-parameter');
      expect(errors).toEqual([expect.objectContaining({ parameter: query.split('=')[0] })]);
    },
  );
});

describe('a job that has failed', () => {
  let stack: Stack;
  let acme: Organization;
  let subscriber: Subscriber;
  let submitted: SubmittedScreening;

  const retry = (api = acme.api) => api.post<JobSummary>(`/v1/jobs/${submitted.jobId}/retry`);
  const storePayload = (payload: Buffer | null) =>
    stack.database.query('UPDATE jobs SET payload = $2 WHERE id = $1', [submitted.jobId, payload]);

  // The payload is damaged before the dispatcher, and so the worker, gets to see the job.
  const damaged = async (damage: (payload: Buffer) => Buffer | null) => {
    submitted = await screen(acme);
    const [row] = await stack.database.query<{ payload: Buffer }>('SELECT payload FROM jobs WHERE id = $1', [
      submitted.jobId,
    ]);
    await storePayload(damage(row!.payload));
    return row!.payload;
  };

  beforeEach(async () => {
    stack = await Stack.start({ apps: ['api', 'ofac-screening-worker', 'webhook-delivery-worker'] });
    acme = await stack.newOrganization('Acme');
    subscriber = await Subscriber.register(acme.api);
  }, 120_000);

  afterEach(async () => {
    await stack.stop();
    await subscriber.stop();
  });

  it('says why, tells the subscribers, and completes when it is tried again after the cause is gone', async () => {
    const payload = await damaged(() => null);
    await stack.startApp('dispatcher');

    const failed = await jobIn(stack, 'failed', submitted.jobId);
    expect(failed).toMatchObject({ attempts: 1, error: { code: 'payload-gone' } });
    expect(failed.pastAttempts).toMatchObject([{ number: 1, outcome: 'failed', errorCode: 'payload-gone' }]);
    expect(await screeningOf(acme, submitted)).toMatchObject({
      state: 'error',
      hitCount: null,
      errorCode: 'payload-gone',
    });
    await eventually(() => subscriber.receiver.about(submitted.id).length === 1);

    await storePayload(payload);
    expect(await retry()).toMatchObject({ status: 202, body: { state: 'accepted', error: null, settledAt: null } });
    const completed = await jobIn(stack, 'completed', submitted.jobId);
    expect(completed).toMatchObject({ attempts: 2, error: null });
    expect(completed.pastAttempts).toEqual(failed.pastAttempts);
    expect(await screeningOf(acme, submitted)).toMatchObject({ state: 'clear', errorCode: null });

    await eventually(() => subscriber.receiver.about(submitted.id).length === 2);
    const told = subscriber.receiver.about(submitted.id).map(({ event }) => [event.type, event.data.sequence]);
    expect(told).toEqual([
      ['screening.error', 1],
      ['screening.clear', 2],
    ]);
    expectProblem(await retry(), 409, 'state-conflict');
  });

  it('had all its attempts before: seven when its payload does not open, each with its line in the history', async () => {
    const payload = await damaged((sealed) => Buffer.concat([sealed.subarray(0, -1), Buffer.of(sealed.at(-1)! ^ 1)]));
    await stack.startApp('dispatcher');

    for (let attempt = 1; attempt <= 6; attempt++) {
      await eventually(async () => {
        const { body } = await acme.api.get<JobDetails>(`/v1/jobs/${submitted.jobId}`);
        return body.state === 'accepted' && body.pastAttempts.length === attempt;
      });
      expect((await screeningOf(acme, submitted)).state).toBe('pending');
      expect((await retry()).status).toBe(202);
    }
    const failed = await jobIn(stack, 'failed', submitted.jobId);
    expect(failed.pastAttempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(failed.pastAttempts.map(({ errorCode }) => errorCode))).toEqual(new Set(['unexpected-error']));
    expect(await eventsAbout(acme, submitted)).toMatchObject([{ type: 'screening.error', sequence: 1 }]);

    // A retry of a failed job starts the schedule over.
    expect((await retry()).status).toBe(202);
    await eventually(async () => {
      const { body } = await acme.api.get<JobDetails>(`/v1/jobs/${submitted.jobId}`);
      return body.state === 'accepted' && body.pastAttempts.length === 8;
    });
    await storePayload(payload);
    expect((await retry(stack.operator)).status).toBe(202);
    expect(await jobIn(stack, 'completed', submitted.jobId)).toMatchObject({ attempts: 9 });
    expect(await eventsAbout(acme, submitted)).toHaveLength(2);
  });
});

describe('a job that nobody has taken up yet', () => {
  let stack: Stack;
  let acme: Organization;

  beforeAll(async () => {
    stack = await Stack.start({ apps: ['api'] });
    acme = await stack.newOrganization('Acme');
  }, 120_000);

  afterAll(() => stack.stop());

  it('is cancelled once, stays cancelled when it is dispatched late, and runs when it is asked to after all', async () => {
    const submitted = await screen(acme);
    const untouched = await screen(acme);
    const cancel = () => acme.api.post<JobSummary>(`/v1/jobs/${submitted.jobId}/cancel`);
    const [first, second] = await Promise.all([cancel(), cancel()]);
    expect([first.status, second.status].sort()).toEqual([202, 409]);
    expect(await screeningOf(acme, submitted)).toMatchObject({ state: 'cancelled', hitCount: null });
    expect(await eventsAbout(acme, submitted)).toMatchObject([{ type: 'screening.cancelled', sequence: 1 }]);

    await Promise.all([stack.startApp('dispatcher'), stack.startApp('ofac-screening-worker')]);
    await jobIn(stack, 'completed', untouched.jobId);
    expect(await jobIn(stack, 'cancelled', submitted.jobId)).toMatchObject({ attempts: 0, pastAttempts: [] });
    expect(await eventsAbout(acme, submitted)).toHaveLength(1);

    expect((await acme.api.post(`/v1/jobs/${submitted.jobId}/retry`)).status).toBe(202);
    await jobIn(stack, 'completed', submitted.jobId);
    expect(await eventsAbout(acme, submitted)).toMatchObject([
      { type: 'screening.clear', sequence: 2 },
      { type: 'screening.cancelled', sequence: 1 },
    ]);
  });
});
