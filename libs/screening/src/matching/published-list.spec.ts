import { describeWithSharedData } from '@bonafide/testing';
import { parseOfacDelimited } from '../lists/ofac/ofac-delimited';
import { readOfacDirectory } from '../lists/ofac/read-ofac-directory';
import { type EngineHit } from './engine-hit';
import { ScreeningEngine } from './screening-engine';
import { type ScreeningSubject } from './screening-subject';

describeWithSharedData('ofac/2024-01', 'the list of January 2024', (published) => {
  const entries = parseOfacDelimited(readOfacDirectory(published)).entries;
  const engine = ScreeningEngine.build(entries);

  function screen(name: string, threshold: number, more: Partial<ScreeningSubject> = {}): EngineHit[] {
    const subject = { name, alternativeNames: [], countries: [], identifications: [], addresses: [], ...more };
    return engine.screen(subject, { threshold, limit: Number.MAX_SAFE_INTEGER }).hits.slice();
  }

  it('gives every entry for its own primary name, first or level with others of that name, with a score of 1', () => {
    const missed = entries.filter((entry) => {
      const hits = screen(entry.names[0]?.name ?? '', 0.7, { type: entry.type });
      const own = hits.find(({ entryId }) => entryId === entry.entryId);
      return own?.parts.name !== 1 || own.score !== 1 || hits[0]?.score !== 1;
    });
    expect(missed.map(({ entryId }) => entryId)).toEqual([]);
  }, 60_000);

  it('gives every entry for each of its strong aliases, with a name score of 1', () => {
    const missed = entries.flatMap((entry) =>
      entry.names.filter(({ name, kind, strength }) => {
        if (kind === 'primary' || strength === 'weak') return false;
        const hits = screen(name, 1, { type: entry.type });
        return hits.find(({ entryId }) => entryId === entry.entryId)?.parts.name !== 1;
      }),
    );
    expect(missed).toEqual([]);
  }, 60_000);

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
