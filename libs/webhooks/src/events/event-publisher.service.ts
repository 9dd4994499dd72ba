import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { jobIds, type Lane, WebhookDelivery } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { type EventId, eventIds, webhookDeliveryIds, type WebhookEndpointId } from '../webhook-ids';
import { eventBody, type NewEvent } from './event-body';
import { isWanted } from './event-type';

export interface PublishedEvent extends NewEvent {
  readonly organizationId: OrganizationId;
  /** Only this endpoint is told; undefined: all that want the type. */
  readonly onlyTo?: WebhookEndpointId;
  /** In which the deliveries go out; `interactive` when undefined. */
  readonly lane?: Lane | undefined;
  /** The trace that the deliveries go on with; that of the caller when undefined. */
  readonly traceparent?: string | null | undefined;
}

interface EndpointRow {
  readonly id: WebhookEndpointId;
  readonly organization_id: OrganizationId;
  readonly event_types: readonly string[];
}

/** Says what happened, in the transaction in which it happened: the event, and one delivery job for each endpoint. */
@Injectable()
export class EventPublisher {
  constructor(private readonly submitter: JobSubmitter) {}

  async publish(tx: Transaction, published: readonly PublishedEvent[]): Promise<EventId[]> {
    if (published.length === 0) return [];
    const events = published.map((event) => {
      const id = eventIds.create();
      return { ...event, id, body: eventBody(id, event) };
    });
    const stored = tx.prepared(
      'insert events',
      `INSERT INTO events (id, organization_id, type, object_id, sequence, body, occurred_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::timestamptz[])`,
      [
        events.map(({ id }) => id),
        events.map(({ organizationId }) => organizationId),
        events.map(({ type }) => type),
        events.map(({ objectId }) => objectId),
        events.map(({ sequence }) => sequence),
        events.map(({ body }) => body),
        events.map(({ occurredAt }) => occurredAt),
      ],
    );
    const [endpoints] = await Promise.all([
      this.liveEndpoints(tx, [...new Set(events.map(({ organizationId }) => organizationId))]),
      stored,
    ]);
    const deliveries = events.flatMap(({ id, organizationId, type, onlyTo, lane = 'interactive', traceparent }) =>
      endpoints
        .filter((endpoint) => endpoint.organization_id === organizationId)
        .filter((endpoint) => (onlyTo === undefined ? wants(endpoint, type) : endpoint.id === onlyTo))
        .map((endpoint) => ({
          id: webhookDeliveryIds.create(),
          jobId: jobIds.create(),
          organizationId,
          eventId: id,
          endpointId: endpoint.id,
          lane,
          traceparent,
        })),
    );
    await this.store(tx, deliveries);
    return events.map(({ id }) => id);
  }

  /** Something that concerns every organization that wants to know of it: a sanctions list, say. */
  async publishToAll(tx: Transaction, event: NewEvent): Promise<void> {
    const [object = ''] = event.type.split('.');
    const interested = await tx.query<{ id: OrganizationId }>(
      `SELECT DISTINCT organization_id AS id FROM webhook_endpoints
       WHERE deleted_at IS NULL AND disabled_at IS NULL AND event_types && $1::text[]`,
      [['*', event.type, `${object}.*`]],
    );
    const published = interested.map(({ id }) => ({ ...event, organizationId: id, lane: 'bulk' as const }));
    await this.publish(tx, published);
  }

  private liveEndpoints(tx: Transaction, organizationIds: readonly OrganizationId[]): Promise<EndpointRow[]> {
    return tx.prepared<EndpointRow>(
      'live endpoints',
      `SELECT id, organization_id, event_types FROM webhook_endpoints
       WHERE organization_id = ANY ($1) AND deleted_at IS NULL AND disabled_at IS NULL ORDER BY id`,
      [organizationIds],
    );
  }

  private async store(tx: Transaction, deliveries: readonly StoredDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const stored = tx.prepared(
      'insert deliveries',
      `INSERT INTO webhook_deliveries (id, organization_id, event_id, endpoint_id, job_id, state, next_attempt_at)
       SELECT id, organization_id, event_id, endpoint_id, job_id, 'pending', now()
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         AS delivery (id, organization_id, event_id, endpoint_id, job_id)`,
      [
        deliveries.map(({ id }) => id),
        deliveries.map(({ organizationId }) => organizationId),
        deliveries.map(({ eventId }) => eventId),
        deliveries.map(({ endpointId }) => endpointId),
        deliveries.map(({ jobId }) => jobId),
      ],
    );
    const submitted = this.submitter.submitMany(
      tx,
      WebhookDelivery,
      deliveries.map(({ id, jobId, organizationId, lane, traceparent }) => ({
        jobId,
        organizationId,
        payload: { deliveryId: id },
        subjectId: id,
        lane,
        traceparent,
      })),
    );
    await Promise.all([stored, submitted]);
  }
}

interface StoredDelivery {
  readonly id: string;
  readonly jobId: ReturnType<typeof jobIds.create>;
  readonly organizationId: OrganizationId;
  readonly eventId: EventId;
  readonly endpointId: WebhookEndpointId;
  readonly lane: Lane;
  readonly traceparent: string | null | undefined;
}

/** Test events go where they are sent and nowhere else. */
const wants = ({ event_types }: EndpointRow, type: string): boolean =>
  event_types.some((wanted) => isWanted(wanted, type));
