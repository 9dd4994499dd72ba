import type { ApiClient } from './api-client';
import type { DeliveryDetails, DeliverySummary, JobSummary, Page } from './api-views';
import { eventually } from './eventually';
import { WebhookReceiver, type WebhookResponse } from './webhook-receiver';

/** A customer's server together with the endpoint under which it is registered. */
export class Subscriber {
  private constructor(
    readonly receiver: WebhookReceiver,
    private readonly api: ApiClient,
    readonly endpointId: string,
    /** As the API has shown it when the endpoint was made. */
    readonly secret: string,
  ) {}

  static async register(
    api: ApiClient,
    { eventTypes = ['*'] }: { readonly eventTypes?: readonly string[] } = {},
  ): Promise<Subscriber> {
    const receiver = await WebhookReceiver.start();
    const { status, body } = await api.post<{ id: string; secret: string }>('/v1/webhook-endpoints', {
      url: receiver.url,
      eventTypes,
    });
    if (status !== 201) throw new Error(`The endpoint was not made: ${JSON.stringify(body)}`);
    return new Subscriber(receiver, api, body.id, body.secret);
  }

  /** What the server says next; afterwards 200. */
  answer(...responses: readonly WebhookResponse[]): void {
    this.receiver.nextResponses.push(...responses);
  }

  /** Has a test event sent. @returns its id, which is the `webhook-id` */
  async sendTest(): Promise<string> {
    const { status, body } = await this.api.post<{ eventId: string }>(`/v1/webhook-endpoints/${this.endpointId}/test`);
    if (status !== 202) throw new Error(`The test event was not sent: ${JSON.stringify(body)}`);
    return body.eventId;
  }

  async deliveriesOf(eventId: string): Promise<readonly DeliverySummary[]> {
    const query = `endpointId=${this.endpointId}&eventId=${eventId}`;
    const { body } = await this.api.get<Page<DeliverySummary>>(`/v1/webhook-deliveries?${query}`);
    return body.data;
  }

  async deliveryOf(eventId: string): Promise<DeliveryDetails> {
    const [delivery] = await this.deliveriesOf(eventId);
    if (delivery === undefined) throw new Error(`This endpoint has no delivery of ${eventId}.`);
    return (await this.api.get<DeliveryDetails>(`/v1/webhook-deliveries/${delivery.id}`)).body;
  }

  /** Waits until the delivery of the event is in the state. */
  deliveryIn(
    state: 'pending' | 'delivered' | 'failed' | 'cancelled',
    eventId: string,
    withinMs = 15_000,
  ): Promise<DeliveryDetails> {
    return eventually(
      async () => {
        const delivery = await this.deliveryOf(eventId);
        if (delivery.state !== state) throw new Error(`The delivery is ${delivery.state}.`);
        return delivery;
      },
      { withinMs },
    );
  }

  /** The job that delivers the event now; only operators may see it. */
  async jobOf(eventId: string, operator: ApiClient): Promise<JobSummary> {
    const { id } = await this.deliveryOf(eventId);
    const { body } = await operator.get<Page<JobSummary>>(`/v1/jobs?subjectId=${id}`);
    const [newest] = body.data;
    if (newest === undefined) throw new Error(`Delivery ${id} has no job.`);
    return newest;
  }

  /** What it was sent of the event, in order. */
  sent(eventId: string) {
    return this.receiver.received.filter(({ id }) => id === eventId);
  }

  stop(): Promise<void> {
    return this.receiver.stop();
  }
}
