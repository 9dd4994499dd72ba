import { describeWithSharedData } from '@bonafide/testing';
import { readListDirectory } from '../lists/read-list-directory';
import { type EngineHit } from './engine-hit';
import { isComparable } from './normalize-name';
import { ScreeningEngine } from './screening-engine';
import { type ScreeningSubject } from './screening-subject';

function engineOf(directory: string) {
  const entries = readListDirectory(directory).publications.flatMap((publication) => publication.entries);
  const engine = ScreeningEngine.build(entries);
  const screen = (name: string, threshold: number, more: Partial<ScreeningSubject> = {}): readonly EngineHit[] => {
    const subject = { name, alternativeNames: [], countries: [], identifications: [], addresses: [], ...more };
    return engine.screen(subject, { threshold, limit: Number.MAX_SAFE_INTEGER }).hits;
  };
  return { entries, screen };
}

describe.each(['ofac/2024-01', 'ofac/2026-08-composed', 'ofac/non-sdn-2025-12', 'lists/un-sc', 'lists/us-csl'])(
  '%s',
  (path) => {
    describeWithSharedData(path, 'as it was published', (directory) => {
      const { entries, screen } = engineOf(directory);

      it('gives every entry for its own primary name, first or level with others of that name, with a score of 1', () => {
        const missed = entries.filter(({ entryId, type, names }) => {
          const name = names[0]?.name ?? '';
          if (!isComparable(name)) return false;
          const hits = screen(name, 0.7, type === 'unknown' ? {} : { type });
          const own = hits.find((hit) => hit.entryId === entryId);
          return own?.parts.name !== 1 || own.score !== 1 || hits[0]?.score !== 1;
        });
        expect(missed.map(({ entryId }) => entryId)).toEqual([]);
      }, 120_000);

      it('gives every entry for each of its strong aliases, with a name score of 1', () => {
        const missed = entries.flatMap(({ entryId, type, names }) =>
          names.filter(({ name, kind, strength }) => {
            if (kind === 'primary' || strength === 'weak' || !isComparable(name)) return false;
            const hits = screen(name, 1, type === 'unknown' ? {} : { type });
            return hits.find((hit) => hit.entryId === entryId)?.parts.name !== 1;
          }),
        );
        expect(missed).toEqual([]);
      }, 120_000);

      it('can compare every primary name', () => {
        expect(entries.filter(({ names }) => !isComparable(names[0]?.name ?? ''))).toEqual([]);
      });
    });
  },
);

describeWithSharedData('ofac/2024-01', 'the list of January 2024', (published) => {
  const { screen } = engineOf(published);

  it.each([
    ['TALIBAN ORGANIZATION', 'TALIBAN'],
    ['AL-QAIDA NETWORK', "AL QA'IDA"],
    ['HAMAS MOVEMENT', 'HAMAS'],
    ['ISLAMIC STATE GROUP', 'ISLAMIC STATE'],
  ])('puts the right entry first for %s', (asked, listed) => {
    expect(screen(asked, 0.7)[0]?.matchedName).toBe(listed);
  });

  it.each(['TALIBAN', 'HAMAS', 'ISLAMIC STATE'])('scores the exact name %s with 1', (name) => {
    expect(screen(name, 0.7)[0]?.score).toBe(1);
  });

  it('tells ships apart that differ by a number', () => {
    expect(
      screen('HAO FAN 2', 0.5)
        .filter(({ score }) => score >= 0.7)
        .map(({ matchedName }) => matchedName),
    ).toEqual(['HAO FAN 2']);
  });

  it.each([
    'John Smith',
    'Emily Johnson',
    'Michael Brown',
    'Jessica Davis',
    'Emma Daniels',
    'George Bush',
    'Sarah Miller',
    'David Wilson',
    'Anna Kowalski',
    'Hannah Schneider',
    'Priya Patel',
    'Yuki Tanaka',
    'Belletech Corp',
    'Greenfield Bakery LLC',
    'Hill Country Dental Group',
  ])('keeps %s, who is on no list, under .85', (name) => {
    expect(screen(name, 0.85)).toEqual([]);
  });
});
