/**
 * Screens one made-up file with different numbers of threads: `npm run bench -- screen-file [--rows 200000]
 * [--threads 1,2]`, against the list in LIST_DIRS (the sandbox list when it is not set, which is far too small to say
 * anything). Counted from the first row to the last; building the engines is shown apart. Processor seconds tell what
 * other programs on the machine take away from the ratio. Every run must write the same bytes.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import { readListDirectory, screenFile, ScreeningThreads } from '@bonafide/screening';

import { subjectRows } from './subject-rows';

interface Measured {
  readonly threads: number;
  readonly startSeconds: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly rowsWithHits: number;
  readonly residentMegabytes: number;
  readonly sha256: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rows: { type: 'string' }, threads: { type: 'string' } } });
  const rows = Number(values.rows ?? 200_000);
  const threadCounts = (values.threads ?? `1,${availableParallelism()}`).split(',').map(Number);
  const listDirectory = process.env['LIST_DIRS'] ?? resolve(__dirname, '../../libs/screening/sandbox-list');
  const entries = readListDirectory(listDirectory).publications.flatMap((publication) => publication.entries);
  console.log(`${rows} rows against ${entries.length} entries, threshold 0.8`);

  const directory = mkdtempSync(join(tmpdir(), 'bonafide-screen-file-'));
  try {
    const file = join(directory, 'subjects.csv');
    await pipeline(Readable.from(csvOf(rows, entries)), createWriteStream(file));
    console.log('threads   rows/s   of one thread   processor s   start s   resident MB   rows with hits');
    const runs: Measured[] = [];
    for (const threads of threadCounts) {
      runs.push(await measure(file, threads, listDirectory));
      print(runs, rows);
    }
    if (new Set(runs.map(({ sha256 }) => sha256)).size > 1) throw new Error('The results differ.');
    console.log('same bytes in every run');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function* csvOf(rows: number, entries: Parameters<typeof subjectRows>[1]): Generator<string> {
  yield 'id,name,type,birth_date,country\n';
  for (const row of subjectRows(rows, entries)) yield `${row}\n`;
}

async function measure(file: string, threadCount: number, listDirectory: string): Promise<Measured> {
  const startedAtMs = performance.now();
  const threads = await ScreeningThreads.start({ threads: threadCount, lists: [listDirectory] });
  const startSeconds = (performance.now() - startedAtMs) / 1_000;
  const hash = createHash('sha256');
  let residentMegabytes = 0;
  const firstRowAtMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const { rowsWithHits } = await screenFile({
    file: { name: file, kind: 'csv', bytes: createReadStream(file) },
    screen: (batch) => threads.screenRows(batch, { threshold: 0.8, limit: 10 }),
    batchesAtMost: threadCount * 4,
    write: async (lines) => void hash.update(lines),
    onProgress: () => (residentMegabytes = Math.max(residentMegabytes, process.memoryUsage.rss() / 1e6)),
  });
  const seconds = (performance.now() - firstRowAtMs) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await threads.stop();
  return {
    threads: threadCount,
    startSeconds,
    seconds,
    processorSeconds: (user + system) / 1e6,
    rowsWithHits,
    residentMegabytes,
    sha256: hash.digest('hex'),
  };
}

function print(runs: readonly Measured[], rows: number): void {
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return;
  const columns: readonly (readonly [string, number])[] = [
    [String(last.threads), 7],
    [(rows / last.seconds).toFixed(0), 9],
    [(first.seconds / last.seconds).toFixed(2), 16],
    [last.processorSeconds.toFixed(1), 14],
    [last.startSeconds.toFixed(1), 10],
    [last.residentMegabytes.toFixed(0), 14],
    [String(last.rowsWithHits), 17],
  ];
  console.log(columns.map(([text, width]) => text.padStart(width)).join(''));
}

void main();
