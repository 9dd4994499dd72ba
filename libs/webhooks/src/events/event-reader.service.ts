import { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { EventId } from '../webhook-ids';

export interface EventSnapshot {
  readonly id: EventId;
  readonly type: string;
  readonly objectId: string;
  readonly sequence: number;
  /** As it was and will be sent. */
  readonly body: string;
  readonly occurredAt: Date;
}

export interface EventFilter {
  readonly type?: string | undefined;
  readonly objectId?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

const COLUMNS = `id, type, object_id AS "objectId", sequence, body, occurred_at AS "occurredAt"`;

@Injectable()
export class EventReader {
  constructor(private readonly database: Database) {}

  async find(organizationId: OrganizationId, id: EventId): Promise<EventSnapshot | null> {
    const [event] = await this.database.query<EventSnapshot>(
      `SELECT ${COLUMNS} FROM events WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return event ?? null;
  }

  /** Newest first. */
  list(organizationId: OrganizationId, { type, objectId, before, limit }: EventFilter): Promise<EventSnapshot[]> {
    return this.database.query<EventSnapshot>(
      `SELECT ${COLUMNS} FROM events
       WHERE organization_id = $1 AND ($2::text IS NULL OR type = $2) AND ($3::text IS NULL OR object_id = $3)
         AND ($4::text IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [organizationId, type ?? null, objectId ?? null, before ?? null, limit],
    );
  }
}
