import type { EventId } from '../webhook-ids';
import { type EventType, objectOf } from './event-type';

/** Something that became true. Ids, states and numbers only: a webhook passes through hands that we do not know. */
export interface NewEvent {
  readonly type: EventType;
  readonly objectId: string;
  readonly state: string;
  /** Counts the events of one object from 1, for deliveries may overtake one another. */
  readonly sequence: number;
  readonly occurredAt: Date;
}

/**
 * The bytes that every attempt of every delivery sends: they are made once and never again.
 * Form: Standard Webhooks, `{ type, timestamp, data }`.
 */
export function eventBody(id: EventId, { type, objectId, state, sequence, occurredAt }: NewEvent): string {
  return JSON.stringify({
    id,
    type,
    timestamp: occurredAt.toISOString(),
    data: { id: objectId, object: objectOf(type), state, sequence },
  });
}
