import { type CustomerId, CustomerReader } from '@bonafide/customers';
import type { OrganizationId } from '@bonafide/identifiers';
import {
  IMAGE_BYTES_AT_MOST,
  ImageFileError,
  type ImageMediaType,
  PackageImages,
  readImageFile,
} from '@bonafide/verifications';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { noSuchCustomer } from '../customers/customer-problems';
import { Changes } from '../http/changes.service';
import { Problem } from '../http/problem';
import { UploadBody, UploadFailure, type UploadLimits } from '../http/upload-body';
import { imageUpload } from '../http/upload-kind';
import { tooLarge, uploadProblem } from '../http/upload-problem';
import { mediaTypeOf } from '../http/upload-routes';
import type { CalledRequest } from '../security/caller.decorator';
import { ImageView } from './image.dto';

const limits: UploadLimits = { bytesAtMost: IMAGE_BYTES_AT_MOST, idleMs: 30_000, totalMs: 120_000 };

/** Uploads of images: small enough to be held in memory, so that nothing is stored before all of it was looked at. */
@Injectable()
export class ImageUploads {
  constructor(
    private readonly customers: CustomerReader,
    private readonly images: PackageImages,
    private readonly changes: Changes,
  ) {}

  /** @returns the view of the image, or of the one that a first call with the same Idempotency-Key made */
  async take(
    request: CalledRequest,
    reply: FastifyReply,
    organizationId: OrganizationId,
    customerId: CustomerId,
  ): Promise<unknown> {
    const { operation, caller } = request;
    if (operation === undefined || caller === undefined) throw new Error('An upload has no operation or no caller.');
    if ((await this.customers.find(organizationId, customerId)) === null) throw noSuchCustomer();
    if (Number(request.headers['content-length']) > limits.bytesAtMost) throw tooLarge(imageUpload, limits);
    const { content, sha256 } = await received(request);
    // The route takes no other type.
    const mediaType = mediaTypeOf(request) as ImageMediaType;
    const size = sizeOf(content, mediaType);
    const { apiKeyId } = caller;
    return this.changes.make({ request, reply, operation, body: { mediaType, sha256 } }, async (tx) => {
      const uploaded = { organizationId, customerId, mediaType, size, content, apiKeyId };
      const image = await this.images.store(tx, uploaded);
      void reply.header('location', `/v1/customers/${customerId}/images/${image.id}`);
      return ImageView.of(image);
    });
  }
}

async function received({ raw }: CalledRequest): Promise<{ readonly content: Buffer; readonly sha256: string }> {
  const body = new UploadBody(raw, limits);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body.chunks()) chunks.push(chunk);
  } catch (error) {
    throw error instanceof UploadFailure ? uploadProblem(error, imageUpload, limits) : error;
  }
  return { content: Buffer.concat(chunks), sha256: body.sha256() };
}

function sizeOf(content: Buffer, mediaType: ImageMediaType) {
  try {
    return readImageFile(content, mediaType);
  } catch (error) {
    if (error instanceof ImageFileError) throw new Problem('unreadable-file', `${error.message} Nothing was stored.`);
    throw error;
  }
}
