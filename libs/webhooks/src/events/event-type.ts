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
  'id_package.created',
  'id_package.processing',
  'id_package.requires_input',
  'id_package.needs_review',
  'id_package.passed',
  'id_package.declined',
  'id_package.failed',
  'id_package.expired',
  'id_package.canceled',
  'customer.erased',
  'customer.address_verified',
  'customer.address_corrected',
  'customer.address_undeliverable',
  'customer.address_unverified',
  'customer.address_error',
  'verification.created',
  'verification.processing',
  'verification.requires_input',
  'verification.needs_review',
  'verification.approved',
  'verification.declined',
  'verification.failed',
  'verification.expired',
  'verification.canceled',
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
