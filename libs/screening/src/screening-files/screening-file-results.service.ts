import { Database } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';

import { notScreenedLines, notScreenedLinesFrom } from '../files/not-screened-lines';
import type { ScreeningFileId, ScreeningFilePartId } from '../screening-ids';
import { SealedParts } from './sealed-parts.service';
import { ScreeningFileGone } from './upload-refused';

interface PartRow {
  readonly id: ScreeningFilePartId;
  readonly firstRow: number;
  readonly rowCount: number;
  readonly input: Buffer | null;
  readonly result: Buffer | null;
}

/** What came of a file, line by line. */
@Injectable()
export class ScreeningFileResults {
  constructor(
    private readonly database: Database,
    private readonly parts: SealedParts,
  ) {}

  /**
   * A line of JSON for each row, in the order of the file; a row that nobody has screened has one that says so. One part
   * is read when the one before it was taken.
   * @throws ScreeningFileGone when the file is deleted meanwhile
   */
  async *lines(organizationId: OrganizationId, fileId: ScreeningFileId, rowCount: number): AsyncGenerator<Buffer> {
    let rows = 0;
    for (let number = 1; rows < rowCount; number++) {
      const part = await this.find(organizationId, fileId, number);
      rows += part.rowCount;
      yield await this.linesOf(organizationId, part);
    }
  }

  private async find(organizationId: OrganizationId, fileId: ScreeningFileId, number: number): Promise<PartRow> {
    const [part] = await this.database.prepared<PartRow>(
      'read screening file part',
      `SELECT part.id, part.first_row AS "firstRow", part.row_count AS "rowCount", part.input, part.result
       FROM screening_file_parts AS part JOIN screening_files AS file ON file.id = part.file_id
       WHERE part.file_id = $1 AND part.number = $2 AND file.organization_id = $3`,
      [fileId, number, organizationId],
    );
    if (part === undefined) throw new ScreeningFileGone();
    return part;
  }

  private async linesOf(
    organizationId: OrganizationId,
    { id, result, input, firstRow, rowCount }: PartRow,
  ): Promise<Buffer> {
    if (result !== null) return this.parts.openResult(organizationId, id, result);
    if (input === null) return Buffer.from(notScreenedLinesFrom(firstRow, rowCount));
    return Buffer.from(notScreenedLines(await this.parts.openInput(organizationId, id, input)));
  }
}
