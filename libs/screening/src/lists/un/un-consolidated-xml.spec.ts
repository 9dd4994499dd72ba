import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSharedData } from '@bonafide/testing';
import { formatPartialDate } from '../partial-date';
import { PublicationError } from '../publication-error';
import { type SanctionsEntry } from '../sanctions-entry';
import { UN_CONSOLIDATED_XML } from './un-consolidated-xml';

function theList(inside: string, more = ''): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2030-01-02T03:04:05Z"><INDIVIDUALS><INDIVIDUAL>
      <DATAID>1</DATAID><FIRST_NAME>ILMAR</FIRST_NAME><SECOND_NAME>DUNE</SECOND_NAME><THIRD_NAME>SAND</THIRD_NAME>
      <UN_LIST_TYPE>Sandbox</UN_LIST_TYPE><REFERENCE_NUMBER>SBi.001</REFERENCE_NUMBER><LISTED_ON>2020-02-03</LISTED_ON>
      ${inside}</INDIVIDUAL></INDIVIDUALS><ENTITIES>${more}</ENTITIES></CONSOLIDATED_LIST>`,
  );
}

function parse(content: Buffer) {
  return UN_CONSOLIDATED_XML.parse(new Map([['list.xml', content]]));
}

function person(inside: string): SanctionsEntry {
  const [entry] = parse(theList(inside)).entries;
  if (!entry) throw new Error('The list has no entry.');
  return entry;
}

describe("the Security Council's list", () => {
  it('joins the names by their positions and says when it was made', () => {
    const { entries, publishedAt } = parse(theList(''));
    expect(publishedAt).toBe('2030-01-02T03:04:05Z');
    expect(entries[0]).toMatchObject({ entryId: 'SBi.001', programs: ['Sandbox'], listedOn: '2020-02-03' });
    expect(entries[0]?.names).toEqual([{ name: 'ILMAR DUNE SAND', kind: 'primary', strength: 'strong' }]);
  });

  it('keeps weak and former names apart, and takes one alias with several names apart', () => {
    const alias = (quality: string, name: string, note = ''): string =>
      `<INDIVIDUAL_ALIAS><QUALITY>${quality}</QUALITY><ALIAS_NAME>${name}</ALIAS_NAME>${note}</INDIVIDUAL_ALIAS>`;
    const { names } = person(
      alias('Good', 'Elmar Dune; Ilmaar Dune') +
        alias('Low', 'Quill') +
        alias('Good', 'Ilmar Wadi', '<NOTE>previously listed as</NOTE>') +
        alias('Good', 'Dune Works Front (DWF)') +
        alias('Good', 'Ilmar (Илмар)') +
        alias('', '') +
        '<NAME_ORIGINAL_SCRIPT>Илмар\n   Дюн</NAME_ORIGINAL_SCRIPT>',
    );
    expect(
      names.slice(1).map(({ name, kind, strength, isOriginalScript }) => [name, kind, strength, isOriginalScript]),
    ).toEqual([
      ['Илмар Дюн', 'aka', 'strong', true],
      ['Elmar Dune', 'aka', 'strong', undefined],
      ['Ilmaar Dune', 'aka', 'strong', undefined],
      ['Quill', 'aka', 'weak', undefined],
      ['Ilmar Wadi', 'fka', 'strong', undefined],
      ['Dune Works Front', 'aka', 'strong', undefined],
      ['DWF', 'aka', 'weak', undefined],
      ['Ilmar', 'aka', 'strong', undefined],
      ['Илмар', 'aka', 'strong', true],
    ]);
  });

  it.each([
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-02-03</DATE>', '1970-02-03'],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1970</YEAR>', '1970'],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1970</YEAR><NOTE>Sep.</NOTE>', '1970-09'],
    ['<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>August 1970 </NOTE>', '1970-08'],
    ['<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR>', 'about 1970'],
    ['<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1973</TO_YEAR>', '1970 to 1973'],
  ])('reads the birth date %s', (inside, expected) => {
    const { birthDates } = person(`<INDIVIDUAL_DATE_OF_BIRTH>${inside}</INDIVIDUAL_DATE_OF_BIRTH>`);
    expect(birthDates.map(formatPartialDate)).toEqual([expected]);
  });

  it('counts a birth date in words that it cannot read', () => {
    const { notUnderstood } = parse(
      theList('<INDIVIDUAL_DATE_OF_BIRTH><NOTE>about thirty</NOTE></INDIVIDUAL_DATE_OF_BIRTH><HEIGHT>2 m</HEIGHT>'),
    );
    expect(notUnderstood).toEqual([
      { label: 'DATE_OF_BIRTH/NOTE', count: 1, example: 'about thirty' },
      { label: 'INDIVIDUAL/HEIGHT', count: 1, example: '2 m' },
    ]);
  });

  it('finds the number of a document behind words and in notes', () => {
    const document = (inside: string): string => `<INDIVIDUAL_DOCUMENT>${inside}</INDIVIDUAL_DOCUMENT>`;
    const { identifications } = person(
      document(
        `<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>SB 100</NUMBER><ISSUING_COUNTRY>Iran (Islamic Republic of)</ISSUING_COUNTRY>
         <DATE_OF_ISSUE>2011-01-02</DATE_OF_ISSUE><NOTE>expired on 1 Jan. 2021</NOTE>`,
      ) +
        document(
          '<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>Sand passport number X 900100, issued in 2001</NOTE>',
        ) +
        document(
          '<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT><NUMBER>national card number 900101</NUMBER>',
        ) +
        document(''),
    );
    expect(identifications).toMatchObject([
      { type: 'passport', number: 'SB 100', countryCode: 'IR', issuedOn: '2011-01-02', expiresOn: '1 Jan. 2021' },
      { type: 'passport', number: 'X 900100' },
      { type: 'national-id', number: '900101' },
    ]);
  });

  it('keeps places of birth and addresses, also those without a street and those in a note', () => {
    const { birthPlaces, addresses } = person(
      `<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Tallmere</CITY><COUNTRY>Viet Nam</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
       <INDIVIDUAL_ADDRESS><CITY>Tallmere</CITY><COUNTRY>Syrian Arab Republic</COUNTRY></INDIVIDUAL_ADDRESS>
       <INDIVIDUAL_ADDRESS><COUNTRY>na</COUNTRY><NOTE>Room 3, Sand Market</NOTE></INDIVIDUAL_ADDRESS>
       <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>`,
    );
    expect(birthPlaces).toEqual(['Tallmere, Viet Nam']);
    expect(addresses).toEqual([
      { locality: 'Tallmere', country: 'Syrian Arab Republic', countryCode: 'SY' },
      { street: 'Room 3, Sand Market' },
    ]);
  });

  it('reads organizations', () => {
    const { entries } = parse(
      theList(
        '',
        `<ENTITY><FIRST_NAME>SAND WORKS</FIRST_NAME><REFERENCE_NUMBER>SBe.001</REFERENCE_NUMBER>
         <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Dune Works</ALIAS_NAME></ENTITY_ALIAS></ENTITY>`,
      ),
    );
    expect(entries[1]).toMatchObject({
      type: 'business',
      names: [{ name: 'SAND WORKS' }, { name: 'Dune Works', kind: 'fka' }],
    });
  });

  it.each([
    [
      'an entry without a reference number',
      theList('').toString().replace('SBi.001', ''),
      'list.xml line 1: the entry has no',
    ],
    [
      'an entry that appears twice',
      theList('', '<ENTITY><FIRST_NAME>A</FIRST_NAME><REFERENCE_NUMBER>SBi.001</REFERENCE_NUMBER></ENTITY>').toString(),
      'entry SBi.001 appears twice.',
    ],
    ['a list without entries', '<CONSOLIDATED_LIST><INDIVIDUALS/></CONSOLIDATED_LIST>', 'the file holds no entry.'],
  ])('refuses %s', (_, content, sentence) => {
    expect(() => parse(Buffer.from(content))).toThrow(PublicationError);
    expect(() => parse(Buffer.from(content))).toThrow(sentence);
  });
});

describeWithSharedData('lists/un-sc/un_consolidated_2026.xml', 'the list of August 2026', (path) => {
  const { entries, counts, notUnderstood, publishedAt } = parse(readFileSync(join(path)));

  it('is read whole', () => {
    expect(publishedAt).toBe('2026-08-01T23:00:03.110Z');
    expect(counts).toMatchObject({ entries: 1_011, persons: 736, businesses: 275, identifications: 513 });
  });

  it('has every birth date but two: an age, and a date of another calendar', () => {
    // 945 elements, of which 49 are empty; and 57 dates that belong to aliases.
    expect(counts.birthDates).toBe(945 - 49 - 2 + 57);
    expect(notUnderstood.map(({ label, count }) => [label, count])).toEqual([
      ['ALIAS/NOTE', 42],
      ['DATE_OF_BIRTH/NOTE', 3],
      ['DOCUMENT without a number', 1],
    ]);
  });

  it('knows the weak aliases and the names in their own script', () => {
    const names = entries.flatMap((entry) => entry.names);
    expect(names.filter(({ strength }) => strength === 'weak').length).toBeGreaterThanOrEqual(623);
    expect(names.filter(({ isOriginalScript }) => isOriginalScript).length).toBeGreaterThanOrEqual(378);
  });

  it('knows the code of every country but one that is no more', () => {
    const unknown = entries.flatMap(({ countries }) =>
      countries.filter(({ role, code }) => role !== 'birthplace' && !code),
    );
    expect(unknown.map(({ name }) => name)).toEqual(['former Soviet Union']);
  });
});
