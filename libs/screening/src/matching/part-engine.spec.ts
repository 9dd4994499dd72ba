import { describeWithSharedData } from '@bonafide/testing';
import { completenessQuestions } from '../../../../bench/completeness-queries';
import { madeUpNames } from '../../../../bench/made-up-names';
import { parseOfacDelimited } from '../lists/ofac/ofac-delimited';
import { readOfacDirectory } from '../lists/ofac/read-ofac-directory';
import { type SanctionsEntry } from '../lists/sanctions-entry';
import { type EngineResult } from './engine-hit';
import { ScreeningEngine } from './screening-engine';
import { type ScreeningSubject } from './screening-subject';

const THRESHOLDS = [0.6, 0.7, 0.85];
const EVERY_HIT = Number.MAX_SAFE_INTEGER;

/** Lets some entries through, spread over the list; the same ones each time. */
const oneOf =
  (every: number) =>
  ({ entryId }: SanctionsEntry): boolean =>
    Number(entryId) % every === 0;

/** Asks both engines; the part must give what the whole gives of the wanted entries, to the byte. Returns how many hits. */
function compareEngines(
  entries: readonly SanctionsEntry[],
  isWanted: (entry: SanctionsEntry) => boolean,
  subjects: readonly ScreeningSubject[],
): number {
  const whole = ScreeningEngine.build(entries);
  const part = ScreeningEngine.buildPart(entries, isWanted);
  const wanted = new Set(entries.filter(isWanted).map(({ entryId }) => entryId));
  let hitCount = 0;
  for (const subject of subjects) {
    for (const threshold of THRESHOLDS) {
      const request = { threshold, limit: EVERY_HIT };
      const all = whole.screen(subject, request);
      const expected: EngineResult = { ...all, hits: all.hits.filter(({ entryId }) => wanted.has(entryId)) };
      hitCount += expected.hits.length;
      const found = part.screen(subject, request);
      if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
      if (JSON.stringify(part.screenExhaustively(subject, request)) !== JSON.stringify(expected)) {
        expect(part.screenExhaustively(subject, request)).toEqual(expected);
      }
    }
  }
  return hitCount;
}

function aSubject(name: string, more: Partial<ScreeningSubject> = {}): ScreeningSubject {
  return { name, alternativeNames: [], countries: [], identifications: [], addresses: [], ...more };
}

function anEntry(entryId: string, name: string, more: Partial<SanctionsEntry> = {}): SanctionsEntry {
  const nothing = { programs: [], birthDates: [], birthPlaces: [], countries: [], addresses: [], linkedTo: [] };
  return {
    list: 'made-up',
    entryId,
    type: 'person',
    names: [{ name, kind: 'primary', strength: 'strong' }],
    identifications: [],
    cryptoAddresses: [],
    ...nothing,
    ...more,
  };
}

describe('the engine of a part of a list', () => {
  // Names share their words, so that every score depends on how common a word is in the whole list.
  const entries = madeUpNames(600).map((name, index): SanctionsEntry => {
    const [first = '', second = '', last = ''] = name.split(' ');
    return anEntry(String(index), name, {
      names: [
        { name, kind: 'primary', strength: 'strong' },
        { name: `${last}, ${first}`, kind: 'aka', strength: 'strong' },
        { name: `${second} ${last} ${index % 9}`, kind: 'fka', strength: 'strong' },
        { name: second, kind: 'aka', strength: 'weak' },
      ],
      type: index % 3 === 0 ? 'business' : 'person',
      birthDates: [{ precision: 'year', year: 1950 + (index % 40) }],
      countries: [{ role: 'nationality', name: 'Freedonia', code: index % 2 === 0 ? 'XA' : 'XB' }],
      identifications: [{ type: 'passport', label: 'Passport', number: `P${10_000 + (index % 50)}` }],
    });
  });

  it('finds what the whole finds of the wanted entries, with the same scores, evidence and sentences', () => {
    const { queries } = completenessQuestions(entries, 300, 11);
    const subjects = queries.map(({ name, type }, index) =>
      aSubject(name, {
        ...(type !== undefined && { type }),
        ...(index % 3 === 0 && { birthDate: `${1950 + (index % 40)}-03-04`, countries: ['XA'] }),
        ...(index % 5 === 0 && { identifications: [{ type: 'passport', number: `P${10_000 + (index % 50)}` }] }),
        ...(index % 7 === 0 && { alternativeNames: ['Greta Omar Sandoval'] }),
      }),
    );
    expect(compareEngines(entries, oneOf(7), subjects)).toBeGreaterThan(1_000);
  });

  it('weighs a word by all names of the list, also by those of entries that it does not hold', () => {
    const list = [
      ...madeUpNames(50).map((name, index) => anEntry(String(index), `${name} Umbrella`)),
      anEntry('wanted', 'Zorquin Umbrella'),
    ];
    const scoreOf = (engine: ScreeningEngine): number | undefined =>
      engine.screen(aSubject('Zorquin Parasol'), { threshold: 0.2, limit: 1 }).hits[0]?.score;
    const part = ScreeningEngine.buildPart(list, ({ entryId }) => entryId === 'wanted');
    expect(scoreOf(part)).toBe(scoreOf(ScreeningEngine.build(list)));
    expect(scoreOf(part)).not.toBe(scoreOf(ScreeningEngine.build(list.slice(-1))));
  });

  it('has the version and the configuration of the whole', () => {
    const options = { weakAliasScore: 0.6 };
    const whole = ScreeningEngine.build(entries, options);
    const part = ScreeningEngine.buildPart(entries, oneOf(7), options);
    expect([part.version, part.configurationHash]).toEqual([whole.version, whole.configurationHash]);
  });

  it('that holds no entry finds nobody', () => {
    const part = ScreeningEngine.buildPart(entries, () => false);
    expect(part.screen(aSubject(entries[0]?.names[0]?.name ?? ''), { threshold: 0.1, limit: 9 }).hits).toEqual([]);
  });

  it('that holds every entry is the whole', () => {
    const subjects = completenessQuestions(entries, 60, 12).queries.map(({ name }) => aSubject(name));
    expect(compareEngines(entries, () => true, subjects)).toBeGreaterThan(500);
  });
});

describeWithSharedData('ofac/2021-07', 'the engine of a part of the published list', (published) => {
  const { entries } = parseOfacDelimited(readOfacDirectory(published));

  it.each([13, 101])(
    'finds what the whole finds of one in %d entries',
    (every) => {
      const subjects = [entries, entries.filter(oneOf(every))]
        .flatMap((asked) => completenessQuestions(asked, 350, every).queries)
        .map(({ name, type }) => aSubject(name, type === undefined ? {} : { type }));
      expect(compareEngines(entries, oneOf(every), subjects)).toBeGreaterThan(50);
    },
    60_000,
  );
});
