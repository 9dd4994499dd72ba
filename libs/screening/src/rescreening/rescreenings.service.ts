import { Database, type Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { RescreeningId } from '../screening-ids';
import { ListCoverage } from './list-coverage.service';
import type { RescreeningFilter, RescreeningPartSnapshot, RescreeningSnapshot } from './rescreening';
import { RescreeningPlans } from './rescreening-plans.service';
import { RescreeningProgress } from './rescreening-progress.service';

const COLUMNS = `id, kind, trigger, state, list, from_publication_id AS "fromPublicationId", to_publication_id AS "toPublicationId",
  CASE WHEN entries_added IS NOT NULL
       THEN jsonb_build_object('added', entries_added, 'changed', entries_changed, 'removed', entries_removed) END AS entries,
  subjects, subjects_screened AS "subjectsScreened", subjects_ended AS "subjectsEnded",
  subjects_unscreened AS "subjectsUnscreened", hits_found AS "hitsFound", hits_lapsed AS "hitsLapsed", parts,
  parts_completed AS "partsCompleted", parts_failed AS "partsFailed", error_code AS "errorCode", created_at AS "createdAt",
  started_at AS "startedAt", finished_at AS "finishedAt"`;
const PART = `id, number, job_id AS "jobId", first_subject_id AS "firstSubjectId", last_subject_id AS "lastSubjectId", subjects,
  state, screened, ended, coalesce(unscreened, '{}') AS unscreened, hits_found AS "hitsFound", list_set_id AS "listSetId",
  engine_version AS "engineVersion", configuration_hash AS "configurationHash", attempt, error_code AS "errorCode",
  finished_at AS "finishedAt"`;

/** Rescreenings: asked for, looked up, cancelled. */
@Injectable()
export class Rescreenings {
  constructor(
    private readonly database: Database,
    private readonly plans: RescreeningPlans,
    private readonly progress: RescreeningProgress,
    private readonly coverage: ListCoverage,
  ) {}

  /** Everybody against the whole lists. @returns null while another such run is under way */
  async request(
    tx: Transaction,
    organizationId: OrganizationId,
    trigger: 'request' | 'schedule' = 'request',
  ): Promise<RescreeningSnapshot | null> {
    await this.coverage.holdStill(tx);
    const id = await this.plans.planFull(tx, organizationId, trigger);
    return id === null ? null : this.find(organizationId, id, tx);
  }

  /** @returns null when there is none; `ended` when it is too late */
  async cancel(
    tx: Transaction,
    organizationId: OrganizationId,
    id: RescreeningId,
  ): Promise<RescreeningSnapshot | 'ended' | null> {
    const wasUnderWay = await this.progress.cancel(tx, organizationId, id);
    const run = await this.find(organizationId, id, tx);
    return run === null || wasUnderWay ? run : 'ended';
  }

  /** @param source the open transaction, to see what was changed in it */
  async find(
    organizationId: OrganizationId,
    id: RescreeningId,
    source: Pick<Transaction, 'query'> = this.database,
  ): Promise<RescreeningSnapshot | null> {
    const [run] = await source.query<RescreeningSnapshot>(
      `SELECT ${COLUMNS} FROM rescreenings WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    return run ?? null;
  }

  /** Newest first. */
  list(organizationId: OrganizationId, filter: RescreeningFilter): Promise<RescreeningSnapshot[]> {
    const { list, publicationId, state, before, limit } = filter;
    return this.database.query<RescreeningSnapshot>(
      `SELECT ${COLUMNS} FROM rescreenings
       WHERE organization_id = $1 AND ($2::text IS NULL OR list = $2)
         AND ($3::text IS NULL OR to_publication_id = $3) AND ($4::text IS NULL OR state = $4)
         AND ($5::text IS NULL OR id < $5)
       ORDER BY id DESC LIMIT $6`,
      [organizationId, list ?? null, publicationId ?? null, state ?? null, before ?? null, limit],
    );
  }

  /** In the order of their numbers, those after one. */
  partsOf(id: RescreeningId, afterNumber: number, limit: number): Promise<RescreeningPartSnapshot[]> {
    return this.database.query<RescreeningPartSnapshot>(
      `SELECT ${PART} FROM rescreening_parts WHERE rescreening_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [id, afterNumber, limit],
    );
  }
}
