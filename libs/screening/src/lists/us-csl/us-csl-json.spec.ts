import { readFileSync } from 'node:fs';
import { describeWithSharedData } from '@bonafide/testing';
import { parse as parseCsv } from 'csv-parse/sync';
import { PublicationError } from '../publication-error';
import { readLists } from '../read-list-directory';
import { US_CSL_CSV } from './us-csl-csv';
import { US_CSL_JSON } from './us-csl-json';

const TREASURY = {
  id: '7',
  entity_number: '7',
  source: 'Sand List (SL)',
  type: 'Individual',
  programs: ['SDGT', 'IFSR'],
  name: 'DUNE, Ilmar',
  title: 'Keeper of the Seal',
  addresses: [
    { address: '1 Sand St', city: 'Tallmere', state: null, postal_code: '0177', country: 'GE' },
    { address: null, city: null, state: null, postal_code: null, country: 'SY' },
  ],
  federal_register_notice: null,
  start_date: null,
  end_date: null,
  standard_order: null,
  license_requirement: null,
  license_policy: null,
  call_sign: null,
  vessel_type: null,
  gross_tonnage: null,
  gross_registered_tonnage: null,
  vessel_flag: null,
  vessel_owner: null,
  remarks: '(Linked To: SAND (S.A.); Linked To: WADI (W))',
  source_list_url: 'https://sand.example/list',
  alt_names: ['DUNE, Elmar', 'QUILL'],
  citizenships: ['IR'],
  dates_of_birth: ['1970-02-03', '1971', 'circa 1969', '1965 to 1968'],
  nationalities: ['IR', 'KP'],
  places_of_birth: ['Tallmere, Georgia'],
  source_information_url: 'https://sand.example',
  ids: [
    { country: 'JO', expiration_date: '2030-01-02', issue_date: '2020-01-03', number: 'SB475', type: 'Passport' },
    { country: 'IN', expiration_date: null, issue_date: '2023-11-11', number: 'SB 8', type: 'Passport' },
    { country: null, expiration_date: null, issue_date: null, number: 'Male', type: 'Gender' },
    { country: null, expiration_date: null, issue_date: null, number: '1sand', type: 'Digital Currency Address - XBT' },
  ],
};
/** The same row of the CSV file. */
const TREASURY_IN_CSV = {
  _id: '7',
  entity_number: '7',
  source: 'Sand List (SL)',
  type: 'Individual',
  programs: 'SDGT; IFSR',
  name: 'DUNE, Ilmar',
  title: 'Keeper of the Seal',
  addresses: '1 Sand St, Tallmere, 0177, GE; SY',
  remarks: '(Linked To: SAND (S.A.); Linked To: WADI (W))',
  source_list_url: 'https://sand.example/list',
  alt_names: 'DUNE, Elmar; QUILL',
  citizenships: 'IR',
  dates_of_birth: '1970-02-03; 1971; circa 1969; 1965 to 1968',
  nationalities: 'IR; KP',
  places_of_birth: 'Tallmere, Georgia',
  source_information_url: 'https://sand.example',
  ids: 'JO, 2030-01-02, 2020-01-03, SB475, Passport; IN, 2023-11-11, SB 8, Passport; Male, Gender; 1sand, Digital Currency Address - XBT',
};

const VESSEL = {
  id: '8',
  entity_number: 8,
  source: 'Sand List (SL)',
  type: 'Vessel',
  programs: ['SDGT'],
  name: 'SAND FALCON',
  call_sign: 'SBX7',
  vessel_type: 'Tug',
  gross_tonnage: 9000,
  vessel_flag: 'Panama',
  vessel_owner: 'Dune Lines',
  addresses: [],
  ids: [{ country: null, number: 'IMO 9000025', type: 'Vessel Registration Identification' }],
  source_list_url: 'https://sand.example/list',
  source_information_url: 'https://sand.example',
};
const VESSEL_IN_CSV = {
  _id: '8',
  entity_number: '8',
  source: 'Sand List (SL)',
  type: 'Vessel',
  programs: 'SDGT',
  name: 'SAND FALCON',
  call_sign: 'SBX7',
  vessel_type: 'Tug',
  gross_tonnage: '9000',
  vessel_flag: 'Panama',
  vessel_owner: 'Dune Lines',
  ids: 'IMO 9000025, Vessel Registration Identification',
};

/** From Commerce, which gives neither a number nor a type. */
const COMMERCE = {
  id: 'ab12',
  source: 'Wadi List (WL)',
  name: 'Sand Works (a.k.a. Dune Works; Wadi)',
  addresses: [{ address: '9 Wadi\nRoad; and 10 Wadi Road', city: null, country: 'GE' }],
  federal_register_notice: '77 FR 1',
  start_date: '2020-01-02',
  end_date: '2030-01-02',
  license_policy: 'Denied.',
  alt_names: ['Dune; Dune Two'],
  source_list_url: 'https://sand.example/list',
  source_information_url: 'https://sand.example',
};
const COMMERCE_IN_CSV = {
  _id: 'ab12',
  source: 'Wadi List (WL)',
  name: 'Sand Works (a.k.a. Dune Works; Wadi)',
  addresses: '9 Wadi\nRoad; and 10 Wadi Road, GE',
  federal_register_notice: '77 FR 1',
  start_date: '2020-01-02',
  end_date: '2030-01-02',
  license_policy: 'Denied.',
  alt_names: 'Dune; Dune Two',
};

const COLUMNS = Object.keys({ _id: '', ...TREASURY }).filter((column) => column !== 'id');

function fileOf(rows: readonly Readonly<Record<string, string>>[]): Buffer {
  const quoted = (text = ''): string => `"${text.replaceAll('"', '""')}"`;
  return Buffer.from(
    [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]
      .map((fields) => fields.map(quoted).join(','))
      .join('\n'),
  );
}

const parseText = (text: string) => US_CSL_JSON.parse(new Map([['consolidated.json', Buffer.from(text)]]));
const parse = (...results: unknown[]) => parseText(JSON.stringify({ results }));

describe('the Consolidated Screening List as JSON', () => {
  it('has the same entries as its CSV', () => {
    const json = parse(TREASURY, VESSEL, COMMERCE);
    const csv = US_CSL_CSV.parse(
      new Map([['consolidated.csv', fileOf([TREASURY_IN_CSV, VESSEL_IN_CSV, COMMERCE_IN_CSV])]]),
    );
    expect(json.entries).toEqual(csv.entries);
    expect(json.counts).toEqual(csv.counts);
    expect([json.notUnderstood, csv.notUnderstood]).toEqual([[], []]);
  });

  it('is read whole: names, dates, countries, addresses, documents, wallets, a vessel', () => {
    const [person, vessel, company] = parse(TREASURY, VESSEL, COMMERCE).entries;
    expect(person).toMatchObject({
      entryId: '7',
      type: 'person',
      programs: ['SDGT', 'IFSR'],
      names: [{ name: 'DUNE, Ilmar' }, { name: 'DUNE, Elmar' }, { name: 'QUILL' }],
      addresses: [
        { street: '1 Sand St, Tallmere', locality: '0177', countryCode: 'GE' },
        { country: 'Syria', countryCode: 'SY' },
      ],
      identifications: [
        { type: 'passport', number: 'SB475', countryCode: 'JO', issuedOn: '2020-01-03', expiresOn: '2030-01-02' },
        { type: 'passport', number: 'SB 8', countryCode: 'IN' },
      ],
      cryptoAddresses: [{ currency: 'XBT', address: '1sand' }],
      gender: 'Male',
      linkedTo: ['SAND (S.A.)', 'WADI (W)'],
    });
    expect(vessel).toMatchObject({
      entryId: '8',
      vessel: { callSign: 'SBX7', tonnage: '9000', flag: 'Panama', owner: 'Dune Lines' },
      identifications: [{ type: 'call-sign' }, { type: 'imo', number: '9000025' }],
    });
    expect(company).toMatchObject({
      entryId: 'ab12',
      type: 'unknown',
      names: [{ name: 'Sand Works' }, { name: 'Dune Works' }, { name: 'Wadi' }, { name: 'Dune' }, { name: 'Dune Two' }],
      listedOn: '2020-01-02',
      endsOn: '2030-01-02',
    });
  });

  it('counts what it does not understand', () => {
    const { notUnderstood } = parseText(
      JSON.stringify({
        results: [
          {
            ...TREASURY,
            country: 'GE',
            addresses: [{ city: 'Tallmere', country: 'GE', county: 'Sandshire', note: null }],
            ids: [
              { number: '4', type: 'Seal' },
              { number: 'SB1', type: 'Passport', country: 'Ruritania', note: 'seen' },
            ],
            dates_of_birth: ['long ago'],
          },
        ],
        version: 2,
        search_performed_at: '2026-01-02',
      }),
    );
    expect(notUnderstood.map(({ label, example }) => [label, example])).toEqual([
      ['addresses.county', '"Sandshire"'],
      ['column "country"', 'GE'],
      ['dates_of_birth', 'long ago'],
      ['field "version"', '2'],
      ['ids.country', 'Ruritania'],
      ['ids.note', '"seen"'],
      ['ids: Seal', '4, Seal'],
    ]);
  });

  it('takes the country of a document in words as well', () => {
    const ids = [{ country: 'Jordan', number: 'SB475', type: 'Passport' }];
    expect(parse({ ...TREASURY, ids }).entries[0]?.identifications).toMatchObject([
      { number: 'SB475', countryCode: 'JO' },
    ]);
  });

  it('makes one entry of one that stands on several lists', () => {
    const { entries } = parse(TREASURY, { ...TREASURY, source: 'Menu List', programs: ['MBS'] });
    expect(entries).toMatchObject([{ programs: ['SDGT', 'IFSR', 'MBS'], originalList: 'Sand List (SL); Menu List' }]);
  });

  it.each([
    [
      'a result without a name',
      { results: [TREASURY, { ...VESSEL, name: ' ' }] },
      'consolidated.json record 2: the row has no number or no name.',
    ],
    [
      'a result without a number',
      { results: [{ ...COMMERCE, id: null }] },
      'record 1: the row has no number or no name.',
    ],
    [
      'a type it does not know',
      { results: [{ ...TREASURY, type: 'Satellite' }] },
      'record 1: "Satellite" is not a known type.',
    ],
    ['a result that is text', { results: [TREASURY, 'DUNE'] }, 'record 2: the result is no object.'],
    [
      'names that are objects',
      { results: [{ ...TREASURY, alt_names: [{ name: 'QUILL' }] }] },
      'record 1: "alt_names" holds something that is not text.',
    ],
    [
      'an address within an address',
      { results: [{ ...TREASURY, addresses: [{ address: {} }] }] },
      '"addresses" holds something that is not text.',
    ],
    ['no results', { results: [] }, 'the file holds no entry.'],
    ['results of another kind', { results: {} }, 'the JSON has no list "results".'],
    ['a page of a search', { total: 25_830, results: [TREASURY] }, 'the file has 1 of 25830 results.'],
    ['a list of results alone', [TREASURY], 'the JSON is no object.'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => parseText(JSON.stringify(content))).toThrow(PublicationError);
    expect(() => parseText(JSON.stringify(content))).toThrow(sentence);
  });

  it.each([
    [
      'that was cut off',
      Buffer.from(JSON.stringify({ results: [TREASURY] }).slice(0, -9)),
      'the JSON is cut off or not well formed.',
    ],
    ['of nothing', Buffer.alloc(0), 'the file is empty (0 bytes).'],
    ['that is a web page', Buffer.from('<html></html>'), 'the JSON is cut off or not well formed.'],
    ['of bytes that are not text', Buffer.from([0x7b, 0xff, 0xfe]), 'bytes that are not text'],
  ])('refuses a file %s', (_, content, sentence) => {
    const read = (): unknown => US_CSL_JSON.parse(new Map([['consolidated.json', content]]));
    expect(read).toThrow(PublicationError);
    expect(read).toThrow(sentence);
  });

  it('is known under any name by how it begins, and is left aside where the CSV is there too', () => {
    const json = Buffer.from(JSON.stringify({ sources_used: ['x'.repeat(9_000)], results: [TREASURY] }, null, 2));
    const other = ['package.json', Buffer.from('{"name":"sand"}')] as const;
    const formats = (files: readonly (readonly [string, Buffer])[]) => {
      const { publications, unusedFiles } = readLists(new Map(files), 'here');
      return [publications.map(({ source, format }) => `${source.id} ${format}`), unusedFiles];
    };
    expect(formats([['csl.json', json], other])).toEqual([['us-csl us-csl-json'], ['package.json']]);
    expect(
      formats([
        ['csl.json', json],
        ['csl.csv', fileOf([TREASURY_IN_CSV])],
      ]),
    ).toEqual([['us-csl us-csl-csv'], ['csl.json']]);
    expect(() =>
      formats([
        ['a.json', json],
        ['b.json', json],
      ]),
    ).toThrow('b.json: the same list is in a.json as well.');
  });
});

/** What the service writes as a list. */
const LISTS = new Set(['programs', 'alt_names', 'citizenships', 'dates_of_birth', 'nationalities', 'places_of_birth']);

describeWithSharedData(
  'lists/us-csl/consolidated.csv',
  'the Consolidated Screening List as published, put into JSON',
  (path) => {
    it('has the same entries, and leaves the same things not understood', () => {
      const content = readFileSync(path);
      const rows: Record<string, string>[] = parseCsv(content, { bom: true, columns: true });
      const results = rows.map(({ _id, ...row }) => ({
        id: _id,
        ...Object.fromEntries(Object.entries(row).map(([column, text]) => [column, inJson(column, text)])),
      }));
      const json = parse(...results);
      const csv = US_CSL_CSV.parse(new Map([['consolidated.csv', content]]));
      expect(json.entries).toEqual(csv.entries);
      expect(json.notUnderstood).toEqual(csv.notUnderstood);
      expect(json.entries.length).toBeGreaterThan(14_000);
    });

    function inJson(column: string, text: string): unknown {
      const items = text === '' ? [] : text.split('; ');
      if (column === 'addresses') return items.map((item) => ({ address: item }));
      if (column === 'ids') return items.map(toId);
      if (LISTS.has(column)) return items;
      return text === '' ? null : text;
    }

    function toId(item: string): object {
      const pieces = item.split(', ');
      const type = pieces.pop();
      const country = pieces.length > 1 && /^[A-Z]{2}$/u.test(pieces[0] ?? '') ? pieces.shift() : null;
      const dates: (string | undefined)[] = [];
      while (pieces.length > 1 && /^\d{4}-\d{2}-\d{2}$/u.test(pieces[0] ?? '')) dates.push(pieces.shift());
      const [expiration_date = null, issue_date = null] = dates;
      return { country, expiration_date, issue_date, number: pieces.length === 0 ? null : pieces.join(', '), type };
    }
  },
);
