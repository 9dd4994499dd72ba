import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { type ApiClient, eventually, type Stack, type WebhookReceiver } from '@bonafide/testing';

interface Accepted {
  readonly id: string;
}

/** An answer other than 202, or none at all. */
export interface Refusal {
  readonly status: number | 'no answer';
  readonly code: string | null;
}

/** Submits screenings and keeps what became of every call. */
export class AcceptedWork {
  /** The ids of all screenings that were answered with 202. */
  readonly ids: string[] = [];
  readonly refusals: Refusal[] = [];
  /** How long each 202 took. */
  readonly durationsMs: number[] = [];

  constructor(private readonly api: ApiClient) {}

  /** @returns whether it was accepted */
  single(externalId: string = randomUUID(), idempotencyKey?: string): Promise<boolean> {
    return this.submit<Accepted>('/v1/screenings', aPerson(externalId), idempotencyKey, (body) => [body]);
  }

  /** @returns whether it was accepted */
  batch(externalIds: readonly string[], idempotencyKey?: string): Promise<boolean> {
    return this.submit<{ readonly data: readonly Accepted[] }>(
      '/v1/screenings/batch',
      { screenings: externalIds.map(aPerson) },
      idempotencyKey,
      ({ data }) => data,
    );
  }

  /** One single after the other, and with every `batchEvery`th a batch, until the time is over and there were enough. */
  async keepSubmitting(
    forMs: number,
    { everyMs = 40, batchEvery = 30, batchSize = 30, singlesAtLeast = 0 } = {},
  ): Promise<void> {
    const endAt = Date.now() + forMs;
    const calls: Promise<boolean>[] = [];
    for (let count = 1; Date.now() < endAt || count <= singlesAtLeast; count += 1) {
      calls.push(this.single());
      if (count % batchEvery === 0) calls.push(this.batch(newExternalIds(batchSize)));
      await sleep(everyMs);
    }
    await Promise.all(calls);
  }

  private async submit<Body>(
    path: string,
    body: object,
    idempotencyKey: string | undefined,
    acceptedOf: (body: Body) => readonly Accepted[],
  ): Promise<boolean> {
    const headers: Record<string, string> = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const startedAt = performance.now();
    try {
      const answer = await this.api.post<Body & { readonly code?: string }>(path, body, headers);
      if (answer.status === 202) {
        this.durationsMs.push(performance.now() - startedAt);
        this.ids.push(...acceptedOf(answer.body).map(({ id }) => id));
        return true;
      }
      this.refusals.push({ status: answer.status, code: answer.body.code ?? null });
    } catch {
      this.refusals.push({ status: 'no answer', code: null });
    }
    return false;
  }
}

export const newExternalIds = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

const aPerson = (externalId: string) => ({ type: 'person', name: 'Wilhelmina Butterworth', externalId });

/** All that there is to count about a number of screenings. */
interface Ledger {
  readonly completed: number;
  readonly jobs: number;
  readonly events: number;
  readonly announced: number;
  readonly deliveries: number;
  readonly delivered: number;
}

/**
 * Waits until nothing is under way, and sees that everything that was accepted was done: each screening completed with
 * one result, one event about it, and the event received at least once under one id.
 * @returns how often attempts ended otherwise than by completing their job, by outcome
 */
export async function expectExactlyOnce(
  stack: Stack,
  receiver: WebhookReceiver,
  { ids }: AcceptedWork,
  withinMs: number,
): Promise<Readonly<Record<string, number>>> {
  expect(new Set(ids).size).toBe(ids.length);
  await eventually(async () => expect(await unsettledJobs(stack)).toEqual([]), { withinMs, everyMs: 250 });
  expect(await countLedger(stack, ids)).toEqual({
    completed: ids.length,
    jobs: ids.length,
    events: ids.length,
    announced: ids.length,
    deliveries: ids.length,
    delivered: ids.length,
  });
  expectOneWebhookIdEach(receiver, ids, await eventIdsOf(stack, ids));
  const outcomes = await stack.database.query<{ outcome: string; count: number }>(
    'SELECT outcome, count(*)::integer AS count FROM job_attempts GROUP BY outcome',
  );
  return Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
}

function unsettledJobs(stack: Stack): Promise<object[]> {
  return stack.database.query(
    `SELECT id, type, state, dispatch_seq, attempt, failed_attempts, queued_at, run_at, now()
     FROM jobs WHERE state NOT IN ('completed', 'failed', 'cancelled') LIMIT 5`,
  );
}

async function countLedger(stack: Stack, ids: readonly string[]): Promise<Ledger> {
  const [ledger] = await stack.database.query<Ledger>(
    `WITH accepted AS (SELECT unnest($1::text[]) AS id),
          event AS (SELECT events.* FROM events JOIN accepted ON accepted.id = object_id),
          delivery AS (SELECT webhook_deliveries.* FROM webhook_deliveries JOIN event ON event.id = event_id)
     SELECT (SELECT count(*)::integer FROM screenings JOIN accepted USING (id)
             WHERE state = 'clear' AND sequence = 1) AS completed,
            (SELECT count(*)::integer FROM jobs JOIN accepted ON accepted.id = subject_id WHERE state = 'completed') AS jobs,
            (SELECT count(*)::integer FROM event) AS events,
            (SELECT count(DISTINCT object_id)::integer FROM event WHERE type = 'screening.clear' AND sequence = 1) AS announced,
            (SELECT count(*)::integer FROM delivery) AS deliveries,
            (SELECT count(DISTINCT event_id)::integer FROM delivery WHERE state = 'delivered') AS delivered`,
    [ids],
  );
  if (ledger === undefined) throw new Error('The ledger did not answer.');
  return ledger;
}

async function eventIdsOf(stack: Stack, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await stack.database.query<{ id: string; object_id: string }>(
    'SELECT id, object_id FROM events WHERE object_id = ANY ($1)',
    [ids],
  );
  return new Map(rows.map(({ id, object_id }) => [object_id, id]));
}

function expectOneWebhookIdEach(
  receiver: WebhookReceiver,
  ids: readonly string[],
  eventIds: ReadonlyMap<string, string>,
): void {
  const webhookIds = new Map<string, Set<string>>();
  for (const { id, event } of receiver.received) {
    webhookIds.set(event.data.id, (webhookIds.get(event.data.id) ?? new Set()).add(id));
  }
  const wrong = ids.filter((id) => {
    const [webhookId, ...others] = webhookIds.get(id) ?? [];
    return webhookId === undefined || others.length > 0 || webhookId !== eventIds.get(id);
  });
  expect(wrong).toEqual([]);
}
