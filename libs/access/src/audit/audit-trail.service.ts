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
  readonly subjectId: string | null;
  readonly requestId: string | null;
}

/** For the examiner, a year later. Written in the transaction of the deed, and never changed. */
@Injectable()
export class AuditTrail {
  async record(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.query(
      `INSERT INTO audit_log (id, organization_id, actor, action, subject_id, request_id) VALUES ($1, $2, $3, $4, $5, $6)`,
      [auditIds.create(), entry.organizationId, entry.actor, entry.action, entry.subjectId, entry.requestId],
    );
  }
}
