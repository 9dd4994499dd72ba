import { parseArgs } from 'node:util';
import { existingPath, UsageError } from './usage-error';

export interface StartArguments {
  /** End after the demonstration instead of staying. */
  readonly isOnce: boolean;
  readonly applicantsFile: string | null;
  readonly listDirectory: string | null;
  readonly wantsHelp: boolean;
}

export const usage = `Usage: npm start -- [options]

Runs every process of Bonafide on this machine, in sandbox mode, and shows it at work.

  --applicants FILE   screen the people in this file instead of the built-in ones
  --list-dir DIR      screen against the OFAC list files in this directory
  --once              end after the demonstration instead of staying
  --help              show this

DATABASE_URL and REDIS_URL name servers to use; without them it brings its own.
API_PORT (3000) is where the API listens.`;

/** `workingDirectory` is where the user stands, which under npm is not where the process runs. */
export function parseStartArguments(args: readonly string[], workingDirectory: string): StartArguments {
  const { applicants, 'list-dir': listDirectory, once, help } = parse(args);
  return {
    isOnce: once ?? false,
    wantsHelp: help ?? false,
    applicantsFile: optional('--applicants', 'file', applicants, workingDirectory),
    listDirectory: optional('--list-dir', 'directory', listDirectory, workingDirectory),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        applicants: { type: 'string' },
        'list-dir': { type: 'string' },
        once: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function optional(
  option: string,
  kind: 'file' | 'directory',
  path: string | undefined,
  workingDirectory: string,
): string | null {
  return path === undefined ? null : existingPath(option, kind, path, workingDirectory);
}
