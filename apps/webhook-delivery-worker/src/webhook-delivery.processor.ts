import { loadConfig } from '@bonafide/configuration';
import {
  cancelled,
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  TransientError,
  waiting,
  type WebhookDelivery,
  type WebhookDeliveryResult,
} from '@bonafide/jobs';
import { currentTraceparent, inSpan } from '@bonafide/observability';
import {
  type AttemptReport,
  DueDeliveries,
  signWebhook,
  targetPolicyOf,
  WebhookClient,
  WebhookConfig,
} from '@bonafide/webhooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { EndpointSlots } from './endpoint-slots';

/** Requests at a time to an endpoint that hangs, so that it cannot take all hands of the worker. */
const SLOTS_PER_SLOW_ENDPOINT = 20;
const CONNECTIONS_PER_ORIGIN = 50;
const NO_SLOT_DELAY_MS = 500;

/** One attempt to deliver one event to one endpoint. */
@Injectable()
export class WebhookDeliveryProcessor implements JobProcessor<typeof WebhookDelivery>, OnApplicationShutdown {
  private readonly config = loadConfig(WebhookConfig);
  private readonly slots = new EndpointSlots(SLOTS_PER_SLOW_ENDPOINT);
  private readonly client = new WebhookClient({
    policy: targetPolicyOf(this.config),
    connectionsPerOrigin: CONNECTIONS_PER_ORIGIN,
  });

  constructor(private readonly deliveries: DueDeliveries) {}

  async process(run: JobRun<typeof WebhookDelivery>): Promise<JobOutcome<WebhookDeliveryResult>> {
    const delivery = await this.deliveries.find(run.organizationId, run.payload.deliveryId);
    if (typeof delivery === 'string') return cancelled(delivery);
    const leave = this.slots.enter(delivery.endpointId, Date.now());
    if (leave === null) return waiting(new Date(Date.now() + NO_SLOT_DELAY_MS));
    try {
      return await this.deliver(delivery, run.signal);
    } finally {
      leave();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }

  private async deliver(
    { eventId, url, body, secrets }: DeliveryToSend,
    signal: AbortSignal,
  ): Promise<JobOutcome<WebhookDeliveryResult>> {
    const timestampSeconds = Math.floor(Date.now() / 1_000);
    const answer = await inSpan(
      'webhook POST',
      'client',
      currentTraceparent(),
      { 'bonafide.event.id': eventId },
      () => {
        const traceparent = currentTraceparent();
        return this.client.send({
          url,
          body,
          headers: {
            'content-type': 'application/json',
            'webhook-id': eventId,
            'webhook-timestamp': String(timestampSeconds),
            'webhook-signature': signWebhook({ secrets, messageId: eventId, timestampSeconds, body }),
            ...(traceparent === null ? {} : { traceparent }),
          },
          timeoutMs: this.config.WEBHOOK_TIMEOUT_MS,
          signal,
        });
      },
    );
    const durationMs = Math.round(answer.durationMs);
    if (answer.kind === 'failed') {
      const evidence: AttemptReport = { status: null, durationMs, responseExcerpt: null };
      throw new TransientError(answer.code, 'The endpoint could not be reached.', { evidence });
    }
    const { status, excerpt: responseExcerpt, retryAfterMs } = answer;
    if (status >= 200 && status < 300) return completed({ status, durationMs, responseExcerpt });
    // A redirect is not followed, for it could lead anywhere; a 410 also disables the endpoint when it is settled.
    const evidence: AttemptReport = { status, durationMs, responseExcerpt };
    throw new TransientError(`endpoint-answered-${status}`, `The endpoint answered ${status}.`, {
      retryAfterMs,
      evidence,
    });
  }
}

interface DeliveryToSend {
  readonly eventId: string;
  readonly url: string;
  readonly body: string;
  readonly secrets: readonly string[];
}
