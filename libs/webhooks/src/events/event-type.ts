/** Every event there is, named for the state that was entered. Stored and sent, so never renamed. */
export const eventTypes = [
  'screening.completed',
  'screening.failed',
  'screening.cancelled',
  'list.updated',
  'list.awaiting_activation',
  'list.rejected',
  'webhook_endpoint.disabled',
  'webhook_endpoint.test',
] as const;

export type EventType = (typeof eventTypes)[number];
