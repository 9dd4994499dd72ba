import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { ListSetId } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import type { CustomerId } from '../customer-ids';
import type { CustomerType } from '../records/customer-record';
import type { CustomerFacts, SanctionsState } from './customer-facts';
import { statusAt, levelOf } from './customer-status';
import type { Hold, Standing } from './ladder-rules';

/** A customer that nobody else can move until the transaction ends. */
export interface LockedCustomer {
  readonly id: CustomerId;
  readonly organizationId: OrganizationId;
  readonly type: CustomerType;
  readonly standing: Standing;
  readonly facts: CustomerFacts;
  readonly sequence: number;
  /** Grows with every edit of who the customer is. */
  readonly identityVersion: number;
}

/** What the current screenings say together. */
export interface SanctionsFact {
  readonly state: SanctionsState;
  readonly listSetId: ListSetId | null;
  readonly listsCheckedAt: Date | null;
}

/** What is written of a customer that was moved or of which something has become known. */
export interface ChangedStanding {
  readonly id: CustomerId;
  readonly standing: Standing;
  readonly facts: CustomerFacts;
  readonly sequence: number;
  /** Undefined: as it is. */
  readonly sanctions?: SanctionsFact | undefined;
}

interface StandingRow {
  readonly id: CustomerId;
  readonly organizationId: OrganizationId;
  readonly type: CustomerType;
  readonly level: number;
  readonly hold: Hold | null;
  readonly identityVerified: boolean;
  readonly taxIdVerified: boolean;
  readonly sanctionsState: SanctionsState;
  readonly sequence: number;
  readonly identityVersion: number;
}

/** Where customers stand, and the facts that bear it. */
@Injectable()
export class Standings {
  /** Locks those that there are, each in order of its id. Whoever locks screenings as well has done so before. */
  async lock(tx: Transaction, ids: readonly CustomerId[]): Promise<LockedCustomer[]> {
    const rows = await tx.query<StandingRow>(
      `SELECT id, organization_id AS "organizationId", type, status AS level, hold, sequence, identity_version AS "identityVersion",
              identity_verified_at IS NOT NULL AS "identityVerified", tax_id_verified_at IS NOT NULL AS "taxIdVerified",
              sanctions_state AS "sanctionsState"
       FROM customers WHERE id = ANY ($1) AND deleted_at IS NULL ORDER BY id FOR UPDATE`,
      [ids],
    );
    return rows.map(({ level, hold, identityVerified, taxIdVerified, sanctionsState, ...customer }) => ({
      ...customer,
      standing: { status: statusAt(level), hold },
      facts: { identityVerified, taxIdVerified, sanctions: sanctionsState },
    }));
  }

  async lockOne(tx: Transaction, organizationId: OrganizationId, id: CustomerId): Promise<LockedCustomer | null> {
    // Asked first, so that nobody makes another organization's customer wait.
    const [own] = await tx.query(`SELECT 1 FROM customers WHERE id = $1 AND organization_id = $2`, [
      id,
      organizationId,
    ]);
    if (own === undefined) return null;
    const [customer] = await this.lock(tx, [id]);
    return customer ?? null;
  }

  /** In one statement for each, for the database takes no status that the facts beside it do not bear. */
  async write(tx: Transaction, changed: readonly ChangedStanding[]): Promise<void> {
    if (changed.length === 0) return;
    await tx.query(
      `UPDATE customers AS customer
       SET status = changed.level, hold = changed.hold, sequence = changed.sequence, updated_at = now(),
           identity_verified_at = CASE WHEN changed.identity THEN coalesce(identity_verified_at, now()) END,
           tax_id_verified_at = CASE WHEN changed.tax_id THEN coalesce(tax_id_verified_at, now()) END,
           sanctions_state = changed.sanctions,
           sanctions_since = CASE WHEN sanctions_state = changed.sanctions THEN sanctions_since ELSE now() END,
           sanctions_list_set_id = CASE WHEN changed.is_screened THEN changed.list_set_id ELSE sanctions_list_set_id END,
           sanctions_lists_checked_at =
             CASE WHEN changed.is_screened THEN changed.checked_at ELSE sanctions_lists_checked_at END
       FROM unnest($1::text[], $2::smallint[], $3::text[], $4::integer[], $5::boolean[], $6::boolean[], $7::text[],
                   $8::boolean[], $9::text[], $10::timestamptz[])
         AS changed (id, level, hold, sequence, identity, tax_id, sanctions, is_screened, list_set_id, checked_at)
       WHERE customer.id = changed.id`,
      [
        changed.map(({ id }) => id),
        changed.map(({ standing }) => levelOf(standing.status)),
        changed.map(({ standing }) => standing.hold),
        changed.map(({ sequence }) => sequence),
        changed.map(({ facts }) => facts.identityVerified),
        changed.map(({ facts }) => facts.taxIdVerified),
        changed.map(({ facts, sanctions }) => sanctions?.state ?? facts.sanctions),
        changed.map(({ sanctions }) => sanctions !== undefined),
        changed.map(({ sanctions }) => sanctions?.listSetId ?? null),
        changed.map(({ sanctions }) => sanctions?.listsCheckedAt ?? null),
      ],
    );
  }
}
