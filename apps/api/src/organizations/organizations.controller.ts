import { type Caller, Organizations } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import { type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { notFound } from '../http/problem';
import { InTransaction, TheCaller } from '../security/caller.decorator';
import { CallerView, CreateOrganizationBody, OrganizationView } from './organizations.dto';

@ApiTags('Access')
@Controller('v1')
export class OrganizationsController {
  constructor(private readonly organizations: Organizations) {}

  @Get('me')
  @Operation({
    id: 'getCaller',
    summary: 'What the API key is and may do',
    scope: 'any',
    status: 200,
    answer: CallerView,
  })
  me(@TheCaller() { apiKeyId, organizationId, scopes }: Caller): CallerView {
    return { apiKeyId, organizationId, scopes };
  }

  @Post('organizations')
  @Operation({
    id: 'createOrganization',
    summary: 'Make an organization',
    scope: 'operator',
    status: 201,
    answer: OrganizationView,
    hasLocation: true,
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @Body() { name, rateLimitPerMinute = null }: CreateOrganizationBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationView> {
    const organization = await this.organizations.create(tx, name, rateLimitPerMinute);
    void reply.header('location', `/v1/organizations/${organization.id}`);
    return OrganizationView.of(organization);
  }

  @Get('organizations')
  @Operation({
    id: 'listOrganizations',
    summary: 'List organizations',
    scope: 'operator',
    status: 200,
    answer: OrganizationView,
    isPage: true,
  })
  list(@Query() page: PageQuery) {
    return cursorPage(
      page,
      (before, limit) => this.organizations.list((before ?? null) as OrganizationId | null, limit),
      OrganizationView.of,
    );
  }

  @Get('organizations/:organizationId')
  @Operation({
    id: 'getOrganization',
    summary: 'Read an organization',
    scope: 'operator',
    status: 200,
    answer: OrganizationView,
    problems: ['not-found'],
  })
  async read(
    @IdParameter('organizationId', organizationIds, 'organization') id: OrganizationId,
  ): Promise<OrganizationView> {
    const organization = await this.organizations.find(id);
    if (organization === null) throw notFound('organization');
    return OrganizationView.of(organization);
  }
}
