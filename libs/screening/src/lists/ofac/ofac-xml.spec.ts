import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { describeWithSharedData, sharedData } from '@bonafide/testing';
import { type ListSource } from '../list-source';
import { formatPartialDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { readLists } from '../read-list-directory';
import { OFAC_NON_SDN_SOURCE, OFAC_SDN_SOURCE } from './ofac-sources';

function read(file: string, content: string | Buffer) {
  const { publications } = readLists(new Map([[file, Buffer.from(content)]]), 'memory');
  const [publication] = publications;
  if (!publication) throw new Error('There is no list.');
  return publication;
}

const CLASSIC = `<sdnList xmlns="urn:sand"><publshInformation><Publish_Date>01/02/2030</Publish_Date><Record_Count>1</Record_Count></publshInformation>
  <sdnEntry><uid>900</uid><firstName>Ilmar</firstName><lastName>DUNE</lastName><title>Keeper</title><sdnType>Individual</sdnType>
  <remarks>(Linked To: SAND WORKS)</remarks><programList><program>SDGT</program><program>IFSR</program></programList>
  <idList><id><uid>1</uid><idType>Passport</idType><idNumber>SB1</idNumber><idCountry>Iran</idCountry><expirationDate>01 Jan 2030</expirationDate></id>
    <id><uid>2</uid><idType>Digital Currency Address - XBT</idType><idNumber>1sand</idNumber></id>
    <id><uid>3</uid><idType>Gender</idType><idNumber>Male</idNumber></id><id><idType>Hat Size</idType><idNumber>9</idNumber></id></idList>
  <akaList><aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>QUILL</lastName></aka>
    <aka><type>f.k.a.</type><category>strong</category><lastName>DUNE</lastName><firstName>Elmar</firstName></aka></akaList>
  <addressList><address><uid>5</uid><city>Tallmere</city><country>Georgia</country></address></addressList>
  <nationalityList><nationality><country>Iran</country><mainEntry>true</mainEntry></nationality></nationalityList>
  <dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1970</dateOfBirth></dateOfBirthItem></dateOfBirthList>
  <placeOfBirthList><placeOfBirthItem><placeOfBirth>Tallmere, Georgia</placeOfBirth></placeOfBirthItem></placeOfBirthList></sdnEntry>
  <sdnEntry><uid>901</uid><lastName>DUNE RUNNER</lastName><sdnType>Vessel</sdnType><vesselInfo><callSign>SBX1</callSign><vesselFlag>Iran</vesselFlag>
  <vesselType>Tug</vesselType><tonnage>10</tonnage></vesselInfo><idList><id><idType>Vessel Registration Identification</idType><idNumber>IMO 9000025</idNumber></id></idList></sdnEntry></sdnList>`;

const ENHANCED = (
  list: string,
  inside = '',
): string => `<sanctionsData xmlns="urn:sand"><publicationInfo><dataAsOf>2030-01-02T00:00:00</dataAsOf>
  <filters><sanctionsLists><sanctionsList refId="1">${list}</sanctionsList></sanctionsLists></filters></publicationInfo>
  <referenceValues><referenceValue refId="1"><type>X</type><value>Y</value></referenceValue></referenceValues>
  <entities><entity id="900"><generalInfo><identityId>1</identityId><entityType refId="600">Individual</entityType></generalInfo>
  <sanctionsLists><sanctionsList refId="1" id="2" datePublished="2020-03-04">${list}</sanctionsList></sanctionsLists>
  <sanctionsPrograms><sanctionsProgram refId="1" id="2">SDGT</sanctionsProgram></sanctionsPrograms>
  <names><name id="2"><isPrimary>false</isPrimary><aliasType refId="1">F.K.A.</aliasType><isLowQuality>true</isLowQuality><translations><translation id="1">
    <isPrimary>true</isPrimary><script refId="1">Latin</script><formattedFullName>QUILL</formattedFullName></translation></translations></name>
  <name id="1"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
    <translation id="3"><isPrimary>false</isPrimary><script refId="2">Cyrillic</script><formattedFullName>ДЮН, Илмар</formattedFullName></translation>
    <translation id="2"><isPrimary>true</isPrimary><script refId="1">Latin</script><formattedFullName>DUNE, Ilmar</formattedFullName></translation></translations></name></names>
  <addresses><address id="1"><country refId="1">Georgia</country><translations><translation id="1"><isPrimary>true</isPrimary><addressParts>
    <addressPart id="1"><type refId="1">CITY</type><value>Tallmere</value></addressPart></addressParts></translation></translations></address></addresses>
  <features><feature id="1"><type featureTypeId="8">Birthdate</type><value>1970</value></feature>
    <feature id="2"><type featureTypeId="8">Birthdate</type><value>in the seventies</value><valueDate id="1"><fromDateBegin>1970-01-01</fromDateBegin>
      <toDateEnd>1979-12-31</toDateEnd><isApproximate>false</isApproximate></valueDate></feature>
    <feature id="3"><type featureTypeId="9">Place of Birth</type><value>Tallmere, Georgia</value></feature>
    <feature id="4"><type featureTypeId="1">Digital Currency Address - ETH</type><value>0xsand</value></feature>${inside}</features>
  <identityDocuments><identityDocument id="1"><type refId="1">Passport</type><name nameId="1">DUNE, Ilmar</name><documentNumber>SB1</documentNumber>
    <isValid>true</isValid><issuingCountry refId="1">Iran</issuingCountry></identityDocument></identityDocuments>
  <relationships><relationship id="1"><type refId="1">Acting for</type><relatedEntity entityId="7">SAND WORKS</relatedEntity></relationship></relationships>
  </entity></entities></sanctionsData>`;

const period = (from: string, to: string, approximate = false): string => {
  const point = (name: string, day: string): string => {
    const [year = '', month = '', date = ''] = day.split('-').map((part) => String(Number(part)));
    return `<${name}><Year>${year}</Year><Month>${month}</Month><Day>${date}</Day></${name}>`;
  };
  const boundary = (name: string, day: string): string =>
    `<${name} Approximate="${String(approximate)}" YearFixed="false" MonthFixed="false" DayFixed="false">${point('From', day)}${point('To', day)}</${name}>`;
  return `<DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">${boundary('Start', from)}${boundary('End', to)}</DatePeriod>`;
};

const ADVANCED = `<Sanctions xmlns="urn:sand" Version="1"><DateOfIssue CalendarTypeID="1"><Year>2030</Year><Month>1</Month><Day>2</Day></DateOfIssue>
  <ReferenceValueSets>
    <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
    <CountryValues><Country ID="11" ISO2="GE">Georgia</Country><Country ID="12">Iran</Country></CountryValues>
    <DetailReferenceValues><DetailReference ID="91">Male</DetailReference></DetailReferenceValues>
    <FeatureTypeValues><FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType><FeatureType ID="9" FeatureTypeGroupID="1">Place of Birth</FeatureType>
      <FeatureType ID="10" FeatureTypeGroupID="1">Nationality Country</FeatureType><FeatureType ID="25" FeatureTypeGroupID="1">Location</FeatureType>
      <FeatureType ID="224" FeatureTypeGroupID="1">Gender</FeatureType><FeatureType ID="344" FeatureTypeGroupID="1">Digital Currency Address - XBT</FeatureType>
      <FeatureType ID="26" FeatureTypeGroupID="1">Title</FeatureType><FeatureType ID="1" FeatureTypeGroupID="1">Vessel Call Sign</FeatureType>
      <FeatureType ID="999" FeatureTypeGroupID="1">Hat Size</FeatureType></FeatureTypeValues>
    <IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType><IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>
    <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
    <ListValues><List ID="1550">SDN List</List></ListValues>
    <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
    <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1526">Vessel Name</NamePartType></NamePartTypeValues>
    <PartySubTypeValues><PartySubType ID="1" PartyTypeID="3">Vessel</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
    <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="3">Transport</PartyType></PartyTypeValues>
    <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
    <ScriptValues><Script ID="215">Latin</Script><Script ID="220">Cyrillic</Script></ScriptValues>
  </ReferenceValueSets>
  <Locations><Location ID="7"><LocationCountry CountryID="11" CountryRelevanceID="1"/><LocationPart LocPartTypeID="1454">
      <LocationPartValue Primary="false" LocPartValueTypeID="1" LocPartValueStatusID="1"><Value>ტ</Value></LocationPartValue>
      <LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1"><Value>Tallmere</Value></LocationPartValue></LocationPart></Location>
    <Location ID="8"><LocationCountry CountryID="12" CountryRelevanceID="1"/></Location></Locations>
  <IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="91" IssuedBy-CountryID="12" ValidityID="1"><IDRegistrationNo>SB1</IDRegistrationNo>
      <DocumentDate IDRegDocDateTypeID="1481">${period('2030-05-06', '2030-05-06')}</DocumentDate></IDRegDocument>
    <IDRegDocument ID="2" IDRegDocTypeID="1626" IdentityID="92" ValidityID="1"><IDRegistrationNo>IMO 9000025</IDRegistrationNo></IDRegDocument></IDRegDocuments>
  <DistinctParties><DistinctParty FixedRef="900"><Comment>Sandbox remark</Comment><Profile ID="900" PartySubTypeID="4"><Identity ID="91" FixedRef="900" Primary="true" False="false">
      <Alias FixedRef="900" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="2" FixedRef="900" DocNameStatusID="2"><DocumentedNamePart>
        <NamePartValue NamePartGroupID="3" ScriptID="215" ScriptStatusID="1" Acronym="false">QUILL</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <Alias FixedRef="900" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1" FixedRef="900" DocNameStatusID="1">
        <DocumentedNamePart><NamePartValue NamePartGroupID="2" ScriptID="215" ScriptStatusID="1" Acronym="false">Ilmar</NamePartValue></DocumentedNamePart>
        <DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215" ScriptStatusID="1" Acronym="false">DUNE</NamePartValue></DocumentedNamePart></DocumentedName>
        <DocumentedName ID="3" FixedRef="900" DocNameStatusID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="220" ScriptStatusID="1" Acronym="false">Дюн</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
      <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
    <Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1" ReliabilityID="1">${period('1970-01-01', '1970-12-31')}</FeatureVersion><IdentityReference IdentityID="91" IdentityFeatureLinkTypeID="1"/></Feature>
    <Feature ID="2" FeatureTypeID="8"><FeatureVersion ID="2" ReliabilityID="1">${period('1968-01-01', '1971-12-31', true)}</FeatureVersion></Feature>
    <Feature ID="3" FeatureTypeID="9"><FeatureVersion ID="3" ReliabilityID="1"><VersionLocation LocationID="7"/></FeatureVersion></Feature>
    <Feature ID="4" FeatureTypeID="10"><FeatureVersion ID="4" ReliabilityID="1"><VersionDetail DetailTypeID="1433"/><VersionLocation LocationID="8"/></FeatureVersion></Feature>
    <Feature ID="5" FeatureTypeID="25"><FeatureVersion ID="5" ReliabilityID="1"><VersionLocation LocationID="7"/></FeatureVersion></Feature>
    <Feature ID="6" FeatureTypeID="224"><FeatureVersion ID="6" ReliabilityID="1"><VersionDetail DetailTypeID="1431" DetailReferenceID="91"/></FeatureVersion></Feature>
    <Feature ID="7" FeatureTypeID="344"><FeatureVersion ID="7" ReliabilityID="1"><VersionDetail DetailTypeID="1432">1sand</VersionDetail></FeatureVersion></Feature>
    <Feature ID="8" FeatureTypeID="26"><FeatureVersion ID="8" ReliabilityID="1"><VersionDetail DetailTypeID="1432">Keeper</VersionDetail></FeatureVersion></Feature>
    <Feature ID="9" FeatureTypeID="999"><FeatureVersion ID="9" ReliabilityID="1"><VersionDetail DetailTypeID="1432">9</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>
  <DistinctParty FixedRef="901"><Profile ID="901" PartySubTypeID="1"><Identity ID="92" FixedRef="901" Primary="true" False="false"><Alias FixedRef="901" AliasTypeID="1403" Primary="true" LowQuality="false">
      <DocumentedName ID="4" FixedRef="901" DocNameStatusID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="5" ScriptID="215" ScriptStatusID="1" Acronym="false">DUNE RUNNER</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>
    <Feature ID="10" FeatureTypeID="1"><FeatureVersion ID="10" ReliabilityID="1"><VersionDetail DetailTypeID="1432">SBX1</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty></DistinctParties>
  <ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="900" To-ProfileID="901" RelationTypeID="1" RelationQualityID="1" Former="false" SanctionsEntryID="1"/></ProfileRelationships>
  <SanctionsEntries><SanctionsEntry ID="1" ProfileID="900" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Date CalendarTypeID="1"><Year>2020</Year><Month>3</Month><Day>4</Day></Date></EntryEvent>
    <SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>IFSR</Comment></SanctionsMeasure>
    <SanctionsMeasure ID="3" SanctionsTypeID="1705"/></SanctionsEntry></SanctionsEntries></Sanctions>`;

describe("OFAC's classic XML", () => {
  it('says the same as the delimited files, in elements', () => {
    const { entries, notUnderstood, publishedAt, format } = read('sdn.xml', CLASSIC);
    expect([format, publishedAt]).toEqual(['ofac-classic-xml', '2030-01-02']);
    expect(entries[0]).toMatchObject({
      list: 'us-ofac-sdn',
      entryId: '900',
      type: 'person',
      names: [
        { name: 'DUNE, Ilmar', kind: 'primary' },
        { name: 'QUILL', kind: 'aka', strength: 'weak' },
        { name: 'DUNE, Elmar', kind: 'fka', strength: 'strong' },
      ],
      programs: ['SDGT', 'IFSR'],
      gender: 'Male',
      title: 'Keeper',
      linkedTo: ['SAND WORKS'],
      addresses: [{ locality: 'Tallmere', countryCode: 'GE' }],
      identifications: [{ type: 'passport', number: 'SB1', countryCode: 'IR', expiresOn: '01 Jan 2030' }],
      cryptoAddresses: [{ currency: 'XBT', address: '1sand' }],
    });
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['about 1970']);
    expect(entries[1]).toMatchObject({
      type: 'vessel',
      vessel: { callSign: 'SBX1', flag: 'Iran', vesselType: 'Tug', tonnage: '10' },
      identifications: [{ type: 'call-sign' }, { type: 'imo', number: '9000025' }],
    });
    expect(notUnderstood).toEqual([{ label: 'Hat Size', count: 1, example: '9' }]);
  });

  it('is of the list that its file is named for', () => {
    expect(read('consolidated.xml', CLASSIC).source.id).toBe('us-ofac-non-sdn');
  });
});

describe("OFAC's enhanced XML", () => {
  it('has each name in every script, and the days of a date whose words are unusual', () => {
    const { entries, notUnderstood, publishedAt, format } = read('anything.xml', ENHANCED('SDN List'));
    expect([format, publishedAt]).toEqual(['ofac-enhanced-xml', '2030-01-02T00:00:00']);
    expect(entries[0]).toMatchObject({
      list: 'us-ofac-sdn',
      entryId: '900',
      names: [
        { name: 'DUNE, Ilmar', kind: 'primary', strength: 'strong' },
        { name: 'QUILL', kind: 'fka', strength: 'weak' },
        { name: 'ДЮН, Илмар', kind: 'aka', isOriginalScript: true, language: 'Cyrillic' },
      ],
      addresses: [{ locality: 'Tallmere', country: 'Georgia', countryCode: 'GE' }],
      birthPlaces: ['Tallmere, Georgia'],
      identifications: [{ type: 'passport', number: 'SB1', countryCode: 'IR' }],
      cryptoAddresses: [{ currency: 'ETH', address: '0xsand' }],
      linkedTo: ['SAND WORKS'],
      listedOn: '2020-03-04',
      originalList: 'SDN List',
    });
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['1970', '1970 to 1979']);
    expect(notUnderstood).toEqual([]);
  });

  it('says of which list it is, and what of it is not understood', () => {
    const feature = '<feature id="9"><type featureTypeId="9">Hat Size</type><value>9</value></feature>';
    const { source, notUnderstood } = read('anything.xml', ENHANCED('Consolidated List', feature));
    expect(source).toBe<ListSource>(OFAC_NON_SDN_SOURCE);
    expect(notUnderstood).toEqual([{ label: 'Hat Size', count: 1, example: '9' }]);
  });
});

describe("OFAC's advanced XML", () => {
  const { entries, notUnderstood, publishedAt, format, source } = read('sdn_advanced.xml', ADVANCED);

  it('is put together from what it links by numbers', () => {
    expect([format, publishedAt]).toEqual(['ofac-advanced-xml', '2030-01-02']);
    expect(source).toBe<ListSource>(OFAC_SDN_SOURCE);
    expect(entries[0]).toMatchObject({
      entryId: '900',
      type: 'person',
      names: [
        { name: 'DUNE, Ilmar', kind: 'primary', strength: 'strong' },
        { name: 'QUILL', kind: 'aka', strength: 'weak' },
        { name: 'Дюн', kind: 'aka', isOriginalScript: true, language: 'Cyrillic' },
      ],
      programs: ['SDGT', 'IFSR'],
      birthPlaces: ['Tallmere, Georgia'],
      addresses: [{ locality: 'Tallmere', country: 'Georgia' }],
      gender: 'Male',
      title: 'Keeper',
      identifications: [{ type: 'passport', number: 'SB1', countryCode: 'IR', expiresOn: '2030-05-06' }],
      cryptoAddresses: [{ currency: 'XBT', address: '1sand' }],
      linkedTo: ['DUNE RUNNER'],
      listedOn: '2020-03-04',
      remarks: 'Sandbox remark',
      originalList: 'SDN List',
    });
    expect(entries[0]?.countries).toContainEqual({ role: 'nationality', name: 'Iran', code: 'IR' });
    expect(entries[1]).toMatchObject({ type: 'vessel', vessel: { callSign: 'SBX1' } });
    expect(entries[1]?.identifications.map(({ type, number }) => `${type} ${number}`)).toEqual([
      'call-sign SBX1',
      'imo 9000025',
    ]);
  });

  it('writes a year as its first and last day, and says which dates are estimates', () => {
    expect(entries[0]?.birthDates.map(formatPartialDate)).toEqual(['1970', 'about 1968 to 1971']);
  });

  it('says what of it is not understood', () => {
    expect(notUnderstood).toEqual([{ label: 'Hat Size', count: 1, example: '9' }]);
  });

  it.each([
    [
      'an entry of a type that it does not explain',
      ADVANCED.replace('PartySubTypeID="4"', 'PartySubTypeID="5"'),
      'of a type that',
    ],
    ['an entry without a name', ADVANCED.replaceAll('>DUNE RUNNER<', '><'), 'entry 901 has no name.'],
    [
      'an entry that appears twice',
      ADVANCED.replace('FixedRef="901"><Profile', 'FixedRef="900"><Profile'),
      'entry 900 appears twice.',
    ],
    ['a file that was cut off', ADVANCED.slice(0, -30), 'not well formed'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => read('sdn_advanced.xml', content)).toThrow(PublicationError);
    expect(() => read('sdn_advanced.xml', content)).toThrow(sentence);
  });
});

/** The content of the one file in a ZIP archive. */
function unzip(archive: Buffer): Buffer {
  const start = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28);
  return inflateRawSync(archive.subarray(start));
}

describeWithSharedData(
  'ofac/cons-enhanced-xml-2025-01/CONS_ENHANCED.ZIP',
  'the non-SDN list in two forms of XML',
  (path) => {
    const enhanced = read('cons_enhanced.xml', unzip(readFileSync(path)));
    const classicPath = sharedData('ofac/ofac_consolidated_nonSDN_2025-03-28.xml');

    it('is read whole in the enhanced form, with names in their own script', () => {
      expect(enhanced.counts).toMatchObject({
        entries: 443,
        persons: 80,
        businesses: 363,
        birthDates: 75,
        addresses: 520,
      });
      const names = enhanced.entries.flatMap((entry) => entry.names);
      expect(names).toHaveLength(1_624);
      expect(names.filter(({ isOriginalScript }) => isOriginalScript)).toHaveLength(45);
      expect(names.filter(({ strength }) => strength === 'weak').length).toBeGreaterThanOrEqual(70);
      expect(enhanced.entries.reduce((sum, { linkedTo }) => sum + linkedTo.length, 0)).toBe(283);
    });

    it('leaves only remarks and comments not understood', () => {
      expect(enhanced.notUnderstood.reduce((sum, { count }) => sum + count, 0)).toBeLessThan(80);
    });

    it('says the same in the classic form: identifications, birth dates, programs, addresses', () => {
      if (classicPath === null) return;
      const classic = read('consolidated.xml', readFileSync(classicPath));
      const facts = ({ entries }: typeof classic) =>
        entries
          .map(({ entryId, type, programs, birthDates, identifications, addresses }) => ({
            entryId,
            type,
            programs: [...programs].sort(),
            birthDates: birthDates.map(formatPartialDate).sort(),
            numbers: identifications.map((identification) => `${identification.type} ${identification.number}`).sort(),
            addresses: addresses.map(({ street, country }) => `${street ?? ''} ${country ?? ''}`).sort(),
          }))
          .sort((a, b) => Number(a.entryId) - Number(b.entryId));
      expect(facts(classic)).toEqual(facts(enhanced));
    });
  },
);
