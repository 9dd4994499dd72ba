import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import type { JobId } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { excerptPlace } from './excerpt-place';
import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '../webhook-ids';

export const deliveryStates = ['pending', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export interface DeliverySnapshot {
  readonly id: WebhookDeliveryId;
  readonly eventId: EventId;
  readonly eventType: string;
  readonly endpointId: WebhookEndpointId;
  readonly jobId: JobId;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export interface DeliveryAttempt {
  readonly number: number;
  readonly attemptedAt: Date;
  readonly durationMs: number | null;
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly responseExcerpt: string | null;
}

export interface DeliveryFilter {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const COLUMNS = `delivery.id, event_id AS "eventId", events.type AS "eventType", endpoint_id AS "endpointId",
  job_id AS "jobId", state, attempts, next_attempt_at AS "nextAttemptAt", created_at AS "createdAt", settled_at AS "settledAt"`;

/** Who was told, how often it was tried, and what they said. */
@Injectable()
export class DeliveryReader {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  /** @param tx to see what it has changed */
  async find(
    organizationId: OrganizationId,
    id: WebhookDeliveryId,
    tx?: Transaction,
  ): Promise<DeliverySnapshot | null> {
    const [delivery] = await (tx ?? this.database).query<DeliverySnapshot>(
      `SELECT ${COLUMNS} FROM webhook_deliveries AS delivery JOIN events ON events.id = event_id
       WHERE delivery.id = $1 AND delivery.organization_id = $2`,
      [id, organizationId],
    );
    return delivery ?? null;
  }

  async attempts(organizationId: OrganizationId, id: WebhookDeliveryId): Promise<DeliveryAttempt[]> {
    const rows = await this.database.query<
      Omit<DeliveryAttempt, 'responseExcerpt'> & { readonly excerpt: Buffer | null }
    >(
      `SELECT number, attempted_at AS "attemptedAt", duration_ms AS "durationMs", status, error_code AS "errorCode",
              response_excerpt AS excerpt
       FROM webhook_attempts WHERE delivery_id = $1 ORDER BY number`,
      [id],
    );
    return Promise.all(
      rows.map(async ({ excerpt, ...attempt }) => ({
        ...attempt,
        responseExcerpt:
          excerpt === null ? null : (await this.encryption.open(organizationId, excerptPlace(id), excerpt)).toString(),
      })),
    );
  }

  /** Newest first. */
  list(organizationId: OrganizationId, filter: DeliveryFilter): Promise<DeliverySnapshot[]> {
    const { endpointId, eventId, state, before, limit } = filter;
    return this.database.query<DeliverySnapshot>(
      `SELECT ${COLUMNS} FROM webhook_deliveries AS delivery JOIN events ON events.id = event_id
       WHERE delivery.organization_id = $1 AND ($2::text IS NULL OR endpoint_id = $2)
         AND ($3::text IS NULL OR event_id = $3) AND ($4::text IS NULL OR state = $4)
         AND ($5::text IS NULL OR delivery.id < $5)
       ORDER BY delivery.id DESC LIMIT $6`,
      [organizationId, endpointId ?? null, eventId ?? null, state ?? null, before ?? null, limit],
    );
  }
}
