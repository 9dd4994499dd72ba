import {
  eventually,
  type Organization,
  sandboxListDirectory,
  sharedData,
  Stack,
  WebhookReceiver,
} from '@bonafide/testing';
import { Webhook } from 'standardwebhooks';

interface Submitted {
  readonly id: string;
  readonly jobId: string;
}

interface Screening {
  readonly state: string;
  readonly hits: readonly {
    readonly entryId: string;
    readonly score: number;
    readonly programs: readonly string[];
    readonly matchedName: string;
  }[];
  readonly list: { readonly id: string; readonly isMadeUp: boolean } | null;
}

const realList = sharedData('ofac/2024-01');

describe('a screening', () => {
  let stack: Stack;
  let receiver: WebhookReceiver;
  let acme: Organization;
  let secret: string;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    stack = await Stack.start({
      listDirectory: realList ?? sandboxListDirectory,
      env: { WEBHOOK_RETRY_SECONDS: '0.1,0.1,0.1' },
    });
    acme = await stack.newOrganization('Acme');
    const endpoint = await acme.api.post<{ secret: string }>('/v1/webhook-endpoints', { url: receiver.url });
    secret = endpoint.body.secret;
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
    await receiver.stop();
  }, 30_000);

  it('goes from the request to a signed webhook and a result with its evidence', async () => {
    const answer = await acme.api.post<Submitted>('/v1/screenings', {
      type: 'person',
      name: realList === null ? 'Zorvan Tekeli' : 'Nicolas Maduro Moros',
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/screenings/${answer.body.id}`);

    const [webhook] = await eventually(
      () => receiver.about(answer.body.id).length > 0 && receiver.about(answer.body.id),
    );
    expect(() => new Webhook(secret).verify(webhook!.body, webhook!.headers as Record<string, string>)).not.toThrow();
    expect(webhook!.event).toMatchObject({ type: 'screening.in_review', data: { state: 'in_review', sequence: 1 } });

    const { body: screening } = await acme.api.get<Screening>(`/v1/screenings/${answer.body.id}`);
    expect(screening.state).toBe('in_review');
    if (realList !== null) {
      expect(screening.hits[0]).toMatchObject({ entryId: '22790', score: 1, matchedName: 'MADURO MOROS, Nicolas' });
      expect(screening.hits[0]!.programs).toContain('VENEZUELA');
    }
  });

  it('is clear for a name that is not listed, and says on which list', async () => {
    const { body } = await acme.api.post<Submitted>('/v1/screenings', {
      type: 'person',
      name: 'Wilhelmina Butterworth',
    });
    const screening = await eventually(async () => {
      const { body: current } = await acme.api.get<Screening>(`/v1/screenings/${body.id}`);
      return current.state === 'clear' && current;
    });
    expect(screening).toMatchObject({
      hits: [],
      hitCount: 0,
      openHitCount: 0,
      lists: [{ id: 'us-ofac-sdn', isMadeUp: realList === null }],
      listsCheckedAt: expect.stringMatching(/^\d{4}-/) as string,
    });
  });
});
