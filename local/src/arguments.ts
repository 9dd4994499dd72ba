import { parseArgs } from 'node:util';
import { existingPath, UsageError } from './usage-error';

export interface StartArguments {
  /** End after the demonstration instead of staying. */
  readonly isOnce: boolean;
  readonly applicantsFile: string | null;
  readonly listDirectories: readonly string[];
  readonly wantsHelp: boolean;
}

export const usage = `Usage: npm start -- [options]

Runs every process of Bonafide on this machine, in sandbox mode, and shows it at work.

  --applicants FILE   screen the people in this file instead of the built-in ones
  --list-dir DIR      screen against the sanctions lists in this directory; may be given several times
  --once              end after the demonstration instead of staying
  --help              show this

DATABASE_URL and REDIS_URL name servers to use; without them it brings its own.
API_PORT (3000) is where the API listens.`;

/** `workingDirectory` is where the user stands, which under npm is not where the process runs. */
export function parseStartArguments(args: readonly string[], workingDirectory: string): StartArguments {
  const { applicants, 'list-dir': directories = [], once, help } = parse(args);
  return {
    isOnce: once ?? false,
    wantsHelp: help ?? false,
    applicantsFile:
      applicants === undefined ? null : existingPath('--applicants', 'file', applicants, workingDirectory),
    listDirectories: directories.map((path) => existingPath('--list-dir', 'directory', path, workingDirectory)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        applicants: { type: 'string' },
        'list-dir': { type: 'string', multiple: true },
        once: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
