import { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import type { ReadyLists } from '../active-lists/active-lists.service';
import type { RowBatch } from '../files/row-batch';
import type { ScreenRequest } from '../matching/screening-engine';
import type { ListSetId, ScreeningFileId, ScreeningFilePartId } from '../screening-ids';
import { SealedParts } from './sealed-parts.service';

/** A part that is to be screened. */
export interface OpenedPart {
  readonly batch: RowBatch;
  readonly request: ScreenRequest;
  /** What all parts of its file are screened against, whatever is in use meanwhile. */
  readonly listSetId: ListSetId;
}

interface PendingPart {
  readonly fileId: ScreeningFileId;
  readonly input: Buffer;
  readonly threshold: number;
  readonly listThresholds: Readonly<Record<string, number>>;
  readonly hitLimit: number;
  readonly listSetId: ListSetId | null;
}

/** The parts of files from the side of who screens them. */
@Injectable()
export class ScreeningFileParts {
  constructor(
    private readonly database: Database,
    private readonly parts: SealedParts,
  ) {}

  /**
   * The rows of a part. The first one that is opened fixes what the whole file is screened against: the lists in use now.
   * @returns null when nobody wants it screened any more: it was cancelled or deleted, or is done
   */
  async open(
    organizationId: OrganizationId,
    id: ScreeningFilePartId,
    inUse: Pick<ReadyLists, 'listSetId' | 'checkedAt'>,
  ): Promise<OpenedPart | null> {
    const [part] = await this.database.query<PendingPart>(
      `SELECT file.id AS "fileId", part.input, file.threshold, file.list_thresholds AS "listThresholds",
              file.hit_limit AS "hitLimit", file.list_set_id AS "listSetId"
       FROM screening_file_parts AS part JOIN screening_files AS file ON file.id = part.file_id
       WHERE part.id = $1 AND file.organization_id = $2 AND part.state = 'pending' AND part.input IS NOT NULL`,
      [id, organizationId],
    );
    if (part === undefined) return null;
    const listSetId = part.listSetId ?? (await this.fixLists(part.fileId, inUse));
    if (listSetId === null) return null;
    const { threshold, listThresholds, hitLimit: limit } = part;
    return {
      batch: await this.parts.openInput(organizationId, id, part.input),
      request: { threshold, listThresholds, limit },
      listSetId,
    };
  }

  /** Of several that open their first part at the same time one decides for all. */
  private async fixLists(
    fileId: ScreeningFileId,
    { listSetId, checkedAt }: Pick<ReadyLists, 'listSetId' | 'checkedAt'>,
  ): Promise<ListSetId | null> {
    await this.database.query(
      'UPDATE screening_files SET list_set_id = $2, lists_checked_at = $3 WHERE id = $1 AND list_set_id IS NULL',
      [fileId, listSetId, checkedAt],
    );
    const [file] = await this.database.query<{ listSetId: ListSetId }>(
      'SELECT list_set_id AS "listSetId" FROM screening_files WHERE id = $1',
      [fileId],
    );
    return file?.listSetId ?? null;
  }
}
