import { createHash } from 'node:crypto';

import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';

/** Into how many the external ids of an organization fall. A transaction holds this many locks at most. */
const BUCKETS = 64;

const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('bonafide monitoring ' || $1 || ' ' || bucket, 0))`;

/**
 * Who begins or ends monitoring under some external id does so one after the other, until the end of the transaction.
 * Locks are taken in one order, so that two never wait for each other.
 */
export async function takeMonitoringTurn(
  tx: Transaction,
  organizationId: OrganizationId,
  externalIds: readonly string[],
): Promise<void> {
  const buckets = [...new Set(externalIds.map(bucketOf))].sort((a, b) => a - b);
  await tx.query(`${LOCK} FROM unnest($2::integer[]) AS bucket`, [organizationId, buckets]);
}

/**
 * A number between all that began or ended before and all that will: once it is drawn, nobody with a lower number is
 * still to commit.
 */
export async function drawMonitoringRevision(tx: Transaction, organizationId: OrganizationId): Promise<string> {
  await tx.query(`${LOCK} FROM generate_series(0, $2 - 1) AS bucket`, [organizationId, BUCKETS]);
  const [row] = await tx.query<{ revision: string }>(`SELECT nextval('monitored_subjects_revision')::text AS revision`);
  if (row === undefined) throw new Error('The sequence did not answer.');
  return row.revision;
}

const bucketOf = (externalId: string): number => (createHash('sha256').update(externalId).digest()[0] ?? 0) % BUCKETS;
