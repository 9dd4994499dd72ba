import { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import type { PlannedPart } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { drawMonitoringRevision } from '../monitoring/monitoring-turns';
import type { ListSetId, MonitoredSubjectId, PublicationId, RescreeningId, RescreeningPartId } from '../screening-ids';
import type { PartState, RescreeningKind, RescreeningState } from './rescreening';

/** A run as those who work on it see it. */
export interface RescreeningRun {
  readonly id: RescreeningId;
  readonly organizationId: OrganizationId;
  readonly kind: RescreeningKind;
  readonly state: RescreeningState;
  readonly list: string | null;
  readonly fromPublicationId: PublicationId | null;
  readonly toPublicationId: PublicationId | null;
  readonly listSetId: ListSetId | null;
  /** Null: everybody who is monitored. */
  readonly subjectIds: readonly MonitoredSubjectId[] | null;
  /** A 64-bit integer. Null before it was planned. */
  readonly revision: string | null;
}

export interface PartOfRun {
  readonly id: RescreeningPartId;
  readonly state: PartState;
  readonly firstSubjectId: string;
  readonly lastSubjectId: string;
  readonly subjects: number;
  readonly run: RescreeningRun;
}

/** A subject of a part, sealed. Null what ended after the run was planned. */
export interface PartSubject {
  readonly id: MonitoredSubjectId;
  readonly subject: Buffer | null;
  readonly threshold: number | null;
}

const RUN = `run.id, run.organization_id AS "organizationId", run.kind, run.state, run.list,
  run.from_publication_id AS "fromPublicationId", run.to_publication_id AS "toPublicationId", run.list_set_id AS "listSetId",
  run.subject_ids AS "subjectIds", run.revision::text AS revision`;

/** Who is in a run: they had begun, and not ended, when it drew its number. It stays so, whatever happens to them later. */
const isMember = (revision: string, subjectIds: string): string =>
  `begun_revision <= ${revision}::bigint AND (ended_revision IS NULL OR ended_revision > ${revision}::bigint)
   AND (${subjectIds}::text[] IS NULL OR id = ANY (${subjectIds}))`;

/** The SQL of those who plan a run and work on its parts. */
@Injectable()
export class RescreeningRuns {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<RescreeningRun | null> {
    const [run] = await this.database.query<RescreeningRun>(`SELECT ${RUN} FROM rescreenings AS run WHERE id = $1`, [
      id,
    ]);
    return run ?? null;
  }

  /** Whether another run of the organization has to end before this one may begin. */
  async isBehindAnother(id: RescreeningId): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM rescreenings AS run
       JOIN rescreenings AS earlier ON earlier.organization_id = run.organization_id AND earlier.number < run.number
       WHERE run.id = $1 AND earlier.state IN ('planned', 'running')
         -- Runs of single subjects wait for those of the same subjects only.
         AND (run.subject_ids IS NULL OR earlier.subject_ids IS NULL OR run.subject_ids && earlier.subject_ids)
       LIMIT 1`,
      [id],
    );
    return rows.length > 0;
  }

  /** The number that says who is in a run. */
  drawRevision(organizationId: OrganizationId): Promise<string> {
    return this.database.transaction((tx) => drawMonitoringRevision(tx, organizationId));
  }

  /** Cuts the subjects of a run into parts of so many. */
  cut(
    { organizationId, subjectIds }: Pick<RescreeningRun, 'organizationId' | 'subjectIds'>,
    revision: string,
    subjectsAPart: number,
  ): Promise<PlannedPart[]> {
    return this.database.query<PlannedPart>(
      `SELECT min(id) AS "firstSubjectId", max(id) AS "lastSubjectId", count(*)::integer AS subjects
       FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / $4::integer AS part FROM monitored_subjects
             WHERE organization_id = $1 AND ${isMember('$2', '$3')}) AS member
       GROUP BY part ORDER BY part`,
      [organizationId, revision, subjectIds, subjectsAPart],
    );
  }

  async findPart(id: string): Promise<PartOfRun | null> {
    const [row] = await this.database.query<Omit<PartOfRun, 'run'> & { readonly rescreeningId: string }>(
      `SELECT id, state, first_subject_id AS "firstSubjectId", last_subject_id AS "lastSubjectId", subjects,
              rescreening_id AS "rescreeningId"
       FROM rescreening_parts WHERE id = $1`,
      [id],
    );
    const run = row === undefined ? null : await this.find(row.rescreeningId);
    return row === undefined || run === null ? null : { ...row, run };
  }

  /** The subjects of a part after some id, in the order of their ids; those that have ended since are among them. */
  subjectsOf(
    { firstSubjectId, lastSubjectId, run }: PartOfRun,
    after: string | null,
    limit: number,
  ): Promise<PartSubject[]> {
    return this.database.prepared<PartSubject>(
      'subjects of a part',
      `SELECT id, subject, threshold FROM monitored_subjects
       WHERE organization_id = $1 AND id >= $2 AND id <= $3 AND ($4::text IS NULL OR id > $4) AND ${isMember('$5', '$6')}
       ORDER BY id LIMIT $7`,
      [run.organizationId, firstSubjectId, lastSubjectId, after, run.revision, run.subjectIds, limit],
    );
  }
}
