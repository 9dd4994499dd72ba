import { defineId, type Id } from '@bonafide/identifiers';

export type WebhookEndpointId = Id<'whe'>;
export const webhookEndpointIds = defineId('whe');

/** Also the `webhook-id` of every delivery of the event: receivers know a repetition by it. */
export type EventId = Id<'evt'>;
export const eventIds = defineId('evt');

export type WebhookDeliveryId = Id<'whd'>;
export const webhookDeliveryIds = defineId('whd');
