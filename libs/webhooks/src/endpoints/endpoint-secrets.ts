import type { FieldPlace } from '@bonafide/encryption';

import type { WebhookEndpointId } from '../webhook-ids';

/** The previous secret keeps the place that it was sealed for when it was the current one. */
export const secretPlace = (id: WebhookEndpointId): FieldPlace => ({
  table: 'webhook_endpoints',
  column: 'secret',
  row: id,
});
