import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { existingPath, UsageError } from '../usage-error';

/** What to screen, against what, and where the hits go; all paths are absolute. */
export interface ScreenArguments {
  readonly listDirectories: readonly string[];
  readonly inputFile: string;
  readonly outputFile: string;
  readonly threshold: number;
  readonly limit: number;
  readonly threads: number;
}

const DEFAULT_THRESHOLD = 0.8;
const DEFAULT_LIMIT = 10;
const INPUT_NAME = /\.(?:csv|ndjson|jsonl)(?:\.gz)?$/iu;

export const screenUsage = `Usage: npm run screen -- --list-dir DIR [--list-dir DIR] --in FILE --out HITS.ndjson [options]

Screens every row of a file against sanctions lists, on all processor cores, without a server.

  --list-dir DIR   a directory with the files of one list or several; may be given several times
  --in FILE        .csv with a header (id,name,type,birth_date,country: all but the name optional), or .ndjson with an
                   object a line; either may be compressed (.csv.gz, .ndjson.gz)
  --out FILE       gets one line of JSON for each row, in the same order; a file of that name is replaced at the end
  --threshold T    the lowest score that is a hit, 0.5 to 1 (${DEFAULT_THRESHOLD})
  --limit N        how many hits a row gets at most, the best ones, 1 to 100 (${DEFAULT_LIMIT})
  --threads N      how many threads screen, each with the lists in memory (one a processor core)
  --help           show this

Ends with 0 when every row was screened, with 2 when some rows could not be (their lines say why), and with 1 when there
is no result at all.`;

/** Null when the user asks for help. Throws `UsageError`, one sentence that says what to change. */
export function parseScreenArguments(args: readonly string[], workingDirectory: string): ScreenArguments | null {
  const given = parse(args);
  if (given.help) return null;
  const directories = given['list-dir'] ?? [];
  if (directories.length === 0) throw new UsageError('Say with --list-dir in which directory the sanctions lists are.');
  if (given.in === undefined) throw new UsageError('Say with --in which file to screen.');
  if (given.out === undefined) throw new UsageError('Say with --out where the hits are to go.');
  const inputFile = existingPath('--in', 'file', given.in, workingDirectory);
  if (!INPUT_NAME.test(inputFile)) {
    throw new UsageError(`--in: ${basename(inputFile)} must end in .csv or .ndjson, or in .csv.gz or .ndjson.gz.`);
  }
  return {
    listDirectories: directories.map((path) => existingPath('--list-dir', 'directory', path, workingDirectory)),
    inputFile,
    outputFile: outputFileAt(resolve(workingDirectory, given.out), inputFile),
    threshold: numberOf('--threshold', given.threshold, DEFAULT_THRESHOLD, { from: 0.5, to: 1 }),
    limit: wholeNumberOf('--limit', given.limit, DEFAULT_LIMIT, { from: 1, to: 100 }),
    threads: wholeNumberOf('--threads', given.threads, availableParallelism(), { from: 1, to: 256 }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'list-dir': { type: 'string', multiple: true },
        in: { type: 'string' },
        out: { type: 'string' },
        threshold: { type: 'string' },
        limit: { type: 'string' },
        threads: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function outputFileAt(path: string, inputFile: string): string {
  const kindOf = (of: string) => statSync(of, { throwIfNoEntry: false });
  if (!kindOf(dirname(path))?.isDirectory()) {
    throw new UsageError(`--out: there is no directory ${dirname(path)}; make it first.`);
  }
  const found = kindOf(path);
  if (found && !found.isFile()) throw new UsageError(`--out: ${path} is no file; name one in it.`);
  const input = kindOf(inputFile);
  if (found && found.ino === input?.ino && found.dev === input.dev) {
    throw new UsageError('--out: that is the file to screen; name another one.');
  }
  return path;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function numberOf(option: string, text: string | undefined, otherwise: number, { from, to }: Range): number {
  if (text === undefined) return otherwise;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number >= from && number <= to) return number;
  throw new UsageError(`${option} must be a number from ${from} to ${to}, not "${text}".`);
}

function wholeNumberOf(option: string, text: string | undefined, otherwise: number, range: Range): number {
  const number = numberOf(option, text, otherwise, range);
  if (Number.isInteger(number)) return number;
  throw new UsageError(`${option} must be a whole number, not "${text ?? ''}".`);
}
