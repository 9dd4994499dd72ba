import type { SanctionsEntry } from '../lists/sanctions-entry';
import { contentOf } from './content';
import { entryFingerprint } from './entry-fingerprint';

const entry: SanctionsEntry = {
  list: 'us-ofac-sdn',
  entryId: '900001',
  type: 'person',
  names: [
    { name: 'VARNOSTRA, Ilmar Quenby', kind: 'primary', strength: 'strong' },
    { name: 'THE ILMAR', kind: 'aka', strength: 'weak' },
  ],
  programs: ['SDGT', 'IRAN'],
  birthDates: [{ precision: 'day', year: 1961, month: 3, day: 14 }],
  birthPlaces: [],
  countries: [{ role: 'nationality', name: 'Georgia', code: 'GE' }],
  addresses: [{ street: '1 Test Street', locality: 'Tallmere' }],
  identifications: [{ type: 'passport', label: 'Passport', number: 'X1' }],
  cryptoAddresses: [],
  linkedTo: [],
};

describe("an entry's fingerprint", () => {
  it('is the same whatever the order of its names, programs and fields', () => {
    const { names, programs, ...rest } = entry;
    const turned = { programs: [...programs].reverse(), ...rest, names: [...names].reverse() };
    expect(entryFingerprint(turned)).toBe(entryFingerprint(entry));
    expect(entryFingerprint(entry)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Partial<SanctionsEntry>]>([
    ['a name', { names: [...entry.names, { name: 'VARNOSTRA, I.', kind: 'aka', strength: 'strong' }] }],
    ['the strength of an alias', { names: entry.names.map((name) => ({ ...name, strength: 'strong' as const })) }],
    ['a birth date', { birthDates: [] }],
    ['a country', { countries: [] }],
    ['the number of a document', { identifications: [{ type: 'passport', label: 'Passport', number: 'X2' }] }],
    ['a remark', { remarks: 'Deceased.' }],
    ['the program', { programs: ['SDGT'] }],
  ])('is another when %s is another', (_, change) => {
    expect(entryFingerprint({ ...entry, ...change })).not.toBe(entryFingerprint(entry));
  });
});

describe('content', () => {
  it('does not mix up what stands in another field or in a list of its own', () => {
    const all = [{ a: 'x', b: 'y' }, { a: 'y', b: 'x' }, { a: ['x', 'y'] }, { a: [['x'], 'y'] }, { a: 'x,y' }];
    expect(new Set(all.map(contentOf)).size).toBe(all.length);
  });

  it('is the same for a field that is undefined and one that is not there', () => {
    expect(contentOf({ a: 1, b: undefined })).toBe(contentOf({ a: 1 }));
  });
});
