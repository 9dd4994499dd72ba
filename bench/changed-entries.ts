/**
 * Measures the engine of a part of a list on one core: many subjects against the entries that changed between two
 * publications. `npm run bench -- changed-entries --from DIR --to DIR [--subjects 1000000] [--threshold 0.8]`, with
 * OFAC's delimited files in both.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';

import { parseOfacDelimited, type SanctionsEntry, ScreeningEngine } from '@bonafide/screening';

import { madeUpSubject } from './made-up-subjects';
import { percentile } from './percentiles';
import { seededRandom } from './random';

const BATCH = 1_000;

function main(): void {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      subjects: { type: 'string', default: '1000000' },
      threshold: { type: 'string', default: '0.8' },
    },
  });
  if (values.from === undefined || values.to === undefined) throw new Error('Say --from DIR and --to DIR.');
  const before = new Map(readEntries(values.from).map((entry) => [entry.entryId, entry]));
  const entries = readEntries(values.to);
  const changed = new Set(entries.filter((entry) => !isDeepStrictEqual(entry, before.get(entry.entryId))));

  const builtFrom = performance.now();
  const engine = ScreeningEngine.buildPart(entries, (entry) => changed.has(entry));
  const buildMs = performance.now() - builtFrom;
  console.log(
    `${changed.size} of ${entries.length} entries are new or changed; engine of them in ${buildMs.toFixed(0)} ms`,
  );
  screenAll(engine, Number(values.subjects), { threshold: Number(values.threshold), limit: 10 });
}

/** Making a subject is not counted: subjects come in batches, and the clock runs while they are screened. */
function screenAll(engine: ScreeningEngine, count: number, request: { threshold: number; limit: number }): void {
  const random = seededRandom(2026);
  const microseconds: number[] = [];
  let [totalMs, processorMs, withHits] = [0, 0, 0];
  for (let done = 0; done < count; done += BATCH) {
    const subjects = Array.from({ length: Math.min(BATCH, count - done) }, () => madeUpSubject(random));
    const [from, usedBefore] = [performance.now(), process.cpuUsage()];
    for (const subject of subjects) if (engine.screen(subject, request).hits.length > 0) withHits++;
    const tookMs = performance.now() - from;
    const { user, system } = process.cpuUsage(usedBefore);
    processorMs += (user + system) / 1_000;
    totalMs += tookMs;
    microseconds.push((1_000 * tookMs) / subjects.length);
  }
  const seconds = (totalMs / 1_000).toFixed(1);
  console.log(
    `${count} subjects in ${seconds} s, ${(processorMs / 1_000).toFixed(1)} processor seconds, ${withHits} with hits`,
  );
  const [clockUs, processorUs] = [totalMs, processorMs].map((ms) => ((1_000 * ms) / count).toFixed(1));
  const worst = percentile(microseconds, 99).toFixed(1);
  console.log(`us a subject: ${clockUs} (processor ${processorUs}), ${worst} in the slowest hundredth of the batches`);
}

function readEntries(directory: string): readonly SanctionsEntry[] {
  const read = (file: string): Buffer => readFileSync(join(directory, file));
  // Archives of old publications often lack the remarks that were too long for the first file.
  const comments = existsSync(join(directory, 'sdn_comments.csv')) ? read('sdn_comments.csv') : Buffer.alloc(0);
  return parseOfacDelimited({ sdn: read('sdn.csv'), alt: read('alt.csv'), add: read('add.csv'), comments }).entries;
}

main();
