import { setTimeout as sleep } from 'node:timers/promises';

import { loadConfig } from '@bonafide/configuration';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';

import { EventPublisher } from '../events/event-publisher.service';
import { checkTargetUrl, resolveTarget, TargetUrlError } from '../sending/target-url';
import { createWebhookSecret } from '../signing/webhook-secret';
import { type EventId, type WebhookEndpointId, webhookEndpointIds } from '../webhook-ids';
import { targetPolicyOf, WebhookConfig } from '../webhook.config';
import { secretPlace } from './endpoint-secrets';
import { WebhookEndpointEntity } from './webhook-endpoint.entity';

export type WebhookEndpointSnapshot = Readonly<
  Pick<
    WebhookEndpointEntity,
    | 'id'
    | 'url'
    | 'description'
    | 'eventTypes'
    | 'previousSecretUntil'
    | 'failingSince'
    | 'disabledAt'
    | 'disabledReason'
    | 'createdAt'
    | 'updatedAt'
  >
>;

interface EndpointSettings {
  readonly url: string;
  readonly description: string | null;
  readonly eventTypes: readonly string[];
}

const DNS_TIMEOUT_MS = 2_000;

/** Where organizations want to be told. */
@Injectable()
export class WebhookEndpoints {
  private readonly policy = targetPolicyOf(loadConfig(WebhookConfig));

  constructor(
    @InjectRepository(WebhookEndpointEntity) private readonly endpoints: Repository<WebhookEndpointEntity>,
    private readonly encryption: FieldEncryption,
    private readonly events: EventPublisher,
  ) {}

  /** @throws TargetUrlError when the URL is none, or leads into a network that must not be reached from here */
  async checkUrl(url: string): Promise<void> {
    const { hostname } = checkTargetUrl(url, this.policy);
    // Whoever asks holds a connection to Postgres meanwhile.
    const tooSlow = sleep(DNS_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw new TargetUrlError('dns-failed');
    });
    await Promise.race([resolveTarget(hostname, this.policy), tooSlow]);
  }

  /** The secret is in the answer and is never shown again. */
  async create(
    tx: Transaction,
    organizationId: OrganizationId,
    { url, description, eventTypes }: EndpointSettings,
  ): Promise<{ readonly snapshot: WebhookEndpointSnapshot; readonly secret: string }> {
    const id = webhookEndpointIds.create();
    const secret = createWebhookSecret();
    const snapshot = await tx.manager.save(
      tx.manager.create(WebhookEndpointEntity, {
        id,
        organizationId,
        url,
        description,
        eventTypes: [...eventTypes],
        secret: await this.encryption.seal(organizationId, secretPlace(id), Buffer.from(secret)),
        previousSecretUntil: null,
        failingSince: null,
        disabledAt: null,
        disabledReason: null,
        eventSequence: 0,
      }),
    );
    return { snapshot, secret };
  }

  find(organizationId: OrganizationId, id: WebhookEndpointId): Promise<WebhookEndpointSnapshot | null> {
    return this.endpoints.findOneBy({ id, organizationId });
  }

  /** Newest first. */
  list(
    organizationId: OrganizationId,
    before: WebhookEndpointId | null,
    limit: number,
  ): Promise<WebhookEndpointSnapshot[]> {
    return this.endpoints.find({
      where: { organizationId, ...(before === null ? {} : { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Switching an endpoint on again forgets its failures. Deliveries that were cancelled meanwhile can be replayed. */
  async change(
    tx: Transaction,
    organizationId: OrganizationId,
    id: WebhookEndpointId,
    changes: Partial<EndpointSettings> & { readonly enabled?: boolean },
  ): Promise<WebhookEndpointSnapshot | null> {
    const endpoint = await this.lock(tx, organizationId, id);
    if (endpoint === null) return null;
    const { url, description, eventTypes, enabled } = changes;
    if (url !== undefined) endpoint.url = url;
    if (description !== undefined) endpoint.description = description;
    if (eventTypes !== undefined) endpoint.eventTypes = [...eventTypes];
    if (enabled === true) Object.assign(endpoint, { disabledAt: null, disabledReason: null, failingSince: null });
    if (enabled === false && endpoint.disabledAt === null) {
      Object.assign(endpoint, { disabledAt: new Date(), disabledReason: 'by-request' });
    }
    return tx.manager.save(endpoint);
  }

  /** @returns whether it was there. What it has been sent stays on record. */
  async remove(tx: Transaction, organizationId: OrganizationId, id: WebhookEndpointId): Promise<boolean> {
    const { affected } = await tx.manager.softDelete(WebhookEndpointEntity, { id, organizationId });
    return affected === 1;
  }

  /** A new secret; the old one signs as well until the overlap ends, so that the receiver can change over in peace. */
  async rotateSecret(
    tx: Transaction,
    organizationId: OrganizationId,
    id: WebhookEndpointId,
    overlapSeconds: number,
  ): Promise<{ readonly snapshot: WebhookEndpointSnapshot; readonly secret: string } | null> {
    const endpoint = await this.lock(tx, organizationId, id);
    if (endpoint === null) return null;
    const secret = createWebhookSecret();
    endpoint.previousSecret = overlapSeconds === 0 ? null : endpoint.secret;
    endpoint.previousSecretUntil = overlapSeconds === 0 ? null : new Date(Date.now() + overlapSeconds * 1_000);
    endpoint.secret = await this.encryption.seal(organizationId, secretPlace(id), Buffer.from(secret));
    return { snapshot: await tx.manager.save(endpoint), secret };
  }

  /** Sends this endpoint an event that means nothing, to see that it arrives. Null when it is not there or switched off. */
  async sendTest(tx: Transaction, organizationId: OrganizationId, id: WebhookEndpointId): Promise<EventId | null> {
    const endpoint = await this.lock(tx, organizationId, id);
    if (endpoint === null || endpoint.disabledAt !== null) return null;
    endpoint.eventSequence += 1;
    await tx.manager.save(endpoint);
    const [eventId] = await this.events.publish(tx, [
      {
        type: 'webhook_endpoint.test',
        organizationId,
        objectId: id,
        state: 'enabled',
        sequence: endpoint.eventSequence,
        occurredAt: new Date(),
        onlyTo: id,
      },
    ]);
    return eventId ?? null;
  }

  private lock(
    tx: Transaction,
    organizationId: OrganizationId,
    id: WebhookEndpointId,
  ): Promise<WebhookEndpointEntity | null> {
    return tx.manager.findOne(WebhookEndpointEntity, {
      where: { id, organizationId },
      lock: { mode: 'pessimistic_write' },
    });
  }
}
