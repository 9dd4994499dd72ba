import type { FieldPlace } from '@bonafide/encryption';

export const excerptPlace = (deliveryId: string): FieldPlace => ({
  table: 'webhook_attempts',
  column: 'response_excerpt',
  row: deliveryId,
});
