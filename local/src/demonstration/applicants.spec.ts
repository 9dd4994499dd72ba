import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readApplicants } from './applicants';

const directory = mkdtempSync(join(tmpdir(), 'applicants-'));

function read(csv: string) {
  const path = join(directory, 'applicants.csv');
  writeFileSync(path, csv);
  return readApplicants(path);
}

describe('readApplicants', () => {
  it('reads the columns that it knows, in any order, and leaves empty cells out', () => {
    expect(read('country,name,birth_date,id,type\nus; gb,"Doe, Jane",1970-01-02,a-1,person\n,Acme,,,\n')).toEqual([
      {
        line: 2,
        name: 'Doe, Jane',
        request: {
          externalId: 'a-1',
          name: 'Doe, Jane',
          type: 'person',
          birthDate: '1970-01-02',
          countries: ['US', 'GB'],
        },
        customer: {
          type: 'individual',
          individual: { firstName: 'Jane', lastName: 'Doe', birthDate: '1970-01-02' },
        },
      },
      { line: 3, name: 'Acme', request: { name: 'Acme' }, customer: null },
    ]);
  });

  it('knows the columns and kinds by other names, and names in several columns', () => {
    expect(read('\ufeffFirst Name,Last-Name,DOB,Kind,Year Of Birth\nJane,Doe,,Individual,1970\n')[0]?.request).toEqual({
      name: 'Jane Doe',
      type: 'person',
      birthYear: 1970,
    });
  });

  it('makes customers of people and businesses, with what they have to be verified', () => {
    const rows = read(
      'name,type,birth_date,country,line1,city,region,postal_code,ssn\n' +
        'Ana Maria Example,person,1970,US,1 Main St,Springfield,IL,62701,219-09-9999\n' +
        'Example Ltd,business,,GB,,,,,\nExample,person,,,,,,,\nSand Falcon,vessel,,PA,,,,,\n',
    );
    expect(rows.map(({ customer }) => customer)).toEqual([
      {
        type: 'individual',
        individual: { firstName: 'Ana', lastName: 'Maria Example' },
        addresses: [
          {
            type: 'primary',
            line1: '1 Main St',
            city: 'Springfield',
            region: 'IL',
            postalCode: '62701',
            country: 'US',
          },
        ],
        taxId: { type: 'ssn', number: '219-09-9999' },
      },
      { type: 'business', business: { legalName: 'Example Ltd' } },
      null,
      null,
    ]);
  });

  it.each([
    ['no name column', 'id,country\n1,US\n', 'has no column "name"'],
    ['no rows', 'name\n', 'has no applicants'],
    ['an open quote', 'name\n"Jane\n', 'cannot be read as CSV'],
  ])('says what is wrong with a file with %s', (_, csv, words) => {
    expect(() => read(csv)).toThrow(words);
  });
});
