import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { MonitoredSubjectId, PublicationId, ScreeningId } from '../screening-ids';
import { RescreeningPlans } from './rescreening-plans.service';

interface LateSubject {
  readonly organizationId: OrganizationId;
  readonly subjectId: MonitoredSubjectId;
  readonly list: string;
  readonly from: PublicationId | null;
  readonly to: PublicationId;
}

const LOCK = `hashtextextended('bonafide lists that are monitored', 0)`;

/**
 * Up to which publication of each list every monitored subject was screened, or is to be by a run that was planned.
 *
 * Nobody falls between: a publication is put to use alone (exclusive lock), and a first screening that is done says so
 * beside others of its kind (shared lock). Either it comes before, and whoever plans the run sees its subject; or it comes
 * after, and sees itself that it was made on a list that is no longer in use.
 */
@Injectable()
export class ListCoverage {
  constructor(private readonly plans: RescreeningPlans) {}

  /** Before a publication is put to use, until the end of the transaction. Settlements of monitored subjects wait. */
  async takeTurn(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
  }

  /** While something is stored that holds for the publications in use, until the end of the transaction. */
  async holdStill(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock_shared(${LOCK})`);
  }

  /** Plans what it takes for this publication to be covered, after {@link takeTurn}. */
  async follow(tx: Transaction, list: string, to: PublicationId): Promise<void> {
    const [covered] = await tx.query<{ from: PublicationId }>(
      'SELECT publication_id AS "from" FROM monitored_lists WHERE list = $1',
      [list],
    );
    if (covered?.from === to) return;
    await tx.query(
      `INSERT INTO monitored_lists (list, publication_id) VALUES ($1, $2)
       ON CONFLICT (list) DO UPDATE SET publication_id = excluded.publication_id`,
      [list, to],
    );
    await this.plans.planForAll(tx, { list, from: covered?.from ?? null, to }, 'activation');
  }

  /** Who begins to be monitored is screened on what is in use; so of other lists nothing is known any more. */
  async forgetOthers(tx: Transaction, lists: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM monitored_lists WHERE list <> ALL ($1)', [lists]);
  }

  /**
   * Of first screenings of monitored subjects that are done: plans what it takes where a list was followed by another
   * meanwhile. It is the difference that they are screened against, not all once more.
   */
  async followLate(tx: Transaction, screeningIds: readonly ScreeningId[]): Promise<void> {
    await this.holdStill(tx);
    const late = await tx.query<LateSubject>(
      `SELECT screening.organization_id AS "organizationId", subject.id AS "subjectId", covered.list,
              member.publication_id AS "from", covered.publication_id AS "to"
       FROM screenings AS screening
       JOIN monitored_subjects AS subject ON subject.id = screening.monitored_subject_id AND subject.ended_revision IS NULL
       CROSS JOIN monitored_lists AS covered
       LEFT JOIN list_set_publications AS member
         ON member.list_set_id = screening.list_set_id AND member.list = covered.list
       WHERE screening.id = ANY ($1) AND screening.rescreening_id IS NULL AND screening.list_set_id IS NOT NULL
         AND member.publication_id IS DISTINCT FROM covered.publication_id
       ORDER BY subject.id`,
      [screeningIds],
    );
    const groups = new Map<string, LateSubject[]>();
    for (const subject of late) {
      const { organizationId, list, from, to } = subject;
      const key = `${organizationId} ${list} ${from ?? ''} ${to}`;
      groups.set(key, [...(groups.get(key) ?? []), subject]);
    }
    for (const group of groups.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const subjectIds = group.map(({ subjectId }) => subjectId);
      await this.plans.planForSome(tx, first.organizationId, first, subjectIds);
    }
  }
}
