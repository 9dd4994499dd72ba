import { formatPartialDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { UK_OFSI_CON_LIST_CSV } from './uk-ofsi-con-list';
import { UK_SANCTIONS_LIST_CSV } from './uk-sanctions-list-csv';
import { UK_SANCTIONS_LIST_XML } from './uk-sanctions-list-xml';

type Row = Readonly<Record<string, string>>;

const COLUMNS =
  'Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)';

function aTable(first: string, header: string, rows: readonly Row[]): Buffer {
  const quoted = (text = ''): string => `"${text.replaceAll('"', '""')}"`;
  const columns = header.split(',');
  return Buffer.from(
    [first, header, ...rows.map((row) => columns.map((column) => quoted(row[column])).join(','))].join('\r\n') + '\r\n',
  );
}

const PERSON: Row = {
  'Unique ID': 'SBX0001',
  'OFSI Group ID': '900',
  'Designation Type': 'Individual',
  'Regime Name': 'The Sandbox (Sanctions) Regulations 2030',
  'Date Designated': '02/01/2030',
  'Sanctions Imposed': 'Asset freeze|Travel Ban',
};

const parseCsv = (...rows: readonly Row[]) =>
  UK_SANCTIONS_LIST_CSV.parse(new Map([['uk.csv', aTable('Report Date: 24-Jun-2030', COLUMNS, rows)]]));

describe('the UK Sanctions List as a table', () => {
  it('gathers the rows of a designation and says when the list was made', () => {
    const { publishedAt, entries, notUnderstood } = parseCsv(
      {
        ...PERSON,
        'Name 6': 'DUNE',
        'Name 1': 'Ilmar',
        'Name 2': 'X',
        'Name type': 'Primary Name',
        'D.O.B': 'dd/mm/1952',
        'Address Line 6': 'Tallmere',
        'Address Country': 'Georgia',
      },
      {
        ...PERSON,
        'Name 6': 'Dune',
        'Name 1': 'Elmar',
        'Name type': 'Primary name variation',
        'D.O.B': '03/02/1953',
        'Town of birth': 'Tallmere',
        'Country of birth': 'Georgia',
      },
      {
        ...PERSON,
        'Name 6': 'Dune',
        'Name 1': 'Elmar',
        'Name type': 'Primary name variation',
        'Name non-latin script': 'Илмар Дюн',
        'Nationality(/ies)': '(1) Iran. (2) Russia',
        'Passport number': 'SB1',
        'Passport additional information': 'Georgia, issued in 2011',
        Gender: 'Male',
        'Email address': 'a@b.example',
        Position: 'Keeper',
      },
    );
    expect(publishedAt).toBe('2030-06-24');
    expect(notUnderstood).toEqual([]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      list: 'uk-sanctions-list',
      entryId: 'SBX0001',
      reference: '900',
      type: 'person',
      names: [
        { name: 'Ilmar X DUNE', kind: 'primary' },
        { name: 'Elmar Dune', kind: 'aka', strength: 'strong' },
        { name: 'Илмар Дюн', isOriginalScript: true },
      ],
      programs: ['The Sandbox (Sanctions) Regulations 2030'],
      birthPlaces: ['Tallmere, Georgia'],
      addresses: [{ locality: 'Tallmere', country: 'Georgia', countryCode: 'GE' }],
      identifications: [{ type: 'passport', number: 'SB1', countryCode: 'GE', note: 'Georgia, issued in 2011' }],
      contacts: [{ type: 'email', value: 'a@b.example' }],
      gender: 'Male',
      title: 'Keeper',
      listedOn: '2030-01-02',
    });
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['1952', '1953-02-03']);
    expect(entries[0]?.countries.filter(({ role }) => role === 'nationality').map(({ code }) => code)).toEqual([
      'IR',
      'RU',
    ]);
  });

  it.each([
    ['Individual', 'Quill', '', 'weak'],
    ['Individual', 'Quill', 'Good quality a.k.a', 'strong'],
    ['Individual', 'Ilmar Quill', '', 'strong'],
    ['Individual', 'Ilmar Quill', 'Low quality a.k.a', 'weak'],
    ['Entity', 'SWX', '', 'weak'],
    ['Entity', 'Sandworks', '', 'strong'],
    ['Ship', 'DUNE', '', 'strong'],
  ])('holds the alias of an %s "%s" of strength "%s" to be %s', (kind, name, said, strength) => {
    const row = { ...PERSON, 'Designation Type': kind };
    const { entries } = parseCsv(
      { ...row, 'Name 6': 'SAND WORKS', 'Name type': 'Primary Name' },
      { ...row, 'Name 6': name, 'Name type': 'ALias', 'Alias strength': said },
    );
    expect(entries[0]?.names[1]).toEqual({ name, kind: 'aka', strength });
  });

  it('gives what is known of a ship', () => {
    const { entries } = parseCsv({
      ...PERSON,
      'Designation Type': 'Ship',
      'Name 6': 'DUNE RUNNER',
      'Name type': 'Primary Name',
      'IMO number': 'IMO9000025',
      'Current owner/operator (s)': 'Sand Shipping',
      'Previous owner/operator (s)': 'Wadi Shipping',
      'Current believed flag of ship': 'Gabon',
      'Previous flags': 'Panama|Iran',
      'Type of ship': 'Oil Tanker',
      'Tonnage of ship': '7078',
      'Year Built': '2011',
    });
    expect(entries[0]).toMatchObject({
      type: 'vessel',
      identifications: [{ type: 'imo', number: '9000025' }],
      vessel: {
        owner: 'Sand Shipping',
        formerOwners: ['Wadi Shipping'],
        flag: 'Gabon',
        formerFlags: ['Panama', 'Iran'],
        vesselType: 'Oil Tanker',
        tonnage: '7078',
        yearOfBuild: '2011',
      },
    });
  });

  it('counts a birth date that is none and a passport without a number', () => {
    const { notUnderstood } = parseCsv({
      ...PERSON,
      'Name 6': 'DUNE',
      'D.O.B': '15/08/19yy',
      'Passport additional information': 'lost in the sand',
    });
    expect(notUnderstood.map(({ label, example }) => `${label}: ${example}`)).toEqual([
      'Passport without a number: lost in the sand',
      'date of birth: 15/08/19yy',
    ]);
  });

  it.each([
    ['a row without its id', { ...PERSON, 'Unique ID': '' }, 'uk.csv line 3: the row has no "Unique ID".'],
    [
      'a designation of another kind',
      { ...PERSON, 'Designation Type': 'Satellite' },
      '"Satellite" is not a kind of designation.',
    ],
    ['a designation without a name', PERSON, 'entry SBX0001 has no name.'],
  ])('refuses %s', (_, row, sentence) => {
    expect(() => parseCsv(row)).toThrow(PublicationError);
    expect(() => parseCsv(row)).toThrow(sentence);
  });
});

describe('the UK Sanctions List as XML', () => {
  const parse = (inside: string) =>
    UK_SANCTIONS_LIST_XML.parse(
      new Map([
        ['uk.xml', Buffer.from(`<Designations><DateGenerated>02/01/2030</DateGenerated>${inside}</Designations>`)],
      ]),
    );

  it('gives persons with every date, place and document', () => {
    const { publishedAt, entries, notUnderstood } = parse(
      `<Designation><UniqueID>SBX0001</UniqueID><DateDesignated>02/01/2030</DateDesignated><RegimeName>Sandbox</RegimeName>
       <IndividualEntityShip>Individual</IndividualEntityShip><SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze></SanctionsImposedIndicators>
       <Names><Name><Name1>Ilmar</Name1><Name6>DUNE</Name6><NameType>Primary Name</NameType></Name>
         <Name><Name6>Quill Sand</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name></Names>
       <NonLatinNames><NonLatinName><NameNonLatinScript>Илмар</NameNonLatinScript><NonLatinScriptLanguage>Russian</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
       <Addresses><Address><AddressLine1>1 Sand St</AddressLine1><AddressLine6>Tallmere</AddressLine6><AddressCountry>Georgia</AddressCountry></Address></Addresses>
       <IndividualDetails><Individual><DOBs><DOB>dd/mm/1945</DOB><DOB>dd/07/1946</DOB></DOBs>
         <BirthDetails><Location><TownOfBirth>Tallmere</TownOfBirth><CountryOfBirth>Georgia</CountryOfBirth></Location></BirthDetails>
         <PassportDetails><Passport><PassportNumber>SB1</PassportNumber></Passport><Passport><PassportNumber>SB1</PassportNumber></Passport></PassportDetails>
       <HatSize>9</HatSize></Individual></IndividualDetails></Designation>`,
    );
    expect(publishedAt).toBe('2030-01-02');
    expect(entries[0]).toMatchObject({
      entryId: 'SBX0001',
      names: [{ name: 'Ilmar DUNE' }, { name: 'Quill Sand', strength: 'weak' }, { name: 'Илмар', language: 'Russian' }],
      birthPlaces: ['Tallmere, Georgia'],
      addresses: [{ street: '1 Sand St', locality: 'Tallmere', countryCode: 'GE' }],
    });
    expect(entries[0]?.identifications).toHaveLength(1);
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['1945', '1946-07']);
    expect(notUnderstood).toEqual([{ label: 'Individual/HatSize', count: 1, example: '9' }]);
  });

  it('gives organizations with their numbers and companies, and ships', () => {
    const { entries } = parse(
      `<Designation><UniqueID>SBX0002</UniqueID><IndividualEntityShip>Entity</IndividualEntityShip>
       <Names><Name><Name6>SAND WORKS</Name6><NameType>Primary Name</NameType></Name></Names><Websites><Website>x.example</Website></Websites>
       <EntityDetails><Entity><BusinessRegistrationNumbers><BusinessRegistrationNumber>900</BusinessRegistrationNumber></BusinessRegistrationNumbers>
       <ParentCompanies><ParentCompany>Wadi</ParentCompany></ParentCompanies></Entity></EntityDetails></Designation>
       <Designation><UniqueID>SBX0003</UniqueID><IndividualEntityShip>Ship</IndividualEntityShip>
       <Names><Name><Name6>DUNE</Name6><NameType>Primary name</NameType></Name></Names>
       <ShipDetails><Ship><IMONumbers><IMONumber>IMO9000025</IMONumber></IMONumbers></Ship></ShipDetails></Designation>`,
    );
    expect(entries[0]).toMatchObject({
      type: 'business',
      linkedTo: ['Wadi'],
      identifications: [{ type: 'registration', number: '900' }],
      contacts: [{ type: 'website', value: 'x.example' }],
    });
    expect(entries[1]).toMatchObject({ type: 'vessel', identifications: [{ type: 'imo', number: '9000025' }] });
  });

  it('refuses a designation without its id', () => {
    expect(() => parse('<Designation><IndividualEntityShip>Ship</IndividualEntityShip></Designation>')).toThrow(
      'no unique id',
    );
  });
});

describe("OFSI's list, which is closed", () => {
  const HEADER =
    'Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID';
  const parse = (...rows: readonly Row[]) =>
    UK_OFSI_CON_LIST_CSV.parse(new Map([['conlist.csv', aTable('Last Updated,02/01/2026', HEADER, rows)]]));

  it('is read with what it writes into one cell, label by label', () => {
    const { publishedAt, entries } = parse(
      {
        'Name 6': 'DUNE RUNNER',
        'Group Type': 'Ship',
        'Alias Type': 'Primary name',
        Regime: 'Sandbox',
        'Group ID': '900',
        'Other Information':
          '(UK Sanctions List Ref):SBX0003. (UN Ref):UNSCR 9. (IMO number):9000025 (Current believed flag):Gabon (Previous flags):Panama',
      },
      { 'Name 6': 'WADI RUNNER', 'Group Type': 'Ship', 'Alias Type': 'FKA', Regime: 'Sandbox', 'Group ID': '900' },
    );
    expect(publishedAt).toBe('2026-01-02');
    expect(entries[0]).toMatchObject({
      list: 'uk-ofsi-consolidated',
      entryId: '900',
      reference: 'SBX0003, UNSCR 9',
      names: [{ name: 'DUNE RUNNER' }, { name: 'WADI RUNNER', kind: 'fka' }],
      identifications: [{ type: 'imo', number: '9000025' }],
      vessel: { flag: 'Gabon', formerFlags: ['Panama'] },
    });
  });

  it('writes an unknown day as noughts', () => {
    const { entries } = parse({
      'Name 6': 'DUNE',
      'Group Type': 'Individual',
      'Alias Type': 'Primary name',
      'Group ID': '901',
      DOB: '00/00/1967',
    });
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['1967']);
  });
});
