import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error';
import { parseScreenArguments } from './screen-arguments';

describe('the arguments of npm run screen', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-screen-arguments-spec-'));
    for (const file of ['people.csv', 'people.NDJSON', 'people.csv.gz', 'people.xlsx'])
      writeFileSync(join(directory, file), '');
    for (const folder of ['ofac', 'un']) mkdirSync(join(directory, folder));
    symlinkSync(join(directory, 'people.csv'), join(directory, 'link.csv'));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const parse = (...args: string[]) => parseScreenArguments(args, directory);
  const parseGood = (...more: string[]) => parse('--list-dir=ofac', '--in=people.csv', '--out=hits.ndjson', ...more);

  it('are the lists, the file and the result; the rest has defaults', () => {
    expect(parseGood()).toEqual({
      listDirectories: [join(directory, 'ofac')],
      inputFile: join(directory, 'people.csv'),
      outputFile: join(directory, 'hits.ndjson'),
      threshold: 0.8,
      limit: 10,
      threads: availableParallelism(),
    });
  });

  it('may name several list directories, and numbers', () => {
    expect(parseGood('--list-dir', 'un', '--threshold', '.7', '--limit=100', '--threads=3')).toMatchObject({
      listDirectories: [join(directory, 'ofac'), join(directory, 'un')],
      threshold: 0.7,
      limit: 100,
      threads: 3,
    });
  });

  it.each(['people.csv', 'people.NDJSON', 'people.csv.gz'])('may name %s to be screened', (file) => {
    expect(parseGood('--in', file)?.inputFile).toBe(join(directory, file));
  });

  it('ask for help, whatever else they say', () => {
    expect([parse('--help'), parse('-h', '--in', 'nobody.csv')]).toEqual([null, null]);
  });

  it.each<[string[], string | RegExp]>([
    [[], 'Say with --list-dir in which directory the sanctions lists are.'],
    [['--list-dir=ofac'], 'Say with --in which file to screen.'],
    [['--list-dir=ofac', '--in=people.csv'], 'Say with --out where the hits are to go.'],
    [['--list-dir=ofac', '--list-dir=eu', '--in=people.csv', '--out=hits'], /--list-dir: there is no directory .*eu$/],
  ])('that lack something are refused: %j', (args, message) => {
    expect(() => parse(...args)).toThrow(UsageError);
    expect(() => parse(...args)).toThrow(message);
  });

  it.each<[string[], string | RegExp]>([
    [['--fast'], /Unknown option '--fast'/],
    [['people.csv'], /Unexpected argument 'people.csv'/],
    [['--in', 'nobody.csv'], /--in: there is no file .*nobody\.csv$/],
    [['--in', 'ofac'], /--in: there is no file .*ofac$/],
    [['--in', 'people.xlsx'], '--in: people.xlsx must end in .csv or .ndjson, or in .csv.gz or .ndjson.gz.'],
    [['--out', 'nowhere/hits.ndjson'], /--out: there is no directory .*nowhere; make it first\.$/],
    [['--out', 'un'], /--out: .*un is no file; name one in it\.$/],
    [['--out', 'people.csv'], '--out: that is the file to screen; name another one.'],
    [['--out', 'link.csv'], '--out: that is the file to screen; name another one.'],
    [['--threshold', '80'], '--threshold must be a number from 0.5 to 1, not "80".'],
    [['--threshold', ''], '--threshold must be a number from 0.5 to 1, not "".'],
    [['--limit', '0'], '--limit must be a number from 1 to 100, not "0".'],
    [['--threads', '1.5'], '--threads must be a whole number, not "1.5".'],
  ])('that make no sense are refused: %j', (args, message) => {
    expect(() => parseGood(...args)).toThrow(UsageError);
    expect(() => parseGood(...args)).toThrow(message);
  });
});
