import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { TargetUrlError, type WebhookEndpointId, webhookEndpointIds, WebhookEndpoints } from '@bonafide/webhooks';
import { Body, Controller, Delete, Get, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation, problemsOfBodies } from '../http/operation.decorator';
import { PageQuery } from '../http/page-query.dto';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheOrganization } from '../security/caller.decorator';
import {
  ChangeWebhookEndpointBody,
  CreateWebhookEndpointBody,
  RotateSecretBody,
  SentTestView,
  WebhookEndpointView,
  WebhookEndpointWithSecretView,
} from './webhook.dto';

const EndpointParameter = () => IdParameter('endpointId', webhookEndpointIds, 'webhook endpoint');

@ApiTags('Webhooks')
@Controller('v1/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpoints) {}

  @Post()
  @Operation({
    id: 'createWebhookEndpoint',
    summary: 'Be told what happens',
    description:
      'Messages follow Standard Webhooks. The secret that signs them is in the answer and is never shown again.',
    scope: 'webhooks:write',
    status: 201,
    answer: WebhookEndpointWithSecretView,
    hasLocation: true,
    problems: ['target-not-allowed'],
    isPost: true,
    audited: true,
  })
  async create(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @Body() { url, eventTypes = ['*'], description = null }: CreateWebhookEndpointBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookEndpointWithSecretView> {
    await this.checkUrl(url);
    const { snapshot, secret } = await this.endpoints.create(tx, organizationId, { url, eventTypes, description });
    void reply.header('location', `/v1/webhook-endpoints/${snapshot.id}`);
    return { ...WebhookEndpointView.of(snapshot), secret };
  }

  @Get()
  @Operation({
    id: 'listWebhookEndpoints',
    summary: 'List webhook endpoints',
    scope: 'webhooks:read',
    status: 200,
    answer: WebhookEndpointView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() page: PageQuery) {
    return cursorPage(
      page,
      (before, limit) => this.endpoints.list(organizationId, (before ?? null) as WebhookEndpointId | null, limit),
      WebhookEndpointView.of,
    );
  }

  @Get(':endpointId')
  @Operation({
    id: 'getWebhookEndpoint',
    summary: 'Read a webhook endpoint',
    scope: 'webhooks:read',
    status: 200,
    answer: WebhookEndpointView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @EndpointParameter() id: WebhookEndpointId,
  ): Promise<WebhookEndpointView> {
    const endpoint = await this.endpoints.find(organizationId, id);
    if (endpoint === null) throw notFound('webhook endpoint');
    return WebhookEndpointView.of(endpoint);
  }

  @Patch(':endpointId')
  @Operation({
    id: 'changeWebhookEndpoint',
    summary: 'Change a webhook endpoint, switch it off or on',
    scope: 'webhooks:write',
    status: 200,
    answer: WebhookEndpointView,
    problems: ['not-found', 'target-not-allowed', ...problemsOfBodies],
    audited: true,
  })
  async change(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @EndpointParameter() id: WebhookEndpointId,
    @Body() body: ChangeWebhookEndpointBody,
  ): Promise<WebhookEndpointView> {
    if (body.url !== undefined) await this.checkUrl(body.url);
    const endpoint = await this.endpoints.change(tx, organizationId, id, body);
    if (endpoint === null) throw notFound('webhook endpoint');
    return WebhookEndpointView.of(endpoint);
  }

  @Delete(':endpointId')
  @Operation({
    id: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    scope: 'webhooks:write',
    status: 204,
    problems: ['not-found'],
    audited: true,
  })
  async remove(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @EndpointParameter() id: WebhookEndpointId,
  ): Promise<void> {
    if (!(await this.endpoints.remove(tx, organizationId, id))) throw notFound('webhook endpoint');
  }

  @Post(':endpointId/rotate-secret')
  @Operation({
    id: 'rotateWebhookSecret',
    summary: 'A new signing secret',
    description: 'The new secret is in the answer. Until the overlap ends, messages carry a signature of each.',
    scope: 'webhooks:write',
    status: 200,
    answer: WebhookEndpointWithSecretView,
    problems: ['not-found'],
    isPost: true,
    audited: true,
  })
  async rotate(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @EndpointParameter() id: WebhookEndpointId,
    @Body() { overlapSeconds }: RotateSecretBody,
  ): Promise<WebhookEndpointWithSecretView> {
    const rotated = await this.endpoints.rotateSecret(tx, organizationId, id, overlapSeconds);
    if (rotated === null) throw notFound('webhook endpoint');
    return { ...WebhookEndpointView.of(rotated.snapshot), secret: rotated.secret };
  }

  @Post(':endpointId/test')
  @Operation({
    id: 'testWebhookEndpoint',
    summary: 'Send a test event',
    description: 'An event `webhook_endpoint.test` goes to this endpoint, whatever types it wants.',
    scope: 'webhooks:write',
    status: 202,
    answer: SentTestView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
  })
  async test(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @EndpointParameter() id: WebhookEndpointId,
  ): Promise<SentTestView> {
    if ((await this.endpoints.find(organizationId, id)) === null) throw notFound('webhook endpoint');
    const eventId = await this.endpoints.sendTest(tx, organizationId, id);
    if (eventId === null) {
      throw new Problem(
        'state-conflict',
        'The endpoint is switched off. Switch it on first (PATCH with "enabled": true).',
      );
    }
    return { eventId };
  }

  private async checkUrl(url: string): Promise<void> {
    try {
      await this.endpoints.checkUrl(url);
    } catch (error) {
      if (!(error instanceof TargetUrlError)) throw error;
      throw new Problem('target-not-allowed', error.message, [{ pointer: '#/url', detail: error.message }]);
    }
  }
}
