import { Database, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { MonitoredSubjectId, MovedScreening, ScreeningId } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import type { CustomerId, RepresentativeId } from '../customer-ids';

/** Why a round of screenings was begun: the customer was new, it was changed, or somebody asked. */
export type RoundCause = 'created' | 'edited' | 'requested';

/** `rescreened`: a list has changed, or everybody was screened again; such a screening joins the round that there is. */
export type ScreeningCause = RoundCause | 'rescreened';

export interface CustomerScreeningLink {
  readonly screeningId: ScreeningId;
  readonly customerId: CustomerId;
  /** Null when the customer itself was screened. */
  readonly representativeId: RepresentativeId | null;
  /** Under which the screened is monitored since, or was until another round began. */
  readonly monitoredSubjectId: MonitoredSubjectId | null;
  readonly cause: ScreeningCause;
  /** Whether it is of the newest round, which alone says whether the customer is clear. */
  readonly isCurrent: boolean;
}

const COLUMNS = `screening_id AS "screeningId", customer_id AS "customerId", representative_id AS "representativeId",
  monitored_subject_id AS "monitoredSubjectId", cause, is_current AS "isCurrent"`;

/** Which screenings are about which customer. */
@Injectable()
export class ScreeningLinks {
  constructor(private readonly database: Database) {}

  /** The newest round of a customer's screenings, in place of the one before. */
  async begin(
    tx: Transaction,
    organizationId: OrganizationId,
    customerId: CustomerId,
    cause: RoundCause,
    round: readonly Pick<CustomerScreeningLink, 'screeningId' | 'representativeId' | 'monitoredSubjectId'>[],
  ): Promise<void> {
    await tx.query(`UPDATE customer_screenings SET is_current = false WHERE customer_id = $1 AND is_current`, [
      customerId,
    ]);
    await tx.query(
      `INSERT INTO customer_screenings (screening_id, customer_id, organization_id, cause, representative_id,
                                        monitored_subject_id)
       SELECT screening_id, $1, $2, $3, representative_id, monitored_subject_id
       FROM unnest($4::text[], $5::text[], $6::text[])
         AS screening (screening_id, representative_id, monitored_subject_id)`,
      [
        customerId,
        organizationId,
        cause,
        round.map(({ screeningId }) => screeningId),
        round.map(({ representativeId }) => representativeId),
        round.map(({ monitoredSubjectId }) => monitoredSubjectId),
      ],
    );
  }

  /** Whom these screenings are about, or those that are monitored by them. Most are about no customer. */
  async customersOf(tx: Transaction, screenings: readonly MovedScreening[]): Promise<CustomerId[]> {
    const rows = await tx.prepared<{ customerId: CustomerId }>(
      'customers of screenings',
      `SELECT customer_id AS "customerId" FROM customer_screenings WHERE screening_id = ANY ($1)
       UNION
       SELECT customer_id FROM customer_screenings WHERE monitored_subject_id = ANY ($2) AND cause <> 'rescreened'`,
      [screenings.map(({ id }) => id), subjectsOf(screenings)],
    );
    return rows.map(({ customerId }) => customerId);
  }

  /**
   * Those that somebody who is monitored was given because lists have changed join the round with which the monitoring
   * began: the newest, or one that was overtaken. Which it is, is read after the customers were locked.
   */
  async join(
    tx: Transaction,
    screenings: readonly MovedScreening[],
    customerIds: readonly CustomerId[],
  ): Promise<void> {
    const ofMonitored = screenings.filter(({ monitoredSubjectId }) => monitoredSubjectId !== null);
    if (ofMonitored.length === 0) return;
    await tx.query(
      `INSERT INTO customer_screenings (screening_id, customer_id, organization_id, representative_id,
                                        monitored_subject_id, cause, is_current)
       SELECT moved.screening_id, customer_id, organization_id, representative_id, monitored_subject_id, 'rescreened',
              is_current
       FROM unnest($1::text[], $2::text[]) AS moved (screening_id, subject_id)
       JOIN customer_screenings AS first ON first.monitored_subject_id = moved.subject_id AND cause <> 'rescreened'
       WHERE customer_id = ANY ($3)
       ON CONFLICT (screening_id) DO NOTHING`,
      [ofMonitored.map(({ id }) => id), subjectsOf(ofMonitored), customerIds],
    );
  }

  ofScreenings(tx: Transaction, ids: readonly ScreeningId[]): Promise<CustomerScreeningLink[]> {
    return tx.prepared<CustomerScreeningLink>(
      'links of screenings',
      `SELECT ${COLUMNS} FROM customer_screenings WHERE screening_id = ANY ($1)`,
      [ids],
    );
  }

  current(tx: Transaction, customerIds: readonly CustomerId[]): Promise<CustomerScreeningLink[]> {
    return tx.query<CustomerScreeningLink>(
      `SELECT ${COLUMNS} FROM customer_screenings WHERE customer_id = ANY ($1) AND is_current`,
      [customerIds],
    );
  }

  /** Newest first. */
  list(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<CustomerScreeningLink[]> {
    return this.database.query<CustomerScreeningLink>(
      `SELECT ${COLUMNS} FROM customer_screenings
       WHERE customer_id = $1 AND organization_id = $2 AND ($3::text IS NULL OR screening_id < $3)
       ORDER BY screening_id DESC LIMIT $4`,
      [customerId, organizationId, page.before ?? null, page.limit],
    );
  }
}

const subjectsOf = (screenings: readonly MovedScreening[]): (MonitoredSubjectId | null)[] =>
  screenings.map(({ monitoredSubjectId }) => monitoredSubjectId);
