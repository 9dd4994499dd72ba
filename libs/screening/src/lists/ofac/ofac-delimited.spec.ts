import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeWithSharedData, sharedData } from '@bonafide/testing';
import { checkOfacFiles, parseOfacDelimited, type OfacDelimitedFiles } from './ofac-delimited';
import { PublicationError } from '../publication-error';
import { readListDirectory } from '../read-list-directory';
import { readOfacDirectory } from './read-ofac-directory';
import { validateEntries } from '../validate-publication';
import { OFAC_SDN_SOURCE } from './ofac-sources';

const PROJECT = resolve(__dirname, '../../../../..');
const SANDBOX = join(PROJECT, 'libs/screening/sandbox-list');

const NOTHING = Array.from({ length: 6 }, () => '-0- ').join(',');

function aFile(...rows: string[]): Buffer {
  return Buffer.from([...rows, '\u001a'].join('\r\n'));
}

function anEntryRow(number: string, name: string, remarks = '-0- '): string {
  return `${number},"${name}","individual","SDGT] [IFSR] [NPWMD",-0- ,${NOTHING},${remarks}`;
}

function files(parts: Partial<OfacDelimitedFiles>): OfacDelimitedFiles {
  return { sdn: aFile(anEntryRow('1', 'SAND, Ilmar')), alt: aFile(), add: aFile(), comments: aFile(), ...parts };
}

describe('the delimited publication', () => {
  it('gives every entry of the sandbox list with its aliases and addresses', () => {
    const { counts, notUnderstood } = parseOfacDelimited(readOfacDirectory(SANDBOX));
    expect(counts).toEqual({
      entries: 30,
      persons: 13,
      businesses: 12,
      vessels: 4,
      aircraft: 1,
      unknownTypes: 0,
      aliases: 27,
      weakAliases: 7,
      birthDates: 15,
      addresses: 17,
      identifications: 37,
      cryptoAddresses: 22,
    });
    expect(notUnderstood).toEqual([expect.objectContaining({ label: 'Keeper of the Sandbox Seal', count: 1 })]);
  });

  it('takes nothing from the half of a fact at the end of a remark that was cut and never continued', () => {
    const { entries, notUnderstood } = parseOfacDelimited(
      files({ sdn: aFile(anEntryRow('1', 'SAND, Ilmar', `"${'DOB 1948; '.repeat(98)}Digital Currency A; POB Tal"`)) }),
    );
    expect(entries[0]?.birthPlaces).toEqual([]);
    expect(notUnderstood).toContainEqual({ label: 'cut off', count: 1, example: 'cut off: POB Tal' });
  });

  it('separates programs that are written in one field', () => {
    expect(parseOfacDelimited(files({})).entries[0]?.programs).toEqual(['SDGT', 'IFSR', 'NPWMD']);
  });

  it('joins a remark with its continuation, without a separator and without losing a space', () => {
    const publication = parseOfacDelimited(
      files({
        sdn: aFile(anEntryRow('1', 'SAND, Ilmar', '"DOB 10 Dec 1948; Linked To: SAND "')),
        comments: aFile('1,"WORKS; DOB 11 D"', '1,"ec 1948."'),
      }),
    );
    expect(publication.entries[0]?.linkedTo).toEqual(['SAND WORKS']);
    expect(publication.entries[0]?.birthDates).toHaveLength(2);
  });

  it('keeps an address that has no street', () => {
    const { entries } = parseOfacDelimited(
      files({ add: aFile('1,9,-0- ,"Tallmere","Georgia",-0- ', '1,10,-0- ,-0- ,-0- ,-0- ') }),
    );
    expect(entries[0]?.addresses).toEqual([{ locality: 'Tallmere', country: 'Georgia', countryCode: 'GE' }]);
  });

  it('counts rows of entries it does not have, and aliases of a kind it does not know', () => {
    const { notUnderstood } = parseOfacDelimited(
      files({ alt: aFile('2,1,"aka","NOBODY",-0- ', '1,2,"xka","SOMEBODY",-0- ') }),
    );
    expect(notUnderstood.map(({ label, example }) => `${label} (${example})`)).toEqual([
      'alt.csv: alias without a name or of an unknown kind (line 2: xka)',
      'alt.csv: row of an entry that is not listed (line 1: entry 2)',
    ]);
  });

  it.each<[string, Partial<OfacDelimitedFiles>, string]>([
    [
      'a row with a field too few',
      { alt: aFile('1,2,"aka","X",-0- ', '1,2,"aka","X"') },
      'alt.csv line 2: the row has 4 fields instead of 5.',
    ],
    [
      'an entry that appears twice',
      { sdn: aFile(anEntryRow('1', 'A'), anEntryRow('1', 'B')) },
      'sdn.csv line 2: entry 1 appears twice.',
    ],
    [
      'a row without an entry number',
      { sdn: aFile(anEntryRow('x', 'A')) },
      'sdn.csv line 1: "x" is not an entry number.',
    ],
    [
      'an entry without a name',
      { sdn: aFile(`1,-0- ,-0- ,"X",-0- ,${NOTHING},-0- `) },
      'sdn.csv line 1: the entry has no name.',
    ],
    [
      'an entry of an unknown type',
      { sdn: aFile(`1,"A","satellite","X",-0- ,${NOTHING},-0- `) },
      'sdn.csv line 1: "satellite" is not a known SDN type.',
    ],
    [
      'a quotation mark without its partner',
      { add: aFile('1,1,"Sand,"x","y",-0- ') },
      'add.csv line 1: the quotation marks of the row do not pair.',
    ],
  ])('refuses %s', (_, broken, sentence) => {
    const parse = (): unknown => parseOfacDelimited(files(broken));
    expect(parse).toThrow(PublicationError);
    expect(parse).toThrow(sentence);
  });
});

describe('the check of a publication', () => {
  it('accepts the sandbox list as files', () => {
    expect(() => checkOfacFiles(readOfacDirectory(SANDBOX))).not.toThrow();
  });

  it('refuses an empty file', () => {
    expect(() => checkOfacFiles(files({ sdn: Buffer.alloc(0) }))).toThrow('sdn.csv: the file is empty (0 bytes).');
  });

  it('refuses a file that was cut off', () => {
    const cut = aFile('1,2,"aka","X",-0- ').subarray(0, -4);
    expect(() => checkOfacFiles(files({ alt: cut }))).toThrow('alt.csv: the file is cut off');
  });

  it('refuses a list that is too short for production', () => {
    const { entries } = parseOfacDelimited(readOfacDirectory(SANDBOX));
    expect(() => validateEntries(entries, OFAC_SDN_SOURCE)).toThrow('the list has 30 entries; fewer than 5000');
    expect(() => validateEntries(entries, { minimumEntries: 30 })).not.toThrow();
  });
});

describeWithSharedData('ofac/2024-01', 'the publication of January 2024', (directory) => {
  const published = readOfacDirectory(directory);
  const { entries, counts, notUnderstood } = parseOfacDelimited(published);

  it('passes the check and is read whole', () => {
    expect(() => checkOfacFiles(published)).not.toThrow();
    expect(() => validateEntries(entries, OFAC_SDN_SOURCE)).not.toThrow();
    expect(counts).toMatchObject({ entries: 13_821, persons: 6_646, vessels: 764, aircraft: 378, weakAliases: 3_392 });
  });

  it('has as many birth dates, nationalities and digital currency addresses as its remarks name', () => {
    const sum = (countOf: (entry: (typeof entries)[number]) => number): number =>
      entries.reduce((total, entry) => total + countOf(entry), 0);
    expect(sum(({ birthDates }) => birthDates.length)).toBe(7_312);
    expect(sum(({ countries }) => countries.filter(({ role }) => role === 'nationality').length)).toBe(4_625);
    // Of 475, five stand where a remark was cut and its continuation is missing from this publication.
    expect(sum(({ cryptoAddresses }) => cryptoAddresses.length)).toBe(470);
    expect(notUnderstood.find(({ label }) => label === 'cut off')?.count).toBe(7);
  });

  it('leaves only titles, descriptions and cut ends not understood', () => {
    expect(notUnderstood.reduce((total, { count }) => total + count, 0)).toBeLessThan(700);
    expect(notUnderstood.filter(({ label }) => /^(?:DOB|Passport|Tax ID|Gender|citizen)/u.test(label))).toEqual([]);
  });
});

describeWithSharedData('ofac/non-sdn-2025-12', 'the non-SDN list of December 2025', (directory) => {
  const { publications, unusedFiles } = readListDirectory(directory);
  const [list] = publications;

  it('is found by the names of its files and read whole', () => {
    expect(publications.map(({ source, format }) => [source.id, format])).toEqual([
      ['us-ofac-non-sdn', 'ofac-delimited'],
    ]);
    expect(unusedFiles).toEqual([]);
    expect(list?.counts).toMatchObject({ entries: 442, persons: 79, businesses: 363, aliases: 1_145, addresses: 522 });
  });

  it('has the end of the remarks that OFAC continues in another file', () => {
    const long = list?.entries.filter(({ remarks }) => (remarks?.length ?? 0) > 1_000) ?? [];
    expect(long).toHaveLength(10);
    expect(long.filter(({ remarks }) => remarks?.endsWith('.') !== true)).toEqual([]);
  });
});

describeWithSharedData(
  'ofac/crypto-addresses-2024-09',
  'the digital currency addresses of September 2024',
  (directory) => {
    const published = sharedData('ofac/2024-01');
    const { entries } = parseOfacDelimited(readOfacDirectory(published ?? SANDBOX));
    const known = new Map(
      readdirSync(directory).map((file) => {
        const currency = file.replace(/^sanctioned_addresses_|\.json$/gu, '');
        return [currency, new Set(JSON.parse(readFileSync(join(directory, file), 'utf8')) as string[])] as const;
      }),
    );

    it('hold every address that is read from the list of January 2024, to the letter, but one that was delisted between', () => {
      const read = entries.flatMap(({ cryptoAddresses }) => cryptoAddresses);
      const unknown = read.filter(({ currency, address }) => !known.get(currency)?.has(address));
      expect(read.length).toBe(470);
      expect(unknown.map(({ currency }) => currency)).toEqual(['ETH']);
    });
  },
);
