import type { Transaction } from '@bonafide/database';
import { loadConfig } from '@bonafide/configuration';
import type { OrganizationId } from '@bonafide/identifiers';
import { type ReceivedFile, type ScreeningFileFormat, ScreeningFileIntake, ScreeningFiles } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Changes } from '../http/changes.service';
import { Problem } from '../http/problem';
import { UploadBody, type UploadLimits } from '../http/upload-body';
import { tableUpload } from '../http/upload-kind';
import { tooLarge } from '../http/upload-problem';
import { mediaTypeOf } from '../http/upload-routes';
import type { CalledRequest } from '../security/caller.decorator';
import { refusedUpload } from './refused-upload';
import { ScreeningFileView, type UploadQuery } from './screening-file.dto';
import { UploadConfig } from './upload.config';

const IDLE_MS = 30_000;
const TOTAL_MS = 3_600_000;

/** Uploads of screening files: received in many short transactions, and made true in one at their end. */
@Injectable()
export class Uploads {
  private readonly config = loadConfig(UploadConfig);
  private readonly limits: UploadLimits = {
    bytesAtMost: this.config.SCREENING_FILE_MAX_BYTES,
    idleMs: IDLE_MS,
    totalMs: TOTAL_MS,
  };

  constructor(
    private readonly intake: ScreeningFileIntake,
    private readonly files: ScreeningFiles,
    private readonly changes: Changes,
  ) {}

  /** @returns the view of the file, or of the one that a first call with the same Idempotency-Key made */
  async take(
    request: CalledRequest,
    reply: FastifyReply,
    organizationId: OrganizationId,
    query: UploadQuery,
  ): Promise<unknown> {
    if (Number(request.headers['content-length']) > this.limits.bytesAtMost) throw tooLarge(tableUpload, this.limits);
    const body = new UploadBody(request.raw, this.limits);
    try {
      return await this.receive(request, reply, organizationId, query, body);
    } catch (error) {
      throw refusedUpload(error, this.limits);
    }
  }

  private async receive(
    request: CalledRequest,
    reply: FastifyReply,
    organizationId: OrganizationId,
    query: UploadQuery,
    body: UploadBody,
  ): Promise<unknown> {
    const operation = request.operation;
    if (operation === undefined) throw new Error('An upload has no operation.');
    const format: ScreeningFileFormat = mediaTypeOf(request) === 'text/csv' ? 'csv' : 'ndjson';
    // A repetition need only be told from another file.
    const isRepetition = await this.changes.isRemembered(request, operation);
    const received = isRepetition ? null : await this.store(organizationId, format, query, body);
    if (isRepetition) await body.readOn();
    try {
      const asked = { format, threshold: query.threshold ?? null, limit: query.limit, sha256: body.sha256() };
      return await this.changes.make({ request, reply, operation, body: asked }, (tx) =>
        this.accept(tx, reply, received),
      );
    } finally {
      // Where another call with the same key was faster; what was accepted stays.
      if (received !== null) await this.intake.discard(received.id);
    }
  }

  private store(
    organizationId: OrganizationId,
    format: ScreeningFileFormat,
    { threshold, limit }: UploadQuery,
    body: UploadBody,
  ): Promise<ReceivedFile> {
    return this.intake.receive({
      organizationId,
      format,
      bytes: body.chunks(),
      rowsAtMost: this.config.SCREENING_FILE_MAX_ROWS,
      threshold: threshold ?? null,
      hitLimit: limit,
    });
  }

  private async accept(
    tx: Transaction,
    reply: FastifyReply,
    received: ReceivedFile | null,
  ): Promise<ScreeningFileView> {
    if (received === null) {
      throw new Problem('idempotency-in-flight', 'Its first answer was forgotten while the file came. Send it again.');
    }
    await this.intake.accept(tx, received);
    const file = await this.files.find(received.organizationId, received.id, tx);
    if (file === null) throw new Error('The file that was just accepted is not there.');
    void reply.header('location', `/v1/screening-files/${file.id}`);
    return ScreeningFileView.of(file);
  }
}
