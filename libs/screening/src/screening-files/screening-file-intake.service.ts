import { Database, type Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { type JobId, jobIds, ScreeningFilePart } from '@bonafide/jobs';
import { describeError, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { partSizeFor } from '../files/part-size';
import { readRowBatches } from '../files/read-row-batches';
import type { RowBatch } from '../files/row-batch';
import { SubjectFileError } from '../files/subject-file-error';
import {
  type ScreeningFileId,
  screeningFileIds,
  type ScreeningFilePartId,
  screeningFilePartIds,
} from '../screening-ids';
import { unusedColumnsPlace } from '../screenings/sealed-places';
import { ScreeningThresholds } from '../settings/screening-thresholds.service';
import type { SettingsSource } from '../settings/settings-versions.repository';
import type { AppliedThresholds } from '../settings/thresholds';
import type { ScreeningFileFormat } from './screening-file';
import { SealedParts } from './sealed-parts.service';
import { ScreeningFileGone, TooManyRows } from './upload-refused';

export interface FileUpload {
  readonly organizationId: OrganizationId;
  readonly format: ScreeningFileFormat;
  /** UTF-8. No more is asked for than has been stored. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly rowsAtMost: number;
  /** From which score on a listed name is a hit, on all lists; null for the organization's when it is accepted. */
  readonly threshold: number | null;
  /** How many hits a row gets at most. */
  readonly hitLimit: number;
}

/** A file whose parts are all stored, and of which nothing is screened yet. */
export interface ReceivedFile {
  readonly id: ScreeningFileId;
  readonly organizationId: OrganizationId;
  readonly rowCount: number;
  readonly partCount: number;
  /** As it was uploaded with. */
  readonly threshold: number | null;
}

interface StoredPart {
  readonly id: ScreeningFilePartId;
  readonly jobId: JobId;
}

const JOBS_A_STATEMENT = 1_000;
/** No upload takes that long: who received it has died. */
const GIVEN_UP_AFTER_HOURS = 2;

/** Takes files in: each part is sealed and stored as it comes, so that a file of any length needs the same memory. */
@Injectable()
export class ScreeningFileIntake {
  constructor(
    private readonly database: Database,
    private readonly encryption: FieldEncryption,
    private readonly parts: SealedParts,
    private readonly submitter: JobSubmitter,
    private readonly thresholds: ScreeningThresholds,
  ) {}

  /**
   * Stores the rows. When it throws, nothing of them is left, or not for long.
   * @throws SubjectFileError when it is no file of rows; TooManyRows; ScreeningFileGone; what `bytes` throws
   */
  async receive(upload: FileUpload): Promise<ReceivedFile> {
    const { organizationId } = upload;
    const id = screeningFileIds.create();
    await this.encryption.prepare(organizationId);
    // What it is shown with while it comes; others may be in force when it is accepted.
    const { threshold, listThresholds, version } = await this.thresholdsOf(this.database, upload);
    await this.database.query(
      `INSERT INTO screening_files (id, organization_id, state, format, threshold, list_thresholds, threshold_version,
                                    hit_limit)
       VALUES ($1, $2, 'receiving', $3, $4, $5, $6, $7)`,
      [id, organizationId, upload.format, threshold, listThresholds, version, upload.hitLimit],
    );
    try {
      return { id, organizationId, threshold: upload.threshold, ...(await this.storeParts(id, upload)) };
    } catch (error) {
      await this.discard(id);
      throw error;
    }
  }

  /** From now on its rows are screened; all of it in the caller's transaction. */
  async accept(tx: Transaction, received: ReceivedFile): Promise<void> {
    const { id, organizationId, rowCount, partCount } = received;
    const { threshold, listThresholds, version } = await this.thresholdsOf(tx, received);
    const [file] = await tx.query(
      `UPDATE screening_files
       SET state = 'processing', row_count = $2, part_count = $3, open_part_count = $3, threshold = $4,
           list_thresholds = $5, threshold_version = $6, accepted_at = now()
       WHERE id = $1 AND state = 'receiving' RETURNING id`,
      [id, rowCount, partCount, threshold, listThresholds, version],
    );
    if (file === undefined) throw new ScreeningFileGone();
    const parts = await tx.query<StoredPart>(
      'SELECT id, job_id AS "jobId" FROM screening_file_parts WHERE file_id = $1 ORDER BY number',
      [id],
    );
    // Parts are stored without waiting for the disk: a Postgres that crashed meanwhile may have forgotten some.
    if (parts.length !== partCount) throw new Error('Parts of the file that were stored are not there.');
    for (let from = 0; from < parts.length; from += JOBS_A_STATEMENT) {
      const jobs = parts.slice(from, from + JOBS_A_STATEMENT).map((part) => ({
        jobId: part.jobId,
        organizationId,
        lane: 'bulk' as const,
        payload: { partId: part.id },
        subjectId: part.id,
      }));
      await this.submitter.submitMany(tx, ScreeningFilePart, jobs);
    }
  }

  /**
   * Removes what was received, unless it was accepted. Never throws, for whoever calls it has an answer to give already:
   * what cannot be removed now goes with what was abandoned.
   */
  async discard(id: ScreeningFileId): Promise<void> {
    try {
      await this.database.query(`DELETE FROM screening_files WHERE id = $1 AND state = 'receiving'`, [id]);
    } catch (error) {
      log.warn('screening-file.not-discarded', describeError(error));
    }
  }

  /** Removes what is left of uploads whose process was killed. @returns how many */
  async discardAbandoned(): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM screening_files
       WHERE state = 'receiving' AND created_at < now() - $1 * interval '1 hour' RETURNING 1 AS gone`,
      [GIVEN_UP_AFTER_HOURS],
    );
    return rows.length;
  }

  private async thresholdsOf(
    source: SettingsSource,
    file: Pick<ReceivedFile, 'organizationId' | 'threshold'>,
  ): Promise<AppliedThresholds> {
    const [applied] = await this.thresholds.appliedTo(source, file.organizationId, [file]);
    if (applied === undefined) throw new Error('One upload has one set of thresholds.');
    return applied;
  }

  private async storeParts(
    id: ScreeningFileId,
    { organizationId, format, bytes, rowsAtMost, hitLimit }: FileUpload,
  ): Promise<Pick<ReceivedFile, 'rowCount' | 'partCount'>> {
    let unusedColumns: readonly string[] = [];
    let rowCount = 0;
    let partCount = 0;
    const file = {
      name: 'The file',
      kind: format,
      bytes,
      onUnusedColumns: (titles: readonly string[]) => (unusedColumns = titles),
    };
    for await (const batch of readRowBatches(file, partSizeFor(hitLimit))) {
      rowCount += batch.records.length;
      partCount += 1;
      if (rowCount > rowsAtMost) throw new TooManyRows(rowsAtMost);
      await this.storePart(id, organizationId, partCount, batch);
    }
    if (rowCount === 0) throw new SubjectFileError('The file has no rows: there is nothing to screen.');
    if (unusedColumns.length > 0) await this.storeUnusedColumns(id, organizationId, unusedColumns);
    return { rowCount, partCount };
  }

  /** Asynchronous commit: the one that accepts the file is not, and what was written before it is on the disk with it. */
  private async storePart(
    fileId: ScreeningFileId,
    organizationId: OrganizationId,
    number: number,
    batch: RowBatch,
  ): Promise<void> {
    const id = screeningFilePartIds.create();
    const input = await this.parts.sealInput(organizationId, id, batch);
    const stored = await this.database.prepared(
      'insert screening file part',
      `INSERT INTO screening_file_parts (id, file_id, number, job_id, state, first_row, row_count, input)
       SELECT $1, file.id, $3, $4, 'pending', $5, $6, $7
       FROM screening_files AS file, (SELECT set_config('synchronous_commit', 'off', true) AS quick) AS commit
       WHERE file.id = $2 AND file.state = 'receiving' AND commit.quick IS NOT NULL
       RETURNING id`,
      [id, fileId, number, jobIds.create(), batch.firstRow, batch.records.length, input],
    );
    if (stored.length === 0) throw new ScreeningFileGone();
  }

  private async storeUnusedColumns(
    id: ScreeningFileId,
    organizationId: OrganizationId,
    titles: readonly string[],
  ): Promise<void> {
    const sealed = await this.encryption.sealJson(organizationId, unusedColumnsPlace(id), titles);
    await this.database.query('UPDATE screening_files SET unused_columns = $2 WHERE id = $1', [id, sealed]);
  }
}
