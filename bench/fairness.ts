/**
 * One organization hands in 100,000 screenings in batches; how long do another's single ones wait, beside the same on an
 * idle system in the same run?
 *   node dist/bench/fairness.js [--bulk 100000] [--singles 60]
 */
import { parseArgs } from 'node:util';

import { Client } from 'pg';

import { type BenchOrganization, BenchSystem } from './bench-system';
import { madeUpNames } from './made-up-names';
import { percentile } from './percentiles';

const { values } = parseArgs({
  options: { bulk: { type: 'string', default: '100000' }, singles: { type: 'string', default: '60' } },
});
const bulkCount = Number(values.bulk);
const singleCount = Number(values.singles);
const BATCH_SIZE = 1_000;
const PAUSE_MS = 100;

interface Waits {
  /** From accepted in the ledger to taken up by a worker. */
  readonly waitMs: readonly number[];
  /** The part of it until the dispatcher marked the job as queued. */
  readonly dispatchMs: readonly number[];
  /** From the request to its webhook. */
  readonly webhookMs: readonly number[];
}

async function main(): Promise<void> {
  const system = await BenchSystem.start();
  const ledger = new Client({ connectionString: system.postgres.url });
  await ledger.connect();
  try {
    const quiet = await system.newOrganization('quiet');
    const loud = await system.newOrganization('loud');
    await singles(system, ledger, quiet, 20); // warm-up
    const idle = await singles(system, ledger, quiet, singleCount);
    tell('idle', idle);

    await handInBulk(loud);
    const before = await waiting(ledger);
    const busy = await singles(system, ledger, quiet, singleCount);
    const left = await waiting(ledger);
    tell(`under the flood (${before} waiting before, ${left} after)`, busy);
    const ratio = percentile(busy.waitMs, 50) / percentile(idle.waitMs, 50);
    console.log(`median wait under the flood: ${ratio.toFixed(2)} times its idle value (aim: at most 2)`);
  } finally {
    await ledger.end();
    await system.stop();
  }
}

async function handInBulk(organization: BenchOrganization): Promise<void> {
  for (let count = 0; count < bulkCount; count += BATCH_SIZE) await organization.submitBatch(madeUpNames(BATCH_SIZE));
}

async function waiting(ledger: Client): Promise<number> {
  const { rows } = await ledger.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM jobs WHERE type = 'ofac-screening' AND state IN ('accepted', 'waiting')`,
  );
  return rows[0]?.count ?? 0;
}

async function singles(
  system: BenchSystem,
  ledger: Client,
  organization: BenchOrganization,
  count: number,
): Promise<Waits> {
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

function tell(when: string, { waitMs, dispatchMs, webhookMs }: Waits): void {
  const words = (valuesMs: readonly number[]) =>
    `p50 ${percentile(valuesMs, 50).toFixed(1)} ms, p95 ${percentile(valuesMs, 95).toFixed(1)} ms`;
  console.log(
    `${when}: wait ${words(waitMs)} (until dispatched ${words(dispatchMs)}); request to webhook ${words(webhookMs)}`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
