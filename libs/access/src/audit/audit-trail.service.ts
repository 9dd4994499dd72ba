import type { Transaction } from '@bonafide/database';
import { defineId, type OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

const auditIds = defineId('aud');

/** Who did what to what. Ids and words only: what it looked like is in the thing's own history. */
export interface AuditEntry {
  readonly organizationId: OrganizationId | null;
  /** An API key's id. */
  readonly actor: string;
  /** The operation's id in the OpenAPI document. */
  readonly action: string;
  /** One line each; null when it is about nothing in particular. */
  readonly subjectIds: readonly (string | null)[];
  /** The person whom the caller names as acting, by the id in the caller's own system. */
  readonly person: string | null;
  readonly requestId: string | null;
}

/** For the examiner, a year later. Written in the transaction of the deed, and never changed. */
@Injectable()
export class AuditTrail {
  async record(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.query(
      `INSERT INTO audit_log (id, organization_id, actor, action, request_id, person, subject_id)
       SELECT id, $1, $2, $3, $4, $5, subject_id FROM unnest($6::text[], $7::text[]) AS line (id, subject_id)`,
      [
        entry.organizationId,
        entry.actor,
        entry.action,
        entry.requestId,
        entry.person,
        entry.subjectIds.map(() => auditIds.create()),
        entry.subjectIds,
      ],
    );
  }
}
