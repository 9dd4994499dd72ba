import { loadConfig } from '@bonafide/configuration';
import { type CustomerId, CustomerRetention } from '@bonafide/customers';
import { Database, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { IdPackageId } from './id-package-ids';
import { IdPackageConfig } from './id-package.config';
import { IdPackageProgress } from './id-package-progress.service';
import { PackageImages } from './images/package-images.service';

/** How many are locked and changed at once. */
const AT_ONCE = 200;

interface ExpiredRow {
  readonly id: IdPackageId;
  readonly organizationId: OrganizationId;
  readonly state: 'created' | 'requires_input';
}

/** Ends packages for which nobody has done anything, and erases images when their time is over. */
@Injectable()
export class IdPackageRetention {
  private readonly config = loadConfig(IdPackageConfig);

  constructor(
    private readonly database: Database,
    private readonly progress: IdPackageProgress,
    private readonly images: PackageImages,
    private readonly customers: CustomerRetention,
  ) {}

  /** Images that no package has come for, unless the law holds their customers. @returns how many */
  removeUnusedImages(): Promise<number> {
    return this.throughAll(async (tx, after) => {
      const unused = await this.images.unused(tx, after, AT_ONCE);
      const gone = await this.withoutHeld(tx, unused);
      await this.images.remove(
        tx,
        gone.map(({ id }) => id),
      );
      return { seen: unused, done: gone.length };
    });
  }

  /** @returns how many packages have expired */
  expireForgotten(): Promise<number> {
    return this.untilNone((tx) => this.expireSome(tx));
  }

  /** Those that wait for somebody although their customers were deleted: nobody can decide them any more. @returns how many */
  endThoseOfDeleted(): Promise<number> {
    return this.throughAll(async (tx, after) => {
      const open = await this.waitingForSomebody(tx, after);
      const deleted = await this.customers.deletedAmong(tx, [...new Set(open.map(({ customerId }) => customerId))]);
      const ended = open.filter(({ customerId }) => deleted.has(customerId));
      for (const { id, organizationId, state } of ended) {
        const reasons = ['customer-deleted'];
        await this.progress.move(tx, { id, organizationId, from: [state], to: 'canceled', reasons, lane: 'bulk' });
      }
      return { seen: open, done: ended.length };
    });
  }

  /** Not those of customers whom the law holds. @returns of how many packages images were erased */
  eraseImages(): Promise<number> {
    return this.throughAll(async (tx, after) => {
      const due = await this.dueForErasure(tx, after);
      const gone = await this.withoutHeld(tx, due);
      await this.erase(
        tx,
        gone.map(({ id }) => id),
      );
      return { seen: due, done: gone.length };
    });
  }

  /** In many short transactions: whoever wants one of the packages meanwhile does not wait long. */
  private async untilNone(some: (tx: Transaction) => Promise<number>): Promise<number> {
    for (let total = 0; ;) {
      const count = await this.database.transaction(some);
      total += count;
      if (count < AT_ONCE) return total;
    }
  }

  private async expireSome(tx: Transaction): Promise<number> {
    const rows = await tx.query<ExpiredRow>(
      `SELECT id, organization_id AS "organizationId", state FROM id_packages
       WHERE state IN ('created', 'requires_input') AND entered_at < now() - $1 * interval '1 day'
       ORDER BY entered_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [this.config.ID_PACKAGE_EXPIRY_DAYS, AT_ONCE],
    );
    for (const { id, organizationId, state } of rows) {
      const reasons = [state === 'created' ? 'never-submitted' : 'no-new-photograph'];
      await this.progress.move(tx, { id, organizationId, from: [state], to: 'expired', reasons, lane: 'bulk' });
    }
    return rows.length;
  }

  private waitingForSomebody(tx: Transaction, after: string): Promise<WaitingRow[]> {
    return tx.query<WaitingRow>(
      `SELECT id, customer_id AS "customerId", organization_id AS "organizationId", state FROM id_packages
       WHERE state IN ('created', 'requires_input', 'needs_review') AND id > $1
       ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [after, AT_ONCE],
    );
  }

  private dueForErasure(tx: Transaction, after: string): Promise<OfCustomer<IdPackageId>[]> {
    return tx.query<OfCustomer<IdPackageId>>(
      `SELECT id, customer_id AS "customerId" FROM id_packages
       WHERE images_erased_at IS NULL AND settled_at < now() - $1 * interval '1 day' AND id > $2
       ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [this.config.ID_IMAGE_RETENTION_DAYS, after, AT_ONCE],
    );
  }

  private async erase(tx: Transaction, ids: readonly IdPackageId[]): Promise<void> {
    await tx.query('UPDATE id_packages SET images_erased_at = now() WHERE id = ANY ($1) AND images_erased_at IS NULL', [
      ids,
    ]);
    await this.images.eraseOf(tx, ids);
  }

  /** Packages are locked before their customers, as erasure locks them. */
  private async withoutHeld<Row extends OfCustomer<string>>(tx: Transaction, rows: readonly Row[]): Promise<Row[]> {
    const held = await this.customers.heldAmong(tx, [...new Set(rows.map(({ customerId }) => customerId))]);
    return rows.filter(({ customerId }) => !held.has(customerId));
  }

  /** By id, each looked at once: what is held stays, and stands in nobody's way. */
  private async throughAll(
    some: (tx: Transaction, after: string) => Promise<{ seen: readonly OfCustomer<string>[]; done: number }>,
  ): Promise<number> {
    let after = '';
    for (let total = 0; ;) {
      const { seen, done } = await this.database.transaction((tx) => some(tx, after));
      total += done;
      const last = seen.at(-1);
      if (last === undefined || seen.length < AT_ONCE) return total;
      after = last.id;
    }
  }
}

interface WaitingRow extends OfCustomer<IdPackageId> {
  readonly organizationId: OrganizationId;
  readonly state: 'created' | 'requires_input' | 'needs_review';
}

/** Something of a customer. */
interface OfCustomer<Id extends string> {
  readonly id: Id;
  readonly customerId: CustomerId;
}
