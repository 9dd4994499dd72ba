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
}

interface PendingPart {
  readonly fileId: ScreeningFileId;
  readonly listSetId: ListSetId | null;
}

interface PendingRows {
  readonly input: Buffer;
  readonly threshold: number;
  readonly listThresholds: Readonly<Record<string, number>>;
  readonly hitLimit: number;
}

const OF_PENDING = `FROM screening_file_parts AS part JOIN screening_files AS file ON file.id = part.file_id
  WHERE part.id = $1 AND file.organization_id = $2 AND part.state = 'pending' AND part.input IS NOT NULL`;

/** The parts of files from the side of who screens them. */
@Injectable()
export class ScreeningFileParts {
  constructor(
    private readonly database: Database,
    private readonly parts: SealedParts,
  ) {}

  /**
   * What all parts of the part's file are screened against, whatever comes into use meanwhile. The first part that asks
   * fixes it: the lists in use now.
   * @returns null when nobody wants the part screened any more: it was cancelled or deleted, or is done
   */
  async listSetOf(
    organizationId: OrganizationId,
    id: ScreeningFilePartId,
    inUse: Pick<ReadyLists, 'listSetId' | 'checkedAt'>,
  ): Promise<ListSetId | null> {
    const [part] = await this.database.query<PendingPart>(
      `SELECT file.id AS "fileId", file.list_set_id AS "listSetId" ${OF_PENDING}`,
      [id, organizationId],
    );
    if (part === undefined) return null;
    return part.listSetId ?? this.fixLists(part.fileId, inUse);
  }

  /** The rows of a part. @returns null when nobody wants it screened any more */
  async open(organizationId: OrganizationId, id: ScreeningFilePartId): Promise<OpenedPart | null> {
    const [part] = await this.database.query<PendingRows>(
      `SELECT part.input, file.threshold, file.list_thresholds AS "listThresholds", file.hit_limit AS "hitLimit" ${OF_PENDING}`,
      [id, organizationId],
    );
    if (part === undefined) return null;
    const { input, threshold, listThresholds, hitLimit: limit } = part;
    return {
      batch: await this.parts.openInput(organizationId, id, input),
      request: { threshold, listThresholds, limit },
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
