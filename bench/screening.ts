/**
 * Measures the screening engine on one core, without HTTP, on a published OFAC list:
 * `npm run bench -- screening [--list DIR] [--queries 5000] [--proof 20000] [--growth]`. DIR holds sdn.csv, alt.csv,
 * add.csv and sdn_comments.csv (the made-up list when none is given, which is far too small to say anything).
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { parseOfacDelimited, readOfacDirectory, type SanctionsEntry, ScreeningEngine } from '@bonafide/screening';

import { completenessQuestions } from './completeness-queries';
import { jaroWinkler, sortedWords } from './jaro-winkler';
import { growEntries } from './list-growth';
import { percentile } from './percentiles';
import { aFirmName, aUsName, aWorldName, distinct, misspell } from './query-names';
import { seededRandom } from './random';

const { values: options } = parseArgs({
  options: {
    list: { type: 'string', default: resolve(__dirname, '../../libs/screening/sandbox-list') },
    queries: { type: 'string', default: '5000' },
    proof: { type: 'string', default: '0' },
    growth: { type: 'boolean', default: false },
  },
});
const THRESHOLDS = [0.7, 0.85];
// Heap figures without garbage, and no flag for the caller to remember.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type Query = Parameters<ScreeningEngine['screen']>[0];

interface Stream {
  readonly label: string;
  readonly queries: readonly Query[];
}

/** Reads the list and says what that takes. */
function measureLoading(directory: string): void {
  const before = heapMegabytes();
  const parsedFrom = performance.now();
  const { entries, counts } = parseOfacDelimited(readOfacDirectory(directory));
  const builtFrom = performance.now();
  const engine = ScreeningEngine.build(entries);
  const readyAt = performance.now();
  console.log(`list: ${counts.entries} entries, ${counts.entries + counts.aliases} names`);
  const parts = `parse ${(builtFrom - parsedFrom).toFixed(0)}, build ${(readyAt - builtFrom).toFixed(0)}`;
  console.log(`files to ready: ${(readyAt - parsedFrom).toFixed(0)} ms (${parts})`);
  console.log(
    `heap: ${(heapMegabytes() - before).toFixed(0)} MB with the parsed entries (${engine.version}, ${entries.length})`,
  );
}

/** A new engine, which remembers nothing of earlier questions. */
function buildEngine(): ScreeningEngine {
  return ScreeningEngine.build(parseOfacDelimited(readOfacDirectory(options.list)).entries);
}

function main(): void {
  measureLoading(options.list);
  const before = heapMegabytes();
  const engine = buildEngine();
  console.log(
    `heap: ${(heapMegabytes() - before).toFixed(0)} MB for the engine alone (${engine.configurationHash.slice(0, 8)})`,
  );
  const { entries } = parseOfacDelimited(readOfacDirectory(options.list));
  const names = entries.flatMap((entry) => entry.names.filter(({ strength }) => strength === 'strong'));
  const listed = names.map(({ name }) => name);
  measureSpeed(engine, listed);
  compareWithReferences(engine, listed);
  if (Number(options.proof) > 0) proveCompleteness(entries, Number(options.proof));
  if (options.growth) measureGrowth(entries);
}

function measureSpeed(engine: ScreeningEngine, listed: readonly string[]): void {
  const streams = queryStreams(listed, Number(options.queries), 2026);
  // The code is made fast by another engine and other questions; the engines that are measured remember nothing.
  for (const { queries } of queryStreams(listed, 1_000, 1)) {
    for (const query of queries) engine.screen(query, { threshold: 0.7, limit: 10 });
  }
  const columns = ['p50', 'p95', 'p99', 'p99 cpu', 'names/s', 'of a cpu'].map((column) => column.padStart(8)).join(' ');
  console.log(`\n${'microseconds a name'.padEnd(34)}${columns}  with hits`);
  for (const threshold of THRESHOLDS) {
    let [totalMs, total] = [0, 0];
    for (const { label, queries } of streams) {
      totalMs += measure(buildEngine(), `${label} at ${threshold}`, queries, threshold);
      total += queries.length;
    }
    console.log(`all classes at ${threshold}: ${((1_000 * total) / totalMs).toFixed(0)} names/s of a processor`);
  }
}

/** The same questions by brute force with the same scorer, and by Jaro-Winkler over all names. */
function compareWithReferences(engine: ScreeningEngine, listed: readonly string[]): void {
  const queries = queryStreams(listed, 10, 3).flatMap((stream) => stream.queries);
  const request = { threshold: 0.7, limit: 10 };
  const perName = (ask: (query: Query) => void): string => {
    const from = performance.now();
    queries.forEach(ask);
    return ((performance.now() - from) / queries.length).toFixed(2).padStart(8);
  };
  console.log(`\nmilliseconds a name over ${queries.length} names of all classes`);
  console.log(`${perName((query) => engine.screen(query, request))} this engine`);
  console.log(
    `${perName((query) => engine.screenExhaustively(query, request))} the same scorer over all names, without an index`,
  );
  const sorted = listed.map(sortedWords);
  const best = (query: Query): number => {
    const name = sortedWords(query.name);
    return sorted.reduce((highest, other) => Math.max(highest, jaroWinkler(name, other)), 0);
  };
  console.log(`${perName(best)} Jaro-Winkler over all names`);
}

/** Both ways answer the same questions; a different answer ends the benchmark. */
function proveCompleteness(entries: readonly SanctionsEntry[], count: number): void {
  const questions = completenessQuestions(entries, count, 20_000);
  const engine = ScreeningEngine.build(questions.entries);
  const request = { threshold: 0.7, limit: Number.MAX_SAFE_INTEGER };
  const hits = new Map<string, number>();
  const from = performance.now();
  for (const { variation, name, type } of questions.queries) {
    const query = aSubject(name, type);
    const found = engine.screen(query, request);
    if (JSON.stringify(found) !== JSON.stringify(engine.screenExhaustively(query, request))) {
      throw new Error(`The index and the list disagree about "${name}".`);
    }
    hits.set(variation, (hits.get(variation) ?? 0) + found.hits.length);
  }
  const total = [...hits.values()].reduce((sum, found) => sum + found, 0);
  const seconds = ((performance.now() - from) / 1_000).toFixed(0);
  console.log(`\ncomplete: ${count} questions, ${total} hits at 0.7, the same bytes without the index (${seconds} s)`);
  for (const [variation, found] of hits) console.log(`${String(found).padStart(8)} hits: ${variation}`);
}

/** Time and memory as the list grows: the listed entries again and again, under names of which most words are new. */
function measureGrowth(entries: readonly SanctionsEntry[]): void {
  const random = seededRandom(7);
  const queries = queryStreams(
    entries.map(({ names }) => names[0]?.name ?? ''),
    1_000,
    11,
  ).flatMap((stream) => stream.queries);
  console.log(
    `\n${'names'.padStart(10)} ${'build ms'.padStart(9)} ${'heap MB'.padStart(8)} ${'cpu us at 0.7'.padStart(17)} ${'at 0.85'.padStart(8)}`,
  );
  for (const size of [40_000, 130_000, 400_000, 1_000_000]) {
    const before = heapMegabytes();
    const { engine, buildMs } = buildGrown(entries, size, random);
    const heap = heapMegabytes() - before;
    const means = THRESHOLDS.map((threshold) => {
      const usedBefore = process.cpuUsage();
      for (const query of queries) engine.screen(query, { threshold, limit: 10 });
      const { user, system } = process.cpuUsage(usedBefore);
      return ((user + system) / queries.length).toFixed(0);
    });
    console.log(
      `${String(size).padStart(10)} ${buildMs.toFixed(0).padStart(9)} ${heap.toFixed(0).padStart(8)} ${(means[0] ?? '').padStart(17)} ${(means[1] ?? '').padStart(8)}`,
    );
  }
}

/** The entries of the grown list are gone when it returns, so that the heap is the engine's alone. */
function buildGrown(
  entries: readonly SanctionsEntry[],
  size: number,
  random: () => number,
): { engine: ScreeningEngine; buildMs: number } {
  const grown = growEntries(entries, size, random);
  const from = performance.now();
  const engine = ScreeningEngine.build(grown);
  return { engine, buildMs: performance.now() - from };
}

function queryStreams(listed: readonly string[], count: number, seed: number): Stream[] {
  const random = seededRandom(seed);
  const aListed = (): string => listed[Math.floor(random() * listed.length)] ?? '';
  const typo = (name: string, every: boolean): string => {
    const words = name.split(' ');
    const chosen = Math.floor(random() * words.length);
    return words.map((word, index) => (every || index === chosen ? misspell(word, random) : word)).join(' ');
  };
  const stream = (label: string, make: () => string, type?: Query['type']): Stream => ({
    label,
    queries: distinct(Math.min(count, 20 * listed.length), make).map((name) => aSubject(name, type)),
  });
  return [
    stream('exact', aListed),
    stream('one typo', () => typo(aListed(), false)),
    stream('a typo in every word', () => typo(aListed(), true)),
    stream('clean, US', () => aUsName(random), 'person'),
    stream('clean, world', () => aWorldName(random), 'person'),
    stream('companies', () => aFirmName(random), 'business'),
  ];
}

/** Returns the processor time in milliseconds: on a busy machine the clock counts the time of others as well. */
function measure(engine: ScreeningEngine, label: string, queries: readonly Query[], threshold: number): number {
  let withHits = 0;
  const clock: number[] = [];
  const processor: number[] = [];
  for (const query of queries) {
    const [from, usedBefore] = [performance.now(), process.cpuUsage()];
    if (engine.screen(query, { threshold, limit: 10 }).hits.length > 0) withHits++;
    const { user, system } = process.cpuUsage(usedBefore);
    processor.push(user + system);
    clock.push((performance.now() - from) * 1_000);
  }
  const perSecond = (times: readonly number[]): number => (1e6 * times.length) / sumOf(times);
  const shown = [
    ...[50, 95, 99].map((percent) => percentile(clock, percent)),
    percentile(processor, 99),
    perSecond(clock),
    perSecond(processor),
  ].map((value) => value.toFixed(0).padStart(8));
  const alerting = `${((100 * withHits) / queries.length).toFixed(1)} %`;
  console.log(`${label.padEnd(34)}${shown.join(' ')} ${alerting.padStart(10)}`);
  return sumOf(processor) / 1_000;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function aSubject(name: string, type?: Query['type']): Query {
  return {
    name,
    ...(type !== undefined && { type }),
    alternativeNames: [],
    countries: [],
    identifications: [],
    addresses: [],
  };
}

function heapMegabytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

main();
