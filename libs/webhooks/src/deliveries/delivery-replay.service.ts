import type { Transaction } from '@bonafide/database';
import type { OrganizationId } from '@bonafide/identifiers';
import { JobSubmitter } from '@bonafide/job-runtime';
import { type JobId, jobIds, WebhookDelivery } from '@bonafide/jobs';
import { Injectable } from '@nestjs/common';

import type { DeliveryState } from './delivery-reader.service';
import type { WebhookDeliveryId } from '../webhook-ids';

/** Sends what was sent before once more: the same event, the same `webhook-id`, the same bytes. */
@Injectable()
export class DeliveryReplay {
  constructor(private readonly submitter: JobSubmitter) {}

  /** @returns the new job; `pending` when the delivery is still being tried; null when it is not there */
  async replay(
    tx: Transaction,
    organizationId: OrganizationId,
    id: WebhookDeliveryId,
  ): Promise<JobId | 'pending' | null> {
    const [delivery] = await tx.query<{ state: DeliveryState }>(
      'SELECT state FROM webhook_deliveries WHERE id = $1 AND organization_id = $2 FOR UPDATE',
      [id, organizationId],
    );
    if (delivery === undefined) return null;
    if (delivery.state === 'pending') return 'pending';
    const jobId = jobIds.create();
    await tx.query(
      `UPDATE webhook_deliveries SET state = 'pending', job_id = $2, next_attempt_at = now(), settled_at = NULL WHERE id = $1`,
      [id, jobId],
    );
    await this.submitter.submit(tx, WebhookDelivery, {
      jobId,
      organizationId,
      payload: { deliveryId: id },
      subjectId: id,
    });
    return jobId;
  }
}
