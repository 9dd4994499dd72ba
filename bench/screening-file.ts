/**
 * A file of made-up rows over the API, from the first byte to the last line, beside the same rows screened without server
 * or database in the same run, and single screenings meanwhile beside an idle system:
 *   npm run bench -- screening-file [--rows 200000] [--singles 60]
 * The list is that in LIST_DIRS; the sandbox list, which is far too small to say anything, when it is not set.
 */
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';

import { readListDirectory, screenFile, ScreeningThreads } from '@bonafide/screening';
import { Client } from 'pg';
import { request } from 'undici';

import { type BenchOrganization, BenchSystem } from './bench-system';
import { percentile } from './percentiles';
import { sendSingles, type SingleWaits, tellSingles } from './single-waits';
import { subjectRows } from './subject-rows';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '200000' }, singles: { type: 'string', default: '60' } },
});
const rowCount = Number(values.rows);
const singleCount = Number(values.singles);
const REFERENCE_ROWS = Math.min(rowCount, 100_000);
const listDirectory = process.env['LIST_DIRS'] ?? resolve(__dirname, '../../libs/screening/sandbox-list');
const { publications } = readListDirectory(listDirectory);
const entries = publications.flatMap((publication) => publication.entries);

interface ScreeningFile {
  readonly id: string;
  readonly state: string;
  readonly rows: { readonly done: number; readonly withHits: number };
}

async function main(): Promise<void> {
  console.log(`${rowCount} rows against ${entries.length} entries, threshold 0.8`);
  const before = await screenHere();
  const system = await BenchSystem.start({
    moreApps: ['bulk-screening-worker'],
    env: { SCREENING_LISTS: publications.map(({ source }) => source.id).join() },
  });
  const ledger = new Client({ connectionString: system.postgres.url });
  await ledger.connect();
  try {
    const organization = await system.newOrganization('bench');
    await sendSingles(system, ledger, organization, 20); // warm-up
    const idle = await sendSingles(system, ledger, organization, singleCount);
    tellSingles('idle', idle);
    tellMemory(system, 'before the file');
    const seconds = await screenOverApi(system, ledger, organization, idle);
    tellMemory(system, 'at most');
    const after = await screenHere();
    console.log(
      `${REFERENCE_ROWS} of the rows in one thread without server or database: before ${perSecond(before, REFERENCE_ROWS)}, after ${perSecond(after, REFERENCE_ROWS)}`,
    );
    const reference = (2 * REFERENCE_ROWS) / (before + after);
    console.log(`over the API, times that: ${(rowCount / seconds / reference).toFixed(2)}`);
  } finally {
    await ledger.end();
    await system.stop();
  }
}

const perSecond = (seconds: number, rows = rowCount) =>
  `${Math.round(rows / seconds)} rows/s (${seconds.toFixed(1)} s)`;

/** @returns seconds from the first byte to `completed`, of a file beside which nothing else is done */
async function screenOverApi(
  system: BenchSystem,
  ledger: Client,
  organization: BenchOrganization,
  idle: SingleWaits,
): Promise<number> {
  const alone = await upload(organization);
  const file = await completed(organization, alone.id);
  const seconds = (performance.now() - alone.startedAt) / 1_000;
  console.log(
    `upload: ${perSecond(alone.seconds)}; first byte to completed: ${perSecond(seconds)}, ${file.rows.withHits} with hits`,
  );
  await readResult(organization, alone.id);
  const { rows } = await ledger.query<{ megabytes: number }>(
    `SELECT pg_total_relation_size('screening_file_parts') / 1048576.0 AS megabytes`,
  );
  console.log(`results in Postgres, with what is not vacuumed yet: ${Number(rows[0]?.megabytes).toFixed(0)} MB`);

  const beside = await upload(organization);
  const busy = await sendSingles(system, ledger, organization, singleCount);
  const state = (await read(organization, beside.id)).rows.done < rowCount ? 'ran all the time' : 'ENDED BEFORE THEM';
  tellSingles(`while a file is screened, which ${state}`, busy);
  await completed(organization, beside.id);
  const idleAgain = await sendSingles(system, ledger, organization, singleCount);
  tellSingles('idle again', idleAgain);
  const ratio = (of: keyof SingleWaits) =>
    (percentile(busy[of], 50) / percentile([...idle[of], ...idleAgain[of]], 50)).toFixed(2);
  console.log(`medians, times the idle value: wait ${ratio('waitMs')}, request to webhook ${ratio('webhookMs')}`);
  return seconds;
}

function* csv(count = rowCount): Generator<string> {
  yield 'id,name,type,birth_date,country\n';
  let lines: string[] = [];
  for (const row of subjectRows(count, entries)) {
    lines.push(row);
    if (lines.length < 500) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

async function upload({ baseUrl, apiKey }: BenchOrganization) {
  const startedAt = performance.now();
  const answer = await request(`${baseUrl}/v1/screening-files`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', authorization: `Bearer ${apiKey}` },
    body: Readable.from(csv()),
    headersTimeout: 3_600_000,
  });
  const { id, state } = (await answer.body.json()) as ScreeningFile;
  if (answer.statusCode !== 202) throw new Error(`The upload answered ${answer.statusCode} (${state}).`);
  return { id, startedAt, seconds: (performance.now() - startedAt) / 1_000 };
}

async function read({ baseUrl, apiKey }: BenchOrganization, id: string): Promise<ScreeningFile> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const answer = await request(`${baseUrl}/v1/screening-files/${id}`, { headers });
  return (await answer.body.json()) as ScreeningFile;
}

async function completed(organization: BenchOrganization, id: string): Promise<ScreeningFile> {
  for (;;) {
    const file = await read(organization, id);
    if (file.state === 'completed') return file;
    if (file.state !== 'processing') throw new Error(`The file is ${file.state}.`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

async function readResult({ baseUrl, apiKey }: BenchOrganization, id: string): Promise<void> {
  const startedAt = performance.now();
  const headers = { authorization: `Bearer ${apiKey}` };
  const answer = await request(`${baseUrl}/v1/screening-files/${id}/result`, { headers });
  let lines = 0;
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  if (lines !== rowCount) throw new Error(`The result has ${lines} lines.`);
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`reading the result: ${perSecond(seconds)}, ${(bytes / 1_048_576).toFixed(0)} MB`);
}

function tellMemory(system: BenchSystem, when: string): void {
  const of = (app: string) => `${app} ${system.peakMegabytes(app).toFixed(0)} MB`;
  console.log(`resident ${when}: ${of('api')}, ${of('bulk-screening-worker')}`);
}

/** @returns seconds */
async function screenHere(): Promise<number> {
  const threads = await ScreeningThreads.start({ threads: 1, lists: [listDirectory] });
  const startedAt = performance.now();
  try {
    await screenFile({
      file: {
        name: 'rows.csv',
        kind: 'csv',
        bytes: Readable.from(csv(REFERENCE_ROWS)).map((text: string) => Buffer.from(text)),
      },
      screen: (batch) => threads.screenRows(batch, { threshold: 0.8, limit: 10 }),
      batchesAtMost: 4,
      write: async () => undefined,
    });
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await threads.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
