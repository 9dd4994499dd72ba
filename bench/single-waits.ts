import type { Client } from 'pg';

import type { BenchOrganization, BenchSystem } from './bench-system';
import { madeUpNames } from './made-up-names';
import { percentile } from './percentiles';

const PAUSE_MS = 100;

/** How long single screenings take, sent one after the other with a pause between. */
export interface SingleWaits {
  /** From accepted in the ledger to taken up by a worker. */
  readonly waitMs: readonly number[];
  /** The part of it until the dispatcher marked the job as queued. */
  readonly dispatchMs: readonly number[];
  /** From the request to its webhook. */
  readonly webhookMs: readonly number[];
}

export async function sendSingles(
  system: BenchSystem,
  ledger: Client,
  organization: BenchOrganization,
  count: number,
): Promise<SingleWaits> {
  const sent: { readonly id: string; readonly at: number }[] = [];
  for (const name of madeUpNames(count)) {
    const at = performance.now();
    sent.push({ id: await organization.submit(name), at });
    await new Promise((next) => setTimeout(next, PAUSE_MS));
  }
  const ids = sent.map(({ id }) => id);
  await system.allArrived(ids, 60_000);
  const { rows } = await ledger.query<{ wait: number; dispatch: number }>(
    `SELECT extract(epoch FROM started_at - created_at)::float8 * 1000 AS wait,
            extract(epoch FROM queued_at - created_at)::float8 * 1000 AS dispatch
     FROM jobs WHERE subject_id = ANY ($1)`,
    [ids],
  );
  return {
    waitMs: rows.map(({ wait }) => wait),
    dispatchMs: rows.map(({ dispatch }) => dispatch),
    webhookMs: sent.map(({ id, at }) => (system.arrivedAt.get(id) ?? Number.NaN) - at),
  };
}

export function tellSingles(when: string, { waitMs, dispatchMs, webhookMs }: SingleWaits): void {
  const words = (valuesMs: readonly number[]) =>
    `p50 ${percentile(valuesMs, 50).toFixed(1)} ms, p95 ${percentile(valuesMs, 95).toFixed(1)} ms`;
  console.log(
    `${when}: wait ${words(waitMs)} (until dispatched ${words(dispatchMs)}); request to webhook ${words(webhookMs)}`,
  );
}
