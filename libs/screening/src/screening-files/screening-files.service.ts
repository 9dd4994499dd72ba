import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobControl } from '@bonafide/job-runtime';
import type { JobId } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import { ListSets } from '../active-lists/list-sets.repository';
import type { ListSetId, ScreeningFileId } from '../screening-ids';
import { unusedColumnsPlace } from '../screenings/sealed-places';
import type { ScreeningFileSnapshot, ScreeningFileState, ScreeningFileSummary } from './screening-file';

export interface ScreeningFileFilter {
  readonly state?: ScreeningFileState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

interface FileRow extends ScreeningFileSummary {
  readonly unusedColumns: Buffer | null;
  readonly listSetId: ListSetId | null;
}

const COLUMNS = `id, state, format, threshold, list_thresholds AS "listThresholds", threshold_version AS "thresholdVersion", hit_limit AS "hitLimit", row_count AS "rowCount",
  done_row_count AS "doneRowCount", row_with_hits_count AS "rowWithHitsCount", hit_count::float8 AS "hitCount",
  row_error_count AS "rowErrorCount", cancel_requested_at IS NOT NULL AND settled_at IS NULL AS "cancelRequested",
  error_code AS "errorCode", engines, lists_checked_at AS "listsCheckedAt", created_at AS "createdAt",
  accepted_at AS "acceptedAt", settled_at AS "settledAt"`;

/** Files: looked up, cancelled, removed. */
@Injectable()
export class ScreeningFiles {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly listSets: ListSets,
    private readonly jobs: JobControl,
  ) {}

  /** @param tx to see what it has changed */
  async find(
    organizationId: OrganizationId,
    id: ScreeningFileId,
    tx?: Transaction,
  ): Promise<ScreeningFileSnapshot | null> {
    const [row] = await (tx ?? this.database).query<FileRow>(
      `SELECT ${COLUMNS}, unused_columns AS "unusedColumns", list_set_id AS "listSetId" FROM screening_files
       WHERE id = $1 AND organization_id = $2`,
      [id, organizationId],
    );
    if (row === undefined) return null;
    const { unusedColumns, listSetId, ...summary } = row;
    return {
      ...summary,
      unusedColumns:
        unusedColumns === null
          ? []
          : await this.encryption.openJson<string[]>(organizationId, unusedColumnsPlace(id), unusedColumns),
      publications: listSetId === null ? [] : await this.listSets.publicationsOf(listSetId, tx),
    };
  }

  /** Newest first. */
  list(organizationId: OrganizationId, { state, before, limit }: ScreeningFileFilter): Promise<ScreeningFileSummary[]> {
    return this.database.query<ScreeningFileSummary>(
      `SELECT ${COLUMNS} FROM screening_files
       WHERE organization_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [organizationId, state ?? null, before ?? null, limit],
    );
  }

  /**
   * Rows that nobody has begun with are not screened any more, and are removed; the file is `cancelled` when those that
   * are being screened are done or have stopped.
   * @returns whether it was being processed
   */
  async cancel(tx: Transaction, id: ScreeningFileId): Promise<boolean> {
    const jobs = await tx.query<{ id: JobId }>(
      `SELECT part.job_id AS id FROM screening_file_parts AS part JOIN screening_files AS file ON file.id = part.file_id
       WHERE file.id = $1 AND file.state = 'processing' AND part.state = 'pending'`,
      [id],
    );
    if (jobs.length === 0) return false;
    // Jobs are locked before files, by settlements as well.
    await this.jobs.cancelMany(
      tx,
      jobs.map((job) => job.id),
    );
    await tx.query(
      'UPDATE screening_files SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE id = $1',
      [id],
    );
    return true;
  }

  /**
   * Removes rows and results for good.
   * @returns `processing` when it cannot be removed yet
   */
  async remove(
    tx: Transaction,
    organizationId: OrganizationId,
    id: ScreeningFileId,
  ): Promise<'removed' | 'processing' | 'unknown'> {
    const [file] = await tx.query<{ state: ScreeningFileState }>(
      'SELECT state FROM screening_files WHERE id = $1 AND organization_id = $2 FOR UPDATE',
      [id, organizationId],
    );
    if (file === undefined) return 'unknown';
    if (file.state === 'processing') return 'processing';
    await tx.query('DELETE FROM screening_files WHERE id = $1', [id]);
    return 'removed';
  }
}
