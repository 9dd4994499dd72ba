import { readFileSync } from 'node:fs';
import { describeWithSharedData } from '@bonafide/testing';
import { factLabel } from './ofac-facts';
import { parseOfacRemarks } from './ofac-remarks';

describe('an OFAC remark', () => {
  it('may give several birth dates of one person', () => {
    const { birthDates } = parseOfacRemarks('DOB 09 Sep 1968; alt. DOB 1969; nationality Belarus.');
    expect(birthDates.map(({ precision }) => precision)).toEqual(['day', 'year']);
  });

  it('gives nationality, citizenship and place of birth with the code of the country', () => {
    const { countries } = parseOfacRemarks(
      'POB Wadi Sandal, Congo, Democratic Republic of the; nationality Korea, North; citizen Oman.',
    );
    expect(countries.map(({ role, code }) => `${role} ${code ?? '?'}`)).toEqual([
      'birthplace CD',
      'nationality KP',
      'citizenship OM',
    ]);
  });

  it('keeps a country it has no code for by its name', () => {
    expect(parseOfacRemarks('nationality Region: Sandbox Valley.').countries).toEqual([
      { role: 'nationality', name: 'Region: Sandbox Valley' },
    ]);
  });

  it('calls aliases in quotation marks weak', () => {
    expect(parseOfacRemarks("a.k.a. 'QUILL'; f.k.a. 'DUNE RUNNER'; n.k.a. 'O'DUNE'.").names).toEqual([
      { name: 'QUILL', kind: 'aka', strength: 'weak' },
      { name: 'DUNE RUNNER', kind: 'fka', strength: 'weak' },
      { name: "O'DUNE", kind: 'nka', strength: 'weak' },
    ]);
  });

  it.each([
    ['Passport SBX1234567 (Georgia) issued 02 Feb 2015 expires 01 Feb 2025', 'passport', 'SBX1234567', 'GE'],
    ['Diplomatic Passport SBX 12', 'passport', 'SBX 12', undefined],
    ['National ID No. 9000020001 (Korea, North)', 'national-id', '9000020001', 'KP'],
    ["Driver's License No. SBX-900010 (Ireland)", 'drivers-license', 'SBX-900010', 'IE'],
    ['R.F.C. QUMT590101SB1 (Mexico)', 'tax-id', 'QUMT590101SB1', 'MX'],
    ['Registration Number HRB 90001 (Sandtown) (Germany)', 'registration', 'HRB 90001 (Sandtown)', 'DE'],
    ['Unified Social Credit Code (USCC) 91900015SBX (China)', 'registration', '91900015SBX', 'CN'],
    ['Vessel Registration Identification IMO 9000025', 'imo', '9000025', undefined],
    ['Vessel Registration Identification RS 900 (Russia)', 'vessel-registration', 'RS 900', 'RU'],
    ["Aircraft Manufacturer's Serial Number (MSN) 900029", 'aircraft-serial', '900029', undefined],
  ])('reads "%s" as an identification', (item, type, number, countryCode) => {
    expect(parseOfacRemarks(`${item}.`).identifications).toEqual([
      expect.objectContaining({ type, number, ...(countryCode !== undefined && { countryCode }) }),
    ]);
  });

  it('gives digital currency addresses of any currency, also where the space before the address is missing', () => {
    const { cryptoAddresses } = parseOfacRemarks(
      'Digital Currency Address - XBT 1sand; alt. Digital Currency Address - USDT Tsand; Digital Currency Address - XBT194sand.',
    );
    expect(cryptoAddresses).toEqual([
      { currency: 'XBT', address: '1sand' },
      { currency: 'USDT', address: 'Tsand' },
      { currency: 'XBT', address: '194sand' },
    ]);
  });

  it('gives contacts, also those without a label', () => {
    const { contacts } = parseOfacRemarks(
      'Website x.example; alt. Phone Number 900; www.sand.example; a@b.example; Fax: 9.',
    );
    expect(contacts.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'website x.example',
      'phone 900',
      'website www.sand.example',
      'email a@b.example',
      'fax 9',
    ]);
  });

  it('does not take the country of registration of an aircraft for a nationality', () => {
    expect(parseOfacRemarks('Nationality of Registration Iran.').countries).toEqual([
      { role: 'flag', name: 'Iran', code: 'IR' },
    ]);
  });

  it('says which items it does not understand', () => {
    const { notUnderstood } = parseOfacRemarks(
      'Keeper of the Seal 4; DOB sometime; Linked To: SANDGLASS; Website x.example.',
    );
    expect(notUnderstood).toEqual(['Keeper of the Seal 4', 'DOB sometime']);
    expect(notUnderstood.map(factLabel)).toEqual(['Keeper of the Seal', 'DOB sometime']);
  });
});

describeWithSharedData('ofac/remark-labels-2024-01.tsv', 'the labels of the remarks of January 2024', (path) => {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const examples = lines.map((line) => line.split('\t')[2] ?? '');

  it('are all read; what is left are titles, offices and family ties in words', () => {
    const unread = examples.filter((example) => parseOfacRemarks(example).notUnderstood.length > 0);
    expect([examples.length, unread.length]).toEqual([316, 110]);
    expect(unread.filter((example) => /\d{4,}/u.test(example)).map(factLabel)).toEqual(['arrested', 'member, Ba']);
  });
});
