import type { Caller } from '@bonafide/access';
import { type CustomerId, CustomerReader, type RepresentativeId } from '@bonafide/customers';
import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { VendorDesk } from '@bonafide/identity-vendors';
import {
  IdPackageDecisions,
  type IdPackageId,
  idPackageIds,
  IdPackageReader,
  IdPackages,
  IdPackageSubmission,
  type ImageId,
} from '@bonafide/verifications';
import { Body, Controller, Get, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { noSuchCustomer } from '../customers/customer-problems';
import { CustomerParameter } from '../customers/customers.controller';
import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { Problem } from '../http/problem';
import { InTransaction, TheCaller, TheOrganization } from '../security/caller.decorator';
import { createdPackage, noSuchPackage, packageIn, refusedIn } from './id-package-problems';
import {
  CancelIdPackageBody,
  IdPackageBody,
  IdPackageDecisionBody,
  IdPackagesQuery,
  IdPackageSummaryView,
  IdPackageView,
  VerifyIdPackageBody,
} from './id-package.dto';

const PackageParameter = () => IdParameter('packageId', idPackageIds, 'identity package');

@ApiTags('Identity packages')
@Controller('v1/customers/:customerId/id-packages')
export class IdPackagesController {
  constructor(
    private readonly customers: CustomerReader,
    private readonly packages: IdPackages,
    private readonly reader: IdPackageReader,
    private readonly submission: IdPackageSubmission,
    private readonly decisions: IdPackageDecisions,
    private readonly desk: VendorDesk,
  ) {}

  @Post()
  @Operation({
    id: 'createIdPackage',
    summary: 'Put images of a document together',
    description: 'The images are uploaded first. Nobody looks at them before `verify`.',
    scope: 'customers:write',
    status: 201,
    answer: IdPackageView,
    hasLocation: true,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @Body() body: IdPackageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IdPackageView> {
    const { documentType, country, region = null, actor = null } = body;
    const answer = await this.packages.create(tx, organizationId, customerId, {
      documentType,
      country,
      region,
      // The form of ids was checked with the body.
      images: {
        front: body.frontImageId as ImageId,
        back: (body.backImageId ?? null) as ImageId | null,
        face: (body.faceImageId ?? null) as ImageId | null,
      },
      representativeId: (body.representativeId ?? null) as RepresentativeId | null,
      replaces: (body.replaces ?? null) as IdPackageId | null,
      caller: { apiKeyId, actor },
    });
    const created = createdPackage(answer);
    void reply.header('location', pathOf(customerId, created.id));
    return IdPackageView.of(created);
  }

  @Get()
  @Operation({
    id: 'listIdPackages',
    summary: 'List the identity packages of a customer, newest first',
    scope: 'customers:read',
    status: 200,
    answer: IdPackageSummaryView,
    isPage: true,
    problems: ['not-found'],
  })
  async list(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @Query() query: IdPackagesQuery,
  ) {
    if ((await this.customers.find(organizationId, customerId)) === null) throw noSuchCustomer();
    const { state } = query;
    return cursorPage(
      query,
      (before, limit) => this.reader.list(organizationId, customerId, { state, before, limit }),
      IdPackageSummaryView.of,
    );
  }

  @Get(':packageId')
  @Operation({
    id: 'getIdPackage',
    summary: 'Read an identity package',
    scope: 'customers:read',
    status: 200,
    answer: IdPackageView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @PackageParameter() id: IdPackageId,
  ): Promise<IdPackageView> {
    const found = await this.reader.find(organizationId, customerId, id);
    if (found === null) throw noSuchPackage();
    return IdPackageView.of(found);
  }

  @Post(':packageId/verify')
  @Operation({
    id: 'verifyIdPackage',
    summary: 'Have a vendor examine the document',
    description:
      'Accepted when it is stored; a webhook tells what came of it. The record is compared as it is at this moment. A document that the policy does not take is shown to no vendor.',
    scope: 'customers:write',
    status: 202,
    answer: IdPackageView,
    hasLocation: true,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async verify(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @PackageParameter() id: IdPackageId,
    @Body() { purpose, vendor }: VerifyIdPackageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IdPackageView> {
    const wish = { purpose, ...(vendor == null ? {} : { vendor }) };
    const found = await this.reader.find(organizationId, customerId, id, tx);
    if (found === null) throw noSuchPackage();
    if (vendor != null && !this.desk.vendorsFor('id_document').includes(vendor)) {
      const detail = 'This installation has no vendor of this name that examines documents. Leave it out for any.';
      throw new Problem('validation-failed', `#/vendor: ${detail}`, [{ pointer: '#/vendor', detail }]);
    }
    const answer = await this.submission.verify(tx, organizationId, customerId, id, wish);
    void reply.header('location', pathOf(customerId, id));
    return IdPackageView.of(packageIn(answer, 'verified: make another one that `replaces` it'));
  }

  @Post(':packageId/cancel')
  @Operation({
    id: 'cancelIdPackage',
    summary: 'Cancel an identity package',
    description: 'One that is being processed is told to stop; should the answer come first, it stands.',
    scope: 'customers:write',
    status: 202,
    answer: IdPackageView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async cancel(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @PackageParameter() id: IdPackageId,
    @Body() _: CancelIdPackageBody,
  ): Promise<IdPackageView> {
    const answer = await this.submission.cancel(tx, organizationId, customerId, id);
    return IdPackageView.of(packageIn(answer, 'canceled'));
  }

  @Put(':packageId/decision')
  @Operation({
    id: 'decideIdPackage',
    summary: 'Decide on a package that needs review',
    description:
      'A package that has passed is evidence. It moves nobody on the ladder: whoever vouches for the customer may name it.',
    scope: 'customers:decide',
    status: 200,
    answer: IdPackageView,
    problems: ['not-found', 'state-conflict', ...problemsOfBodies],
    audited: true,
  })
  async decide(
    @InTransaction() tx: Transaction,
    @TheCaller() { apiKeyId }: Caller,
    @TheOrganization() organizationId: OrganizationId,
    @CustomerParameter() customerId: CustomerId,
    @PackageParameter() id: IdPackageId,
    @Body() { decision, actor, reason }: IdPackageDecisionBody,
  ): Promise<IdPackageView> {
    const request = { decision, actor, reason, apiKeyId };
    const answer = await this.decisions.decide(tx, organizationId, customerId, id, request);
    if (answer === null) throw noSuchPackage();
    if ('refusedAs' in answer) throw refusedIn(answer.refusedAs, 'decided: only one that needs review can');
    return IdPackageView.of(answer.package);
  }
}

const pathOf = (customerId: CustomerId, id: IdPackageId): string => `/v1/customers/${customerId}/id-packages/${id}`;
