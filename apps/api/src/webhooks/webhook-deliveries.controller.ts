import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { DeliveryReader, DeliveryReplay, type WebhookDeliveryId, webhookDeliveryIds } from '@bonafide/webhooks';
import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheOrganization } from '../security/caller.decorator';
import { DeliveriesQuery, WebhookDeliverySummaryView, WebhookDeliveryView } from './webhook.dto';

const DeliveryParameter = () => IdParameter('deliveryId', webhookDeliveryIds, 'webhook delivery');

@ApiTags('Webhooks')
@Controller('v1/webhook-deliveries')
export class WebhookDeliveriesController {
  constructor(
    private readonly deliveries: DeliveryReader,
    private readonly replays: DeliveryReplay,
  ) {}

  @Get()
  @Operation({
    id: 'listWebhookDeliveries',
    summary: 'List who was told what, newest first',
    scope: 'webhooks:read',
    status: 200,
    answer: WebhookDeliverySummaryView,
    isPage: true,
  })
  list(@TheOrganization() organizationId: OrganizationId, @Query() query: DeliveriesQuery) {
    const { endpointId, eventId, state } = query;
    return cursorPage(
      query,
      (before, limit) => this.deliveries.list(organizationId, { endpointId, eventId, state, before, limit }),
      WebhookDeliverySummaryView.of,
    );
  }

  @Get(':deliveryId')
  @Operation({
    id: 'getWebhookDelivery',
    summary: 'Read a delivery with its attempts',
    scope: 'webhooks:read',
    status: 200,
    answer: WebhookDeliveryView,
    problems: ['not-found'],
  })
  async read(
    @TheOrganization() organizationId: OrganizationId,
    @DeliveryParameter() id: WebhookDeliveryId,
  ): Promise<WebhookDeliveryView> {
    const delivery = await this.deliveries.find(organizationId, id);
    if (delivery === null) throw notFound('webhook delivery');
    return WebhookDeliveryView.withAttempts(delivery, await this.deliveries.attempts(organizationId, id));
  }

  @Post(':deliveryId/replay')
  @Operation({
    id: 'replayWebhookDelivery',
    summary: 'Deliver once more',
    description: 'The same event under the same `webhook-id`, byte for byte.',
    scope: 'webhooks:write',
    status: 202,
    answer: WebhookDeliverySummaryView,
    hasLocation: true,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async replay(
    @InTransaction() tx: Transaction,
    @TheOrganization() organizationId: OrganizationId,
    @DeliveryParameter() id: WebhookDeliveryId,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookDeliverySummaryView> {
    const jobId = await this.replays.replay(tx, organizationId, id);
    if (jobId === null) throw notFound('webhook delivery');
    if (jobId === 'pending') {
      throw new Problem('state-conflict', 'The delivery is still being tried; its next attempt is in "nextAttemptAt".');
    }
    void reply.header('location', `/v1/webhook-deliveries/${id}`);
    const delivery = await this.deliveries.find(organizationId, id, tx);
    if (delivery === null) throw notFound('webhook delivery');
    return WebhookDeliverySummaryView.of(delivery);
  }
}
