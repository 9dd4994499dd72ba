import { Database, GroupCommit } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { secretPlace } from '../endpoints/endpoint-secrets';
import type { WebhookEndpointId } from '../webhook-ids';
import type { DueDelivery, UndueDelivery } from './due-delivery';

interface DeliveryRow {
  readonly id: string;
  readonly organization_id: OrganizationId;
  readonly event_id: string;
  readonly endpoint_id: WebhookEndpointId;
  readonly url: string | null;
  readonly secret: Buffer;
  readonly previous_secret: Buffer | null;
  readonly disabled: boolean;
  readonly body: string;
}

/** What the delivery worker reads before it sends; what is asked at the same time is read together. */
@Injectable()
export class DueDeliveries {
  private readonly rows = new GroupCommit<string, DeliveryRow | null>((ids) => this.read(ids), {
    groups: 2,
    groupSize: 100,
  });

  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
  ) {}

  async find(organizationId: OrganizationId, deliveryId: string): Promise<DueDelivery | UndueDelivery> {
    const row = await this.rows.add(deliveryId);
    if (row?.organization_id !== organizationId) return 'delivery-unknown';
    if (row.url === null) return 'endpoint-deleted';
    if (row.disabled) return 'endpoint-disabled';
    const { event_id: eventId, endpoint_id: endpointId, url, body } = row;
    return { eventId, endpointId, url, body, secrets: await this.secretsOf(organizationId, row) };
  }

  private async read(ids: readonly string[]): Promise<(DeliveryRow | null)[]> {
    const rows = await this.database.prepared<DeliveryRow>(
      'due deliveries',
      `SELECT delivery.id, delivery.organization_id, event_id, endpoint_id, url, secret, disabled_at IS NOT NULL AS disabled,
              body, CASE WHEN previous_secret_until > now() THEN previous_secret END AS previous_secret
       FROM webhook_deliveries AS delivery
       JOIN events ON events.id = event_id
       LEFT JOIN webhook_endpoints AS endpoint ON endpoint.id = endpoint_id AND deleted_at IS NULL
       WHERE delivery.id = ANY ($1::text[])`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  private async secretsOf(organizationId: OrganizationId, row: DeliveryRow): Promise<string[]> {
    const sealed = row.previous_secret === null ? [row.secret] : [row.secret, row.previous_secret];
    const place = secretPlace(row.endpoint_id);
    return Promise.all(
      sealed.map(async (secret) => (await this.encryption.open(organizationId, place, secret)).toString()),
    );
  }
}
