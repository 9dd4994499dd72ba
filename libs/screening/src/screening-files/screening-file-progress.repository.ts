import type { Transaction } from '@bonafide/database';
import type { ScreeningFilePartResult } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { ScreeningFileId, ScreeningFilePartId } from '../screening-ids';

/** A part as its job left it. */
export interface EndedPart {
  readonly id: ScreeningFilePartId;
  readonly state: 'completed' | 'cancelled' | 'failed';
  readonly errorCode: string | null;
  /** There when, and only when, the state is `completed`. */
  readonly outcome: (Omit<ScreeningFilePartResult, 'gzippedLines'> & { readonly sealedResult: Buffer }) | null;
}

/** A file whose last part has ended. */
export interface SettledFile {
  readonly id: ScreeningFileId;
  readonly organizationId: string;
  readonly state: 'completed' | 'cancelled' | 'failed';
  readonly sequence: number;
  readonly settledAt: Date;
  /** Its part that ended last. */
  readonly endedBy: ScreeningFilePartId;
}

interface PartOfFile {
  readonly id: ScreeningFilePartId;
  readonly fileId: ScreeningFileId;
}

/** The SQL that ends parts and counts them. */
@Injectable()
export class ScreeningFileProgress {
  /**
   * Ends those of the parts that are still open; what was cancelled or deleted meanwhile stays so.
   * @returns the parts that counted, and the files that are settled by it
   */
  async record(
    tx: Transaction,
    ended: readonly EndedPart[],
  ): Promise<{ readonly counted: readonly EndedPart[]; readonly settled: readonly SettledFile[] }> {
    const open = new Map((await this.lock(tx, ended, 'pending')).map(({ id, fileId }) => [id, fileId]));
    const counted = ended.filter(({ id }) => open.has(id));
    if (counted.length === 0) return { counted, settled: [] };
    await Promise.all([
      ...counted.map(({ id, outcome }) => (outcome === null ? null : this.storeResult(tx, id, outcome.sealedResult))),
      this.giveUp(tx, counted),
    ]);
    const settled = await Promise.all(
      [...new Set(open.values())].map(async (fileId) => {
        const parts = counted.filter(({ id }) => open.get(id) === fileId);
        const files = await this.count(tx, fileId, parts);
        return files.flatMap((file) => parts.slice(-1).map(({ id: endedBy }) => ({ ...file, endedBy })));
      }),
    );
    return { counted, settled: settled.flat() };
  }

  /** Parts whose job is tried again, as far as their rows are still there. */
  async reopen(tx: Transaction, ids: readonly ScreeningFilePartId[]): Promise<void> {
    const parts = await this.lock(
      tx,
      ids.map((id) => ({ id })),
      'failed',
    );
    if (parts.length === 0) return;
    await tx.query(`UPDATE screening_file_parts SET state = 'pending' WHERE id = ANY ($1)`, [
      parts.map(({ id }) => id),
    ]);
    await tx.query(
      `UPDATE screening_files AS file
       SET state = 'processing', open_part_count = open_part_count + reopened.parts,
           failed_part_count = failed_part_count - reopened.parts,
           error_code = CASE WHEN failed_part_count > reopened.parts THEN error_code END,
           cancel_requested_at = NULL, settled_at = NULL
       FROM (SELECT id, count(*)::integer AS parts FROM unnest($1::text[]) AS part (id) GROUP BY id) AS reopened
       WHERE file.id = reopened.id`,
      [parts.map(({ fileId }) => fileId)],
    );
  }

  /** Locks the files, in the order of their ids, as everybody does: settlements of parts of several files meet here. */
  private async lock(
    tx: Transaction,
    parts: readonly { readonly id: ScreeningFilePartId }[],
    state: 'pending' | 'failed',
  ): Promise<PartOfFile[]> {
    const ids = parts.map(({ id }) => id);
    await tx.query(
      `SELECT id FROM screening_files
       WHERE id IN (SELECT file_id FROM screening_file_parts WHERE id = ANY ($1)) ORDER BY id FOR UPDATE`,
      [ids],
    );
    return tx.query<PartOfFile>(
      `SELECT id, file_id AS "fileId" FROM screening_file_parts WHERE id = ANY ($1) AND state = $2`,
      [ids, state],
    );
  }

  /** Its rows have served their purpose. */
  private async storeResult(tx: Transaction, id: ScreeningFilePartId, sealedResult: Buffer): Promise<void> {
    await tx.prepared(
      'complete screening file part',
      `UPDATE screening_file_parts SET state = 'completed', input = NULL, result = $2 WHERE id = $1`,
      [id, sealedResult],
    );
  }

  /** The rows of a part that failed are kept, for it may be tried again. */
  private async giveUp(tx: Transaction, counted: readonly EndedPart[]): Promise<void> {
    const parts = counted.filter(({ outcome }) => outcome === null);
    if (parts.length === 0) return;
    await tx.query(
      `UPDATE screening_file_parts AS part
       SET state = ended.state, input = CASE WHEN ended.state = 'failed' THEN input END
       FROM unnest($1::text[], $2::text[]) AS ended (id, state) WHERE part.id = ended.id`,
      [parts.map(({ id }) => id), parts.map(({ state }) => state)],
    );
  }

  /** @returns the file when it is settled by it */
  private count(
    tx: Transaction,
    fileId: ScreeningFileId,
    parts: readonly EndedPart[],
  ): Promise<Omit<SettledFile, 'endedBy'>[]> {
    const outcomes = parts.flatMap(({ outcome }) => outcome ?? []);
    const sum = (of: 'rows' | 'rowsWithHits' | 'hits' | 'errors') =>
      outcomes.reduce((total, outcome) => total + outcome[of], 0);
    const engines = new Map(
      outcomes.map(({ engineVersion, configurationHash }) => [
        `${engineVersion} ${configurationHash}`,
        { engineVersion, configurationHash },
      ]),
    );
    const failed = parts.filter(({ state }) => state === 'failed');
    return tx.prepared<Omit<SettledFile, 'endedBy'>>(
      'count screening file parts',
      `WITH counted AS (
         UPDATE screening_files
         SET open_part_count = open_part_count - $2, failed_part_count = failed_part_count + $3,
             cancelled_part_count = cancelled_part_count + $4, error_code = coalesce(error_code, $5),
             done_row_count = done_row_count + $6, row_with_hits_count = row_with_hits_count + $7,
             hit_count = hit_count + $8, row_error_count = row_error_count + $9,
             engines = engines || (
               SELECT coalesce(jsonb_agg(engine), '[]') FROM jsonb_array_elements($10::jsonb) AS engine
               WHERE NOT engines @> jsonb_build_array(engine)),
             state = CASE
               WHEN open_part_count > $2 THEN state
               WHEN failed_part_count + $3 > 0 THEN 'failed'
               WHEN cancelled_part_count + $4 > 0 THEN 'cancelled'
               ELSE 'completed' END,
             settled_at = CASE WHEN open_part_count = $2 THEN now() END,
             sequence = sequence + CASE WHEN open_part_count = $2 THEN 1 ELSE 0 END
         WHERE id = $1
         RETURNING id, organization_id AS "organizationId", state, sequence, settled_at AS "settledAt"
       )
       SELECT * FROM counted WHERE "settledAt" IS NOT NULL`,
      [
        fileId,
        parts.length,
        failed.length,
        parts.filter(({ state }) => state === 'cancelled').length,
        failed[0]?.errorCode ?? null,
        sum('rows'),
        sum('rowsWithHits'),
        sum('hits'),
        sum('errors'),
        JSON.stringify([...engines.values()]),
      ],
    );
  }
}
