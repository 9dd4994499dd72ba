import { type ApiKeyId, apiKeyIds, ApiKeys, Organizations } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import { type OrganizationId, organizationIds } from '@bonafide/identifiers';
import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { notFound } from '../http/problem';
import { InTransaction } from '../security/caller.decorator';
import { ApiKeyView, CreateApiKeyBody, NewApiKeyView, RotateApiKeyBody } from './organizations.dto';

const OrganizationParameter = () => IdParameter('organizationId', organizationIds, 'organization');
const ApiKeyParameter = () => IdParameter('apiKeyId', apiKeyIds, 'API key');

@ApiTags('Access')
@Controller('v1/organizations/:organizationId/api-keys')
export class ApiKeysController {
  constructor(
    private readonly organizations: Organizations,
    private readonly apiKeys: ApiKeys,
  ) {}

  @Post()
  @Operation({
    id: 'createApiKey',
    summary: 'Make an API key for an organization',
    description: 'The key is in the answer and is never shown again.',
    scope: 'operator',
    status: 201,
    answer: NewApiKeyView,
    problems: ['not-found'],
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @OrganizationParameter() organizationId: OrganizationId,
    @Body() { name, scopes, expiresAt = null }: CreateApiKeyBody,
  ): Promise<NewApiKeyView> {
    if ((await this.organizations.find(organizationId)) === null) throw notFound('organization');
    const { apiKey, snapshot } = await this.apiKeys.create(tx, {
      organizationId,
      name,
      scopes,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    });
    return { ...ApiKeyView.of(snapshot), apiKey };
  }

  @Get()
  @Operation({
    id: 'listApiKeys',
    summary: "List an organization's API keys",
    scope: 'operator',
    status: 200,
    answer: ApiKeyView,
    isPage: true,
    problems: ['not-found'],
  })
  async list(@OrganizationParameter() organizationId: OrganizationId, @Query() page: PageQuery) {
    if ((await this.organizations.find(organizationId)) === null) throw notFound('organization');
    return cursorPage(page, (before, limit) => this.apiKeys.list(organizationId, before ?? null, limit), ApiKeyView.of);
  }

  @Post(':apiKeyId/rotate')
  @Operation({
    id: 'rotateApiKey',
    summary: 'Replace an API key by a new one with the same rights',
    scope: 'operator',
    status: 201,
    answer: NewApiKeyView,
    problems: ['not-found'],
    isPost: true,
    audited: true,
  })
  async rotate(
    @InTransaction() tx: Transaction,
    @OrganizationParameter() organizationId: OrganizationId,
    @ApiKeyParameter() apiKeyId: ApiKeyId,
    @Body() { overlapSeconds }: RotateApiKeyBody,
  ): Promise<NewApiKeyView> {
    const rotated = await this.apiKeys.rotate(tx, organizationId, apiKeyId, overlapSeconds);
    if (rotated === null) throw notFound('API key');
    return { ...ApiKeyView.of(rotated.snapshot), apiKey: rotated.apiKey };
  }

  @Delete(':apiKeyId')
  @Operation({
    id: 'revokeApiKey',
    summary: 'Revoke an API key, at once',
    scope: 'operator',
    status: 200,
    answer: ApiKeyView,
    problems: ['not-found'],
    audited: true,
  })
  async revoke(
    @InTransaction() tx: Transaction,
    @OrganizationParameter() organizationId: OrganizationId,
    @ApiKeyParameter() apiKeyId: ApiKeyId,
  ): Promise<ApiKeyView> {
    const snapshot = await this.apiKeys.revoke(tx, organizationId, apiKeyId);
    if (snapshot === null) throw notFound('API key');
    return ApiKeyView.of(snapshot);
  }
}
