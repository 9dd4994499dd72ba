import { Readable } from 'node:stream';

import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import {
  type ScreeningFileId,
  screeningFileIds,
  ScreeningFileResults,
  ScreeningFiles,
  type ScreeningFileSnapshot,
} from '@bonafide/screening';
import { Controller, Delete, Get, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { type CalledRequest, InTransaction, TheOrganization } from '../security/caller.decorator';
import {
  ResultQuery,
  ScreeningFilesQuery,
  ScreeningFileSummaryView,
  ScreeningFileView,
  UploadQuery,
} from './screening-file.dto';
import { Uploads } from './uploads.service';

const FileParameter = () => IdParameter('screeningFileId', screeningFileIds, 'screening file');

@ApiTags('Screening files')
@Controller('v1/screening-files')
export class ScreeningFilesController {
  constructor(
    private readonly files: ScreeningFiles,
    private readonly results: ScreeningFileResults,
    private readonly uploads: Uploads,
  ) {}

  @Post()
  @Operation({
    id: 'createScreeningFile',
    summary: 'Screen a file of up to 5 million rows',
    description:
      'The body is the file, CSV or NDJSON in UTF-8, sent as a stream; docs/screening.md has its columns. Accepted when all of it is stored. ' +
      'A webhook tells when it is done, and GET of the `Location` how far it is. Rows give way to single screenings. ' +
      'With an `Idempotency-Key` the file is known again by its bytes, its type and the parameters; until the first upload has ended ' +
      'a second one is received as well, and the file that is whole first counts.',
    scope: 'screenings:write',
    status: 202,
    answer: ScreeningFileView,
    hasLocation: true,
    isPost: true,
    isUpload: true,
    audited: true,
    problems: ['invalid-parameter', 'state-conflict'],
  })
  create(
    @TheOrganization() organizationId: OrganizationId,
    @Query() query: UploadQuery,
    @Req() request: CalledRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return this.uploads.take(request, reply, organizationId, query);
  }

  @Get()
  @Operation({
    id: 'listScreeningFiles',
    summary: 'List screening files, newest first',
    scope: 'screenings:read',
    status: 200,
    answer: ScreeningFileSummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: ScreeningFilesQuery) {
    const { state } = query;
    return cursorPage(
      query,
      (before, limit) => this.files.list(organizationId, { state, before, limit }),
      ScreeningFileSummaryView.of,
    );
  }

  @Get(':screeningFileId')
  @Operation({
    id: 'getScreeningFile',
    summary: 'Read how far a screening file is, and what was found',
    scope: 'screenings:read',
    status: 200,
    answer: ScreeningFileView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @FileParameter() id: ScreeningFileId,
  ): Promise<ScreeningFileView> {
    return ScreeningFileView.of(await this.find(organizationId, id));
  }

  @Get(':screeningFileId/result')
  @Operation({
    id: 'getScreeningFileResult',
    summary: 'Read the result: a line of JSON for each row, in the order of the file',
    description:
      'A row with an `error` in its line was not screened. Until the file is `completed` there is no result.',
    scope: 'screenings:read',
    status: 200,
    mediaType: 'application/x-ndjson',
    problems: ['not-found', 'state-conflict', 'invalid-parameter'],
  })
  async result(
    @TheOrganization() organizationId: OrganizationId,
    @FileParameter() id: ScreeningFileId,
    @Query() { partial }: ResultQuery,
  ): Promise<StreamableFile> {
    const file = await this.find(organizationId, id);
    refuseUnfinished(file, partial);
    const lines = this.results.lines(organizationId, id, file.rowCount ?? 0);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'application/x-ndjson',
      disposition: `attachment; filename="${id}.ndjson"`,
    });
  }

  @Post(':screeningFileId/cancel')
  @Operation({
    id: 'cancelScreeningFile',
    summary: 'Cancel a screening file',
    description: 'Rows that are being screened are told to stop (`cancelRequested`); the others are removed at once.',
    scope: 'screenings:write',
    status: 202,
    answer: ScreeningFileView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async cancel(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @FileParameter() id: ScreeningFileId,
  ): Promise<ScreeningFileView> {
    const { state } = await this.find(organizationId, id, tx);
    if (!(await this.files.cancel(tx, id))) {
      throw new Problem('state-conflict', `A file that is ${state} cannot be cancelled.`);
    }
    return ScreeningFileView.of(await this.find(organizationId, id, tx));
  }

  @Delete(':screeningFileId')
  @Operation({
    id: 'deleteScreeningFile',
    summary: 'Remove a screening file with its result, for good',
    scope: 'screenings:write',
    status: 204,
    problems: ['not-found', 'state-conflict'],
    audited: true,
  })
  async remove(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @FileParameter() id: ScreeningFileId,
  ): Promise<void> {
    const removed = await this.files.remove(tx, organizationId, id);
    if (removed === 'unknown') throw notFound('screening file');
    if (removed === 'processing') {
      throw new Problem('state-conflict', 'The file is being screened. Cancel it first (POST …/cancel).');
    }
  }

  private async find(
    organizationId: OrganizationId,
    id: ScreeningFileId,
    tx?: Transaction,
  ): Promise<ScreeningFileSnapshot> {
    const file = await this.files.find(organizationId, id, tx);
    if (file === null) throw notFound('screening file');
    return file;
  }
}

/** What is not whole must not be taken for it: `partial` says that the caller knows. */
function refuseUnfinished({ state }: ScreeningFileSnapshot, partial: boolean): void {
  if (state === 'completed' || (partial && (state === 'failed' || state === 'cancelled'))) return;
  if (state === 'failed' || state === 'cancelled') {
    throw new Problem(
      'state-conflict',
      `The file is ${state}: not all of its rows were screened. Ask with ?partial=true for the lines of those that were.`,
    );
  }
  throw new Problem(
    'state-conflict',
    `The file is ${state}. Ask again when it is completed: a webhook tells, or GET of the file.`,
  );
}
