import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStartArguments } from './arguments';
import { UsageError } from './usage-error';

describe('the arguments of npm start', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'bonafide-arguments-spec-'));
    writeFileSync(join(directory, 'people.csv'), '');
    mkdirSync(join(directory, 'lists'));
    mkdirSync(join(directory, 'more'));
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const parse = (...args: string[]) => parseStartArguments(args, directory);

  it('are all optional', () => {
    expect(parse()).toEqual({ isOnce: false, wantsHelp: false, applicantsFile: null, listDirectories: [] });
  });

  it('name files from where the user stands', () => {
    expect(parse('--once', '--applicants', 'people.csv', '--list-dir=lists', '--list-dir', 'more')).toEqual({
      isOnce: true,
      wantsHelp: false,
      applicantsFile: join(directory, 'people.csv'),
      listDirectories: [join(directory, 'lists'), join(directory, 'more')],
    });
  });

  it.each([
    [['--twice'], /Unknown option '--twice'/],
    [['people.csv'], /Unexpected argument 'people.csv'/],
    [['--applicants'], /'--applicants <value>' argument missing/],
    [['--applicants', 'nobody.csv'], /--applicants: there is no file .*nobody\.csv/],
    [['--applicants', 'lists'], /--applicants: there is no file/],
    [['--list-dir', 'people.csv'], /--list-dir: there is no directory/],
  ])('that make no sense are refused: %j', (args, message) => {
    expect(() => parse(...args)).toThrow(UsageError);
    expect(() => parse(...args)).toThrow(message);
  });
});
