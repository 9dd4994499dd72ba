import type { WebhookEndpointId } from '../webhook-ids';

/** All that an attempt needs. */
export interface DueDelivery {
  readonly eventId: string;
  readonly endpointId: WebhookEndpointId;
  readonly url: string;
  /** Every live secret. */
  readonly secrets: readonly string[];
  readonly body: string;
}

/** Why there is nothing to send any more. */
export type UndueDelivery = 'endpoint-deleted' | 'endpoint-disabled' | 'delivery-unknown';

/** What an attempt leaves behind, whether it succeeded or not. */
export interface AttemptReport {
  readonly status: number | null;
  readonly durationMs: number;
  readonly responseExcerpt: string | null;
}
