import { loadConfig } from '@bonafide/configuration';
import type { Transaction } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { OrganizationId } from '@bonafide/identifiers';
import { type EndedAttempt, type JobSubject, JobSubjects, type ReopenedJob } from '@bonafide/job-runtime';
import { WebhookDelivery } from '@bonafide/jobs';
import { counter, log } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { EventPublisher } from '../events/event-publisher.service';
import type { WebhookEndpointId } from '../webhook-ids';
import { retryScheduleOf, WebhookConfig } from '../webhook.config';
import type { AttemptReport } from './due-delivery';
import { excerptPlace } from './excerpt-place';

type Attempt = EndedAttempt<typeof WebhookDelivery>;

const results = counter('webhook_attempts_total', 'Webhook attempts by result', ['result']);

const deliveryStates = {
  completed: 'delivered',
  failed: 'failed',
  cancelled: 'cancelled',
  accepted: 'pending',
  waiting: 'pending',
} as const;

/** Keeps deliveries, their attempts and the health of endpoints in step with the delivery jobs. */
@Injectable()
export class DeliveryJobSubject implements JobSubject<typeof WebhookDelivery> {
  readonly job = WebhookDelivery;
  private readonly config = loadConfig(WebhookConfig);
  readonly retry = retryScheduleOf(this.config);

  constructor(
    private readonly events: EventPublisher,
    private readonly encryption: FieldEncryption,
    subjects: JobSubjects,
  ) {
    subjects.register(this);
  }

  async attemptsEnded(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const sent = attempts.filter((attempt) => reportOf(attempt) !== null);
    // In this order on the connection: an attempt's number is the count that the delivery has then.
    await Promise.all([
      this.updateDeliveries(tx, attempts),
      this.recordAttempts(tx, sent),
      this.updateEndpoints(tx, sent),
    ]);
    tx.afterCommit(() => {
      for (const { state } of sent) results.inc({ result: state === 'completed' ? 'delivered' : 'failed' });
    });
  }

  async reopened(tx: Transaction, jobs: readonly ReopenedJob[]): Promise<void> {
    await tx.query(
      `UPDATE webhook_deliveries SET state = 'pending', next_attempt_at = now(), settled_at = NULL WHERE id = ANY ($1)`,
      [jobs.map(({ subjectId }) => subjectId)],
    );
  }

  private async updateDeliveries(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    await tx.prepared(
      'settle deliveries',
      `UPDATE webhook_deliveries AS delivery
       SET state = ended.state, next_attempt_at = ended.next_attempt_at, attempts = attempts + ended.sent::integer,
           settled_at = CASE WHEN ended.state <> 'pending' THEN now() END
       FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[]) AS ended (id, state, next_attempt_at, sent)
       WHERE delivery.id = ended.id`,
      [
        attempts.map(({ subjectId }) => subjectId),
        attempts.map(({ state }) => deliveryStates[state]),
        attempts.map(({ nextRunAt }) => nextRunAt),
        attempts.map((attempt) => reportOf(attempt) !== null),
      ],
    );
  }

  private async recordAttempts(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    if (attempts.length === 0) return;
    const excerpts = await Promise.all(attempts.map((attempt) => this.sealExcerpt(attempt)));
    await tx.prepared(
      'insert attempts',
      `INSERT INTO webhook_attempts (delivery_id, number, attempted_at, duration_ms, status, error_code, response_excerpt)
       SELECT sent.id, delivery.attempts, sent.at, sent.duration_ms, sent.status, sent.error_code, sent.excerpt
       FROM unnest($1::text[], $2::timestamptz[], $3::integer[], $4::smallint[], $5::text[], $6::bytea[])
         AS sent (id, at, duration_ms, status, error_code, excerpt)
       JOIN webhook_deliveries AS delivery ON delivery.id = sent.id`,
      [
        attempts.map(({ subjectId }) => subjectId),
        attempts.map(({ startedAt }) => startedAt ?? new Date()),
        attempts.map((attempt) => reportOf(attempt)?.durationMs ?? null),
        attempts.map((attempt) => reportOf(attempt)?.status ?? null),
        attempts.map(({ errorCode }) => errorCode),
        excerpts,
      ],
    );
  }

  /** A receiver may echo whatever it knows about the person. */
  private async sealExcerpt(attempt: Attempt): Promise<Buffer | null> {
    const excerpt = reportOf(attempt)?.responseExcerpt ?? null;
    if (excerpt === null || attempt.subjectId === null) return null;
    return this.encryption.seal(attempt.organizationId, excerptPlace(attempt.subjectId), Buffer.from(excerpt));
  }

  /** A success ends a series of failures; a series that is too long, or a 410, ends the endpoint. */
  private async updateEndpoints(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    const [delivered, failed] = [true, false].map((wanted) =>
      attempts.filter(({ state }) => (state === 'completed') === wanted).map(({ subjectId }) => subjectId),
    );
    const gone = attempts.filter((attempt) => reportOf(attempt)?.status === 410).map(({ subjectId }) => subjectId);
    if (delivered !== undefined && delivered.length > 0) {
      await tx.prepared(
        'endpoints work',
        `UPDATE webhook_endpoints SET failing_since = NULL
         WHERE failing_since IS NOT NULL
           AND id IN (SELECT endpoint_id FROM webhook_deliveries WHERE id = ANY ($1))`,
        [delivered],
      );
    }
    if (failed === undefined || failed.length === 0) return;
    await tx.query(
      `UPDATE webhook_endpoints SET failing_since = now()
       WHERE failing_since IS NULL AND id IN (SELECT endpoint_id FROM webhook_deliveries WHERE id = ANY ($1))`,
      [failed],
    );
    const disabled = await tx.query<DisabledRow>(
      `UPDATE webhook_endpoints AS endpoint
       SET disabled_at = now(), event_sequence = event_sequence + 1,
           disabled_reason = CASE WHEN answered_gone THEN 'endpoint-gone' ELSE 'failing-too-long' END
       FROM (SELECT endpoint_id, bool_or(id = ANY ($2)) AS answered_gone
             FROM webhook_deliveries WHERE id = ANY ($1) GROUP BY endpoint_id) AS failed
       WHERE endpoint.id = failed.endpoint_id AND disabled_at IS NULL AND deleted_at IS NULL
         AND (answered_gone OR failing_since < now() - $3 * interval '1 hour')
       RETURNING endpoint.id, organization_id, event_sequence`,
      [failed, gone, this.config.WEBHOOK_DISABLE_AFTER_HOURS],
    );
    for (const { id } of disabled) log.warn('webhook-endpoint.disabled', { endpointId: id });
    await this.events.publish(
      tx,
      disabled.map(({ id, organization_id, event_sequence }) => ({
        type: 'webhook_endpoint.disabled',
        organizationId: organization_id,
        objectId: id,
        state: 'disabled',
        sequence: event_sequence,
        occurredAt: new Date(),
        // Of all the failures that led to it, no single one's.
        traceparent: null,
      })),
    );
  }
}

interface DisabledRow {
  readonly id: WebhookEndpointId;
  readonly organization_id: OrganizationId;
  readonly event_sequence: number;
}

/** Null when nothing was sent: cancelled before, or the process went down. */
function reportOf({ result, evidence }: Attempt): AttemptReport | null {
  return result ?? (evidence as AttemptReport | null);
}
