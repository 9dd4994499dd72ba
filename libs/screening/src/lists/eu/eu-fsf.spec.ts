import { formatPartialDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { type SanctionsEntry } from '../sanctions-entry';
import { EU_FSF_CSV } from './eu-fsf-csv';
import { EU_FSF_XML } from './eu-fsf-xml';

const COMMON = 'regulationLanguage="en" logicalId="9"';
const UNKNOWN = 'countryIso2Code="00" countryDescription="UNKNOWN"';
const GEORGIA = 'countryIso2Code="GE" countryDescription="GEORGIA"';
const SUMMARY =
  '<regulationSummary regulationType="amendment" publicationDate="2020-01-02" numberTitle="2020/9 (OJ L9)" publicationUrl="x"/>';

function theXml(...entities: readonly string[]): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://eu.europa.ec/fpi/fsd/export"
      generationDate="2030-01-02T03:04:05.000+01:00" globalFileId="9">${entities.join('')}</export>`,
  );
}

function anEntity(inside: string, code = 'P', id = '1'): string {
  return `<sanctionEntity logicalId="${id}" euReferenceNumber="EU.1.1" designationDate="2020-01-02" unitedNationId="SBi.001">
    <remark>Sandbox remark</remark>
    <regulation regulationType="regulation" organisationType="council" publicationDate="2020-01-02"
      entryIntoForceDate="2020-01-03" numberTitle="2020/9" programme="SBX" logicalId="5"/>
    <subjectType code="person" classificationCode="${code}"/>${inside}</sanctionEntity>`;
}

function parseXml(content: Buffer) {
  return EU_FSF_XML.parse(new Map([['eu.xml', content]]));
}

function entryOf(inside: string): SanctionsEntry {
  const [entry] = parseXml(theXml(anEntity(`<nameAlias ${COMMON} wholeName="Ilmar Dune"/>${inside}`))).entries;
  if (!entry) throw new Error('The list has no entry.');
  return entry;
}

describe("the European Union's list as XML", () => {
  it('gives the entity with its programme, references and the day it was listed', () => {
    const { publishedAt, entries, notUnderstood } = parseXml(
      theXml(
        anEntity(
          `<nameAlias ${COMMON} wholeName="Ilmar Dune" gender="M" function="Keeper" strong="true">${SUMMARY}</nameAlias>`,
        ),
      ),
    );
    expect(publishedAt).toBe('2030-01-02T03:04:05.000+01:00');
    expect(entries[0]).toMatchObject({
      list: 'eu-fsf',
      entryId: '1',
      type: 'person',
      reference: 'EU.1.1, SBi.001',
      programs: ['SBX'],
      listedOn: '2020-01-02',
      gender: 'Male',
      title: 'Keeper',
      remarks: 'Sandbox remark',
    });
    expect(notUnderstood).toEqual([]);
  });

  it('takes the first strong name in Latin letters for the primary one; weak is what is not strong or of low quality', () => {
    const entity = anEntity(
      `<nameAlias ${COMMON} wholeName="Илмар Дюн" nameLanguage="RU" strong="true"/>
       <nameAlias ${COMMON} firstName="Ilmar" middleName="X" lastName="Dune" strong="true"/>
       <nameAlias ${COMMON} wholeName="Quill" strong="false"/>
       <nameAlias ${COMMON} wholeName="Sandy" strong="true"><remark>low quality alias</remark></nameAlias>
       <nameAlias ${COMMON} wholeName="Quill" strong="false"/>`,
    );
    const [entry] = parseXml(theXml(entity)).entries;
    expect(entry?.names).toEqual([
      { name: 'Ilmar X Dune', kind: 'primary', strength: 'strong' },
      { name: 'Илмар Дюн', kind: 'aka', strength: 'strong', language: 'RU', isOriginalScript: true },
      { name: 'Quill', kind: 'aka', strength: 'weak' },
      { name: 'Sandy', kind: 'aka', strength: 'weak' },
    ]);
  });

  it.each([
    ['birthdate="1970-02-03" year="1970" monthOfYear="2" dayOfMonth="3"', '1970-02-03'],
    ['year="1970" monthOfYear="2"', '1970-02'],
    ['year="1970"', '1970'],
    ['circa="true" year="1970"', 'about 1970'],
    ['yearRangeFrom="1968" yearRangeTo="1971"', '1968 to 1971'],
  ])('reads the birth date %s', (attributes, expected) => {
    const { birthDates } = entryOf(`<birthdate ${COMMON} calendarType="GREGORIAN" ${attributes} ${UNKNOWN}/>`);
    expect(birthDates.map(formatPartialDate)).toEqual([expected]);
  });

  it('counts a birth date of another calendar, and says what no reader knows', () => {
    const { notUnderstood } = parseXml(
      theXml(
        anEntity(
          `<nameAlias ${COMMON} wholeName="Ilmar Dune" shoeSize="9"/>
           <birthdate ${COMMON} calendarType="ISLAMIC" year="1390" ${UNKNOWN}/>
           <additionalInformation key="sand" value="much"/>`,
        ),
      ),
    );
    expect(notUnderstood.map(({ label }) => label)).toEqual([
      'birth date of the islamic calendar',
      'sanctionEntity/additionalInformation@key',
      'sanctionEntity/additionalInformation@value',
      'sanctionEntity/nameAlias@shoeSize',
    ]);
  });

  it('keeps places, addresses and ways to reach somebody; 00 is no country and CS is Serbia', () => {
    const { birthPlaces, addresses, contacts, countries } = entryOf(
      `<citizenship ${COMMON} countryIso2Code="CS" countryDescription="SERBIA AND MONTENEGRO"/>
       <birthdate ${COMMON} calendarType="GREGORIAN" city="Tallmere" ${GEORGIA}/>
       <address ${COMMON} city="Tallmere" zipCode="900" poBox="7" ${GEORGIA}><contactInfo key="EMAIL" value="a@b.example"/></address>
       <address ${COMMON} street="1 Sand St" ${UNKNOWN}/>`,
    );
    expect(birthPlaces).toEqual(['Tallmere, Georgia']);
    expect(addresses).toEqual([
      { street: 'PO Box 7', locality: 'Tallmere, 900', country: 'Georgia', countryCode: 'GE' },
      { street: '1 Sand St' },
    ]);
    expect(contacts).toEqual([{ type: 'email', value: 'a@b.example' }]);
    expect(countries.map(({ role, code }) => [role, code])).toEqual([
      ['citizenship', 'RS'],
      ['birthplace', 'GE'],
      ['address', 'GE'],
    ]);
  });

  it('gives documents with what the list says against them', () => {
    const { identifications } = entryOf(
      `<identification ${COMMON} identificationTypeCode="passport" identificationTypeDescription="National passport" number="SB 1"
         knownFalse="true" diplomatic="false" validTo="2020-01-02" issuedBy="Sand Office" ${GEORGIA}/>
       <identification ${COMMON} identificationTypeCode="regnumber" identificationTypeDescription="Registration Number" latinNumber="900" ${UNKNOWN}/>`,
    );
    expect(identifications).toEqual([
      {
        type: 'passport',
        label: 'National passport',
        number: 'SB 1',
        country: 'Georgia',
        countryCode: 'GE',
        expiresOn: '2020-01-02',
        note: 'known to be false, issued by Sand Office',
      },
      { type: 'registration', label: 'Registration Number', number: '900' },
    ]);
  });

  it.each([
    [
      'an entity of an unknown type',
      theXml(anEntity(`<nameAlias ${COMMON} wholeName="A"/>`, 'X')),
      'is not a known subject type.',
    ],
    ['an entity without a name', theXml(anEntity('')), 'entry 1 has no name.'],
    ['a list without entities', theXml(), 'the file holds no entry.'],
    ['a list that was cut off', theXml(anEntity('')).subarray(0, -20), 'not well formed'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => parseXml(content)).toThrow(PublicationError);
    expect(() => parseXml(content)).toThrow(sentence);
  });
});

describe("the European Union's list as a table", () => {
  const COLUMNS =
    'fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;Entity_DesignationDetails;Entity_Remark;Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_NameLanguage;NameAlias_Gender;NameAlias_Title;NameAlias_Function;NameAlias_LogicalId;NameAlias_Remark;Address_City;Address_Street;Address_ContactInfo;Address_CountryIso2Code;Address_CountryDescription;BirthDate_BirthDate;BirthDate_Day;BirthDate_Month;BirthDate_Year;BirthDate_Circa;BirthDate_CalendarType;BirthDate_City;BirthDate_CountryIso2Code;Identification_Number;Identification_IssuedDate;Identification_TypeCode;Identification_TypeDescription;Identification_CountryIso2Code;Citizenship_CountryIso2Code;Citizenship_CountryDescription;Sand_Column'.split(
      ';',
    );
  const ENTITY = {
    fileGenerationDate: '02/01/2030',
    Entity_LogicalId: '1',
    Entity_EU_ReferenceNumber: 'EU.1.1',
    Entity_SubjectType: 'P',
    Entity_Regulation_Programme: 'SBX',
  };
  const aTable = (...rows: readonly Readonly<Record<string, string>>[]): Buffer =>
    Buffer.from(
      `\ufeff${COLUMNS.join(';')}\n${rows.map((row) => COLUMNS.map((column) => row[column] ?? '').join(';')).join('\n')}\n`,
    );
  const parse = (content: Buffer) => EU_FSF_CSV.parse(new Map([['eu.csv', content]]));

  it('gathers the rows of an entity, each of which adds one detail', () => {
    const { publishedAt, entries, notUnderstood } = parse(
      aTable(
        { ...ENTITY, NameAlias_WholeName: 'Ilmar Dune', NameAlias_Gender: 'M' },
        { ...ENTITY, NameAlias_WholeName: 'Quill', NameAlias_Remark: 'low quality' },
        {
          ...ENTITY,
          BirthDate_Year: '1970',
          BirthDate_Circa: 'true',
          BirthDate_CalendarType: 'GREGORIAN',
          BirthDate_City: 'Tallmere',
        },
        { ...ENTITY, BirthDate_BirthDate: '1971-02-03' },
        {
          ...ENTITY,
          Address_City: 'Tallmere',
          Address_CountryIso2Code: 'GE',
          Address_ContactInfo: 'EMAIL[a@b.example]PHONE[900]',
        },
        {
          ...ENTITY,
          Identification_Number: 'SB 1',
          Identification_TypeCode: 'passport',
          Identification_IssuedDate: '2011-01-02',
        },
        { ...ENTITY, Citizenship_CountryIso2Code: 'KP', Sand_Column: 'much' },
      ),
    );
    expect(publishedAt).toBe('2030-01-02');
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      entryId: '1',
      reference: 'EU.1.1',
      type: 'person',
      names: [
        { name: 'Ilmar Dune', kind: 'primary' },
        { name: 'Quill', strength: 'weak' },
      ],
      birthPlaces: ['Tallmere'],
      addresses: [{ locality: 'Tallmere', countryCode: 'GE' }],
      contacts: [
        { type: 'email', value: 'a@b.example' },
        { type: 'phone', value: '900' },
      ],
      identifications: [{ type: 'passport', number: 'SB 1', issuedOn: '2011-01-02' }],
    });
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['about 1970', '1971-02-03']);
    expect(entries[0]?.countries).toContainEqual({ role: 'citizenship', name: 'Korea, North', code: 'KP' });
    expect(notUnderstood).toEqual([{ label: 'column "Sand_Column"', count: 1, example: 'much' }]);
  });

  it.each([
    [
      'a row without an entity',
      aTable({ ...ENTITY, Entity_LogicalId: '' }),
      'eu.csv line 2: the row has no logical id',
    ],
    [
      'an unknown subject type',
      aTable({ ...ENTITY, Entity_SubjectType: 'X' }),
      'line 2: "X" is not a known subject type.',
    ],
    ['a table that was cut off', aTable(ENTITY, ENTITY).subarray(0, -9), 'eu.csv line 3: the row has'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => parse(content)).toThrow(PublicationError);
    expect(() => parse(content)).toThrow(sentence);
  });
});
