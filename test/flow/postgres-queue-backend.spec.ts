import { eventually, type Organization, Stack, type SubmittedScreening, Subscriber } from '@bonafide/testing';
import { Webhook } from 'standardwebhooks';

jest.setTimeout(60_000);

interface Screening {
  readonly state: string;
}

describe('on a machine without Redis, where BullMQ keeps its queues in Postgres,', () => {
  let stack: Stack;
  let acme: Organization;
  let subscriber: Subscriber;

  beforeAll(async () => {
    stack = await Stack.start({ redisUrl: null, env: { WEBHOOK_RETRY_SECONDS: '0.1,0.1' } });
    acme = await stack.newOrganization('Acme');
    subscriber = await Subscriber.register(acme.api, { eventTypes: ['screening.clear', 'screening.in_review'] });
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await subscriber.stop();
  });

  it('no process is told of a Redis', () => {
    expect(stack.environment).toMatchObject({ QUEUE_BACKEND: 'postgres' });
    expect(stack.environment).not.toHaveProperty('REDIS_URL');
  });

  it('a screening goes from the request to a signed webhook, over a failed attempt', async () => {
    subscriber.answer({ status: 503 });
    const { body } = await acme.api.post<SubmittedScreening>('/v1/screenings', {
      type: 'person',
      name: 'Ilmar Varnostra',
    });
    await eventually(() => subscriber.receiver.about(body.id).length === 2);
    const [first, second] = subscriber.receiver.about(body.id);
    expect(first!.id).toBe(second!.id);
    for (const { body: bytes, headers } of [first!, second!]) {
      expect(new Webhook(subscriber.secret).verify(bytes, headers as Record<string, string>)).toMatchObject({
        type: 'screening.in_review',
        data: { id: body.id, state: 'in_review', sequence: 1 },
      });
    }
    await subscriber.deliveryIn('delivered', first!.id);
    const { body: screening } = await acme.api.get<Screening>(`/v1/screenings/${body.id}`);
    expect(screening).toMatchObject({ state: 'in_review' });
  });

  it('each of a batch of 200 is completed once and told once', async () => {
    const { body } = await acme.api.post<{ data: SubmittedScreening[] }>('/v1/screenings/batch', {
      screenings: Array.from({ length: 200 }, (_, index) => ({ name: `Person ${index}` })),
    });
    await eventually(() => body.data.every(({ id }) => subscriber.receiver.about(id).length > 0), { withinMs: 45_000 });
    const states = await stack.database.query<{ state: string; jobs: number; attempts: number }>(
      `SELECT state, count(*)::integer AS jobs, max(attempt) AS attempts FROM jobs WHERE id = ANY ($1) GROUP BY state`,
      [body.data.map(({ jobId }) => jobId)],
    );
    expect(states).toEqual([{ state: 'completed', jobs: 200, attempts: 1 }]);
    for (const { id } of body.data) expect(subscriber.receiver.about(id)).toHaveLength(1);
  });

  it('Bull Board shows the queues', async () => {
    const { status, body } = await stack.operator.get<{ queues: { name: string; counts: Record<string, number> }[] }>(
      '/ops/queues/api/queues',
    );
    expect(status).toBe(200);
    expect(body.queues.find(({ name }) => name === 'ofac-screening')?.counts.completed).toBeGreaterThan(0);
  });
});
