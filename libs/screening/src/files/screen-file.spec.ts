import { join } from 'node:path';
import { readListDirectory } from '../lists/read-list-directory';
import { ScreeningEngine } from '../matching/screening-engine';
import { screenFile } from './screen-file';
import { type RowCounts, type ScreenedRows, screenRows, type ScreenSubject } from './screened-rows';
import { SubjectFileError } from './subject-file-error';

const { publications } = readListDirectory(join(__dirname, '../../sandbox-list'));
const engine = ScreeningEngine.build(publications.flatMap(({ entries }) => entries));
const request = { threshold: 0.8, limit: 10 };
const ask: ScreenSubject = (subject, asked) => ({ hits: engine.screen(subject, asked).hits });

interface Line {
  readonly id: string;
  readonly hits?: readonly { readonly entryId: string; readonly subjectName: string; readonly explanation: string }[];
  readonly error?: { readonly code: string; readonly detail: string };
  readonly row?: number;
}

interface Screened {
  readonly lines: readonly Line[];
  readonly counts: RowCounts;
  readonly unusedColumns: readonly string[];
}

interface TextOptions {
  readonly kind?: 'csv' | 'ndjson';
  /** Cuts the file where nobody would. */
  readonly pieceBytes?: number;
  readonly screen?: ScreenSubject;
}

async function screenText(
  content: string | Buffer,
  { kind = 'csv', pieceBytes = 7, screen = ask }: TextOptions = {},
): Promise<Screened> {
  const written: Uint8Array[] = [];
  let unusedColumns: readonly string[] = [];
  const counts = await screenFile({
    file: {
      name: `people.${kind}`,
      kind,
      bytes: pieces(Buffer.from(content), pieceBytes),
      onUnusedColumns: (titles) => (unusedColumns = titles),
    },
    screen: async (batch) => screenRows(batch, request, screen),
    batchesAtMost: 3,
    write: async (lines) => void written.push(lines),
  });
  const text = Buffer.concat(written).toString();
  const lines = text === '' ? [] : text.trimEnd().split('\n');
  return { lines: lines.map((line) => JSON.parse(line) as Line), counts, unusedColumns };
}

async function* pieces(content: Buffer, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += bytes) yield content.subarray(at, at + bytes);
}

const outcomes = ({ lines }: Screened): (readonly [string, string])[] =>
  lines.map(({ id, hits, error }) => [id, error?.code ?? (hits?.map(({ entryId }) => entryId).join(' ') || 'clear')]);

const screenNdjson = (...rows: unknown[]): Promise<Screened> =>
  screenText(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'), { kind: 'ndjson' });

describe('a CSV file', () => {
  it('gets a line for each row, in its order', async () => {
    const screened = await screenText(
      'id,name,type,birth_date,country\n' +
        'a,Ilmar Quenby Varnostra,person,1961-03-14,GE\n' +
        'b,Nobody Inparticular,person,,\n' +
        'c,Youssef Al-Zarkumi,individual,,"DE;Germany"\n',
    );
    expect(outcomes(screened)).toEqual([
      ['a', '900001'],
      ['b', 'clear'],
      ['c', '900002'],
    ]);
    expect(screened.counts).toEqual({ rows: 3, rowsWithHits: 2, hits: 2, errors: 0 });
  });

  it('is answered as the engine answers when it is asked directly', async () => {
    const { lines } = await screenText(
      'id,name,type,birth_date,country\n1,Ilmar Quenby Varnostra,Person,1961-03-14,ge/US\n',
    );
    const { hits } = engine.screen(
      {
        name: 'Ilmar Quenby Varnostra',
        alternativeNames: [],
        type: 'person',
        birthDate: '1961-03-14',
        countries: ['GE', 'US'],
        identifications: [],
        addresses: [],
      },
      request,
    );
    expect(hits).toHaveLength(1);
    expect(lines).toEqual([{ id: '1', hits: JSON.parse(JSON.stringify(hits)) }]);
  });

  it.each([
    ['in any letters and order', 'COUNTRY,Birth_Date,NAME,Id\nGE,1961,Ilmar Varnostra,x'],
    ['with spaces and hyphens', 'Birth-Date, Full name ,ID\n1961,Ilmar Varnostra,x'],
    ['for the parts of a name', 'id,first_name,middle_name,last_name\nx,Ilmar,Quenby,Varnostra'],
    ['after a byte order mark', '\ufeffid,name\nx,Ilmar Varnostra'],
    ['with lines that end in CRLF', 'id,name\r\nx,Ilmar Varnostra\r\n'],
    ['divided by semicolons', 'id;name;country\nx;Ilmar Varnostra;GE'],
    ['divided by tabs', 'id\tname\nx\tIlmar Varnostra'],
    ['after blank lines, with more between the rows', '\n\nid,name\n\n \nx,Ilmar Varnostra\n\n'],
    [
      'in capitals, with spaces, in quotation marks',
      '"ID";" FULL NAME ";"Date of Birth"\r\n"x";"Ilmar Varnostra";"1961"\r\n',
    ],
    ['in quotation marks after a byte order mark', '\ufeff"Name";"Id"\n"Ilmar Varnostra";"x"\n'],
    ['below a line that tells Excel the delimiter', 'sep=;\r\nid;name\r\nx;Ilmar Varnostra\r\n'],
    ['below that line after a byte order mark', '\ufeffSEP=,\n\nid,name\nx,Ilmar Varnostra\n'],
    ['with rows of nothing but delimiters', 'id;name;country\n;;\nx;Ilmar Varnostra;GE\n;;\n ; ;\n'],
    ['with delimiters at the end of each line', 'id,name,,\nx,Ilmar Varnostra,,\n'],
    ['with spaces that do not break', 'id,\u00a0Full\u00a0name\u00a0\nx,\u00a0Ilmar\u00a0Varnostra\n'],
    ['with two names', 'id,name,full_name\nx,Nobody Inparticular,Ilmar Varnostra'],
    ['with two family names', 'id,first_name,last_name,surname\nx,Ilmar,Inparticular,Varnostra'],
    ['with a name beside its parts', 'id,name,first_name,last_name\nx,Nobody Inparticular,Ilmar,Varnostra'],
    ['with alternative names', 'id,name,alternative_names\nx,Nobody Inparticular,"Jane Roe; Ilmar Varnostra"'],
  ])('may have columns %s', async (_, content) => {
    expect(outcomes(await screenText(content))).toEqual([['x', '900001']]);
  });

  it.each([
    ['nationality', 'GE', 'nationality GE is listed as nationality'],
    ['Nationalities', 'US; Georgia', 'nationality GE is listed as nationality'],
    ['RESIDENCE COUNTRY', 'GE', 'residence GE is listed as address'],
    ['country_of_residence', 'GE', 'residence GE is listed as address'],
    ['birth_country', 'GE', 'birth GE is listed as birthplace'],
    ['Country of Birth', 'GE', 'birth GE is listed as birthplace'],
    ['registration_country', 'GE', 'registration GE is listed as nationality'],
    ['country', 'GE', '(GE is listed as nationality'],
  ])('may say what a country is in the column %s', async (title, value, explanation) => {
    const { lines } = await screenText(`name,${title}\nIlmar Quenby Varnostra,${value}\n`);
    expect(lines[0]?.hits?.[0]?.explanation).toContain(explanation);
  });

  it('may give the flag of a vessel', async () => {
    const { lines } = await screenText('name,type,Flag State\nSand Falcon 2,vessel,XX\nSand Falcon 2,vessel,PA\n');
    expect(lines.map(({ error }) => error?.code)).toEqual(['unknown-country', undefined]);
  });

  it.each([
    ['a range', '1960/1962', 'birth date agrees (1960/1962 against 1961-03-14)'],
    ['a range of months', '1961-02/1961-05', 'birth date agrees'],
    ['about a year', '1962~', 'birth date agrees (1962~ against 1961-03-14)'],
    ['the same date twice', '1961-03-14,1961-03-14', 'birth date agrees'],
  ])('may give a birth date as %s', async (_, value, explanation) => {
    const titles = value.includes(',') ? 'birth_date,date of birth' : 'birth_date';
    const { lines } = await screenText(`name,${titles}\nIlmar Quenby Varnostra,${value}\n`);
    expect(lines[0]?.hits?.[0]?.explanation).toContain(explanation);
  });

  it('with two birth dates in a row has an error in its place', async () => {
    const { lines } = await screenText('name,birth_date,dob\nJane Roe,1961-03-14,1962\n');
    expect(lines[0]?.error).toEqual({
      code: 'invalid-birth-date',
      detail: 'The row has two birth dates. Give one, or a range such as 1968/1972.',
    });
  });

  it.each([
    ['a whole name', 'name,first_name', 'Ilmar Varnostra,Ilmar', ['Ilmar Varnostra']],
    ['a family name in the column of the name', 'name,first_name', 'Varnostra,Ilmar', ['Varnostra', 'Ilmar Varnostra']],
    ['a family name that begins like the first', 'name,first_name', 'Annan,Ann', ['Annan', 'Ann Annan']],
    ['a whole name with a first name of two', 'name,first_name', '"ROE, Ana-Maria",Ana Maria', ['ROE, Ana-Maria']],
    ['the same name twice', 'name,full_name', 'Ilmar Varnostra,Ilmar Varnostra', ['Ilmar Varnostra']],
    ['a name and its parts', 'name,first_name,last_name', 'I. V.,Ilmar,Varnostra', ['I. V.', 'Ilmar Varnostra']],
    ['parts alone', 'last_name,first_name,middle_name', 'Varnostra,Ilmar,Quenby', ['Ilmar Quenby Varnostra']],
    ['a first name alone', 'last_name,first_name', ',Ilmar', ['Ilmar']],
    ['a family name alone', 'last_name,first_name', 'Varnostra,', ['Varnostra']],
    ['names and aliases', 'name,full_name,alias', 'Ann,Jane,Jane; Joan', ['Ann', 'Jane', 'Joan']],
  ])('is screened by every name that a row gives, each once: %s', async (_, titles, row, names) => {
    const asked: string[][] = [];
    const screen: ScreenSubject = ({ name, alternativeNames }) => {
      asked.push([name, ...alternativeNames]);
      return { hits: [] };
    };
    await screenText(`${titles}\n${row}\n`, { screen });
    expect(asked).toEqual([names]);
  });

  it('divided by semicolons may have quoted fields with semicolons and line ends in them', async () => {
    const { lines } = await screenText(
      '\ufeffNAME;Country;ID\r\n"Varnostra; ""Ilmar""\r\nQuenby";"GE;US";x\r\nJane Roe;;y\r\n',
    );
    expect(lines.map(({ id, hits }) => [id, hits?.length])).toEqual([
      ['x', 1],
      ['y', 0],
    ]);
    expect(lines[0]?.hits?.[0]?.subjectName).toBe('Varnostra; "Ilmar"\nQuenby');
  });

  it.each([
    ['id,name', 'comma', 'x,Roe, Jane'],
    ['id;name', 'semicolon', 'x;Roe; Jane'],
    ['id\tname', 'tab', 'x\tRoe\tJane'],
  ])('%p says which mark in a field needs quotation marks: a %s', async (header, mark, row) => {
    const { lines } = await screenText(`${header}\n${row}\n`);
    expect(lines[0]?.error?.detail).toBe(
      `The row has 3 fields, the header has 2. A field with a ${mark} in it needs quotation marks.`,
    );
  });

  it('may have quoted fields with commas, quotation marks and line ends in them', async () => {
    const { lines } = await screenText('name,id\n"Varnostra, ""Ilmar""\r\nQuenby",x\n');
    expect(lines[0]?.hits?.[0]).toMatchObject({ entryId: '900001', subjectName: 'Varnostra, "Ilmar"\nQuenby' });
  });

  it('whose rows have no id is answered with their numbers, and equal ids are kept', async () => {
    const { lines } = await screenText('id,name\n,Jane Roe\nx,Jane Roe\nx,Jane Roe\n');
    expect(lines.map(({ id }) => id)).toEqual(['1', 'x', 'x']);
    expect((await screenText('name\nJane Roe\nJohn Roe\n')).lines.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('says which of its columns are not read', async () => {
    expect((await screenText('id,name,phone,e-mail\n1,Jane Roe,,\n')).unusedColumns).toEqual(['phone', 'e-mail']);
  });

  it('of a header alone has no lines', async () => {
    const { lines, counts } = await screenText('id,name\n');
    expect([lines, counts.rows]).toEqual([[], 0]);
  });

  it.each([
    ['that is empty', '', 'people.csv is empty (0 bytes).'],
    ['without a column for names', 'id,country\n1,GE\n', /^people\.csv has no column "name"\. .*id,name,type/],
    ['without a header', 'Jane Roe,GE\n', /no column "name"/],
    ['of blank lines', '\n\n', /no column "name"/],
    ['with a broken header', 'id,"name\n1,Jane Roe\n', /no column "name"/],
    ['that is a workbook', 'PK\u0003\u0004\u0014\0', 'people.csv is a workbook or another archive, not CSV.'],
    ['in UTF-16 without its mark', Buffer.from('id,name\n', 'utf16le'), 'people.csv is not in UTF-8. Save it as CSV'],
    ['with lines that end in CR', 'id,name\r1,Jane Roe\r', 'The lines of people.csv end in CR alone.'],
    ['of a line for Excel alone', 'sep=;\n', /no column "name"/],
    ['in UTF-16', Buffer.from('\ufeffid,name\n', 'utf16le'), 'people.csv is in UTF-16. Save it in UTF-8.'],
  ])('%s is refused', async (_, content, message) => {
    await expect(screenText(content)).rejects.toThrow(SubjectFileError);
    await expect(screenText(content)).rejects.toThrow(message);
  });
});

describe('a quotation mark that does not pair', () => {
  it.each([
    ['at the start of a field', '"Jane Roe'],
    ['inside a field', 'Jane "Roe'],
    ['twice inside a field', 'Jane "R" Roe'],
    ['after a quoted field', '"Jane" Roe'],
  ])('%s costs its own row and no other', async (_, name) => {
    const screened = await screenText(`id,name\n1,Ann Roe\n2,${name}\n3,"Ilmar, Varnostra"\n4,Ann Roe\n`);
    expect(outcomes(screened)).toEqual([
      ['1', 'clear'],
      ['2', 'broken-quotes'],
      ['3', '900001'],
      ['4', 'clear'],
    ]);
    expect(screened.lines[1]).toEqual({
      id: '2',
      error: { code: 'broken-quotes', detail: 'The quotation marks of the row do not pair.' },
      row: 2,
    });
  });

  it('costs no other row when another one follows, with many rows between them', async () => {
    const between = Array.from({ length: 50 }, (_, index) => `b${index},Ann Roe`);
    const screened = await screenText(['id,name', 'a,"Ann', ...between, 'c,Roe"', 'd,Ilmar Varnostra'].join('\n'));
    const errors = screened.lines.filter(({ error }) => error).map(({ row }) => row);
    expect([errors, screened.counts.rows, outcomes(screened).at(-1)]).toEqual([[1, 52], 53, ['d', '900001']]);
  });

  it('in each of two rows that follow each other costs these two', async () => {
    const { lines } = await screenText('id,name\na,"Ann\nb,Roe"\nc,Jane Roe\n');
    expect(lines.map(({ error }) => error?.code)).toEqual(['broken-quotes', 'broken-quotes', undefined]);
  });

  it('costs no other row when nothing follows that would close it, however long the file is', async () => {
    const after = Array.from({ length: 10_000 }, (_, index) => `b${index},Ann Roe`);
    const { counts, lines } = await screenText(['id,name', 'a,"Ann', ...after].join('\n'), { pieceBytes: 10_000 });
    expect([counts.rows, counts.errors, lines[0]?.error?.code]).toEqual([10_001, 1, 'broken-quotes']);
  });
});

describe('an NDJSON file', () => {
  it('holds an object a line, with keys in either spelling and values in any order', async () => {
    const screened = await screenNdjson(
      { country: ['GE'], birth_date: '1961-03-14', name: 'Ilmar Quenby Varnostra', id: 'a' },
      { id: 7, firstName: 'Ilmar', lastName: 'Varnostra', birthDate: 1961, country: null, note: { any: 'thing' } },
      { name: 'Nobody Inparticular', alternative_names: ['Jane Roe', 'Ilmar Varnostra'] },
    );
    expect(outcomes(screened)).toEqual([
      ['a', '900001'],
      ['7', '900001'],
      ['3', '900001'],
    ]);
  });

  it('may hold several names in a list, and none goes unseen', async () => {
    const screened = await screenNdjson({ id: 'a', name: ['Nobody Inparticular', 'Ilmar Varnostra'] });
    expect(outcomes(screened)).toEqual([['a', '900001']]);
  });

  it('may have blank lines and a last line without an end', async () => {
    const screened = await screenText('\ufeff{"name":"Jane Roe"}\r\n\r\n{"name":"Ilmar Varnostra"}', {
      kind: 'ndjson',
    });
    expect(outcomes(screened)).toEqual([
      ['1', 'clear'],
      ['2', '900001'],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['that is not JSON', '{"id":"x","name":"Jane', 'invalid-json'],
    ['that is not an object', '"Jane Roe"', 'not-an-object'],
    ['that is a list', ['Jane Roe'], 'not-an-object'],
    ['with an object for a name', { id: 'x', name: { first: 'Jane' } }, 'invalid-field'],
    ['with a list in a list of names', { id: 'x', name: ['Jane Roe', ['Ilmar Varnostra']] }, 'invalid-field'],
    ['with lists in lists without end', `{"name":${'['.repeat(30_000)}"Jane"${']'.repeat(30_000)}}`, 'invalid-field'],
    ['with nothing but brackets', '['.repeat(65_536), 'invalid-json'],
    ['with an id that JSON does not carry exactly', '{"id":12345678901234567890,"name":"Jane Roe"}', 'invalid-field'],
  ])('with a line %s has an error in its place', async (_, line, code) => {
    const { lines, counts } = await screenNdjson({ id: 'a', name: 'Jane Roe' }, line, { id: 'c', name: 'Jane Roe' });
    expect(lines.map(({ id }) => id)).toEqual(['a', '2', 'c']);
    expect(lines[1]).toMatchObject({ error: { code }, row: 2 });
    expect(counts).toMatchObject({ rows: 3, errors: 1 });
  });

  it('that is empty is refused', async () => {
    await expect(screenText('', { kind: 'ndjson' })).rejects.toThrow('people.ndjson is empty (0 bytes).');
  });
});

describe('a row', () => {
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);

  it.each([
    ['without a name', ',person,,', 'name-missing'],
    ['with a name in letters that cannot be read', 'ʔʕ,,,', 'name-not-comparable'],
    ['with a name of punctuation', '...,,,', 'name-not-comparable'],
    ['with a name of 301 characters', `${'a'.repeat(301)},,,`, 'name-too-long'],
    ['with a type that there is not', 'Jane Roe,alien,,', 'unknown-type'],
    ['with a birth date in another form', 'Jane Roe,,31/12/1970,', 'invalid-birth-date'],
    ['with a day that there is not', 'Jane Roe,,1970-02-30,', 'invalid-birth-date'],
    ['born tomorrow', `Jane Roe,,${tomorrow},`, 'invalid-birth-date'],
    ['born before anybody who lives', 'Jane Roe,,1849,', 'invalid-birth-date'],
    ['with a range that ends before it begins', 'Jane Roe,,1972/1968,', 'invalid-birth-date'],
    ['with a country that there is not', 'Jane Roe,,,XQ', 'unknown-country'],
    ['with too few fields', 'Jane Roe,person', 'field-count'],
    ['with a comma that is not quoted', 'Roe, Jane,person,,', 'field-count'],
    ['that is too long', `${'Jane Roe '.repeat(8_000)},,,`, 'row-too-long'],
  ])('%s is an error, with its id where it can be read, and counted', async (_, row, code) => {
    const { lines, counts } = await screenText(`id,name,type,birth_date,country\nx,${row}\ny,Jane Roe,,,\n`, {
      pieceBytes: 30_000,
    });
    expect(lines[0]).toEqual({ id: expect.any(String), error: { code, detail: expect.stringMatching(/\.$/) }, row: 1 });
    expect(lines[1]).toEqual({ id: 'y', hits: [] });
    expect(counts).toEqual({ rows: 2, rowsWithHits: 0, hits: 0, errors: 1 });
  });

  it('of bytes that are not UTF-8 is an error, not a name with a hole', async () => {
    const latin = Buffer.concat([
      Buffer.from('id,name\nx,'),
      Buffer.from('González', 'latin1'),
      Buffer.from('\ny,Ann Roe'),
    ]);
    expect(outcomes(await screenText(latin))).toEqual([
      ['1', 'not-utf-8'],
      ['y', 'clear'],
    ]);
  });

  it('that the engine cannot take is an error, and does not end the run', async () => {
    const screen: ScreenSubject = ({ name }) => {
      if (name === 'Jane Roe') throw new RangeError('Out of range.');
      return { hits: [] };
    };
    const { lines } = await screenText('id,name\nx,Jane Roe\ny,Ann Roe\n', { screen });
    expect(lines).toEqual([
      { id: 'x', error: { code: 'screening-failed', detail: 'Out of range.' }, row: 1 },
      { id: 'y', hits: [] },
    ]);
  });

  it('in UTF-8 is whole wherever the pieces of the file end', async () => {
    for (const pieceBytes of [1, 2, 3, 5]) {
      const { lines } = await screenText('id,name\nx,Оксимир Древанюк\n', { pieceBytes });
      expect(lines[0]?.hits?.[0]).toMatchObject({ entryId: '900003', subjectName: 'Оксимир Древанюк' });
    }
  });
});

describe('a long file', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `${index + 1},Ann Roe`);
  const content = ['id,name', ...rows].join('\n');
  const noHits = (batch: Parameters<typeof screenRows>[0]): ScreenedRows =>
    screenRows(batch, request, () => ({ hits: [] }));

  const fileOf = (bytes: AsyncIterable<Uint8Array>) => ({ name: 'people.csv', kind: 'csv' as const, bytes });

  it('is written in order though batches are done in any order', async () => {
    const written: Uint8Array[] = [];
    let asked = 0;
    await screenFile({
      file: fileOf(pieces(Buffer.from(content), 1_000)),
      screen: (batch) => {
        // Each second batch is done later than the one after it.
        const delayMs = asked++ % 2 === 0 ? 4 : 0;
        return new Promise((resolve) => setTimeout(() => resolve(noHits(batch)), delayMs));
      },
      batchesAtMost: 8,
      write: async (lines) => void written.push(lines),
    });
    const ids = Buffer.concat(written).toString().trimEnd().split('\n');
    expect(ids).toEqual(rows.map((_, index) => `{"id":"${index + 1}","hits":[]}`));
  });

  it('is read no further than what is under way, while nothing is written', async () => {
    let readBytes = 0;
    let letWrite = (): void => undefined;
    const mayWrite = new Promise<void>((resolve) => (letWrite = resolve));
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(Buffer.from(content), 1_000)) {
        readBytes += piece.length;
        yield piece;
      }
    }
    const done = screenFile({
      file: fileOf(counted()),
      screen: async (batch) => noHits(batch),
      batchesAtMost: 3,
      write: () => mayWrite,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(readBytes).toBeLessThan(content.length / 5);
    letWrite();
    expect((await done).rows).toBe(10_000);
    expect(readBytes).toBe(content.length);
  });

  it.each(['reading', 'screening', 'writing'])('ends with the error of %s, and says so once', async (where) => {
    const fail = (at: string) => {
      if (at === where) throw new Error(`${at} failed`);
    };
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(content.slice(0, 50_000));
      fail('reading');
    }
    const screening = screenFile({
      file: fileOf(failing()),
      screen: async (batch) => {
        if (batch.firstRow > 500) fail('screening');
        return noHits(batch);
      },
      batchesAtMost: 4,
      write: async () => fail('writing'),
    });
    await expect(screening).rejects.toThrow(`${where} failed`);
  });
});
