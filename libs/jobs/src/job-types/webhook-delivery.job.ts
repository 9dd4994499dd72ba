import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { hours, minutes, retryAfter, seconds } from '../retry-policy';

export class WebhookDeliveryPayload {
  @IsString()
  deliveryId: string;
}

export class WebhookDeliveryResult {
  status: number;
  durationMs: number;
  responseExcerpt: string;
}

export const WebhookDelivery = defineJob({
  type: 'webhook-delivery',
  payload: WebhookDeliveryPayload,
  result: WebhookDeliveryResult,
  // The schedule that Standard Webhooks recommends: about three days and four hours, the first attempt at once.
  retry: retryAfter(
    seconds(5),
    minutes(5),
    minutes(30),
    hours(2),
    hours(5),
    hours(10),
    hours(14),
    hours(20),
    hours(24),
  ),
  timeoutMs: seconds(30),
  visibility: 'internal',
});
