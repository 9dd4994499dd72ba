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
import { sendSingles, tellSingles } from './single-waits';

const { values } = parseArgs({
  options: { bulk: { type: 'string', default: '100000' }, singles: { type: 'string', default: '60' } },
});
const bulkCount = Number(values.bulk);
const singleCount = Number(values.singles);
const BATCH_SIZE = 1_000;

async function main(): Promise<void> {
  const system = await BenchSystem.start();
  const ledger = new Client({ connectionString: system.postgres.url });
  await ledger.connect();
  try {
    const quiet = await system.newOrganization('quiet');
    const loud = await system.newOrganization('loud');
    await sendSingles(system, ledger, quiet, 20); // warm-up
    const idle = await sendSingles(system, ledger, quiet, singleCount);
    tellSingles('idle', idle);

    await handInBulk(loud);
    const before = await waiting(ledger);
    const busy = await sendSingles(system, ledger, quiet, singleCount);
    const left = await waiting(ledger);
    tellSingles(`under the flood (${before} waiting before, ${left} after)`, busy);
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

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
