/**
 * Submit → settle → webhook, through every process, beside two references in the same run:
 *   node dist/bench/pipeline.js [--jobs 6000] [--seconds 15]
 */
import { parseArgs } from 'node:util';

import { Queue, Worker } from 'bullmq';
import { Pool } from 'pg';

import { type BenchOrganization, BenchSystem } from './bench-system';
import { madeUpNames } from './made-up-names';
import { percentile } from './percentiles';

const CONCURRENCY = 50;
const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '6000' }, seconds: { type: 'string', default: '15' } },
});
const jobCount = Number(values.jobs);
const seconds = Number(values.seconds);

async function main(): Promise<void> {
  const system = await BenchSystem.start();
  try {
    const noop = await rawBullMq(system, async () => undefined);
    console.log(`reference 1, BullMQ no-op:                          ${perSecond(noop)}`);
    const withUpdates = await bullMqWithTwoUpdates(system);
    console.log(`reference 2, BullMQ and two single-row updates:      ${perSecond(withUpdates)}`);
    const organization = await system.newOrganization('bench');
    await warmUp(system, organization);
    const batch = await throughput(system, (names) => submitInBatches(organization, names));
    console.log(
      `batches of 1,000, submit to last webhook:           ${perSecond(batch)}  ${ratio(batch, withUpdates)}`,
    );
    const single = await throughput(system, (names) => submitOneByOne(organization, names, 32));
    console.log(
      `single requests, submit to last webhook:            ${perSecond(single)}  ${ratio(single, withUpdates)}`,
    );
    await latency(system, organization, single / 2);
    console.log(`processor seconds by process: ${await processorSeconds(system)}`);
  } finally {
    await system.stop();
  }
}

const perSecond = (rate: number) => `${Math.round(rate).toString().padStart(7)} /s`;
const ratio = (rate: number, reference: number) => `(${(rate / reference).toFixed(2)} of reference 2)`;

/** @returns jobs per second from the first job taken to the last one done */
async function rawBullMq(system: BenchSystem, work: (index: number) => Promise<unknown>): Promise<number> {
  const name = `reference-${Math.random().toString(36).slice(2)}`;
  const connection = { url: system.redis.url, maxRetriesPerRequest: null };
  const queue = new Queue<{ index: number }>(name, { connection });
  const options = { removeOnComplete: true };
  await queue.addBulk(Array.from({ length: jobCount }, (_, index) => ({ name, data: { index }, opts: options })));
  let done = 0;
  const startedAt = performance.now();
  await new Promise<void>((finished) => {
    const worker: Worker = new Worker<{ index: number }>(name, async ({ data }) => work(data.index), {
      connection,
      concurrency: CONCURRENCY,
    });
    worker.on('completed', () => {
      done += 1;
      if (done === jobCount) void worker.close().then(() => finished());
    });
  });
  const elapsedMs = performance.now() - startedAt;
  await queue.obliterate({ force: true });
  await queue.close();
  return (jobCount / elapsedMs) * 1_000;
}

async function bullMqWithTwoUpdates(system: BenchSystem): Promise<number> {
  const pool = new Pool({ connectionString: system.postgres.url, max: 20 });
  await pool.query('CREATE TABLE reference (id integer PRIMARY KEY, state text NOT NULL, result text)');
  await pool.query(`INSERT INTO reference SELECT id, 'queued' FROM generate_series(0, $1) AS id`, [jobCount]);
  const rate = await rawBullMq(system, async (index) => {
    await pool.query(`UPDATE reference SET state = 'running' WHERE id = $1`, [index]);
    await pool.query(`UPDATE reference SET state = 'completed', result = 'done' WHERE id = $1`, [index]);
  });
  await pool.query('DROP TABLE reference');
  await pool.end();
  return rate;
}

async function warmUp(system: BenchSystem, organization: BenchOrganization): Promise<void> {
  const ids = [
    ...(await submitInBatches(organization, madeUpNames(1_000))),
    ...(await submitOneByOne(organization, madeUpNames(500), 16)),
  ];
  await system.allArrived(ids, 60_000);
}

async function throughput(
  system: BenchSystem,
  submit: (names: readonly string[]) => Promise<string[]>,
): Promise<number> {
  const startedAt = performance.now();
  const ids = await submit(madeUpNames(jobCount));
  await system.allArrived(ids, 300_000);
  return (jobCount / (performance.now() - startedAt)) * 1_000;
}

async function submitInBatches(organization: BenchOrganization, names: readonly string[]): Promise<string[]> {
  const batches = Array.from({ length: Math.ceil(names.length / 1_000) }, (_, index) =>
    names.slice(index * 1_000, (index + 1) * 1_000),
  );
  const ids: string[] = [];
  for (const batch of batches) ids.push(...(await organization.submitBatch(batch)));
  return ids;
}

async function submitOneByOne(
  organization: BenchOrganization,
  names: readonly string[],
  connections: number,
): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let index = next++; index < names.length; index = next++)
        ids.push(await organization.submit(names[index] ?? ''));
    }),
  );
  return ids;
}

/** Open loop: requests leave on schedule whether or not earlier ones have been answered. From request to webhook. */
async function latency(system: BenchSystem, organization: BenchOrganization, rate: number): Promise<void> {
  const names = madeUpNames(Math.round(rate * seconds));
  const submitted: Promise<{ id: string; at: number }>[] = [];
  const startedAt = performance.now();
  for (const [index, name] of names.entries()) {
    const due = startedAt + (index / rate) * 1_000;
    while (performance.now() < due) await new Promise((next) => setTimeout(next, 1));
    const at = performance.now();
    submitted.push(organization.submit(name).then((id) => ({ id, at })));
  }
  const all = await Promise.all(submitted);
  await system.allArrived(
    all.map(({ id }) => id),
    60_000,
  );
  await tellStages(system, all.length);
  const latencies = all.map(({ id, at }) => (system.arrivedAt.get(id) ?? Number.NaN) - at);
  const [p50, p95, p99, max] = [50, 95, 99, 100].map((percent) => percentile(latencies, percent).toFixed(0));
  console.log(
    `half load (${Math.round(rate)} /s for ${seconds} s), request to webhook:  p50 ${p50} ms  p95 ${p95} ms  p99 ${p99} ms  max ${max} ms`,
  );
}

/** Where the time of the last jobs went, by the ledger's own clock. */
async function tellStages(system: BenchSystem, count: number): Promise<void> {
  const ledger = new Pool({ connectionString: system.postgres.url, max: 1 });
  const { rows } = await ledger.query<{ type: string; stage: string; p50: number; p99: number }>(
    `SELECT type, stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS p99
     FROM (SELECT type, stage, number, extract(epoch FROM elapsed)::float8 * 1000 AS ms
           FROM (SELECT *, row_number() OVER (PARTITION BY type ORDER BY created_at DESC) AS number FROM jobs) AS job
           CROSS JOIN LATERAL (VALUES (1, 'dispatched', queued_at - created_at), (2, 'taken up', started_at - queued_at),
                                      (3, 'settled', settled_at - started_at)) AS part (position, stage, elapsed)
           WHERE job.number <= $1) AS measured
     GROUP BY type, stage ORDER BY type, stage`,
    [count],
  );
  await ledger.end();
  for (const { type, stage, p50, p99 } of rows)
    console.log(`  ${type}, until ${stage}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`);
}

async function processorSeconds(system: BenchSystem): Promise<string> {
  return (await system.processorSeconds()).map(({ name, cpuSeconds }) => `${name} ${cpuSeconds.toFixed(1)}`).join(', ');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
