import { describeWithSharedData } from '@bonafide/testing';
import { join, resolve } from 'node:path';
import { completenessQuestions } from '../../../../bench/completeness-queries';
import { scriptPairs } from '../../../../bench/quality-scripts';
import { seededRandom } from '../../../../bench/random';
import { parseOfacDelimited } from '../lists/ofac/ofac-delimited';
import { readOfacDirectory } from '../lists/ofac/read-ofac-directory';
import { type SanctionsEntry } from '../lists/sanctions-entry';
import { ScreeningEngine } from './screening-engine';
import { type ScreeningSubject } from './screening-subject';

const PROJECT = resolve(__dirname, '../../../..');
const SANDBOX = join(PROJECT, 'libs/screening/sandbox-list');

const THRESHOLDS = [0.7, 0.85];
const EVERY_HIT = Number.MAX_SAFE_INTEGER;

describe('the index on the sandbox list', () => {
  const { entries } = parseOfacDelimited(readOfacDirectory(SANDBOX));
  const engine = ScreeningEngine.build(entries);

  it.each(THRESHOLDS)('returns what comparing with every name returns, at threshold %d', (threshold) => {
    let hitCount = 0;
    for (const subject of generateSubjects(entries, 1_500, 20240131)) {
      const { hits } = engine.screen(subject, { threshold, limit: EVERY_HIT });
      expect(hits).toEqual(engine.screenExhaustively(subject, { threshold, limit: EVERY_HIT }).hits);
      hitCount += hits.length;
    }
    expect(hitCount).toBeGreaterThan(500);
  });

  it('returns what comparing with every name returns, at a threshold that nearly everything reaches', () => {
    for (const subject of generateSubjects(entries, 200, 7)) {
      const request = { threshold: 0.2, limit: EVERY_HIT };
      expect(engine.screen(subject, request)).toEqual(engine.screenExhaustively(subject, request));
    }
  });
});

describe('the index on names in other scripts', () => {
  const pairs = scriptPairs(8, seededRandom(8));
  const [like] = parseOfacDelimited(readOfacDirectory(SANDBOX)).entries;
  const entries = pairs.flatMap(({ listed }, index) =>
    like
      ? [{ ...like, entryId: String(index), names: [{ name: listed, kind: 'primary', strength: 'strong' } as const] }]
      : [],
  );
  const engine = ScreeningEngine.build(entries);

  it.each([0.5, 0.8])('returns what comparing with every name returns, at threshold %d', (threshold) => {
    let hitCount = 0;
    for (const { asked, listed } of pairs) {
      for (const name of [asked, listed]) {
        const request = { threshold, limit: EVERY_HIT };
        const found = engine.screen(aSubject(name), request);
        expect(found).toEqual(engine.screenExhaustively(aSubject(name), request));
        hitCount += found.hits.length;
      }
    }
    expect(hitCount).toBeGreaterThan(pairs.length);
  });
});

describeWithSharedData('ofac/2026-08-composed', 'the index on the published list', (published) => {
  const { entries, queries } = completenessQuestions(
    parseOfacDelimited(readOfacDirectory(published)).entries,
    2_000,
    424_242,
  );
  const engine = ScreeningEngine.build(entries);
  const [lowest = 0] = THRESHOLDS;

  it('returns what comparing with every name returns, for 2,000 names asked in many ways', () => {
    let hitCount = 0;
    for (const { name, type } of queries) {
      const subject = { ...aSubject(name), ...(type !== undefined && { type }) };
      const expected = engine.screenExhaustively(subject, { threshold: lowest, limit: EVERY_HIT }).hits;
      hitCount += expected.length;
      for (const threshold of THRESHOLDS) {
        const { hits } = engine.screen(subject, { threshold, limit: EVERY_HIT });
        const missed = JSON.stringify(hits) !== JSON.stringify(expected.filter(({ score }) => score >= threshold));
        if (missed) expect(hits).toEqual(expected.filter(({ score }) => score >= threshold));
      }
    }
    expect(hitCount).toBeGreaterThan(2_000);
  }, 120_000);
});

function aSubject(name: string): ScreeningSubject {
  return { name, alternativeNames: [], countries: [], identifications: [], addresses: [] };
}

/** Subjects with names made from listed ones by what people, forms and other alphabets do to names. */
function generateSubjects(entries: readonly SanctionsEntry[], count: number, seed: number): ScreeningSubject[] {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const types = ['person', 'business', 'vessel', undefined] as const;
  return Array.from({ length: count }, () => {
    const entry = entries[below(entries.length)];
    const listed = entry?.names[below(entry.names.length)]?.name ?? '';
    const words = listed.split(/[\s,]+/u).map((word) => misspell(word, below(2) * below(3), below));
    const name = rearrange(words, below(7), below);
    const type = types[below(types.length)];
    return { ...aSubject(name), ...(type !== undefined && { type }) };
  });
}

function misspell(word: string, edits: number, below: (limit: number) => number): string {
  const letters = Array.from(word);
  for (let edit = 0; edit < edits; edit++) {
    const at = below(letters.length);
    const letter = String.fromCharCode(97 + below(26));
    const [first = '', second = ''] = [letters[at], letters[at + 1]];
    [
      () => letters.splice(at, 1),
      () => letters.splice(at, 0, letter),
      () => letters.splice(at, 1, letter),
      () => letters.splice(at, 2, second, first),
    ][below(4)]?.();
  }
  return letters.join('');
}

function rearrange(words: string[], way: number, below: (limit: number) => number): string {
  const at = below(words.length);
  switch (way) {
    case 0:
      return [...words.slice(at), ...words.slice(0, at)].join(' ');
    case 1:
      return words.filter((_, index) => index !== at || words.length === 1).join(' ');
    case 2:
      return words.join(' ').replace(' ', '');
    case 3:
      return words.map((word, index) => (index === at ? word.charAt(0) : word)).join(' ');
    case 4:
      return toCyrillic(words.join(' '));
    case 5:
      return `${words.join('-')} Perez`;
    default:
      return words.join(' ');
  }
}

const CYRILLIC = new Map(Object.entries({ a: 'а', b: 'б', v: 'в', g: 'г', d: 'д', e: 'е', z: 'з', i: 'и', k: 'к' }));
for (const [latin, cyrillic] of Object.entries({
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
})) {
  CYRILLIC.set(latin, cyrillic);
}

function toCyrillic(name: string): string {
  return Array.from(name.toLowerCase(), (letter) => CYRILLIC.get(letter) ?? letter).join('');
}
