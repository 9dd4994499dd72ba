/** Every event there is, named for the state that was entered. Stored and sent, so never renamed. */
export const eventTypes = [
  'screening.clear',
  'screening.in_review',
  'screening.confirmed',
  'screening.error',
  'screening.cancelled',
  'screening_file.completed',
  'screening_file.failed',
  'screening_file.cancelled',
  'list.updated',
  'list.awaiting_activation',
  'list.rejected',
  'screening.hit.pending_review',
  'screening.hit.awaiting_second_review',
  'screening.hit.dismissed',
  'screening.hit.confirmed',
  'screening.hit.suppressed',
  'screening.hit.lapsed',
  'rescreening.completed',
  'rescreening.incomplete',
  'rescreening.cancelled',
  'threshold_backtest.completed',
  'threshold_backtest.failed',
  'threshold_backtest.cancelled',
  'customer.created',
  'customer.updated',
  'customer.status_changed',
  'webhook_endpoint.disabled',
  'webhook_endpoint.test',
] as const;

export type EventType = (typeof eventTypes)[number];

/** What an event is about, `screening` or `screening.hit`: its type without the state. */
export const objectOf = (type: string): string => type.slice(0, type.lastIndexOf('.'));

/** What subscriptions may name besides single types: `*`, and each kind of object with what belongs to it (`screening.*`). */
export const eventPatterns: readonly string[] = ['*', ...new Set(eventTypes.map((type) => `${objectOf(type)}.*`))];

/** Whether a subscription to this type or pattern is told of the type. */
export const isWanted = (wanted: string, type: string): boolean =>
  wanted === '*' || wanted === type || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1)));
