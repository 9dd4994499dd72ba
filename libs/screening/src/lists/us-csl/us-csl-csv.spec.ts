import { readFileSync } from 'node:fs';
import { describeWithSharedData } from '@bonafide/testing';
import { formatPartialDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { US_CSL_CSV } from './us-csl-csv';

const COLUMNS =
  '_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids'.split(
    ',',
  );

type Row = Readonly<Record<string, string>>;

const TREASURY: Row = {
  _id: '7',
  entity_number: '7',
  source: 'Sand List (SL)',
  type: 'Individual',
  name: 'DUNE, Ilmar',
};
const COMMERCE: Row = { _id: 'ab12', source: 'Wadi List (WL)', name: 'Sand Works' };

function aFile(...rows: readonly Row[]): Buffer {
  const quoted = (text = ''): string => `"${text.replaceAll('"', '""')}"`;
  return Buffer.from(
    [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => quoted(row[column])).join(','))].join('\n') + '\n',
  );
}

function parse(content: Buffer) {
  return US_CSL_CSV.parse(new Map([['consolidated.csv', content]]));
}

describe('the Consolidated Screening List', () => {
  it('takes lists inside a column apart', () => {
    const { entries } = parse(
      aFile({
        ...TREASURY,
        programs: 'SDGT; IFSR',
        alt_names: 'DUNE, Elmar; QUILL',
        dates_of_birth: '1970-02-03; 1971; circa 1969; 1965 to 1968',
        nationalities: 'IR; KP',
        places_of_birth: 'Tallmere, Georgia',
      }),
    );
    expect(entries[0]).toMatchObject({ list: 'us-csl', entryId: '7', type: 'person', programs: ['SDGT', 'IFSR'] });
    expect(entries[0]?.names.map(({ name }) => name)).toEqual(['DUNE, Ilmar', 'DUNE, Elmar', 'QUILL']);
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['1970-02-03', '1971', 'about 1969', '1965 to 1968']);
    expect(entries[0]?.countries.map(({ role, code }) => [role, code])).toEqual([
      ['birthplace', 'GE'],
      ['nationality', 'IR'],
      ['nationality', 'KP'],
    ]);
  });

  it('reads documents with their country and dates, digital currency addresses and contacts', () => {
    const { entries, notUnderstood } = parse(
      aFile({
        ...TREASURY,
        ids: 'JO, 2030-01-02, 2020-01-03, SB475, Passport; IMO 9000025, Vessel Registration Identification; 1sand, Digital Currency Address - XBT; x.example, Website; PA, 900100, Doc. 9, Public Registration Number; IN, 2023-11-11, SB 8, Passport; Male, Gender; 4, Keeper of the Seal',
      }),
    );
    expect(entries[0]).toMatchObject({
      gender: 'Male',
      contacts: [{ type: 'website', value: 'x.example' }],
      cryptoAddresses: [{ currency: 'XBT', address: '1sand' }],
      identifications: [
        { type: 'passport', number: 'SB475', countryCode: 'JO', issuedOn: '2020-01-03', expiresOn: '2030-01-02' },
        { type: 'imo', number: '9000025' },
        { type: 'registration', number: '900100, Doc. 9', country: 'Panama' },
        { type: 'passport', number: 'SB 8', note: 'issued or expires 2023-11-11' },
      ],
    });
    expect(notUnderstood).toEqual([{ label: 'ids: Keeper of the Seal', count: 1, example: '4, Keeper of the Seal' }]);
  });

  it('does not guess what an entry of Commerce or State is', () => {
    const { entries } = parse(
      aFile({
        ...COMMERCE,
        name: 'Sand Works (a.k.a. Dune Works; Wadi)',
        start_date: '2020-01-02',
        end_date: '2030-01-02',
      }),
    );
    expect(entries[0]).toMatchObject({
      entryId: 'ab12',
      type: 'unknown',
      listedOn: '2020-01-02',
      endsOn: '2030-01-02',
    });
    expect(entries[0]?.names.map(({ name }) => name)).toEqual(['Sand Works', 'Dune Works', 'Wadi']);
  });

  it('keeps an address with what it has: a city and a country, a country alone, neither', () => {
    const { entries } = parse(
      aFile({ ...COMMERCE, addresses: '1 Sand St, Tallmere, GE; SY; and 9 Wadi Road, WA, 98004' }),
    );
    expect(entries[0]?.addresses).toEqual([
      { street: '1 Sand St', locality: 'Tallmere', country: 'Georgia', countryCode: 'GE' },
      { country: 'Syria', countryCode: 'SY' },
      { street: '9 Wadi Road, WA, 98004' },
    ]);
  });

  it('makes one entry of one that stands on several lists', () => {
    const { entries } = parse(
      aFile(
        { ...TREASURY, programs: 'SDGT', remarks: '(Linked To: SAND (S.A.); Linked To: WADI (W))' },
        { ...TREASURY, programs: 'MBS', source: 'Menu List', alt_names: 'QUILL' },
      ),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      programs: ['SDGT', 'MBS'],
      linkedTo: ['SAND (S.A.)', 'WADI (W)'],
      originalList: 'Sand List (SL); Menu List',
      names: [{ name: 'DUNE, Ilmar' }, { name: 'QUILL' }],
    });
  });

  it.each([
    [
      'a row without a name',
      aFile({ ...TREASURY, name: '' }),
      'consolidated.csv line 2: the row has no number or no name.',
    ],
    ['a type it does not know', aFile({ ...TREASURY, type: 'Satellite' }), 'line 2: "Satellite" is not a known type.'],
    ['a file that was cut off', aFile(TREASURY, COMMERCE).subarray(0, -40), 'consolidated.csv line 3: the'],
    ['a file with a header alone', aFile(), 'the file holds no entry.'],
    [
      'a file that is not text',
      Buffer.concat([aFile(TREASURY), Buffer.from([0xff, 0xfe, 0xff])]),
      'bytes that are not text',
    ],
    ['another table', Buffer.from('a,b\n1,2\n'), 'no header has the columns'],
  ])('refuses %s', (_, content, sentence) => {
    const read = (): unknown => US_CSL_CSV.parse(new Map([['consolidated.csv', content]]));
    expect(US_CSL_CSV.recognize(new Map([['x.csv', aFile()]]))).toEqual(['x.csv']);
    expect(read).toThrow(sentence === 'no header has the columns' ? 'the file is missing' : sentence);
    expect(read).toThrow(PublicationError);
  });
});

describeWithSharedData('lists/us-csl/consolidated.csv', 'the Consolidated Screening List as published', (path) => {
  const { counts, notUnderstood, entries } = parse(readFileSync(path));

  it('is read whole: 14,160 rows, of which 112 repeat an entry of another list', () => {
    expect(counts).toMatchObject({
      entries: 14_048,
      persons: 5_284,
      businesses: 4_423,
      vessels: 433,
      aircraft: 283,
      unknownTypes: 3_625,
      cryptoAddresses: 345,
    });
  });

  it('leaves only descriptions in remarks not understood', () => {
    expect(notUnderstood.filter(({ label }) => /^(?:ids|dates|column)/u.test(label)).length).toBeLessThan(3);
    expect(notUnderstood.reduce((sum, { count }) => sum + count, 0)).toBeLessThan(500);
  });

  it('knows every country that is one', () => {
    const coded = entries.flatMap(({ countries }) => countries.filter(({ role }) => role !== 'birthplace'));
    expect(coded.filter(({ role, code }) => code === undefined && role === 'address')).toEqual([]);
    const names = new Set(coded.filter(({ code }) => code === undefined).map(({ name }) => name));
    expect([...names]).toEqual(['possibly Palestinian', 'None Identified', 'Eritrean']);
  });
});
