export {
  type DeliveryAttempt,
  DeliveryReader,
  type DeliverySnapshot,
  deliveryStates,
} from './deliveries/delivery-reader.service';
export { DeliveryReplay } from './deliveries/delivery-replay.service';
export { DueDeliveries } from './deliveries/due-deliveries.service';
export type { AttemptReport } from './deliveries/due-delivery';
export { WebhookEndpoints, type WebhookEndpointSnapshot } from './endpoints/webhook-endpoints.service';
export { EventPublisher } from './events/event-publisher.service';
export { EventReader, type EventSnapshot } from './events/event-reader.service';
export { eventPatterns, type EventType, eventTypes } from './events/event-type';
export { TargetUrlError } from './sending/target-url';
export { WebhookClient } from './sending/webhook.client';
export { signWebhook } from './signing/webhook-signature';
export {
  type EventId,
  eventIds,
  type WebhookDeliveryId,
  webhookDeliveryIds,
  type WebhookEndpointId,
  webhookEndpointIds,
} from './webhook-ids';
export { targetPolicyOf, WebhookConfig } from './webhook.config';
export { WebhooksModule } from './webhooks.module';
