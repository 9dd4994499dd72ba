import type { Transaction } from '@bonafide/database';
import type { AttributeResult, VerifiedAttribute } from '@bonafide/identity-vendors';
import type { OrganizationId } from '@bonafide/identifiers';
import type { Lane } from '@bonafide/jobs';
import { counter } from '@bonafide/observability';
import { EventPublisher } from '@bonafide/webhooks';
import { Injectable } from '@nestjs/common';

import { type IdPackageState, isSettledPackage } from './id-package';
import type { IdPackageId } from './id-package-ids';

/** Where a package goes, and from where alone. */
export interface PackageMove {
  readonly id: IdPackageId;
  readonly organizationId: OrganizationId;
  readonly from: readonly IdPackageState[];
  readonly to: IdPackageState;
  /** Codes of `packageReasons`, besides those that it has. */
  readonly reasons: readonly string[];
  readonly errorCode?: string | null;
  /** The call that the state rests on; undefined: no vendor has said it. */
  readonly answer?: PackageAnswer | undefined;
  readonly lane?: Lane | undefined;
  readonly traceparent?: string | null | undefined;
}

/** What is kept of a vendor's answer with the package; all of it is with the call. */
export interface PackageAnswer {
  readonly vendor: string;
  readonly vendorReference: string | null;
  readonly callId: string;
  readonly attributes: Readonly<Partial<Record<VerifiedAttribute, AttributeResult>>>;
}

interface MovedRow {
  readonly sequence: number;
  readonly enteredAt: Date;
}

const moved = counter('id_packages_total', 'Identity packages, by the state entered', ['state']);

/** Moves packages from one state to the next, and tells of it. What has settled is never moved. */
@Injectable()
export class IdPackageProgress {
  constructor(private readonly events: EventPublisher) {}

  /** @returns whether it was in one of the states that it could move from */
  async move(tx: Transaction, move: PackageMove): Promise<boolean> {
    const { id, organizationId, from, to, reasons, errorCode = null, answer } = move;
    if (from.some(isSettledPackage)) throw new Error('A package that has settled is not moved.');
    const [row] = await tx.query<MovedRow>(
      `UPDATE id_packages
       SET state = $4, reasons = reasons || $5, error_code = $6, vendor = coalesce($7, vendor),
           vendor_reference = coalesce($8, vendor_reference), call_id = coalesce($9, call_id),
           attributes = coalesce($10, attributes), sequence = sequence + 1, entered_at = now(),
           submitted_at = CASE WHEN $4 = 'processing' THEN now() ELSE submitted_at END,
           settled_at = CASE WHEN $11 THEN now() END
       WHERE id = $1 AND organization_id = $2 AND state = ANY ($3)
       RETURNING sequence, entered_at AS "enteredAt"`,
      [
        id,
        organizationId,
        from,
        to,
        reasons,
        errorCode,
        answer?.vendor ?? null,
        answer?.vendorReference ?? null,
        answer?.callId ?? null,
        answer?.attributes ?? null,
        isSettledPackage(to),
      ],
    );
    if (row === undefined) return false;
    await this.tell(tx, move, row);
    return true;
  }

  /** Of a package that was just stored. */
  async tellCreated(tx: Transaction, id: IdPackageId, organizationId: OrganizationId, at: Date): Promise<void> {
    await this.tell(tx, { id, organizationId, to: 'created' }, { sequence: 1, enteredAt: at });
  }

  private async tell(
    tx: Transaction,
    {
      id,
      organizationId,
      to,
      lane,
      traceparent,
    }: Pick<PackageMove, 'id' | 'organizationId' | 'to' | 'lane' | 'traceparent'>,
    { sequence, enteredAt }: MovedRow,
  ): Promise<void> {
    await this.events.publish(tx, [
      {
        type: `id_package.${to}`,
        organizationId,
        objectId: id,
        state: to,
        sequence,
        occurredAt: enteredAt,
        lane,
        traceparent,
      },
    ]);
    tx.afterCommit(() => moved.inc({ state: to }));
  }
}
