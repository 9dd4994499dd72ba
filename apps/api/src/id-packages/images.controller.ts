import { type CustomerId, CustomerReader } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { type ImageId, imageIds, PackageImages } from '@bonafide/verifications';
import { Body, Controller, Get, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { noSuchCustomer } from '../customers/customer-problems';
import { CustomerParameter } from '../customers/customers.controller';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound } from '../http/problem';
import { imageUpload } from '../http/upload-kind';
import { type CalledRequest, InTransaction, TheOrganization } from '../security/caller.decorator';
import { ImageUploads } from './image-uploads.service';
import { ImageView, OpenImageBody } from './image.dto';

const ImageParameter = () => IdParameter('imageId', imageIds, 'image');

@ApiTags('Identity packages')
@Controller('v1/customers/:customerId/images')
export class ImagesController {
  constructor(
    private readonly uploads: ImageUploads,
    private readonly images: PackageImages,
    private readonly customers: CustomerReader,
  ) {}

  @Post()
  @Operation({
    id: 'createCustomerImage',
    summary: 'Upload an image of a document, or of its holder’s face',
    description:
      'JPEG or PNG, 100 bytes to 5 MB, at least 100 pixels a side. It is kept sealed, for a package that names it within a day.',
    scope: 'customers:write',
    status: 201,
    answer: ImageView,
    hasLocation: true,
    isPost: true,
    isUpload: true,
    uploadKind: imageUpload,
    audited: true,
    problems: ['not-found'],
  })
  create(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @Req() request: CalledRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return this.uploads.take(request, reply, organizationId, customerId);
  }

  @Get(':imageId')
  @Operation({
    id: 'getCustomerImage',
    summary: 'Read what is known of an image; not the image',
    scope: 'customers:read',
    status: 200,
    answer: ImageView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @ImageParameter() id: ImageId,
  ): Promise<ImageView> {
    await this.requireCustomer(organizationId, customerId);
    const image = await this.images.find(organizationId, customerId, id);
    if (image === null) throw notFound('image');
    return ImageView.of(image);
  }

  @Post(':imageId/decrypt')
  @Operation({
    id: 'decryptCustomerImage',
    summary: 'Look at an image',
    description: 'Every reading is a line of the audit trail, with the person. The answer is stored nowhere.',
    scope: 'customers:decrypt',
    status: 200,
    mediaType: 'application/octet-stream',
    problems: ['not-found'],
    isPost: true,
    audited: true,
    keepsNoAnswer: true,
  })
  async open(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @ImageParameter() id: ImageId,
    @Body() _: OpenImageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.requireCustomer(organizationId, customerId, tx);
    const image = await this.images.find(organizationId, customerId, id, tx);
    const content = image === null ? null : await this.images.open(organizationId, id, tx);
    if (image === null || content === null) throw notFound('image');
    // Bytes that somebody has sent: a browser is to save them, and to run nothing.
    void reply.header('content-security-policy', 'sandbox');
    return new StreamableFile(content, {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${id}.${image.mediaType === 'image/png' ? 'png' : 'jpg'}"`,
    });
  }

  /** What a customer had is shown to nobody once it was deleted. */
  private async requireCustomer(organizationId: OrganizationId, id: CustomerId, tx?: Transaction): Promise<void> {
    if ((await this.customers.find(organizationId, id, tx)) === null) throw noSuchCustomer();
  }
}
