/**
 * How well the engine tells names apart, beside two plain measures, on a development set of invented names:
 * `npm run bench -- quality [--chart FILE.svg]`. The same set and the same figures each time.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { type SanctionsEntry, ScreeningEngine } from '@bonafide/screening';

import { jaroWinkler, sortedWords } from './jaro-winkler';
import { type LabelledPair } from './labelled-pair';
import { type ChartLine, drawChart } from './quality-chart';
import { labelledPairs } from './quality-pairs';
import { tokenSetSimilarity } from './token-set';

const { values: options } = parseArgs({
  options: { chart: { type: 'string' }, pairs: { type: 'string', default: '60' } },
});
const BANDS = [0.7, 0.8, 0.9];
const LOWEST_ASKED = 0.05;

interface Method {
  readonly label: string;
  readonly color: string;
  /** Of each pair, in their order. */
  readonly scores: readonly number[];
}

interface Quality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

function main(): void {
  const pairs = labelledPairs(Number(options.pairs));
  const same = pairs.filter(({ isSame }) => isSame).length;
  console.log(`${pairs.length} pairs: ${same} of one name, ${pairs.length - same} of two\n`);
  const methods: readonly Method[] = [
    { label: 'Bonafide', color: '#0a6', scores: engineScores(pairs) },
    {
      label: 'Jaro-Winkler, sorted words',
      color: '#c40',
      scores: pairs.map(({ listed, asked }) => jaroWinkler(sortedWords(listed), sortedWords(asked))),
    },
    {
      label: 'token-set similarity',
      color: '#46c',
      scores: pairs.map(({ listed, asked }) => tokenSetSimilarity(listed, asked)),
    },
  ];
  for (const threshold of BANDS) printGroups(pairs, methods, threshold);
  printBest(pairs, methods);
  printChanges(pairs, methods[0]?.scores ?? []);
  if (options.chart !== undefined)
    writeFileSync(
      options.chart,
      drawChart(
        methods.flatMap((method) => toLines(pairs, method)),
        'Precision and recall by threshold',
      ),
    );
}

/** Every pair's listed name stands on one list with all the others, so that common words weigh what they would. */
function engineScores(pairs: readonly LabelledPair[]): number[] {
  const engine = ScreeningEngine.build(pairs.map(anEntry));
  return pairs.map(({ asked, type }, index) => {
    const subject = { name: asked, type, alternativeNames: [], countries: [], identifications: [], addresses: [] };
    const { hits } = engine.screen(subject, { threshold: LOWEST_ASKED, limit: Number.MAX_SAFE_INTEGER });
    return hits.find(({ entryId }) => entryId === String(index))?.score ?? 0;
  });
}

function anEntry({ listed, type }: LabelledPair, index: number): SanctionsEntry {
  return {
    list: 'invented',
    entryId: String(index),
    type,
    names: [{ name: listed, kind: 'primary', strength: 'strong' }],
    programs: [],
    birthDates: [],
    birthPlaces: [],
    countries: [],
    addresses: [],
    identifications: [],
    cryptoAddresses: [],
    linkedTo: [],
  };
}

function printGroups(pairs: readonly LabelledPair[], methods: readonly Method[], threshold: number): void {
  const groups = [...new Set(pairs.map(({ group }) => group)), 'all'];
  console.log(`at ${threshold.toFixed(2)}: precision, recall, F1`);
  console.log(`${''.padEnd(26)}${methods.map(({ label }) => label.padEnd(28)).join('')}`);
  for (const group of groups) {
    const places = [...pairs.keys()].filter((index) => group === 'all' || pairs[index]?.group === group);
    const cells = methods.map(({ scores }) => {
      const { precision, recall, f1 } = qualityAt(pairs, scores, threshold, places);
      return [precision, recall, f1]
        .map((value) => value.toFixed(3))
        .join('  ')
        .padEnd(28);
    });
    console.log(`${group.padEnd(26)}${cells.join('')}`);
  }
  console.log('');
}

function printBest(pairs: readonly LabelledPair[], methods: readonly Method[]): void {
  for (const { label, scores } of methods) {
    const [best, at] = THRESHOLDS.map(
      (threshold) => [qualityAt(pairs, scores, threshold).f1, threshold] as const,
    ).reduce((a, b) => (b[0] > a[0] ? b : a));
    console.log(`${label}: best F1 ${best.toFixed(3)} at ${at.toFixed(2)}`);
  }
}

/** What each change does: the share found at each band, and the median score. */
function printChanges(pairs: readonly LabelledPair[], scores: readonly number[]): void {
  console.log(`\n${'Bonafide, share at or over'.padEnd(66)}  0.70   0.80   0.90  median`);
  const changes = new Map<string, number[]>();
  pairs.forEach(({ group, change, isSame }, index) => {
    const label = `${isSame ? 'same ' : 'other'} ${group}: ${change}`;
    changes.set(label, [...(changes.get(label) ?? []), scores[index] ?? 0]);
  });
  for (const [label, found] of changes) {
    const shares = BANDS.map((band) =>
      (found.filter((score) => score >= band).length / found.length).toFixed(2).padStart(6),
    );
    const median = found.toSorted((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0;
    console.log(`${label.padEnd(66)}${shares.join(' ')}  ${median.toFixed(2)}`);
  }
}

const THRESHOLDS = Array.from({ length: 51 }, (_, step) => 0.5 + step / 100);

function toLines(pairs: readonly LabelledPair[], { label, color, scores }: Method): ChartLine[] {
  const qualities = THRESHOLDS.map((threshold) => [threshold, qualityAt(pairs, scores, threshold)] as const);
  return [
    { label: `${label}: F1`, color, points: qualities.map(([threshold, { f1 }]) => [threshold, f1]) },
    {
      label: 'precision',
      color,
      dashes: '6 4',
      points: qualities.map(([threshold, { precision }]) => [threshold, precision]),
    },
    { label: 'recall', color, dashes: '2 3', points: qualities.map(([threshold, { recall }]) => [threshold, recall]) },
  ];
}

function qualityAt(
  pairs: readonly LabelledPair[],
  scores: readonly number[],
  threshold: number,
  places: Iterable<number> = pairs.keys(),
): Quality {
  let [right, wrong, missed] = [0, 0, 0];
  for (const index of places) {
    const isFound = (scores[index] ?? 0) >= threshold;
    const isSame = pairs[index]?.isSame === true;
    if (isFound && isSame) right++;
    else if (isFound) wrong++;
    else if (isSame) missed++;
  }
  const precision = right + wrong === 0 ? 1 : right / (right + wrong);
  const recall = right + missed === 0 ? 1 : right / (right + missed);
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

main();
