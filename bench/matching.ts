/**
 * Measures the screening engine on a published OFAC list: `node dist/bench/matching.js [directory]`, where the directory
 * holds sdn.csv, alt.csv, add.csv and sdn_comments.csv (the sandbox list when none is given, which is far too small to
 * say anything about speed). Run with --expose-gc for heap figures without garbage.
 */
import { resolve } from 'node:path';

import { parseOfacDelimited, readOfacDirectory, ScreeningEngine } from '@bonafide/screening';

const THRESHOLDS = [0.7, 0.85];
const QUERIES = 4_000;
const SAMPLE = 60;
const GIVEN_NAMES =
  'Emma Liam Olivia Noah Sophia Mason Isabella Jacob Mia Ethan Hannah Lucas Grace Owen Chloe Henry Lily Oscar Nora Felix ' +
  'Maria Jose Ana Luis Carmen Juan Rosa Pedro Ahmed Fatima Omar Layla Wei Mei Yuki Hiro Anna Ivan Olga Sergei Priya Raj';
const FAMILY_NAMES =
  'Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Clark ' +
  'Lewis Walker Hall Young King Wright Hill Green Adams Baker Nelson Carter Mitchell Garcia Lopez Martinez Hernandez Silva ' +
  'Mueller Schneider Fischer Rossi Dubois Novak Kowalski Hansen Nguyen Patel Kim Chen Wang Tanaka Ivanov Hassan Haddad';

function main(): void {
  const directory = process.argv[2] ?? resolve(__dirname, '../../libs/screening/sandbox-list');
  const parsedFrom = performance.now();
  const { entries, counts } = parseOfacDelimited(readOfacDirectory(directory));
  const parseMs = performance.now() - parsedFrom;

  const heapBefore = heapMegabytes();
  const builtFrom = performance.now();
  const engine = ScreeningEngine.build(entries);
  const buildMs = performance.now() - builtFrom;
  console.log(`list: ${counts.entries} entries, ${counts.entries + counts.aliases} names`);
  console.log(`parse ${parseMs.toFixed(0)} ms, build ${buildMs.toFixed(0)} ms`);
  console.log(`heap: entries ${heapBefore.toFixed(0)} MB, engine ${(heapMegabytes() - heapBefore).toFixed(0)} MB`);

  const random = seededRandom(2024);
  const listed = entries.flatMap(({ names }) => names.filter(({ strength }) => strength === 'strong'));
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const many = (name: () => string): string[] => Array.from({ length: QUERIES }, name);
  const given = GIVEN_NAMES.split(' ');
  const family = FAMILY_NAMES.split(' ');
  const streams: readonly (readonly [string, readonly string[]])[] = [
    ['exact', many(() => pick(listed)?.name ?? '')],
    ['typo', many(() => misspell(pick(listed)?.name ?? '', random))],
    ['clean', many(() => `${pick(given) ?? ''} ${coin(random) ? `${pick(given) ?? ''} ` : ''}${pick(family) ?? ''}`)],
    ['clean, new words', many(() => `${pick(given) ?? ''} ${scramble(pick(family) ?? '', random)}`)],
  ];

  console.log('\nmicroseconds a call            p50     p95     p99    mean   hits');
  for (const threshold of THRESHOLDS) {
    for (const [label, names] of streams) measure(engine, `${label} at ${threshold}`, names, threshold);
  }
  compareWithExhaustive(
    engine,
    streams.flatMap(([, names]) => names.slice(0, SAMPLE / streams.length)),
  );
}

function measure(engine: ScreeningEngine, label: string, names: readonly string[], threshold: number): void {
  for (const name of names.slice(0, 200)) screen(engine, name, threshold);
  let withHits = 0;
  const times = names.map((name) => {
    const from = performance.now();
    if (screen(engine, name, threshold) > 0) withHits++;
    return (performance.now() - from) * 1_000;
  });
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0).padStart(8);
  const mean = (times.reduce((sum, time) => sum + time, 0) / times.length).toFixed(0).padStart(8);
  const alerting = `${((100 * withHits) / names.length).toFixed(1)} %`.padStart(8);
  console.log(`${label.padEnd(26)}${at(0.5)}${at(0.95)}${at(0.99)}${mean}${alerting}`);
}

/** Both ways answer the same sample in the same run; different answers end the benchmark. */
function compareWithExhaustive(engine: ScreeningEngine, names: readonly string[]): void {
  const threshold = 0.7;
  const request = { threshold, limit: Number.MAX_SAFE_INTEGER };
  const indexedFrom = performance.now();
  const indexed = names.map((name) => engine.screen(aSubject(name), request));
  const indexedMs = performance.now() - indexedFrom;
  const exhaustiveFrom = performance.now();
  const exhaustive = names.map((name) => engine.screenExhaustively(aSubject(name), request));
  const exhaustiveMs = performance.now() - exhaustiveFrom;
  if (JSON.stringify(indexed) !== JSON.stringify(exhaustive)) throw new Error('The index and the list disagree.');
  const ratio = (exhaustiveMs / indexedMs).toFixed(0);
  console.log(
    `\nexhaustive search: ${(exhaustiveMs / names.length).toFixed(1)} ms a call, ${ratio} times the index; same hits`,
  );
}

function screen(engine: ScreeningEngine, name: string, threshold: number): number {
  return engine.screen(aSubject(name), { threshold, limit: 10 }).length;
}

function aSubject(name: string): Parameters<ScreeningEngine['screen']>[0] {
  return { name, alternativeNames: [], countries: [], identifications: [], addresses: [] };
}

function misspell(name: string, random: () => number): string {
  const at = Math.floor(random() * name.length);
  return name.slice(0, at) + String.fromCharCode(97 + Math.floor(random() * 26)) + name.slice(at + 1);
}

/** A family name nobody has, so that nothing about it can be remembered from the call before. */
function scramble(name: string, random: () => number): string {
  return misspell(misspell(`${name}${name.slice(1, 4)}`, random), random);
}

function coin(random: () => number): boolean {
  return random() < 0.5;
}

function heapMegabytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** Mulberry32, so that every run asks the same. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

main();
